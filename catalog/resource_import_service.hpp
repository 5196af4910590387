/// Acts on imports of catalogues by the department whose resources they are, and the two jobs.
#pragma once

#include <filesystem>

#include "catalog/resource_import_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/case_file_service.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

inline constexpr std::int64_t kCatalogueFileBytesMax = 20 * 1024 * 1024;

ResourceImport open_resource_import(db::Transaction& tx, const tenants::Caller& caller,
                                    bool publish);
/// The caller's department's. Errors: not_found.
Result<ResourceImport> see_resource_import(db::Transaction& tx, const tenants::Caller& caller,
                                           ResourceImportId id);
/// One part of the file; part 0 begins it anew. Errors: not_found; state; those of check_part;
/// malformed `?digest` digest_differs.
Result<tenants::UploadState> upload_catalogue(db::Transaction& tx, const tenants::Caller& caller,
                                              ResourceImportId id,
                                              const tenants::FileUpload& upload,
                                              const std::filesystem::path& data_folder);
/// Hands it to the job, or discards it. Errors: not_found; state, `file_not_whole`.
Result<ResourceImport> act_on_resource_import(db::Transaction& tx, const tenants::Caller& caller,
                                              ResourceImportId id, ImportAction action);

/// How far a job is; called now and then.
using ImportProgress = std::function<void(std::size_t lines_done)>;

/// The job: checks or applies one import that waits for it, all in the caller's transaction. What
/// was checked is checked again before it is applied: if anything is in error by then, nothing is
/// applied. Nothing to do: false. Throws std::runtime_error where the data folder lost a part.
bool run_resource_import(db::Transaction& tx, TenantScope scope, const tenants::Rules& rules,
                         Timestamp now, ResourceImportId id,
                         const std::filesystem::path& data_folder, const ImportProgress& progress);

}  // namespace yunhe::catalog
