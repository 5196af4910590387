/// Placing, confirming and releasing holds.
#pragma once

#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/hold.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

struct NewHold {
    AgreementId agreement_id;
    HoldCause cause = HoldCause::breach;
    std::string source_aggregate = {};  ///< The case it comes from; empty: none.
    std::uint64_t source_id = 0;
    std::string reason;
    bool urgent = false;
};

/// Closes the agreement's access in this transaction and writes down what that stopped. An urgent
/// hold is put on the desk of the pack's suspender, to be confirmed within the policy's working
/// days; one that nobody confirms stays and is overdue there, for reopening by silence would be the
/// worse mistake. What the authority itself places is never urgent: nobody confirms it.
/// Errors: not_found; those of check_may_place; malformed /reason; state `agreement_not_running`
/// (never signed, ended or in its exit), args state.
Result<Hold> place_hold(db::Transaction& tx, const Caller& caller, const Rules& rules,
                        const NewHold& wanted);
/// Errors: not_found, those of check_may_confirm, state `hold_released`, `hold_not_urgent`,
/// `hold_confirmed`.
Result<Hold> confirm_hold(db::Transaction& tx, const Caller& caller, const Rules& rules, HoldId id,
                          const std::string& opinion);
/// Access returns if no other hold is open and everything else is live.
/// Errors: not_found, those of check_may_release, malformed /reason, state `hold_released`,
/// `hold_of_running_order` (an order to correct placed it and isn't decided).
Result<Hold> release_hold(db::Transaction& tx, const Caller& caller, const Rules& rules, HoldId id,
                          const std::string& reason);

/// Holds of one agreement that are open, oldest first (as tenants/hold_store.hpp has them).
std::vector<Hold> open_holds(db::Transaction& tx, TenantScope scope, AgreementId id);
/// The developer's own, or anything for the offices. Errors: not_found; party `not_your_object`.
Result<Hold> read_visible_hold(db::Transaction& tx, const Caller& caller, HoldId id);

}  // namespace yunhe::tenants
