/// The caller's own department's view: resources -> scenarios -> products -> uses -> income.
#include "billing/department_view_service.hpp"
#include "billing/routes.hpp"
#include "catalog/resource_store.hpp"
#include "http/call.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::billing {
namespace department_view_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr int kMonthsMax = 36;
constexpr int kMonthsUsual = 12;

constexpr Field kQuery[] = {
    field::text("from", 7).about("First period, e.g. 2026-01; absent: a year's worth."),
    field::text("to", 7).about("Last period; absent: the current one."),
};

constexpr Field kMonthFields[] = {
    field::period("period"),
    field::integer("events", 0, std::numeric_limits<std::int64_t>::max())
        .about("Uses that touched any of the department's resources."),
    field::money("attributed").about("By posted allocation runs, of the use in this period."),
};
constexpr Shape kMonth{"DepartmentViewMonth", kMonthFields};

constexpr Field kRowFields[] = {
    field::code("code"),
    field::text("name"),
    field::one_of("state", enum_values<catalog::ResourceState>),
    field::one_of("openness", enum_values<catalog::Openness>),
    field::integer("live_grants"),
    field::integer("scenarios"),
    field::integer("products"),
    field::integer("events", 0, std::numeric_limits<std::int64_t>::max()),
    field::money("attributed"),
};
constexpr Shape kRow{"DepartmentViewResource", kRowFields};

constexpr Field kTotalFields[] = {
    field::integer("resources"),
    field::integer("published"),
    field::integer("live_grants"),
    field::integer("scenarios"),
    field::integer("products"),
    field::integer("events", 0, std::numeric_limits<std::int64_t>::max())
        .about("A use that touched several resources counts once."),
    field::money("attributed").about("In these periods."),
    field::money("awaiting_budget").about("Over all time: attributed and not yet in a budget."),
    field::money("allotted").about("Over all time: put into budgets."),
};
constexpr Shape kTotals{"DepartmentViewTotals", kTotalFields};

constexpr Field kViewFields[] = {
    field::code("department_code"),
    field::text("department_name"),
    field::period("from"),
    field::period("to"),
    field::object("totals", kTotals),
    field::objects("months", kMonth),
    field::objects("resources", kRow).items(100000),
};
constexpr Shape kView{"DepartmentView", kViewFields};

constexpr Field kScenarioFields[] = {
    field::code("scenario_code"), field::text("scenario_name"),
    field::text("developer_name"), field::timestamp("from"),
    field::timestamp("to"),       field::boolean("live"),
};
constexpr Shape kScenario{"DepartmentViewScenario", kScenarioFields};
constexpr Field kProductFields[] = {
    field::code("product_code"),
    field::text("product_name"),
    field::text("developer_name"),
    field::decimal("weight").about("Of this resource in the product, percent."),
    field::boolean("in_force").about("Is the resource in the version that counts now?"),
};
constexpr Shape kProduct{"DepartmentViewProduct", kProductFields};
constexpr Field kUseFields[] = {
    field::period("period"), field::code("product_code"), field::code("scenario_code"),
    field::integer("events", 0, std::numeric_limits<std::int64_t>::max()),
};
constexpr Shape kUse{"DepartmentViewUse", kUseFields};
constexpr Field kIncomeFields[] = {field::period("period"), field::code("product_code"),
                                   field::money("attributed")};
constexpr Shape kIncome{"DepartmentViewIncome", kIncomeFields};
constexpr Field kDetailFields[] = {
    field::object("resource", kRow),
    field::period("from"),
    field::period("to"),
    field::objects("scenarios", kScenario).items(100000),
    field::objects("products", kProduct).items(100000),
    field::objects("uses", kUse).items(100000),
    field::objects("income", kIncome).items(100000),
};
constexpr Shape kDetail{"DepartmentViewDetail", kDetailFields};

struct Window {
    Period from;
    Period to;
};

Result<Period> asked_period(const Call& call, const char* name, Period otherwise) {
    const auto text = call.query.optional_text(name);
    if (!text) return otherwise;
    const auto period = parse_period(*text);
    if (!period.ok()) return malformed("?" + std::string(name), "bad_period");
    return period.value();
}

int month_number(Period period) { return period.year * 12 + static_cast<int>(period.month) - 1; }

Result<Window> window_of(const Call& call) {
    YUNHE_TRY(to, asked_period(call, "to", period_of(call.caller.now)));
    const int first = month_number(to) - (kMonthsUsual - 1);
    auto usual = to;
    usual.year = first / 12;
    usual.month = static_cast<decltype(usual.month)>(first % 12 + 1);
    YUNHE_TRY(from, asked_period(call, "from", usual));
    const int months = month_number(to) - month_number(from) + 1;
    if (months < 1 || months > kMonthsMax)
        return malformed("?from", "out_of_range",
                         {{"min", "1"}, {"max", std::to_string(kMonthsMax)}});
    return Window{from, to};
}

tenants::Body own_department(const Call& call, db::Transaction& tx) {
    const auto department = tenants::find_body(tx, call.caller.scope, call.caller.body_id);
    YUNHE_ASSERT(department.has_value());
    return *department;
}

Json row_json(const ResourceView& view, Timestamp now) {
    return {{"code", view.resource.code},
            {"name", view.resource.name},
            {"state", to_text(view.resource.state)},
            {"openness", to_text(view.resource.openness)},
            {"live_grants", view.live_grants(now)},
            {"scenarios", view.scenario_codes().size()},
            {"products", view.products.size()},
            {"events", view.events()},
            {"attributed", to_text(view.attributed())}};
}

Json totals_json(const DepartmentView& view, Timestamp now) {
    std::set<std::string> scenarios;
    std::set<std::string> products;
    int published = 0;
    int live = 0;
    for (const auto& row : view.resources) {
        published += row.resource.state == catalog::ResourceState::published ? 1 : 0;
        live += row.live_grants(now);
        scenarios.merge(row.scenario_codes());
        for (const auto& source : row.products) products.insert(source.product.code);
    }
    std::int64_t events = 0;
    Money attributed;
    for (const auto& month : view.months) {
        events += month.events;
        attributed += month.attributed;
    }
    return {{"resources", view.resources.size()},
            {"published", published},
            {"live_grants", live},
            {"scenarios", scenarios.size()},
            {"products", products.size()},
            {"events", events},
            {"attributed", to_text(attributed)},
            {"awaiting_budget", to_text(view.awaiting_budget)},
            {"allotted", to_text(view.allotted)}};
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(window, window_of(call));
    const auto department = own_department(call, tx);
    const auto now = call.caller.now;
    const auto view =
        view_of_department(tx, call.caller.scope, department, window.from, window.to, now);
    Json months = Json::array();
    for (const auto& month : view.months)
        months.push_back({{"period", to_text(month.period)},
                          {"events", month.events},
                          {"attributed", to_text(month.attributed)}});
    Json resources = Json::array();
    for (const auto& row : view.resources) resources.push_back(row_json(row, now));
    return Reply{.body = {{"department_code", department.code},
                          {"department_name", department.name},
                          {"from", to_text(window.from)},
                          {"to", to_text(window.to)},
                          {"totals", totals_json(view, now)},
                          {"months", std::move(months)},
                          {"resources", std::move(resources)}}};
}

Json detail_json(const ResourceView& view, const Window& window, Timestamp now) {
    Json scenarios = Json::array();
    for (const auto& grant : view.grants)
        scenarios.push_back({{"scenario_code", grant.scenario_code},
                             {"scenario_name", grant.scenario_name},
                             {"developer_name", grant.developer_name},
                             {"from", to_text(grant.from)},
                             {"to", to_text(grant.to)},
                             {"live", grant.from <= now && now < grant.to}});
    Json products = Json::array();
    for (const auto& source : view.products)
        products.push_back({{"product_code", source.product.code},
                            {"product_name", source.product.name},
                            {"developer_name", source.product.developer_name},
                            {"weight", source.weight},
                            {"in_force", source.in_force}});
    Json uses = Json::array();
    for (const auto& use : view.uses)
        uses.push_back({{"period", to_text(use.period)},
                        {"product_code", use.product_code},
                        {"scenario_code", use.scenario_code},
                        {"events", use.events}});
    Json income = Json::array();
    for (const auto& row : view.income)
        income.push_back({{"period", to_text(row.period)},
                          {"product_code", row.product_code},
                          {"attributed", to_text(row.attributed)}});
    return {{"resource", row_json(view, now)},
            {"from", to_text(window.from)},
            {"to", to_text(window.to)},
            {"scenarios", std::move(scenarios)},
            {"products", std::move(products)},
            {"uses", std::move(uses)},
            {"income", std::move(income)}};
}

/// Another department's resource isn't in the view.
Result<Reply> show_resource(const Call& call, db::Transaction& tx) {
    const auto& code = call.path_value("resource_code");
    const auto resource = catalog::find_resource_by_code(tx, call.caller.scope, code);
    if (!resource || resource->department_id != call.caller.body_id) return not_found();
    YUNHE_TRY(window, window_of(call));
    const auto view = view_of_department(tx, call.caller.scope, own_department(call, tx),
                                         window.from, window.to, call.caller.now);
    for (const auto& row : view.resources)
        if (row.resource.code == code)
            return Reply{.body = detail_json(row, window, call.caller.now)};
    return not_found();
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/department-view", Permission::department_view, show,
     "getDepartmentView",
     "The caller's department: its resources, scenarios, products, uses and income by month.",
     {.query = kQuery, .reply = &kView}},
    {Method::get, "/api/v1/department-view/resources/:resource_code", Permission::department_view,
     show_resource, "getDepartmentViewResource",
     "One of the department's resources: who has it, what is made of it, uses and income.",
     {.query = kQuery, .reply = &kDetail}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace department_view_api

std::span<const http::Route> department_view_routes() { return department_view_api::kRoutes; }

}  // namespace yunhe::billing
