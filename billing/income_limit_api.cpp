/// Income limits (最高准许收入).
#include "billing/income_limit_service.hpp"
#include "billing/income_limit_store.hpp"
#include "billing/reply_names_api.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
namespace income_limit_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kBodyFields[] = {
    field::integer("year", 2000, 9999).about("Calendar year, this one or later."),
    field::money("amount").about("The most that may be earned in it."),
    field::boolean("tax_included").about("Does the document count income with its tax?"),
    field::text("document").about("Of the authorising body."),
};
constexpr Shape kBody{"IncomeLimitBody", kBodyFields};

constexpr Field kReasonFields[] = {field::text("reason", 2000).optional()};
constexpr Shape kReason{"IncomeLimitReason", kReasonFields};

constexpr Field kFields[] = {
    field::id<IncomeLimitId>("id"),
    field::integer("year"),
    field::money("amount"),
    field::boolean("tax_included"),
    field::text("document"),
    field::one_of("state", enum_values<IncomeLimitState>),
    field::integer("version"),
    field::text("recorded_by", 64),
    field::timestamp("recorded_at"),
    field::text("decided_by", 64).nullable(),
    field::timestamp("decided_at").nullable(),
};
constexpr Shape kIncomeLimit{"IncomeLimit", kFields};

constexpr Field kStandingFields[] = {
    field::integer("year"),
    field::id<IncomeLimitId>("income_limit_id"),
    field::text("document"),
    field::money("limit"),
    field::boolean("tax_included"),
    field::money("carried_in").about("What the limited year before was above; lowers this one."),
    field::money("permitted").about("limit less carried_in, at least zero."),
    field::money("income").about("Booked in the year's months, red entries taken off."),
    field::money("room").about("What may still be earned; zero where there is an overshoot."),
    field::money("overshoot").about("Carried over, on the memo account overshoot:<year>."),
};
constexpr Shape kStanding{"IncomeStanding", kStandingFields};
constexpr Field kStandingsFields[] = {field::objects("years", kStanding)};
constexpr Shape kStandings{"IncomeStandings", kStandingsFields};

Json limit_json(const IncomeLimit& limit, ReplyNames& names) {
    return {{"id", to_text(limit.id)},
            {"year", limit.year},
            {"amount", to_text(limit.amount)},
            {"tax_included", limit.tax_included},
            {"document", limit.document},
            {"state", to_text(limit.state)},
            {"version", limit.version},
            {"recorded_by", names.username(limit.recorded_by_id)},
            {"recorded_at", to_text(limit.recorded_at)},
            {"decided_by",
             limit.decided_by_id ? Json(names.username(*limit.decided_by_id)) : Json()},
            {"decided_at", limit.decided_at ? Json(to_text(*limit.decided_at)) : Json()}};
}

Json standing_json(const IncomeView& view) {
    const auto& standing = view.standing;
    return {{"year", view.limit.year},
            {"income_limit_id", to_text(view.limit.id)},
            {"document", view.limit.document},
            {"limit", to_text(view.limit.amount)},
            {"tax_included", view.limit.tax_included},
            {"carried_in", to_text(standing.carried_in)},
            {"permitted", to_text(standing.permitted)},
            {"income", to_text(view.income)},
            {"room", to_text(std::max(Money(), standing.permitted - view.income))},
            {"overshoot", to_text(standing.overshoot)}};
}

Reply reply_of(int status, db::Transaction& tx, const Call& call, const IncomeLimit& limit) {
    ReplyNames names(tx, call.caller.scope);
    Reply reply;
    reply.status = status;
    reply.body = limit_json(limit, names);
    reply.headers.emplace_back("ETag", http::etag(limit.version));
    return reply;
}

Result<IncomeLimit> seen_limit(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<IncomeLimitId>("income_limit_id"));
    auto limit = find_income_limit(tx, call.caller.scope, id);
    if (!limit) return not_found();
    return std::move(*limit);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(limit, record_income_limit(tx, call.caller,
                                         {.year = static_cast<int>(call.body.integer("year")),
                                          .amount = call.body.money("amount"),
                                          .tax_included = call.body.boolean("tax_included"),
                                          .document = call.body.text("document")}));
    return reply_of(201, tx, call, limit);
}

Result<Reply> list_page(const Call& call, db::Transaction& tx) {
    const auto limits = list_income_limits(tx, call.caller.scope, call.page);
    ReplyNames names(tx, call.caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, limits, [&](const IncomeLimit& limit) { return limit_json(limit, names); },
        [](const IncomeLimit& limit) { return limit.id.value; });
    return reply;
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(limit, seen_limit(call, tx));
    return reply_of(200, tx, call, limit);
}

Result<Reply> decide(const Call& call, db::Transaction& tx, bool confirm) {
    YUNHE_TRY(id, call.path_id<IncomeLimitId>("income_limit_id"));
    YUNHE_TRY(limit, decide_income_limit(tx, call.caller, id, confirm,
                                         call.body.text_or("reason", "")));
    return reply_of(200, tx, call, limit);
}

Result<Reply> confirm(const Call& call, db::Transaction& tx) { return decide(call, tx, true); }
Result<Reply> refuse(const Call& call, db::Transaction& tx) { return decide(call, tx, false); }

Result<Reply> standings(const Call& call, db::Transaction& tx) {
    Json years = Json::array();
    for (const auto& view : view_income(tx, call.caller.scope))
        years.push_back(standing_json(view));
    return Reply{.body = {{"years", std::move(years)}}};
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(limit, seen_limit(call, tx));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "income_limit", limit.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/income-limits", Permission::price_cap_record, create,
     "createIncomeLimit", "Records the most that the operator may earn in a year.",
     {.body = &kBody, .reply = &kIncomeLimit, .status = 201}},
    {Method::get, "/api/v1/income-limits", Permission::price_read, list_page, "listIncomeLimits",
     "Income limits, in the order in which they were recorded.", {.page_of = &kIncomeLimit}},
    {Method::get, "/api/v1/income-limits/:income_limit_id", Permission::price_read, read,
     "readIncomeLimit", "One income limit.", {.reply = &kIncomeLimit}},
    {Method::post, "/api/v1/income-limits/:income_limit_id/confirm", Permission::price_cap_confirm,
     confirm, "confirmIncomeLimit", "Confirms a limit; it replaces the year's earlier one.",
     {.body = &kReason, .reply = &kIncomeLimit}},
    {Method::post, "/api/v1/income-limits/:income_limit_id/refuse", Permission::price_cap_confirm,
     refuse, "refuseIncomeLimit", "Refuses a limit that was recorded.",
     {.body = &kReason, .reply = &kIncomeLimit}},
    {Method::get, "/api/v1/income-limits/:income_limit_id/events", Permission::price_read, events,
     "listIncomeLimitEvents", "What happened to the limit, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::get, "/api/v1/income-standings", Permission::ledger_read, standings,
     "readIncomeStandings", "The operator's income against each year's limit, with what is above.",
     {.reply = &kStandings}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace income_limit_api

std::span<const http::Route> income_limit_routes() { return income_limit_api::kRoutes; }

}  // namespace yunhe::billing
