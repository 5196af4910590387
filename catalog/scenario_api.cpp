/// Scenarios: what developers want data for.
#include "catalog/routes.hpp"
#include "catalog/scenario_service.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace scenario_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kBodyFields[] = {
    field::code("code").optional().about("Absent: the next running number."),
    field::text("name"),
    field::one_of("purpose", enum_values<Purpose>)
        .about("Only industry is charged; the others are metered and charged 0."),
    field::text("field", 64).about("One of the agreement's fields."),
    field::id<tenants::AgreementId>("agreement_id").optional().about("Absent: the one in force."),
    field::text("value", 4000).optional().about("What the scenario is worth."),
    field::text("feasibility", 4000).optional().about("Why it can be done within the term."),
    field::text("necessity", 4000).optional().about("Why no less data will do."),
    field::text("area", 64).optional().about("County or district; absent: the whole city."),
};
constexpr Shape kScenarioBody{"ScenarioBody", kBodyFields};

constexpr Field kChangeFields[] = {
    field::text("name"),
    field::one_of("purpose", enum_values<Purpose>),
    field::text("field", 64).about("One of the agreement's fields."),
    field::text("value", 4000).optional(),
    field::text("feasibility", 4000).optional(),
    field::text("necessity", 4000).optional(),
    field::text("area", 64).optional(),
};
constexpr Shape kScenarioChange{"ScenarioChangeBody", kChangeFields};

constexpr Field kScenarioFields[] = {
    field::id<ScenarioId>("id"),
    field::code("code"),
    field::one_of("state", enum_values<ScenarioState>),
    field::integer("version", 1),
    field::id<BodyId>("developer_id"),
    field::text("developer_uscc", 64),
    field::text("developer_name"),
    field::id<tenants::AgreementId>("agreement_id"),
    field::text("name"),
    field::one_of("purpose", enum_values<Purpose>),
    field::text("field", 64),
    field::text("value", 4000).nullable(),
    field::text("feasibility", 4000).nullable(),
    field::text("necessity", 4000).nullable(),
    field::text("area", 64).nullable(),
    field::timestamp("created_at"),
};
constexpr Shape kScenario{"Scenario", kScenarioFields};
constexpr Field kFilters[] = {field::text("area", 64)};

Json to_json(db::Transaction& tx, TenantScope scope, const Scenario& scenario) {
    const auto developer = tenants::find_body(tx, scope, scenario.developer_id);
    YUNHE_ASSERT(developer.has_value());
    return {{"id", to_text(scenario.id)},
            {"code", scenario.code},
            {"state", to_text(scenario.state)},
            {"version", scenario.version},
            {"developer_id", to_text(scenario.developer_id)},
            {"developer_uscc", developer->code},
            {"developer_name", developer->name},
            {"agreement_id", to_text(scenario.agreement_id)},
            {"name", scenario.name},
            {"purpose", to_text(scenario.purpose)},
            {"field", scenario.field},
            {"value", http::or_null(scenario.value)},
            {"feasibility", http::or_null(scenario.feasibility)},
            {"necessity", http::or_null(scenario.necessity)},
            {"area", http::or_null(scenario.area)},
            {"created_at", to_text(scenario.created_at)}};
}

Scenario scenario_of(const Input& body) {
    Scenario scenario;
    scenario.name = body.text("name");
    scenario.purpose = body.enumerator<Purpose>("purpose");
    scenario.field = body.text("field");
    scenario.value = body.text_or("value", "");
    scenario.feasibility = body.text_or("feasibility", "");
    scenario.necessity = body.text_or("necessity", "");
    scenario.area = body.text_or("area", "");
    return scenario;
}

Reply reply_of(const Call& call, db::Transaction& tx, const Scenario& scenario,
               int status = 200) {
    Reply reply{.status = status};
    reply.body = to_json(tx, call.caller.scope, scenario);
    reply.headers.emplace_back("ETag", http::etag(scenario.version));
    return reply;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    auto scenario = scenario_of(call.body);
    scenario.code = call.body.text_or("code", "");
    YUNHE_TRY(created,
              create_scenario(tx, call.caller, rules, std::move(scenario),
                              call.body.optional_id<tenants::AgreementId>("agreement_id")));
    return reply_of(call, tx, created, 201);
}

Result<Reply> change(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(current, lock_own_scenario(tx, call.caller, call.path_value("scenario_code")));
    YUNHE_CHECK(http::check_if_match(call, current.version));
    YUNHE_TRY(changed, change_scenario(tx, call.caller, rules, current, scenario_of(call.body)));
    return reply_of(call, tx, changed);
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(scenario, see_scenario(tx, call.caller, call.path_value("scenario_code")));
    return reply_of(call, tx, scenario);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rows =
        list_scenarios(tx, call.caller.scope, scenario_viewer(call.caller),
                       call.query.optional_text("area"), call.page);
    const auto render = [&](const Scenario& row) { return to_json(tx, call.caller.scope, row); };
    Reply reply;
    reply.body = page_json(call.page, rows, render,
                           [](const Scenario& row) { return row.id.value; });
    return reply;
}

Result<Reply> list_events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(scenario, see_scenario(tx, call.caller, call.path_value("scenario_code")));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "scenario", scenario.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/scenarios",
     Permission::scenario_write,
     create,
     "createScenario",
     "Records a scenario under the developer's agreement in force.",
     {.body = &kScenarioBody, .reply = &kScenario, .status = 201}},
    {Method::get,
     "/api/v1/scenarios",
     Permission::scenario_read,
     list,
     "listScenarios",
     "Scenarios; developers see their own.",
     {.query = kFilters, .page_of = &kScenario}},
    {Method::get,
     "/api/v1/scenarios/:scenario_code",
     Permission::scenario_read,
     show,
     "showScenario",
     "One scenario.",
     {.reply = &kScenario}},
    {Method::put,
     "/api/v1/scenarios/:scenario_code",
     Permission::scenario_write,
     change,
     "changeScenario",
     "Changes a scenario on which nothing was decided and that nobody is looking at.",
     {.body = &kScenarioChange, .reply = &kScenario}},
    {Method::get,
     "/api/v1/scenarios/:scenario_code/events",
     Permission::scenario_read,
     list_events,
     "listScenarioEvents",
     "What happened to the scenario, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace scenario_api

std::span<const http::Route> scenario_routes() { return scenario_api::kRoutes; }

}  // namespace yunhe::catalog
