#include "billing/allocation_plan_service.hpp"

#include "billing/allocation_plan_store.hpp"
#include "db/case_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kApproveTask = "approve_allocation_plan";

PlanActor plan_actor_of(const tenants::Caller& caller) {
    return caller.role == tenants::Role::treasury ? PlanActor::treasury : PlanActor::finance;
}

void record(db::Transaction& tx, const tenants::Caller& caller, const StoredPlan& plan,
            PlanAction action, PlanState from, const std::string& opinion) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "allocation_plan",
                           .aggregate_id = plan.id.value,
                           .action = std::string(to_text(action)),
                           .from_state = std::string(to_text(from)),
                           .to_state = std::string(to_text(plan.state)),
                           .actor = tenants::case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion});
}

}  // namespace

Result<StoredPlan> draft_plan(db::Transaction& tx, const tenants::Caller& caller,
                              const PlanDraft& draft) {
    YUNHE_TRY(parsed, parse_plan_steps(draft.code, draft.steps));
    YUNHE_CHECK(check_plan_start(draft.effective_from));
    YUNHE_TRY(state, next_state(kPlanMoves, PlanState::draft, PlanAction::draft,
                                plan_actor_of(caller)));
    if (find_plan_by_code(tx, caller.scope, draft.code))
        return wrong_state("code_taken", {{"code", draft.code}});

    StoredPlan plan;
    plan.id = tx.new_id<PlanId>();
    plan.code = draft.code;
    plan.source_document = draft.source_document;
    plan.effective_from = draft.effective_from;
    plan.steps = draft.steps;
    plan.plan = std::move(parsed);
    plan.state = state;
    plan.drafted_by_id = caller.user_id;
    insert_plan(tx, caller.scope, plan, caller.now);
    record(tx, caller, plan, PlanAction::draft, PlanState::draft, "");
    for (const auto& body :
         tenants::all_bodies_of_kind(tx, caller.scope, tenants::BodyKind::treasury))
        db::open_todo(tx, caller.scope,
                      {.aggregate = "allocation_plan",
                       .aggregate_id = plan.id.value,
                       .task = std::string(kApproveTask),
                       .title = plan.code + " " + plan.source_document,
                       .body_id = body.id,
                       .role = std::string(to_text(tenants::Role::treasury)),
                       .opened_at = caller.now});
    return plan;
}

Result<StoredPlan> approve_plan(db::Transaction& tx, const tenants::Caller& caller,
                                std::string_view code, const std::string& opinion) {
    auto plan = lock_plan_by_code(tx, caller.scope, code);
    if (!plan) return not_found();
    const auto from = plan->state;
    YUNHE_TRY(to, next_state(kPlanMoves, from, PlanAction::approve, plan_actor_of(caller)));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "allocation_plan", plan->id.value,
                                            plan->drafted_by_id));
    YUNHE_CHECK(check_costs_budgeted(plan->steps));
    plan->state = to;
    plan->approved_by_id = caller.user_id;
    plan->approved_at = caller.now;
    save_plan(tx, caller.scope, *plan);
    ++plan->version;
    record(tx, caller, *plan, PlanAction::approve, from, opinion);
    db::close_all_todos(tx, caller.scope, "allocation_plan", plan->id.value, caller.now);
    return *plan;
}

}  // namespace yunhe::billing
