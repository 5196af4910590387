/// Making, approving, withdrawing and exercising emergency plans. Where a plan is a gate, each of
/// these raises the tenant's entitlement version.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/emergency_plan_store.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

struct NewEmergencyPlan {
    std::optional<AgreementId> agreement_id;
    std::string title;
    std::vector<std::string> participants;
    std::string document;
    std::string digest_sm3;
    std::optional<Date> valid_until;
};
/// The next version of the plan of this agreement or of the platform, as a draft on the authority's
/// desk. Errors: party `not_your_move` (the pack names another maker); not_found; malformed
/// `/agreement_id` plan_per_grant | plan_for_platform, `/digest_sm3` bad_digest, `/valid_until`
/// in_the_past.
Result<EmergencyPlan> make_emergency_plan(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, const NewEmergencyPlan& plan);
/// Approves a draft; the version before it is superseded at the same instant, so that a gate stays
/// met. Not by the person who made it. Errors: not_found; party, also `four_eyes`; state; those of
/// check_participants.
Result<EmergencyPlan> approve_emergency_plan(db::Transaction& tx, const Caller& caller,
                                             const Rules& rules, EmergencyPlanId id,
                                             const std::string& opinion);
/// Errors: not_found; party; state.
Result<EmergencyPlan> withdraw_emergency_plan(db::Transaction& tx, const Caller& caller,
                                              const Rules& rules, EmergencyPlanId id,
                                              const std::string& reason);

struct NewEmergencyDrill {
    Date held_on;
    std::vector<std::string> participants;
    std::string scenario;
    std::string findings;
    std::string digest_sm3;
};
/// Recorded by maker or approver. Errors: not_found; party; malformed `/held_on` in_the_future,
/// `/digest_sm3` bad_digest; state `illegal_transition` (the plan isn't approved),
/// `plan_out_of_date` (not valid any more on that day).
Result<EmergencyDrill> record_emergency_drill(db::Transaction& tx, const Caller& caller,
                                              const Rules& rules, EmergencyPlanId id,
                                              const NewEmergencyDrill& drill);

/// The plan if the caller may see it: developers see those of their own agreements and the
/// platform's. Errors: not_found.
Result<EmergencyPlan> visible_emergency_plan(db::Transaction& tx, const Caller& caller,
                                             EmergencyPlanId id);

}  // namespace yunhe::tenants
