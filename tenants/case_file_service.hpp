/// The bytes of uploaded files: kept in the data folder under their SM3 digest, part by part, so
/// that writing them twice changes nothing; and files of cases as a whole.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/case_file.hpp"
#include "tenants/case_file_store.hpp"

namespace yunhe::tenants {

/// Keeps one part's bytes: `data_folder/files/<first two characters>/<digest>`. Returns the digest.
std::string keep_part(const std::filesystem::path& data_folder, std::string_view content);

/// Throws std::runtime_error where the data folder lost or changed a part.
std::string read_part_bytes(const std::filesystem::path& data_folder,
                            const std::string& digest_hex);
/// All of them, one after the other. Throws as read_part_bytes.
std::string read_parts(const std::filesystem::path& data_folder,
                       const std::vector<FilePart>& parts);

struct WholeFile {
    std::string file_name;
    std::string media_type;
    std::string content;
};

/// What the upload made of the file: where to go on, and the digest once it is whole.
struct UploadState {
    int next_part = 0;
    bool complete = false;
    std::string whole_digest_hex;
};

/// Checks and keeps one part of a case's file. The caller has checked who may do so.
/// Errors: those of check_part and check_whole.
Result<UploadState> save_case_file(db::Transaction& tx, const Caller& caller,
                                   const CaseFileKey& key, const FileUpload& upload,
                                   std::int64_t bytes_max,
                                   const std::filesystem::path& data_folder);

/// Nothing where the file isn't whole. Throws as read_part_bytes.
std::optional<WholeFile> read_case_file(db::Transaction& tx, TenantScope scope,
                                        const CaseFileKey& key,
                                        const std::filesystem::path& data_folder);

}  // namespace yunhe::tenants
