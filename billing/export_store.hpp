/// Exports in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/export.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// REQUIRES: state waiting.
void insert_export(db::Transaction& tx, TenantScope scope, const Export& wanted);
std::optional<Export> find_export(db::Transaction& tx, TenantScope scope, ExportId id);
std::optional<Export> lock_export(db::Transaction& tx, TenantScope scope, ExportId id);

struct ExportListFilter {
    std::optional<BodyId> body_id = {};  ///< Whose; empty: everybody's.
    std::optional<ExportKind> kind = {};
    std::optional<ExportState> state = {};
};
/// In the order in which they were asked for.
std::vector<Export> list_exports(db::Transaction& tx, TenantScope scope,
                                 const ExportListFilter& filter, const PageRequest& page);

/// Saves state, counts, file and failure; counts the version up.
void save_export(db::Transaction& tx, TenantScope scope, const Export& wanted);
void save_export_progress(db::Transaction& tx, TenantScope scope, ExportId id,
                          std::uint64_t rows_done);

/// Does any tenant wait for a file?
bool exports_wait_across_tenants(db::Transaction& tx);
/// Waiting, or begun by a server that died. Oldest first.
std::vector<ExportId> waiting_exports(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
