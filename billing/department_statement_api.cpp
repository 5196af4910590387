/// The statement of each department: attributed, allotted, spent.
#include "billing/allotment_shape.hpp"
#include "billing/department_statement_service.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::billing {
namespace department_statement_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kYearQuery[] = {
    field::integer("year", kBudgetYearMin, kBudgetYearMax)
        .about("Attributed by the year in which the money came, allotted by budget year, spent by "
               "the year of the day; absent: all years."),
};

constexpr Field kTotalFields[] = {field::money("attributed"), field::money("allotted"),
                                  field::money("spent")};
constexpr Shape kTotals{"DepartmentStatementTotals", kTotalFields};

constexpr Field kAccountFields[] = {
    field::code("department_code"),
    field::text("department_name"),
    field::text("budget_route", 40).nullable().about("How a budget reaches the department."),
    field::integer("year", kBudgetYearMin, kBudgetYearMax).nullable(),
    field::object("of_year", kTotals),
    field::object("overall", kTotals),
    field::money("awaiting_budget").about("Attributed, and in no budget yet."),
    field::money("unspent"),
};
constexpr Shape kAccount{"DepartmentAccount", kAccountFields};

constexpr auto kRowFields = [] {
    std::array<Field, kAllocationLedgerColumns.size()> fields{};
    for (std::size_t i = 0; i < fields.size(); ++i)
        fields[i] = field::text(kAllocationLedgerColumns[i], 20000).nullable();
    return fields;
}();
constexpr Shape kRow{"DepartmentStatementRow", kRowFields};

constexpr Field kStatementFields[] = {
    field::object("account", kAccount),
    field::objects("rows", kRow).items(100000).about("What was attributed, row by row."),
    field::objects("allotments", kAllotment).items(100000),
    field::objects("spending", kSpending).items(100000),
};
constexpr Shape kStatement{"DepartmentStatement", kStatementFields};

Json totals_json(const DepartmentTotals& totals) {
    return {{"attributed", to_text(totals.attributed)},
            {"allotted", to_text(totals.allotted)},
            {"spent", to_text(totals.spent)}};
}

Json account_json(const DepartmentAccount& account, std::optional<int> year) {
    return {{"department_code", account.department.code},
            {"department_name", account.department.name},
            {"budget_route", or_null(account.budget_route)},
            {"year", year ? Json(*year) : Json(nullptr)},
            {"of_year", totals_json(account.of_year)},
            {"overall", totals_json(account.overall)},
            {"awaiting_budget", to_text(account.awaiting_budget())},
            {"unspent", to_text(account.unspent())}};
}

std::optional<int> asked_year(const Call& call) {
    const auto year = call.query.optional_integer("year");
    return year ? std::optional(static_cast<int>(*year)) : std::nullopt;
}

bool sees_own_only(const Call& call) { return call.caller.role == tenants::Role::department; }

/// Departments see their own account alone.
Result<Reply> list(const Call& call, db::Transaction& tx) {
    tenants::BodyFilter filter;
    filter.kind = tenants::BodyKind::department;
    std::vector<tenants::Body> departments;
    if (!sees_own_only(call))
        departments = tenants::list_bodies(tx, call.caller.scope, filter, call.page);
    else if (call.caller.body_id.value > call.page.after_id)
        departments.push_back(
            tenants::find_body(tx, call.caller.scope, call.caller.body_id).value());
    Reply reply;
    reply.body = page_json(
        call.page, departments,
        [&](const tenants::Body& department) {
            return account_json(
                account_of_department(tx, call.caller.scope, department, asked_year(call)),
                asked_year(call));
        },
        [](const tenants::Body& department) { return department.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    const auto department =
        tenants::find_body_by_code(tx, call.caller.scope, call.path_value("body_code"));
    if (!department || department->kind != tenants::BodyKind::department) return not_found();
    if (sees_own_only(call) && department->id != call.caller.body_id)
        return wrong_party("not_your_object");
    const auto year = asked_year(call);
    const auto statement = statement_of_department(tx, call.caller.scope, *department, year);
    Json rows = Json::array();
    for (const auto& row : statement.rows) rows.push_back(to_json(row));
    Json allotments = Json::array();
    for (const auto& allotment : statement.allotments)
        allotments.push_back(allotment_json(allotment));
    Json spending = Json::array();
    for (const auto& report : statement.spending) spending.push_back(spending_json(report));
    return Reply{.body = {{"account", account_json(statement.account, year)},
                          {"rows", std::move(rows)},
                          {"allotments", std::move(allotments)},
                          {"spending", std::move(spending)}}};
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/department-statements", Permission::allocation_read, list,
     "listDepartmentStatements", "What was attributed, allotted and spent, by department.",
     {.query = kYearQuery, .page_of = &kAccount}},
    {Method::get, "/api/v1/department-statements/:body_code", Permission::allocation_read, show,
     "getDepartmentStatement",
     "A department's statement: every row attributed to it, its allotments and spending.",
     {.query = kYearQuery, .reply = &kStatement}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace department_statement_api

std::span<const http::Route> department_statement_routes() {
    return department_statement_api::kRoutes;
}

}  // namespace yunhe::billing
