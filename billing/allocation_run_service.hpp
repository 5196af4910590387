/// Drafting (finance), trying out and posting (treasury) allocation runs.
#pragma once

#include "billing/allocation_run.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Takes the place of other drafts of the period.
/// Errors: rule `no_allocation_plan` (args: period; money came but no plan is in force); those of
/// `allocate`, as rule `allocation_refused` (args: product, reason).
Result<AllocationRun> draft_run(db::Transaction& tx, const tenants::Caller& caller, Period period);

/// What the whole of the period's money would give under a plan, approved or not. Saves nothing.
/// Errors: malformed /plan_code `no_such_plan`; those of `draft_run`.
Result<std::vector<RunPool>> try_out_plan(db::Transaction& tx, const tenants::Caller& caller,
                                          Period period, std::string_view plan_code);

/// Run, rows, one ledger entry per pool and the freeze of the period's quality scores in the
/// caller's one transaction; booked in the month of caller.now. Locks: the run, the claims in order
/// of id, then what posting locks. Errors: not_found; party `not_your_move`, `four_eyes`; state
/// `illegal_transition`; state `run_outdated` (money, usage, quality or plan changed since it was
/// drafted); those of `draft_run` and post_entry.
Result<AllocationRun> post_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                               const std::string& opinion);

}  // namespace yunhe::billing
