/// Emergency plans, their versions and drills.
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/emergency_plan_service.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/routes.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {
namespace emergency_plan_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kPlanFields[] = {
    field::id<EmergencyPlanId>("id"),
    field::id<AgreementId>("agreement_id").nullable().about("Null: for the whole platform."),
    field::integer("plan_version"),
    field::one_of("state", enum_values<EmergencyPlanState>),
    field::integer("version"),
    field::text("title", 200),
    field::id<BodyId>("maker_body_id"),
    field::texts("participants", 64).about("Bodies that took part, by code."),
    field::text("document", 200),
    field::text("digest_sm3", 64),
    field::date("valid_until").nullable().about("Inclusive."),
    field::timestamp("created_at"),
    field::text("created_by", 64),
    field::timestamp("approved_at").nullable(),
    field::text("approved_by", 64).nullable(),
    field::timestamp("ended_at").nullable(),
    field::text("end_reason", 1000).nullable(),
};
constexpr Shape kPlan{"EmergencyPlan", kPlanFields};
constexpr Field kPlanBodyFields[] = {
    field::id<AgreementId>("agreement_id")
        .optional()
        .about("Where the rule pack asks for one plan per grant."),
    field::text("title", 200),
    field::texts("participants", 64).items(50),
    field::text("document", 200).about("Number or name of the document."),
    field::text("digest_sm3", 64),
    field::date("valid_until").optional(),
};
constexpr Shape kPlanBody{"EmergencyPlanBody", kPlanBodyFields};
constexpr Field kApproveFields[] = {field::text("opinion", 1000).optional()};
constexpr Shape kApproveBody{"EmergencyPlanApproval", kApproveFields};
constexpr Field kWithdrawFields[] = {field::text("reason", 1000)};
constexpr Shape kWithdrawBody{"EmergencyPlanWithdrawal", kWithdrawFields};
constexpr Field kDrillFields[] = {
    field::id<EmergencyDrillId>("id"),
    field::id<EmergencyPlanId>("plan_id"),
    field::date("held_on"),
    field::texts("participants", 200),
    field::text("scenario", 5000),
    field::text("findings", 5000),
    field::text("digest_sm3", 64),
    field::timestamp("recorded_at"),
    field::text("recorded_by", 64),
};
constexpr Shape kDrill{"EmergencyDrill", kDrillFields};
constexpr Field kDrillBodyFields[] = {
    field::date("held_on"),
    field::texts("participants", 200).items(100),
    field::text("scenario", 5000),
    field::text("findings", 5000),
    field::text("digest_sm3", 64).about("SM3 of the record, hexadecimal."),
};
constexpr Shape kDrillBody{"EmergencyDrillBody", kDrillBodyFields};
constexpr Field kFilters[] = {field::id<AgreementId>("agreement_id")};

Json to_json(const EmergencyPlan& plan) {
    return {{"id", to_text(plan.id)},
            {"agreement_id", or_null(plan.agreement_id)},
            {"plan_version", plan.plan_version},
            {"state", std::string(to_text(plan.state))},
            {"version", plan.version},
            {"title", plan.title},
            {"maker_body_id", to_text(plan.maker_body_id)},
            {"participants", json_of(plan.participants)},
            {"document", plan.document},
            {"digest_sm3", plan.digest_sm3},
            {"valid_until", or_null(plan.valid_until)},
            {"created_at", to_text(plan.created_at)},
            {"created_by", plan.created_by_name},
            {"approved_at", or_null(plan.approved_at)},
            {"approved_by", or_null(plan.approved_by_name)},
            {"ended_at", or_null(plan.ended_at)},
            {"end_reason", or_null(plan.end_reason)}};
}

Json to_json(const EmergencyDrill& drill) {
    return {{"id", to_text(drill.id)},
            {"plan_id", to_text(drill.plan_id)},
            {"held_on", to_text(drill.held_on)},
            {"participants", json_of(drill.participants)},
            {"scenario", drill.scenario},
            {"findings", drill.findings},
            {"digest_sm3", drill.digest_sm3},
            {"recorded_at", to_text(drill.recorded_at)},
            {"recorded_by", drill.recorded_by_name}};
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, make_emergency_plan(
                        tx, call.caller, rules_of(call, tx),
                        {.agreement_id = call.body.optional_id<AgreementId>("agreement_id"),
                         .title = call.body.text("title"),
                         .participants = call.body.texts("participants"),
                         .document = call.body.text("document"),
                         .digest_sm3 = call.body.text("digest_sm3"),
                         .valid_until = call.body.optional_date("valid_until")}));
    return Reply{.status = 201, .body = to_json(plan)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    EmergencyPlanFilter filter{.agreement_id = call.query.optional_id<AgreementId>("agreement_id")};
    if (call.caller.is_developer()) filter.developer_id = call.caller.body_id;
    const auto rows = list_emergency_plans(tx, call.caller.scope, filter, call.page);
    return Reply{.body = page_json(
                     call.page, rows, [](const EmergencyPlan& p) { return to_json(p); },
                     [](const EmergencyPlan& p) { return p.id.value; })};
}

Result<EmergencyPlan> visible(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<EmergencyPlanId>("emergency_plan_id"));
    return visible_emergency_plan(tx, call.caller, id);
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, visible(call, tx));
    return Reply{.body = to_json(plan)};
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, visible(call, tx));
    return Reply{.body = case_timeline(tx, call.caller.scope, "emergency_plan", plan.id.value)};
}

Result<Reply> approve(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<EmergencyPlanId>("emergency_plan_id"));
    YUNHE_TRY(plan, approve_emergency_plan(tx, call.caller, rules_of(call, tx), id,
                                           call.body.text_or("opinion", "")));
    return Reply{.body = to_json(plan)};
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<EmergencyPlanId>("emergency_plan_id"));
    YUNHE_TRY(plan, withdraw_emergency_plan(tx, call.caller, rules_of(call, tx), id,
                                            call.body.text("reason")));
    return Reply{.body = to_json(plan)};
}

Result<Reply> add_drill(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<EmergencyPlanId>("emergency_plan_id"));
    YUNHE_TRY(drill, record_emergency_drill(tx, call.caller, rules_of(call, tx), id,
                                            {.held_on = call.body.date("held_on"),
                                             .participants = call.body.texts("participants"),
                                             .scenario = call.body.text("scenario"),
                                             .findings = call.body.text("findings"),
                                             .digest_sm3 = call.body.text("digest_sm3")}));
    return Reply{.status = 201, .body = to_json(drill)};
}

Result<Reply> list_drills(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, visible(call, tx));
    const auto rows = list_emergency_drills(tx, call.caller.scope, plan.id, call.page);
    return Reply{.body = page_json(
                     call.page, rows, [](const EmergencyDrill& d) { return to_json(d); },
                     [](const EmergencyDrill& d) { return d.id.value; })};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/emergency-plans", Permission::emergency_plan_write, create,
     "makeEmergencyPlan", "Drafts the next version of an emergency plan (by the pack's maker).",
     {.body = &kPlanBody, .reply = &kPlan, .status = 201}},
    {Method::get, "/api/v1/emergency-plans", Permission::agreement_read, list,
     "listEmergencyPlans", "Lists emergency plans; developers see their own and the platform's.",
     {.query = kFilters, .page_of = &kPlan}},
    {Method::get, "/api/v1/emergency-plans/:emergency_plan_id", Permission::agreement_read, show,
     "showEmergencyPlan", "One version of an emergency plan.", {.reply = &kPlan}},
    {Method::get, "/api/v1/emergency-plans/:emergency_plan_id/events", Permission::agreement_read,
     events, "listEmergencyPlanEvents", "Shows the timeline of an emergency plan.",
     {.page_of = &kCaseEvent}},
    {Method::post, "/api/v1/emergency-plans/:emergency_plan_id/approve",
     Permission::emergency_plan_write, approve, "approveEmergencyPlan",
     "Approves a draft; the version before it is superseded.",
     {.body = &kApproveBody, .reply = &kPlan}},
    {Method::post, "/api/v1/emergency-plans/:emergency_plan_id/withdraw",
     Permission::emergency_plan_write, withdraw, "withdrawEmergencyPlan",
     "Withdraws a plan; where a plan is a gate, access closes.",
     {.body = &kWithdrawBody, .reply = &kPlan}},
    {Method::post, "/api/v1/emergency-plans/:emergency_plan_id/drills",
     Permission::emergency_plan_write, add_drill, "recordEmergencyDrill",
     "Records a drill of an approved plan.",
     {.body = &kDrillBody, .reply = &kDrill, .status = 201}},
    {Method::get, "/api/v1/emergency-plans/:emergency_plan_id/drills", Permission::agreement_read,
     list_drills, "listEmergencyDrills", "Drills of this version, oldest first.",
     {.page_of = &kDrill}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace emergency_plan_api

std::span<const http::Route> emergency_plan_routes() { return emergency_plan_api::kRoutes; }

}  // namespace yunhe::tenants
