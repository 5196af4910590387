#include "tenants/case_file.hpp"

#include <array>

#include "base/text.hpp"
#include "tenants/material_type.hpp"

namespace yunhe::tenants {
namespace {

/// "application/pdf; name=a" -> "application/pdf".
std::string plain_type(std::string_view type) {
    return lower_case(trim(type.substr(0, type.find(';'))));
}

struct Ending {
    std::string_view ending;
    std::string_view type;
};
constexpr std::array kEndings{
    Ending{".pdf", "application/pdf"},
    Ending{".png", "image/png"},
    Ending{".jpg", "image/jpeg"},
    Ending{".jpeg", "image/jpeg"},
    Ending{".txt", "text/plain"},
    Ending{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Ending{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};

std::string type_of_name(std::string_view name) {
    const auto lower = lower_case(name);
    for (const auto& row : kEndings)
        if (lower.ends_with(row.ending)) return std::string(row.type);
    return {};
}

}  // namespace

Status check_part(const FileUpload& upload, const std::vector<FilePart>& present,
                  std::int64_t bytes_max) {
    const auto too_large = [](std::int64_t max) {
        return Error{Errc::too_large, "too_large", {{"max", std::to_string(max)}}};
    };
    if (upload.content.empty()) return malformed("", "empty_file");
    if (upload.content.size() > kFilePartBytesMax) return too_large(kFilePartBytesMax);
    if (upload.part < 0 || static_cast<std::size_t>(upload.part) > present.size())
        return malformed("?part", "part_out_of_order", {{"next", std::to_string(present.size())}});
    auto size_bytes = static_cast<std::int64_t>(upload.content.size());
    for (const auto& part : present)
        if (part.part < upload.part) size_bytes += part.size_bytes;
    if (size_bytes > bytes_max) return too_large(bytes_max);
    return Done{};
}

Result<std::string> check_whole(const FileUpload& upload, std::string_view whole,
                                std::string_view whole_digest_hex) {
    if (!upload.whole_digest_hex.empty() && lower_case(upload.whole_digest_hex) != whole_digest_hex)
        return malformed("?digest", "digest_differs", {{"digest", std::string(whole_digest_hex)}});
    const auto found = sniffed_media_type(whole);
    if (!found) return malformed("", "material_type_refused");
    for (const auto& declared : {plain_type(upload.declared_type), type_of_name(upload.file_name)})
        if (!declared.empty() && declared != "application/octet-stream" &&
            declared != plain_type(*found))
            return malformed("", "material_type_differs",
                             {{"declared", declared}, {"found", plain_type(*found)}});
    return std::string(*found);
}

}  // namespace yunhe::tenants
