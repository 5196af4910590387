/// Allocation runs, their pools and rows in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/allocation_run.hpp"
#include "billing/ledger_store.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// With pools and rows.
std::optional<AllocationRun> find_run(db::Transaction& tx, TenantScope scope, RunId id);
std::optional<AllocationRun> lock_run(db::Transaction& tx, TenantScope scope, RunId id);
/// By id, without pools; `period` narrows.
std::vector<AllocationRun> list_runs(db::Transaction& tx, TenantScope scope,
                                     std::optional<Period> period, const PageRequest& page);
/// The drafts of a period, locked, without pools.
std::vector<AllocationRun> lock_draft_runs(db::Transaction& tx, TenantScope scope, Period period);
void insert_run(db::Transaction& tx, TenantScope scope, const AllocationRun& run);
/// Saves state, who posted it and the pools' entries, raises the version.
void save_run(db::Transaction& tx, TenantScope scope, const AllocationRun& run);

/// What posted runs gave so far out of this claim's pool, added part by part; empty: nothing
/// posted.
std::vector<Part> posted_parts(db::Transaction& tx, TenantScope scope, ClaimId claim_id);
/// The sum of all posted rows of the tenant.
Money sum_allocated(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
