/// Sales reports (销售报告): what charges by share are taken of.
#include "billing/reply_names_api.hpp"
#include "billing/routes.hpp"
#include "billing/sales_report_service.hpp"
#include "billing/sales_report_store.hpp"
#include "catalog/order_store.hpp"
#include "http/call.hpp"
#include "http/etag.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
namespace sales_report_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kBodyFields[] = {
    field::code("order").about("By whose code it was sold."),
    field::period("period").about("A month (UTC+8) that is over."),
    field::money("sales").about("With tax; zero is a report too."),
    field::text("document").about("The evidence: which ledger, invoice list or audit."),
    field::text("document_digest", 64).nullable().optional().about("SM3 of the evidence, in hex."),
    field::text("note", 1000).optional(),
};
constexpr Shape kBody{"SalesReportBody", kBodyFields};

constexpr Field kFiguresFields[] = {
    field::money("sales"),
    field::text("document"),
    field::text("document_digest", 64).nullable().optional(),
    field::text("note", 1000).optional(),
};
constexpr Shape kFigures{"SalesFigures", kFiguresFields};

constexpr Field kOpinionFields[] = {field::text("opinion", 2000).optional()};
constexpr Shape kOpinion{"SalesReportOpinion", kOpinionFields};
constexpr Field kReasonFields[] = {field::text("reason", 2000).optional()};
constexpr Shape kReason{"SalesReportReason", kReasonFields};

constexpr Field kFields[] = {
    field::id<SalesReportId>("id"),
    field::text("order", 64),
    field::id<catalog::OrderId>("order_id"),
    field::text("developer", 64).about("Credit code."),
    field::period("period"),
    field::integer("revision").about("Of this order and month: the last checked one counts."),
    field::money("sales"),
    field::text("document"),
    field::text("document_digest", 64).nullable(),
    field::text("note", 1000).nullable(),
    field::one_of("state", enum_values<SalesReportState>),
    field::integer("version"),
    field::text("reported_by", 64),
    field::timestamp("reported_at"),
    field::text("checked_by", 64).nullable().about("Who checked it or sent it back."),
    field::timestamp("checked_at").nullable(),
};
constexpr Shape kSalesReport{"SalesReport", kFields};

constexpr Field kFilters[] = {
    field::period("period"),
    field::code("order"),
    field::text("developer", 64).about("Credit code."),
    field::one_of("state", enum_values<SalesReportState>),
};

constexpr Field kMissingFields[] = {
    field::text("order", 64),
    field::text("developer", 64).about("Credit code."),
    field::text("developer_name"),
    field::one_of("state", enum_values<SalesReportState>)
        .nullable()
        .about("Of the latest report; null: none was made."),
};
constexpr Shape kMissing{"MissingSalesReport", kMissingFields};
constexpr Field kMissingListFields[] = {field::period("period"),
                                        field::objects("items", kMissing).items(100'000)};
constexpr Shape kMissingList{"MissingSalesReports", kMissingListFields};
constexpr Field kPeriodFilter[] = {field::text("period", 7).about("e.g. 2026-09; required.")};

Json report_json(const SalesReport& report, ReplyNames& names) {
    const auto& figures = report.figures;
    return {{"id", to_text(report.id)},
            {"order", names.order_code(report.order_id)},
            {"order_id", to_text(report.order_id)},
            {"developer", names.body_code(report.developer_id)},
            {"period", to_text(report.period)},
            {"revision", report.revision},
            {"sales", to_text(figures.sales)},
            {"document", figures.document},
            {"document_digest",
             figures.document_digest_hex ? Json(*figures.document_digest_hex) : Json()},
            {"note", figures.note.empty() ? Json() : Json(figures.note)},
            {"state", to_text(report.state)},
            {"version", report.version},
            {"reported_by", names.username(report.reported_by_id)},
            {"reported_at", to_text(report.reported_at)},
            {"checked_by",
             report.checked_by_id ? Json(names.username(*report.checked_by_id)) : Json()},
            {"checked_at", report.checked_at ? Json(to_text(*report.checked_at)) : Json()}};
}

Reply reply_of(int status, db::Transaction& tx, const Call& call, const SalesReport& report) {
    ReplyNames names(tx, call.caller.scope);
    Reply reply;
    reply.status = status;
    reply.body = report_json(report, names);
    reply.headers.emplace_back("ETag", http::etag(report.version));
    return reply;
}

SalesFigures figures_of(const Input& body) {
    return {.sales = body.money("sales"),
            .document = body.text("document"),
            .document_digest_hex = body.optional_text("document_digest"),
            .note = body.text_or("note", "")};
}

Result<SalesReport> seen_report(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SalesReportId>("sales_report_id"));
    auto report = find_sales_report(tx, call.caller.scope, id);
    if (!report) return not_found();
    if (call.caller.is_developer() && report->developer_id != call.caller.body_id)
        return not_found();
    return std::move(*report);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(report, report_sales(tx, call.caller, call.body.text("order"),
                                   call.body.period("period"), figures_of(call.body)));
    return reply_of(201, tx, call, report);
}

/// Nothing if the query names an order or developer that isn't there: then nothing matches.
std::optional<SalesReportFilter> filter_of(const Call& call, db::Transaction& tx) {
    SalesReportFilter filter{.period = call.query.optional_period("period"),
                             .state = call.query.optional_enumerator<SalesReportState>("state")};
    if (const auto code = call.query.optional_text("order")) {
        const auto order = catalog::find_order_by_code(tx, call.caller.scope, *code);
        if (!order) return std::nullopt;
        filter.order_id = order->id;
    }
    if (const auto uscc = call.query.optional_text("developer")) {
        const auto body = tenants::find_body_by_code(tx, call.caller.scope, *uscc);
        if (!body) return std::nullopt;
        filter.developer_id = body->id;
    }
    if (!call.caller.is_developer()) return filter;
    if (filter.developer_id && *filter.developer_id != call.caller.body_id) return std::nullopt;
    filter.developer_id = call.caller.body_id;
    return filter;
}

Result<Reply> list_page(const Call& call, db::Transaction& tx) {
    std::vector<SalesReport> reports;
    if (const auto filter = filter_of(call, tx))
        reports = list_sales_reports(tx, call.caller.scope, *filter, call.page);
    ReplyNames names(tx, call.caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, reports,
        [&](const SalesReport& report) { return report_json(report, names); },
        [](const SalesReport& report) { return report.id.value; });
    return reply;
}

Result<Reply> list_missing(const Call& call, db::Transaction& tx) {
    if (!call.query.has("period")) return malformed("?period", "missing_field");
    const auto period = parse_period(call.query.text("period"));
    if (!period.ok()) return malformed("?period", "bad_period");
    std::optional<BodyId> only;
    if (call.caller.is_developer()) only = call.caller.body_id;
    ReplyNames names(tx, call.caller.scope);
    Json items = Json::array();
    for (const auto& order : orders_without_sales(tx, call.caller.scope, period.value(), only))
        items.push_back({{"order", order.order_code},
                         {"developer", names.body_code(order.developer_id)},
                         {"developer_name", names.body_name(order.developer_id)},
                         {"state", order.state ? Json(to_text(*order.state)) : Json()}});
    return Reply{.body = {{"period", to_text(period.value())}, {"items", std::move(items)}}};
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(report, seen_report(call, tx));
    return reply_of(200, tx, call, report);
}

Result<Reply> mend(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(seen, seen_report(call, tx));
    const auto locked = lock_sales_report(tx, call.caller.scope, seen.id);
    YUNHE_ASSERT(locked.has_value());
    YUNHE_CHECK(http::check_if_match(call, locked->version));
    YUNHE_TRY(report, mend_sales_report(tx, call.caller, seen.id, figures_of(call.body)));
    return reply_of(200, tx, call, report);
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SalesReportId>("sales_report_id"));
    YUNHE_TRY(report,
              withdraw_sales_report(tx, call.caller, id, call.body.text_or("reason", "")));
    return reply_of(200, tx, call, report);
}

Result<Reply> check(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SalesReportId>("sales_report_id"));
    YUNHE_TRY(report, check_sales_report(tx, call.caller, id, call.body.text_or("opinion", "")));
    return reply_of(200, tx, call, report);
}

Result<Reply> send_back(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SalesReportId>("sales_report_id"));
    YUNHE_TRY(report, return_sales_report(tx, call.caller, id, call.body.text_or("reason", "")));
    return reply_of(200, tx, call, report);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(report, seen_report(call, tx));
    Reply reply;
    reply.body =
        tenants::case_timeline(tx, call.caller.scope, "sales_report", report.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/sales-reports", Permission::sales_report_write, create, "reportSales",
     "Reports what was sold under an order in a month; again, to correct what was checked.",
     {.body = &kBody, .reply = &kSalesReport, .status = 201}},
    {Method::get, "/api/v1/sales-reports", Permission::charge_read, list_page, "listSalesReports",
     "Sales reports; developers see their own.", {.query = kFilters, .page_of = &kSalesReport}},
    {Method::get, "/api/v1/sales-reports/missing", Permission::charge_read, list_missing,
     "listMissingSalesReports", "Orders with a share of sales of which no report is checked yet.",
     {.query = kPeriodFilter, .reply = &kMissingList}},
    {Method::get, "/api/v1/sales-reports/:sales_report_id", Permission::charge_read, read,
     "readSalesReport", "One sales report.", {.reply = &kSalesReport}},
    {Method::put, "/api/v1/sales-reports/:sales_report_id", Permission::sales_report_write, mend,
     "mendSalesReport", "Enters other figures before they are checked.",
     {.body = &kFigures, .reply = &kSalesReport}},
    {Method::post, "/api/v1/sales-reports/:sales_report_id/withdraw",
     Permission::sales_report_write, withdraw, "withdrawSalesReport",
     "Takes a report back that isn't checked.", {.body = &kReason, .reply = &kSalesReport}},
    {Method::post, "/api/v1/sales-reports/:sales_report_id/check", Permission::sales_report_check,
     check, "checkSalesReport", "The report agrees with its evidence and counts from now on.",
     {.body = &kOpinion, .reply = &kSalesReport}},
    {Method::post, "/api/v1/sales-reports/:sales_report_id/return", Permission::sales_report_check,
     send_back, "returnSalesReport", "Sends a report back to the developer, with a reason.",
     {.body = &kReason, .reply = &kSalesReport}},
    {Method::get, "/api/v1/sales-reports/:sales_report_id/events", Permission::charge_read, events,
     "listSalesReportEvents", "What happened to the report, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace sales_report_api

std::span<const http::Route> sales_report_routes() { return sales_report_api::kRoutes; }

}  // namespace yunhe::billing
