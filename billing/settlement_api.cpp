/// Settlements and charge lines.
#include "billing/charge_line_shape.hpp"
#include "billing/charge_line_store.hpp"
#include "billing/routes.hpp"
#include "billing/settlement_service.hpp"
#include "billing/settlement_store.hpp"
#include "http/call.hpp"
#include "http/context.hpp"

namespace yunhe::billing {
namespace settlement_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kSettlementBodyFields[] = {
    field::period("period").about("A month (UTC+8) that is over by the tenant's clock."),
};
constexpr Shape kSettlementBody{"SettlementBody", kSettlementBodyFields};

constexpr Field kSettlementFields[] = {
    field::id<SettlementId>("id"),
    field::period("period"),
    field::integer("version").about("Rises each time the figures changed."),
    field::integer("lines"),
    field::money("claimed").about("Charged in book nontax."),
    field::money("billed").about("Charged in book operator."),
    field::money("zero_rated").about("Waived, at list price."),
    field::timestamp("settled_at"),
};
constexpr Shape kSettlement{"Settlement", kSettlementFields};

constexpr Field kChargeLineFilters[] = {
    field::period("period"),
    field::one_of("book", enum_values<Book>),
    field::text("developer", 64).about("Credit code."),
    field::code("product"),
    field::code("order"),
};

constexpr Field kExplanationFields[] = {
    field::object("line", kChargeLine),
    field::any("explanation")
        .about("Plan, charge, quantity, steps with exact amounts, exact value before rounding, and "
               "the events behind it: count, first and last moment, digest."),
};
constexpr Shape kExplanation{"ChargeLineExplanation", kExplanationFields};

Json settlement_json(const Settlement& settlement) {
    return {{"id", to_text(settlement.id)},
            {"period", to_text(settlement.period)},
            {"version", settlement.version},
            {"lines", settlement.lines},
            {"claimed", to_text(settlement.claimed)},
            {"billed", to_text(settlement.billed)},
            {"zero_rated", to_text(settlement.zero_rated)},
            {"settled_at", to_text(settlement.settled_at)}};
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(settlement, settle(tx, call.caller, rules, call.body.period("period")));
    Reply reply;
    reply.body = settlement_json(settlement);
    return reply;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(call.page, list_settlements(tx, call.caller.scope, call.page),
                           settlement_json, [](const Settlement& row) { return row.id.value; });
    return reply;
}

Result<Reply> list_lines(const Call& call, db::Transaction& tx) {
    ChargeLineFilter filter{.period = call.query.optional_period("period"),
                            .book = call.query.optional_enumerator<Book>("book"),
                            .developer_uscc = call.query.text_or("developer", ""),
                            .product_code = call.query.text_or("product", ""),
                            .order_code = call.query.text_or("order", "")};
    if (call.caller.is_developer()) filter.developer_id = call.caller.body_id;
    Reply reply;
    reply.body = page_json(call.page,
                           list_charge_lines(tx, call.caller.scope, filter, call.page),
                           charge_line_json, [](const ChargeLine& line) { return line.id.value; });
    return reply;
}

Result<Reply> explain(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ChargeLineId>("charge_line_id"));
    const auto line = find_charge_line(tx, call.caller.scope, id);
    if (!line) return not_found();
    if (call.caller.is_developer() && line->developer_id != call.caller.body_id) return not_found();
    Reply reply;
    reply.body = {{"line", charge_line_json(*line)}, {"explanation", line->explanation}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/settlements", Permission::settlement_run, create, "settlePeriod",
     "Rates a month's use and drafts its bills and claims; again: replaces drafts, drafts the "
     "difference beside documents that stand.",
     {.body = &kSettlementBody, .reply = &kSettlement}},
    {Method::get, "/api/v1/settlements", Permission::ledger_read, list, "listSettlements",
     "Settled months, in the order in which they were first settled.", {.page_of = &kSettlement}},
    {Method::get, "/api/v1/charge-lines", Permission::charge_read, list_lines, "listChargeLines",
     "Charge lines in the order of rating; developers see their own.",
     {.query = kChargeLineFilters, .page_of = &kChargeLine}},
    {Method::get, "/api/v1/charge-lines/:charge_line_id/explanation", Permission::charge_read,
     explain, "explainChargeLine", "How a charge line came about, step by step.",
     {.reply = &kExplanation}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace settlement_api

std::span<const http::Route> settlement_routes() { return settlement_api::kRoutes; }

}  // namespace yunhe::billing
