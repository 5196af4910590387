/// Imports of catalogues and their reports in SQL.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/page.hpp"
#include "catalog/resource_import.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<ResourceImport> find_resource_import(db::Transaction& tx, TenantScope scope,
                                                   ResourceImportId id);
std::optional<ResourceImport> lock_resource_import(db::Transaction& tx, TenantScope scope,
                                                   ResourceImportId id);
/// By id, one page.
std::vector<ResourceImport> list_resource_imports(db::Transaction& tx, TenantScope scope,
                                                  BodyId department_id, const PageRequest& page);
void insert_resource_import(db::Transaction& tx, TenantScope scope, const ResourceImport& import);
/// Saves everything but number and department, raises the version.
void save_resource_import(db::Transaction& tx, TenantScope scope, const ResourceImport& import);

/// Does anything wait for a job, in whatever tenant?
bool imports_wait_across_tenants(db::Transaction& tx);
/// What waits for a job, oldest first.
std::vector<ResourceImportId> waiting_resource_imports(db::Transaction& tx, TenantScope scope);
/// In a transaction of its own, while the job's is open.
void save_import_progress(db::Transaction& tx, TenantScope scope, ResourceImportId id,
                          std::size_t lines_done);

/// Replaces the report.
void save_import_lines(db::Transaction& tx, TenantScope scope, ResourceImportId id,
                       std::span<const FileLine> lines);
/// By line, one page; `outcome` narrows.
std::vector<FileLine> list_import_lines(db::Transaction& tx, TenantScope scope, ResourceImportId id,
                                        std::optional<LineOutcome> outcome,
                                        const PageRequest& page);

}  // namespace yunhe::catalog
