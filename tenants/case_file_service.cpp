#include "tenants/case_file_service.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/crypto.hpp"

namespace yunhe::tenants {
namespace {

std::filesystem::path path_of(const std::filesystem::path& data_folder, const std::string& digest) {
    return data_folder / "files" / digest.substr(0, 2) / digest;
}

}  // namespace

std::string keep_part(const std::filesystem::path& data_folder, std::string_view content) {
    auto digest_hex = crypto::sm3_hex(content);
    const auto path = path_of(data_folder, digest_hex);
    if (std::filesystem::exists(path)) return digest_hex;
    std::filesystem::create_directories(path.parent_path());
    // Written whole under another name and then renamed: a file under its digest is complete.
    const std::filesystem::path draft = path.string() + "." + crypto::random_hex(8);
    {
        std::ofstream file(draft, std::ios::binary);
        file.write(content.data(), static_cast<std::streamsize>(content.size()));
        file.flush();
        if (!file) throw std::runtime_error("can't write " + draft.string());
    }
    std::filesystem::rename(draft, path);
    return digest_hex;
}

std::string read_part_bytes(const std::filesystem::path& data_folder,
                            const std::string& digest_hex) {
    std::ifstream file(path_of(data_folder, digest_hex), std::ios::binary);
    std::string content(std::istreambuf_iterator<char>(file), {});
    if (!file || crypto::sm3_hex(content) != digest_hex)
        throw std::runtime_error("the file " + digest_hex + " is missing or was changed");
    return content;
}

std::string read_parts(const std::filesystem::path& data_folder,
                       const std::vector<FilePart>& parts) {
    std::string content;
    for (const auto& part : parts) content += read_part_bytes(data_folder, part.digest_hex);
    return content;
}

Result<UploadState> save_case_file(db::Transaction& tx, const Caller& caller,
                                   const CaseFileKey& key, const FileUpload& upload,
                                   std::int64_t bytes_max,
                                   const std::filesystem::path& data_folder) {
    YUNHE_CHECK(check_part(upload, list_file_parts(tx, caller.scope, key), bytes_max));
    const auto name = upload.file_name.empty() ? std::string(key.name) : upload.file_name;
    save_file_part(tx, caller.scope, key,
                   {.part = upload.part,
                    .last = upload.last,
                    .file_name = name,
                    .media_type = "",
                    .digest_hex = keep_part(data_folder, upload.content),
                    .whole_digest_hex = {},
                    .size_bytes = static_cast<std::int64_t>(upload.content.size()),
                    .uploaded_at = caller.now});
    UploadState state{upload.part + 1, upload.last, {}};
    if (!upload.last) return state;
    const auto whole = read_parts(data_folder, list_file_parts(tx, caller.scope, key));
    state.whole_digest_hex = crypto::sm3_hex(whole);
    YUNHE_TRY(media_type, check_whole(upload, whole, state.whole_digest_hex));
    save_whole_file(tx, caller.scope, key, media_type, state.whole_digest_hex);
    return state;
}

std::optional<WholeFile> read_case_file(db::Transaction& tx, TenantScope scope,
                                        const CaseFileKey& key,
                                        const std::filesystem::path& data_folder) {
    const auto parts = list_file_parts(tx, scope, key);
    if (parts.empty() || !parts.back().last) return std::nullopt;
    return WholeFile{parts.back().file_name, parts.back().media_type,
                     read_parts(data_folder, parts)};
}

}  // namespace yunhe::tenants
