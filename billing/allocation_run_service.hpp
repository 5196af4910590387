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

/// The same for several plans, and as the last column (`posted`) what is posted now. Errors:
/// malformed /plan_codes/<n> `no_such_plan`; those of `draft_run`.
inline constexpr std::string_view kPostedColumn = "posted";
Result<std::vector<PlanColumn>> compare_plans(db::Transaction& tx, const tenants::Caller& caller,
                                              Period period,
                                              const std::vector<std::string>& plan_codes);

/// Another person of finance looked at the draft. Errors: not_found; party `not_your_move`,
/// `four_eyes`; state `illegal_transition`, `run_outdated`.
Result<AllocationRun> review_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                                 const std::string& opinion);
/// Turns a draft or reviewed run down. Errors: not_found; party; state `illegal_transition`.
Result<AllocationRun> discard_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                                  const std::string& opinion);

/// Run, rows, one ledger entry per pool and the freeze of the period's quality scores in the
/// caller's one transaction; booked in the month of caller.now. Locks: the run, the claims in order
/// of id, then what posting locks. Errors: not_found; party `not_your_move`, `four_eyes`; state
/// `illegal_transition`; state `run_outdated` (money, usage, quality or plan changed since it was
/// drafted); those of `draft_run` and post_entry.
Result<AllocationRun> post_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                               const std::string& opinion);

/// Undoes a posted run by a run of its own with opposite rows and entries; returns that. Only the
/// last one that touched its claims. Errors: not_found; party `not_your_move`; state
/// `illegal_transition`, `run_not_reversible` (not an allocation), `run_built_upon` (a later run or
/// a refund stands on it).
Result<AllocationRun> reverse_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                                  const std::string& reason);

/// Takes `mirrored`, the part of a recorded refund that was allocated, back from those who were
/// attributed it: a posted run of kind refund. Returns nothing where nothing moves.
/// REQUIRES: the claim is locked; the refund's row is there.
struct RefundMirror {
    RefundId refund_id;
    ClaimId claim_id;
    Money mirrored_before;  ///< By earlier refunds of the claim.
    Money mirrored;
    Date on;
    UserId requested_by_id;
};
Result<std::optional<RunId>> post_refund_mirror(db::Transaction& tx, const tenants::Caller& caller,
                                                const RefundMirror& mirror);

}  // namespace yunhe::billing
