/// Allotments by the treasury, and what departments report to have spent of them.
#include "billing/allotment_service.hpp"
#include "billing/allotment_shape.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
namespace allotment_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kAllotmentBodyFields[] = {
    field::code("department_code"),
    field::text("document").about("指标文号"),
    field::integer("budget_year", kBudgetYearMin, kBudgetYearMax),
    field::money("amount").about("At most what was attributed and is in no budget yet."),
    field::text("purpose", 400),
    field::date("allotted_on"),
};
constexpr Shape kAllotmentBody{"AllotmentBody", kAllotmentBodyFields};
constexpr Field kCutFields[] = {
    field::text("document"),
    field::money("amount"),
    field::text("reason", 400),
    field::date("withdrawn_on"),
};
constexpr Shape kCut{"AllotmentCut", kCutFields};
constexpr Field kAllotmentFilters[] = {
    field::code("department").about("Departments see only their own."),
    field::integer("budget_year", kBudgetYearMin, kBudgetYearMax),
};

constexpr Field kSpendingBodyFields[] = {
    field::id<AllotmentId>("allotment_id"),
    field::text("document").about("Contract, voucher or decision."),
    field::money("amount"),
    field::text("purpose", 400),
    field::date("spent_on"),
};
constexpr Shape kSpendingBody{"SpendingReportBody", kSpendingBodyFields};
constexpr Field kReasonFields[] = {field::text("reason", 400)};
constexpr Shape kReason{"SpendingReportReason", kReasonFields};
constexpr Field kSpendingFilters[] = {
    field::code("department").about("Departments see only their own."),
    field::id<AllotmentId>("allotment_id"),
    field::integer("year", kBudgetYearMin, kBudgetYearMax).about("Of the day."),
};

bool is_department(const tenants::Caller& caller) {
    return caller.role == tenants::Role::department;
}

/// The department that the query names; a department's users see their own alone.
/// Errors: party `not_your_object`; malformed ?department `unknown_reference`.
Result<std::optional<BodyId>> wanted_department(const Call& call, db::Transaction& tx) {
    const auto code = call.query.optional_text("department");
    const bool own_only = is_department(call.caller);
    if (!code) return own_only ? std::optional(call.caller.body_id) : std::nullopt;
    const auto body = tenants::find_body_by_code(tx, call.caller.scope, *code);
    if (own_only && (!body || body->id != call.caller.body_id))
        return wrong_party("not_your_object");
    if (!body) return malformed("?department", "unknown_reference", {{"code", *code}});
    return std::optional(body->id);
}

std::optional<int> wanted_year(const Call& call, const char* name) {
    const auto year = call.query.optional_integer(name);
    return year ? std::optional(static_cast<int>(*year)) : std::nullopt;
}

Result<Reply> create_allotment(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(allotment,
              record_allotment(tx, call.caller,
                               {.department_code = call.body.text("department_code"),
                                .document = call.body.text("document"),
                                .budget_year = static_cast<int>(call.body.integer("budget_year")),
                                .amount = call.body.money("amount"),
                                .purpose = call.body.text("purpose"),
                                .allotted_on = call.body.date("allotted_on")}));
    return Reply{.status = 201, .body = allotment_json(allotment)};
}

Result<Reply> cut_allotment(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AllotmentId>("allotment_id"));
    YUNHE_TRY(allotment, withdraw_allotment(tx, call.caller, id,
                                            {.document = call.body.text("document"),
                                             .amount = call.body.money("amount"),
                                             .reason = call.body.text("reason"),
                                             .withdrawn_on = call.body.date("withdrawn_on")}));
    return Reply{.body = allotment_json(allotment)};
}

/// Errors: not_found; party `not_your_object`.
Result<Allotment> named_allotment(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AllotmentId>("allotment_id"));
    auto allotment = find_allotment(tx, call.caller.scope, id);
    if (!allotment) return not_found();
    if (is_department(call.caller) && allotment->department_id != call.caller.body_id)
        return wrong_party("not_your_object");
    return std::move(*allotment);
}

Result<Reply> show_allotment(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(allotment, named_allotment(call, tx));
    return Reply{.body = allotment_json(allotment)};
}

Result<Reply> list_all_allotments(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(department_id, wanted_department(call, tx));
    Reply reply;
    reply.body = page_json(
        call.page,
        list_allotments(tx, call.caller.scope,
                        {.department_id = department_id,
                         .budget_year = wanted_year(call, "budget_year")},
                        call.page),
        allotment_json, [](const Allotment& allotment) { return allotment.id.value; });
    return reply;
}

Result<Reply> list_allotment_events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(allotment, named_allotment(call, tx));
    return Reply{.body = tenants::case_timeline(tx, call.caller.scope, "allotment",
                                                allotment.id.value)};
}

Result<Reply> create_spending(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(report, report_spending(tx, call.caller,
                                      {.allotment_id = call.body.id<AllotmentId>("allotment_id"),
                                       .document = call.body.text("document"),
                                       .amount = call.body.money("amount"),
                                       .purpose = call.body.text("purpose"),
                                       .spent_on = call.body.date("spent_on")}));
    return Reply{.status = 201, .body = spending_json(report)};
}

Result<Reply> take_back_spending(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SpendingReportId>("spending_report_id"));
    YUNHE_TRY(report, withdraw_spending(tx, call.caller, id, call.body.text("reason")));
    return Reply{.body = spending_json(report)};
}

Result<Reply> list_all_spending(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(department_id, wanted_department(call, tx));
    Reply reply;
    reply.body = page_json(
        call.page,
        list_spending(tx, call.caller.scope,
                      {.department_id = department_id,
                       .allotment_id = call.query.optional_id<AllotmentId>("allotment_id"),
                       .year = wanted_year(call, "year")},
                      call.page),
        spending_json, [](const SpendingReport& report) { return report.id.value; });
    return reply;
}

Result<Reply> list_spending_events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SpendingReportId>("spending_report_id"));
    const auto report = find_spending(tx, call.caller.scope, id);
    if (!report) return not_found();
    if (is_department(call.caller) && report->department_id != call.caller.body_id)
        return wrong_party("not_your_object");
    return Reply{.body = tenants::case_timeline(tx, call.caller.scope, "spending_report",
                                                report->id.value)};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/allotments", Permission::allotment_record, create_allotment,
     "recordAllotment", "The treasury records what a budget gives a department.",
     {.body = &kAllotmentBody, .reply = &kAllotment, .status = 201}},
    {Method::get, "/api/v1/allotments", Permission::allocation_read, list_all_allotments,
     "listAllotments", "Allotments in the order in which they were recorded.",
     {.query = kAllotmentFilters, .page_of = &kAllotment}},
    {Method::get, "/api/v1/allotments/:allotment_id", Permission::allocation_read, show_allotment,
     "getAllotment", "One allotment.", {.reply = &kAllotment}},
    {Method::post, "/api/v1/allotments/:allotment_id/withdraw", Permission::allotment_record,
     cut_allotment, "withdrawAllotment", "Takes unspent money of it back.",
     {.body = &kCut, .reply = &kAllotment}},
    {Method::get, "/api/v1/allotments/:allotment_id/events", Permission::allocation_read,
     list_allotment_events, "listAllotmentEvents", "What happened to it, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::post, "/api/v1/spending-reports", Permission::spending_report, create_spending,
     "reportSpending", "A department reports what it spent of an allotment.",
     {.body = &kSpendingBody, .reply = &kSpending, .status = 201}},
    {Method::get, "/api/v1/spending-reports", Permission::allocation_read, list_all_spending,
     "listSpendingReports", "Reports in the order in which they were made.",
     {.query = kSpendingFilters, .page_of = &kSpending}},
    {Method::post, "/api/v1/spending-reports/:spending_report_id/withdraw",
     Permission::spending_report, take_back_spending, "withdrawSpendingReport",
     "Takes a mistaken report back.", {.body = &kReason, .reply = &kSpending}},
    {Method::get, "/api/v1/spending-reports/:spending_report_id/events",
     Permission::allocation_read, list_spending_events, "listSpendingReportEvents",
     "What happened to it, oldest first.", {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace allotment_api

std::span<const http::Route> allotment_routes() { return allotment_api::kRoutes; }

}  // namespace yunhe::billing
