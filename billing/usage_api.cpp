#include "billing/routes.hpp"
#include "billing/usage_correction_store.hpp"
#include "billing/usage_forecast_service.hpp"
#include "billing/usage_query_store.hpp"
#include "billing/usage_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/order_store.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::billing {
namespace usage_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kUsageFields[] = {
    field::code("order_code").nullable().about("Null: platform costs of the developer."),
    field::text("developer_uscc", 64),
    field::text("meter", 128),
    field::quantity("quantity").about("The events' quantities added up."),
    field::integer("events", 0, std::numeric_limits<std::int64_t>::max()),
};
constexpr Shape kUsage{"UsageTotal", kUsageFields};
constexpr Field kReplyFields[] = {field::period("period"),
                                  field::objects("items", kUsage).items(100000)};
constexpr Shape kReply{"Usage", kReplyFields};

struct Subject {
    std::string order_code;  ///< Empty for platform costs.
    BodyId developer_id;
};

Subject subject_of(db::Transaction& tx, TenantScope scope, const UsageTotal& total) {
    if (total.subject_kind == SubjectKind::developer) return {"", BodyId{total.subject_id}};
    const auto order = catalog::find_order(tx, scope, catalog::OrderId{total.subject_id});
    YUNHE_ASSERT(order.has_value());
    return {order->code, order->developer_id};
}

/// Developers see their own orders' and their own platform's usage.
Result<Reply> show(const Call& call, db::Transaction& tx) {
    if (!call.query.has("period")) return malformed("?period", "missing_field");
    const auto period = parse_period(call.query.text("period"));
    if (!period.ok()) return malformed("?period", "bad_period");
    Json items = Json::array();
    for (const auto& total : usage_of_period(tx, call.caller.scope, period.value())) {
        const auto subject = subject_of(tx, call.caller.scope, total);
        if (call.caller.is_developer() && subject.developer_id != call.caller.body_id) continue;
        const auto developer = tenants::find_body(tx, call.caller.scope, subject.developer_id);
        YUNHE_ASSERT(developer.has_value());
        items.push_back(
            {{"order_code", subject.order_code.empty() ? Json(nullptr) : Json(subject.order_code)},
             {"developer_uscc", developer->code},
             {"meter", total.meter},
             {"quantity", to_text(total.sum)},
             {"events", total.count}});
    }
    return Reply{.body = {{"period", to_text(period.value())}, {"items", std::move(items)}}};
}

constexpr Field kFilters[] = {field::text("period", 7).about("e.g. 2026-09; required.")};

// --- by time and group

constexpr auto kEventsMax = std::numeric_limits<std::int64_t>::max();
constexpr Field kPointFields[] = {
    field::text("at", 20).about("The hour's beginning, the day or the month (days in UTC+8)."),
    field::text("code", 64).nullable().about(
        "Of what it is grouped by; null in total, and for platform costs without order."),
    field::text("meter", 128),
    field::quantity("quantity").about("The events' quantities added up."),
    field::integer("events", 0, kEventsMax),
    field::quantity("largest"),
    field::quantity("last").about("Of the latest event."),
    field::integer("distinct", 0, kEventsMax).nullable().about(
        "Distinct properties; null where resources count.")};
constexpr Shape kPoint{"UsagePoint", kPointFields};
constexpr Field kTotalFields[] = {
    field::text("meter", 128), field::quantity("quantity"),
    field::integer("events", 0, kEventsMax), field::quantity("largest"), field::quantity("last")};
constexpr Shape kTotal{"UsageSeriesTotal", kTotalFields};
constexpr Field kSeriesFields[] = {
    field::date("from"), field::date("to"),
    field::one_of("step", enum_values<UsageStep>), field::one_of("by", enum_values<UsageGroup>),
    field::objects("data", kPoint), field::boolean("has_more"),
    field::text("next_cursor", 64).nullable(), field::integer("total"),
    field::objects("totals", kTotal).items(10000).about(
        "Of the whole answer, by meter. By resource a use counts for each that it touched.")};
constexpr Shape kSeries{"UsageSeries", kSeriesFields};
constexpr Field kSeriesFilters[] = {
    field::date("from").about("Required."), field::date("to").about("Inclusive; required."),
    field::one_of("step", enum_values<UsageStep>).about("Left out: day."),
    field::one_of("by", enum_values<UsageGroup>).about("Left out: total."),
    field::code("order_code"), field::code("product_code"), field::code("scenario_code"),
    field::code("resource_code"), field::text("developer_uscc", 64), field::text("meter", 128),
    field::integer("limit", 1, kPageLimitMax), field::text("cursor", 64)};

Result<UsageQuery> query_of(const Input& query) {
    for (const auto* name : {"from", "to"})
        if (!query.has(name)) return malformed("?" + std::string(name), "missing_field");
    UsageQuery wanted;
    wanted.from = query.date("from");
    wanted.to = query.date("to");
    wanted.step = query.optional_enumerator<UsageStep>("step").value_or(UsageStep::day);
    wanted.group = query.optional_enumerator<UsageGroup>("by").value_or(UsageGroup::total);
    wanted.filter = {.order_code = query.text_or("order_code", ""),
                     .product_code = query.text_or("product_code", ""),
                     .scenario_code = query.text_or("scenario_code", ""),
                     .developer_uscc = query.text_or("developer_uscc", ""),
                     .resource_code = query.text_or("resource_code", ""),
                     .meter = query.text_or("meter", "")};
    YUNHE_CHECK(check_usage_query(wanted));
    return wanted;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json figures_json(const UsageFigures& figures) {
    return {{"quantity", to_text(figures.quantity)},
            {"events", figures.events},
            {"largest", to_text(figures.largest)},
            {"last", to_text(quantity_of_latest(figures.latest))}};
}

Json point_json(const UsagePoint& point) {
    auto json = figures_json(point.figures);
    json["at"] = point.at;
    json["code"] = text_or_null(point.code);
    json["meter"] = point.meter;
    json["distinct"] = point.figures.distinct ? Json(*point.figures.distinct) : Json(nullptr);
    return json;
}

/// The page's cursor is the position in the answer.
Json page_of_points(const PageRequest& page, const std::vector<UsagePoint>& points) {
    const auto from = std::min<std::size_t>(page.after_id, points.size());
    const auto count = std::min<std::size_t>(page.fetch(), points.size() - from);
    std::uint64_t position = from;
    return page_json(page, std::span(points).subspan(from, count), point_json,
                     [&](const UsagePoint&) { return ++position; });
}

Result<Reply> series(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(query, query_of(call.query));
    const auto limit = call.query.has("limit") ? std::to_string(call.query.integer("limit")) : "";
    YUNHE_TRY(page, parse_page(limit, call.query.text_or("cursor", "")));
    const auto own = call.caller.is_developer() ? std::optional(call.caller.body_id)
                                                : std::nullopt;
    const auto rows = read_usage_rows(tx, call.caller.scope, query, own);
    const auto chains = call.context.entitlements.chains(tx, call.caller.scope);
    const auto points = fold_usage(query, rows, *chains);
    Reply reply;
    reply.body = page_of_points(page, points);
    reply.body["from"] = to_text(query.from);
    reply.body["to"] = to_text(query.to);
    reply.body["step"] = to_text(query.step);
    reply.body["by"] = to_text(query.group);
    reply.body["total"] = points.size();
    Json totals = Json::array();
    for (const auto& [meter, figures] : total_by_meter(points)) {
        auto json = figures_json(figures);
        json["meter"] = meter;
        totals.push_back(std::move(json));
    }
    reply.body["totals"] = std::move(totals);
    return reply;
}

// --- forecast

constexpr Field kForecastLineFields[] = {
    field::one_of("book", enum_values<Book>),
    field::text("developer_uscc", 64),
    field::text("order_code", 64).nullable(),
    field::text("product_code", 64).nullable(),
    field::text("scenario_code", 64).nullable(),
    field::text("meter", 128),
    field::text("plan_code", 64).nullable(),
    field::one_of("method", enum_values<ForecastMethod>).about(
        "linear: so far, by the share of the time that is over; level: as it stands; actual: the "
        "time is over; plan: what is due without use."),
    field::quantity("quantity_so_far"),
    field::money("amount_so_far"),
    field::quantity("quantity").about("Forecast."),
    field::money("list_amount").about("Forecast, at list price."),
    field::money("amount").about("Forecast, after waivers."),
};
constexpr Shape kForecastLine{"ForecastLine", kForecastLineFields};
constexpr Field kForecastTotalFields[] = {field::one_of("book", enum_values<Book>),
                                          field::money("amount_so_far"), field::money("amount")};
constexpr Shape kForecastTotal{"ForecastTotal", kForecastTotalFields};
constexpr Field kNotForeseenFields[] = {field::text("subject", 64), field::text("meter", 128),
                                        field::text("code", 64)};
constexpr Shape kNotForeseen{"NotForeseen", kNotForeseenFields};
constexpr std::string_view kForecastKinds[] = {"forecast"};
constexpr Field kForecastFields[] = {
    field::one_of("kind", kForecastKinds).about("No claim and no bill: nothing of it is due."),
    field::period("period"),
    field::timestamp("as_of"),
    field::objects("lines", kForecastLine).items(100000),
    field::objects("totals", kForecastTotal),
    field::objects("not_foreseen", kNotForeseen).items(100000)};
constexpr Shape kForecast{"UsageForecast", kForecastFields};

Json line_json(const ForecastLine& line) {
    const auto& foreseen = line.foreseen;
    return {{"book", to_text(foreseen.book)},
            {"developer_uscc", foreseen.developer_uscc},
            {"order_code", text_or_null(foreseen.order_code)},
            {"product_code", text_or_null(foreseen.product_code)},
            {"scenario_code", text_or_null(foreseen.scenario_code)},
            {"meter", foreseen.meter},
            {"plan_code", text_or_null(foreseen.plan_code)},
            {"method", to_text(line.method)},
            {"quantity_so_far", to_text(line.so_far.quantity)},
            {"amount_so_far", to_text(line.so_far.amount)},
            {"quantity", to_text(foreseen.quantity)},
            {"list_amount", to_text(foreseen.list_amount)},
            {"amount", to_text(foreseen.amount)}};
}

Json forecast_totals(const std::vector<ForecastLine>& lines) {
    Json totals = Json::array();
    for (const auto& book : enum_texts<Book>) {
        Money so_far;
        Money foreseen;
        for (const auto& line : lines) {
            if (line.foreseen.book != book.value) continue;
            so_far += line.so_far.amount;
            foreseen += line.foreseen.amount;
        }
        totals.push_back({{"book", std::string(book.text)},
                          {"amount_so_far", to_text(so_far)},
                          {"amount", to_text(foreseen)}});
    }
    return totals;
}

Result<Reply> foresee(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(forecast, forecast_running_period(tx, call.caller));
    Json lines = Json::array();
    for (const auto& line : forecast.lines) lines.push_back(line_json(line));
    Json not_foreseen = Json::array();
    for (const auto& entry : forecast.not_foreseen)
        not_foreseen.push_back(
            {{"subject", entry.subject}, {"meter", entry.meter}, {"code", entry.code}});
    return Reply{.body = {{"kind", "forecast"},
                          {"period", to_text(forecast.period)},
                          {"as_of", to_text(forecast.as_of)},
                          {"lines", std::move(lines)},
                          {"totals", forecast_totals(forecast.lines)},
                          {"not_foreseen", std::move(not_foreseen)}}};
}

// --- corrections

constexpr Field kCorrectionFields[] = {
    field::id<UsageCorrectionId>("id"),
    field::text("source", 128),
    field::text("event_id", 128),
    field::timestamp("time").about("When the correction was made."),
    field::text("subject", 128),
    field::one_of("action", enum_values<CorrectionAction>),
    field::text("reason", kCorrectionReasonMax),
    field::text("corrected_source", 128),
    field::text("corrected_event_id", 128),
    field::timestamp("corrected_time"),
    field::text("meter", 128).about("As it was."),
    field::quantity("quantity").about("As it was."),
    field::text("new_meter", 128).nullable(),
    field::quantity("new_quantity").nullable(),
    field::timestamp("applied_at"),
    field::boolean("released").about("It waited until a person released it.")};
constexpr Shape kCorrection{"UsageCorrection", kCorrectionFields};
constexpr Field kCorrectionFilters[] = {field::period("period").about("Of the corrected use."),
                                        field::text("subject", 128)};

Json correction_json(const AppliedCorrection& correction) {
    const auto& quantity = correction.new_quantity;
    return {{"id", to_text(correction.id)},
            {"source", correction.source},
            {"event_id", correction.event_id},
            {"time", to_text(correction.made_at)},
            {"subject", correction.subject},
            {"action", to_text(correction.action)},
            {"reason", correction.reason},
            {"corrected_source", correction.corrected_source},
            {"corrected_event_id", correction.corrected_event_id},
            {"corrected_time", to_text(correction.corrected_at)},
            {"meter", correction.meter},
            {"quantity", to_text(correction.quantity)},
            {"new_meter", text_or_null(correction.new_meter.value_or(""))},
            {"new_quantity", quantity ? Json(to_text(*quantity)) : Json(nullptr)},
            {"applied_at", to_text(correction.applied_at)},
            {"released", correction.applied_by_id.has_value()}};
}

Result<Reply> corrections(const Call& call, db::Transaction& tx) {
    CorrectionFilter filter{.subject = call.query.text_or("subject", "")};
    if (const auto period = call.query.optional_text("period"))
        filter.period = parse_period(*period).value();
    if (call.caller.is_developer()) filter.developer_id = call.caller.body_id.value;
    Reply reply;
    reply.body = page_json(call.page, list_corrections(tx, call.caller.scope, filter, call.page),
                           correction_json,
                           [](const AppliedCorrection& row) { return row.id.value; });
    if (call.query.has("include"))
        reply.body["total"] = count_corrections(tx, call.caller.scope, filter);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/usage", Permission::usage_read, show, "getUsage",
     "What was used in a period, by order or developer and meter.",
     {.query = kFilters, .reply = &kReply}},
    {Method::get, "/api/v1/usage/series", Permission::usage_read, series, "getUsageSeries",
     "What was used by hour, day or month, and by order, product, scenario, resource or developer.",
     {.query = kSeriesFilters, .reply = &kSeries}},
    {Method::get, "/api/v1/usage/forecast", Permission::usage_read, foresee, "getUsageForecast",
     "What the running period would come to if use went on as so far, in quantities and money.",
     {.reply = &kForecast}},
    {Method::get, "/api/v1/usage/corrections", Permission::usage_read, corrections,
     "listUsageCorrections", "Corrections of usage that took effect.",
     {.query = kCorrectionFilters, .page_of = &kCorrection}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace usage_api

std::span<const http::Route> usage_routes() { return usage_api::kRoutes; }

}  // namespace yunhe::billing
