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
/// The drafts of a period, reviewed ones too, locked, without pools.
std::vector<AllocationRun> lock_draft_runs(db::Transaction& tx, TenantScope scope, Period period);
void insert_run(db::Transaction& tx, TenantScope scope, const AllocationRun& run);
/// Saves state, who posted it and the pools' entries, raises the version.
void save_run(db::Transaction& tx, TenantScope scope, const AllocationRun& run);

/// What posted runs gave and took back so far of this claim's money, added part by part.
PostedParts posted_parts(db::Transaction& tx, TenantScope scope, ClaimId claim_id);
/// What was given of it, one row per part, with the names and figures of its newest row.
std::vector<PoolRow> given_rows(db::Transaction& tx, TenantScope scope, ClaimId claim_id);
/// The pool that was posted last for the claim, without rows.
std::optional<RunPool> find_last_pool(db::Transaction& tx, TenantScope scope, ClaimId claim_id);
/// Was something posted later for one of the run's claims?
bool is_built_upon(db::Transaction& tx, TenantScope scope, RunId id);
/// What is posted of a period by recipient: one pool without names but those of its rows.
std::vector<RunPool> posted_pools(db::Transaction& tx, TenantScope scope, Period period);
/// The sum of all posted rows of the tenant.
Money sum_allocated(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
