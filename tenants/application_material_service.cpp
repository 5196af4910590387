#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/crypto.hpp"
#include "db/case_store.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/application_service.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/material_type.hpp"

namespace yunhe::tenants {
namespace {

std::filesystem::path path_of(const std::filesystem::path& data_folder, const std::string& digest) {
    return data_folder / "files" / digest.substr(0, 2) / digest;
}

/// Written whole under another name and then renamed: a file under its digest is always complete.
void keep_file(const std::filesystem::path& path, std::string_view content) {
    if (std::filesystem::exists(path)) return;
    std::filesystem::create_directories(path.parent_path());
    const std::filesystem::path draft = path.string() + "." + crypto::random_hex(8);
    {
        std::ofstream file(draft, std::ios::binary);
        file.write(content.data(), static_cast<std::streamsize>(content.size()));
        file.flush();
        if (!file) throw std::runtime_error("can't write " + draft.string());
    }
    std::filesystem::rename(draft, path);
}

std::string read_file(const std::filesystem::path& path, const std::string& digest) {
    std::ifstream file(path, std::ios::binary);
    std::string content(std::istreambuf_iterator<char>(file), {});
    if (!file || crypto::sm3_hex(content) != digest)
        throw std::runtime_error("the file " + digest + " is missing or was changed");
    return content;
}

std::string joined(const std::vector<MaterialPart>& parts,
                   const std::filesystem::path& data_folder) {
    std::string content;
    for (const auto& part : parts)
        content += read_file(path_of(data_folder, part.digest_hex), part.digest_hex);
    return content;
}

Status check_upload(const Notice& notice, const MaterialUpload& upload,
                    const std::vector<MaterialPart>& present) {
    if (std::ranges::find(notice.materials, upload.material) == notice.materials.end())
        return malformed("/material", "unknown_material", {{"material", upload.material}});
    if (upload.content.empty()) return malformed("", "empty_file");
    if (upload.content.size() > kMaterialPartBytesMax)
        return Error{
            Errc::too_large, "too_large", {{"max", std::to_string(kMaterialPartBytesMax)}}};
    if (upload.part < 0 || static_cast<std::size_t>(upload.part) > present.size())
        return malformed("?part", "part_out_of_order", {{"next", std::to_string(present.size())}});
    std::int64_t size_bytes = static_cast<std::int64_t>(upload.content.size());
    for (const auto& part : present)
        if (part.part < upload.part) size_bytes += part.size_bytes;
    if (size_bytes > kMaterialBytesMax)
        return Error{Errc::too_large, "too_large", {{"max", std::to_string(kMaterialBytesMax)}}};
    return Done{};
}

}  // namespace

Result<Application> save_material(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const MaterialUpload& upload,
                                  const std::filesystem::path& data_folder) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::edit));
    const auto present = list_parts_of_material(tx, caller.scope, id, upload.material);
    YUNHE_CHECK(check_upload(step.notice, upload, present));

    const MaterialPart part{
        .material = upload.material,
        .part = upload.part,
        .last = upload.last,
        .file_name = upload.file_name.empty() ? upload.material : upload.file_name,
        .media_type = "",
        .digest_hex = crypto::sm3_hex(upload.content),
        .size_bytes = static_cast<std::int64_t>(upload.content.size()),
        .uploaded_at = caller.now};
    keep_file(path_of(data_folder, part.digest_hex), upload.content);
    save_material_part(tx, caller.scope, id, part);
    if (!upload.last) return step.application;

    const auto whole =
        joined(list_parts_of_material(tx, caller.scope, id, upload.material), data_folder);
    const auto media_type = sniffed_media_type(whole);
    if (!media_type) return malformed("", "material_type_refused");
    save_media_type(tx, caller.scope, id, upload.material, *media_type);
    const Json details = {{"material", upload.material},
                          {"digest_sm3", crypto::sm3_hex(whole)},
                          {"media_type", std::string(*media_type)},
                          {"size_bytes", whole.size()}};
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "application",
                           .aggregate_id = id.value,
                           .action = "upload_material",
                           .from_state = std::string(to_text(step.from)),
                           .to_state = std::string(to_text(step.to)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = "",
                           .details = details});
    return step.application;
}

Result<MaterialFile> read_material(db::Transaction& tx, const Caller& caller, ApplicationId id,
                                   std::string_view material,
                                   const std::filesystem::path& data_folder) {
    YUNHE_CHECK(read_visible_application(tx, caller, id));
    const auto parts = list_parts_of_material(tx, caller.scope, id, material);
    if (parts.empty() || !parts.back().last) return not_found();
    return MaterialFile{parts.back().file_name, parts.back().media_type,
                        joined(parts, data_folder)};
}

}  // namespace yunhe::tenants
