#include "tenants/emergency_plan_service.hpp"

#include "db/case_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/emergency_plan_workflow.hpp"
#include "tenants/four_eyes_service.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/person.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr const char* kEmergencyPlanAggregate = "emergency_plan";
constexpr const char* kApproveTask = "approve_emergency_plan";

void record(db::Transaction& tx, const Caller& caller, const EmergencyPlan& plan,
            std::string_view action, std::string from, const std::string& opinion,
            Json details = Json::object()) {
    details["plan_version"] = plan.plan_version;
    db::record_case_event(tx, caller.scope,
                          {.aggregate = kEmergencyPlanAggregate,
                           .aggregate_id = plan.id.value,
                           .action = std::string(action),
                           .from_state = std::move(from),
                           .to_state = std::string(to_text(plan.state)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
}

/// Developers act on plans of their own agreements only.
Status check_own(db::Transaction& tx, const Caller& caller,
                 std::optional<AgreementId> agreement_id, bool acting) {
    if (!agreement_id)
        return acting && caller.is_developer() ? Status(wrong_party("not_your_move"))
                                               : Status(Done{});
    const auto agreement = find_agreement(tx, caller.scope, *agreement_id);
    if (!agreement) return not_found();
    if (caller.is_developer() && agreement->developer_id != caller.body_id) return not_found();
    return Done{};
}

Status check_new(const RulePack& pack, const NewEmergencyPlan& wanted, Date today) {
    const bool per_grant = pack.flag("emergency_plan_per_grant");
    if (per_grant && !wanted.agreement_id) return malformed("/agreement_id", "plan_per_grant");
    if (!per_grant && wanted.agreement_id) return malformed("/agreement_id", "plan_for_platform");
    if (!plausible_digest(wanted.digest_sm3)) return malformed("/digest_sm3", "bad_digest");
    if (wanted.valid_until && *wanted.valid_until < today)
        return malformed("/valid_until", "in_the_past");
    return Done{};
}

struct PlanStep {
    EmergencyPlan plan;
    EmergencyPlanState from;
};
Result<PlanStep> begin(db::Transaction& tx, const Caller& caller, const Rules& rules,
                       EmergencyPlanId id, EmergencyPlanAction action) {
    auto plan = lock_emergency_plan(tx, caller.scope, id);
    if (!plan) return not_found();
    YUNHE_CHECK(check_own(tx, caller, plan->agreement_id, true));
    const auto actor = emergency_plan_actor(*rules.pack, caller.body_kind, caller.role);
    const auto from = plan->state;
    YUNHE_TRY(to, next_state(kEmergencyPlanMoves, from, action, actor));
    plan->state = to;
    return PlanStep{*plan, from};
}

EmergencyPlan finish(db::Transaction& tx, const Caller& caller, const PlanStep& step,
                     EmergencyPlanAction action, const std::string& opinion) {
    save_emergency_plan(tx, caller.scope, step.plan);
    record(tx, caller, step.plan, to_text(action), std::string(to_text(step.from)), opinion);
    db::close_todos(tx, caller.scope, kEmergencyPlanAggregate, step.plan.id.value, kApproveTask,
                    caller.now);
    bump_entitlement_version(tx, caller.scope);
    return *find_emergency_plan(tx, caller.scope, step.plan.id);
}

void supersede_others(db::Transaction& tx, const Caller& caller, const EmergencyPlan& approved) {
    for (auto& plan : lock_emergency_plans_of(tx, caller.scope, approved.agreement_id)) {
        if (plan.id == approved.id || plan.state != EmergencyPlanState::approved) continue;
        PlanStep step{plan, plan.state};
        step.plan.state = EmergencyPlanState::superseded;
        step.plan.ended_at = caller.now;
        step.plan.end_reason = std::to_string(approved.plan_version);
        finish(tx, caller, step, EmergencyPlanAction::supersede, "");
    }
}

}  // namespace

Result<EmergencyPlan> make_emergency_plan(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, const NewEmergencyPlan& wanted) {
    const auto actor = emergency_plan_actor(*rules.pack, caller.body_kind, caller.role);
    if (actor != EmergencyPlanActor::maker && actor != EmergencyPlanActor::approving_maker)
        return wrong_party("not_your_move");
    YUNHE_CHECK(check_new(*rules.pack, wanted, date_of(caller.now)));
    YUNHE_CHECK(check_own(tx, caller, wanted.agreement_id, true));
    const auto versions = lock_emergency_plans_of(tx, caller.scope, wanted.agreement_id);
    const EmergencyPlan plan{
        .id = tx.new_id<EmergencyPlanId>(),
        .agreement_id = wanted.agreement_id,
        .plan_version = versions.empty() ? 1 : versions.back().plan_version + 1,
        .state = EmergencyPlanState::draft,
        .version = 1,
        .title = wanted.title,
        .maker_body_id = caller.body_id,
        .participants = wanted.participants,
        .document = wanted.document,
        .digest_sm3 = wanted.digest_sm3,
        .valid_until = wanted.valid_until,
        .created_at = caller.now,
        .created_by = caller.user_id,
        .created_by_name = caller.username,
        .approved_at = {},
        .approved_by_name = {},
        .ended_at = {},
        .end_reason = {}};
    insert_emergency_plan(tx, caller.scope, plan);
    record(tx, caller, plan, "make", "", "", {{"digest_sm3", plan.digest_sm3}});
    db::open_todo(tx, caller.scope,
                  {.aggregate = kEmergencyPlanAggregate,
                   .aggregate_id = plan.id.value,
                   .task = kApproveTask,
                   .title = plan.title,
                   .body_id = desk_of(tx, caller.scope, Role::data_authority),
                   .role = std::string(to_text(Role::data_authority)),
                   .opened_at = caller.now});
    return plan;
}

Result<EmergencyPlan> approve_emergency_plan(db::Transaction& tx, const Caller& caller,
                                             const Rules& rules, EmergencyPlanId id,
                                             const std::string& opinion) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, EmergencyPlanAction::approve));
    YUNHE_CHECK(
        check_four_eyes_of(tx, caller, kEmergencyPlanAggregate, id.value, step.plan.created_by));
    YUNHE_CHECK(check_participants(*rules.pack, step.plan.participants));
    supersede_others(tx, caller, step.plan);
    step.plan.approved_at = caller.now;
    step.plan.approved_by_name = caller.username;
    if (step.plan.agreement_id)
        discharge_obligation(tx, caller.scope, ObligationKind::emergency_plan, "agreement",
                             step.plan.agreement_id->value, caller.now);
    return finish(tx, caller, step, EmergencyPlanAction::approve, opinion);
}

Result<EmergencyPlan> withdraw_emergency_plan(db::Transaction& tx, const Caller& caller,
                                              const Rules& rules, EmergencyPlanId id,
                                              const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, EmergencyPlanAction::withdraw));
    step.plan.ended_at = caller.now;
    step.plan.end_reason = reason;
    return finish(tx, caller, step, EmergencyPlanAction::withdraw, reason);
}

Result<EmergencyDrill> record_emergency_drill(db::Transaction& tx, const Caller& caller,
                                              const Rules& rules, EmergencyPlanId id,
                                              const NewEmergencyDrill& wanted) {
    const auto plan = lock_emergency_plan(tx, caller.scope, id);
    if (!plan) return not_found();
    YUNHE_CHECK(check_own(tx, caller, plan->agreement_id, true));
    const auto actor = emergency_plan_actor(*rules.pack, caller.body_kind, caller.role);
    // Those who run under a plan exercise it, whoever made it (Hangzhou 五(四)).
    if (actor == EmergencyPlanActor::other && !caller.is_operator() && !caller.is_developer())
        return wrong_party("not_your_move");
    if (wanted.held_on > date_of(caller.now)) return malformed("/held_on", "in_the_future");
    if (!plausible_digest(wanted.digest_sm3)) return malformed("/digest_sm3", "bad_digest");
    if (plan->state != EmergencyPlanState::approved)
        return wrong_state("illegal_transition", {{"action", "drill"},
                                                  {"state", std::string(to_text(plan->state))}});
    if (plan->valid_until && *plan->valid_until < wanted.held_on)
        return wrong_state("plan_out_of_date", {{"until", to_text(*plan->valid_until)}});
    const EmergencyDrill drill{.id = tx.new_id<EmergencyDrillId>(),
                               .plan_id = id,
                               .held_on = wanted.held_on,
                               .participants = wanted.participants,
                               .scenario = wanted.scenario,
                               .findings = wanted.findings,
                               .digest_sm3 = wanted.digest_sm3,
                               .recorded_at = caller.now,
                               .recorded_by = caller.user_id,
                               .recorded_by_name = caller.username};
    insert_emergency_drill(tx, caller.scope, drill);
    record(tx, caller, *plan, "drill", std::string(to_text(plan->state)), wanted.findings,
           {{"held_on", to_text(drill.held_on)}, {"digest_sm3", drill.digest_sm3}});
    if (plan->agreement_id)
        discharge_obligation(tx, caller.scope, ObligationKind::emergency_drill, "agreement",
                             plan->agreement_id->value, caller.now);
    return drill;
}

Result<EmergencyPlan> visible_emergency_plan(db::Transaction& tx, const Caller& caller,
                                             EmergencyPlanId id) {
    const auto plan = find_emergency_plan(tx, caller.scope, id);
    if (!plan) return not_found();
    YUNHE_CHECK(check_own(tx, caller, plan->agreement_id, false));
    return *plan;
}

}  // namespace yunhe::tenants
