/// Scenarios: what developers want data for.
#include "catalog/routes.hpp"
#include "catalog/scenario_service.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
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
    field::text("value", 4000).about("What the scenario is worth."),
    field::text("feasibility", 4000).about("Why it can be done within the term."),
    field::text("necessity", 4000).about("Why no less data will do."),
    field::text("area", 64).optional().about("County or district; absent: the whole city."),
};
constexpr Shape kScenarioBody{"ScenarioBody", kBodyFields};

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
    field::text("value", 4000),
    field::text("feasibility", 4000),
    field::text("necessity", 4000),
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
            {"value", scenario.value},
            {"feasibility", scenario.feasibility},
            {"necessity", scenario.necessity},
            {"area", http::or_null(scenario.area)},
            {"created_at", to_text(scenario.created_at)}};
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    Scenario scenario;
    scenario.code = call.body.text_or("code", "");
    scenario.name = call.body.text("name");
    scenario.purpose = call.body.enumerator<Purpose>("purpose");
    scenario.field = call.body.text("field");
    scenario.value = call.body.text("value");
    scenario.feasibility = call.body.text("feasibility");
    scenario.necessity = call.body.text("necessity");
    scenario.area = call.body.text_or("area", "");
    YUNHE_TRY(created,
              create_scenario(tx, call.caller, rules, std::move(scenario),
                              call.body.optional_id<tenants::AgreementId>("agreement_id")));
    Reply reply{.status = 201};
    reply.body = to_json(tx, call.caller.scope, created);
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(scenario, see_scenario(tx, call.caller, call.path_value("scenario_code")));
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, scenario);
    return reply;
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

std::span<const Route> scenario_routes() { return kRoutes; }

}  // namespace yunhe::catalog
