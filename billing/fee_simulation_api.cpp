/// The fee simulation (费用试算).
#include "billing/fee_simulation_service.hpp"
#include "billing/reply_names_api.hpp"
#include "billing/routes.hpp"
#include "catalog/price_plan_store.hpp"
#include "http/call.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::billing {
namespace fee_simulation_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr std::array<std::string_view, 2> kKinds = {"data_use", "operator_fee"};

constexpr Field kBodyFields[] = {
    field::period("from").about("The first month."),
    field::period("to").about("The last month; twelve at most."),
    field::text("developer", 64).nullable().optional().about("Credit code."),
    field::code("order").nullable().optional(),
    field::code("product").nullable().optional(),
    field::code("scenario").nullable().optional(),
    field::code("plan_code").nullable().optional().about(
        "A plan, also a draft for those who see drafts: or else kind and charges."),
    field::one_of("kind", kKinds)
        .nullable()
        .optional()
        .about("Of the charges; data_use if absent."),
    field::any("charges").nullable().optional().about(
        "Draft charges, each with meter, aggregation and model."),
};
constexpr Shape kBody{"FeeSimulationBody", kBodyFields};

constexpr Field kLineFields[] = {
    field::period("period"),
    field::one_of("book", enum_values<Book>),
    field::text("developer", 64),
    field::text("order", 64).nullable().about("Null: platform costs."),
    field::text("product", 64).nullable(),
    field::text("scenario", 64).nullable(),
    field::text("meter", 64),
    field::quantity("quantity"),
    field::text("plan_before", 64).nullable().about("Null: nothing was charged."),
    field::money("list_before"),
    field::money("before"),
    field::money("list_after"),
    field::money("after"),
    field::money("difference"),
    field::any("explanation").nullable().about("How `after` came about, step by step."),
};
constexpr Shape kLine{"SimulatedLine", kLineFields};

constexpr Field kUnpricedFields[] = {
    field::period("period"), field::text("subject", 80), field::text("meter", 64),
    field::quantity("quantity")};
constexpr Shape kUnpriced{"UnpricedUsage", kUnpricedFields};

constexpr Field kReplyFields[] = {
    field::money("before"),
    field::money("after"),
    field::money("difference"),
    field::texts("unsettled", 7).about(
        "Months that nothing was charged for yet: before is what the plans in force would charge."),
    field::objects("lines", kLine).items(100'000),
    field::objects("unpriced", kUnpriced)
        .items(100'000)
        .about("Use that the plan has no price for."),
};
constexpr Shape kReply{"FeeSimulation", kReplyFields};

Json text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

Json line_json(const SimulatedLine& line) {
    auto explanation = line.explanation;
    if (explanation.is_object()) explanation.erase("events");
    return {{"period", to_text(line.period)},
            {"book", to_text(line.book)},
            {"developer", line.developer_uscc},
            {"order", text_or_null(line.order_code)},
            {"product", text_or_null(line.product_code)},
            {"scenario", text_or_null(line.scenario_code)},
            {"meter", line.meter},
            {"quantity", to_text(line.quantity)},
            {"plan_before", text_or_null(line.plan_before)},
            {"list_before", to_text(line.list_before)},
            {"before", to_text(line.before)},
            {"list_after", to_text(line.list_after)},
            {"after", to_text(line.after)},
            {"difference", to_text(line.difference())},
            {"explanation", std::move(explanation)}};
}

Json simulation_json(const std::vector<SimulatedPeriod>& periods) {
    Money before;
    Money after;
    Json lines = Json::array();
    Json unpriced = Json::array();
    Json unsettled = Json::array();
    for (const auto& simulated : periods) {
        if (!simulated.settled) unsettled.push_back(to_text(simulated.period));
        for (const auto& line : simulated.lines) {
            before += line.before;
            after += line.after;
            lines.push_back(line_json(line));
        }
        for (const auto& usage : simulated.unpriced)
            unpriced.push_back({{"period", to_text(usage.period)},
                                {"subject", usage.subject},
                                {"meter", usage.meter},
                                {"quantity", to_text(usage.quantity)}});
    }
    return {{"before", to_text(before)},
            {"after", to_text(after)},
            {"difference", to_text(after - before)},
            {"unsettled", std::move(unsettled)},
            {"lines", std::move(lines)},
            {"unpriced", std::move(unpriced)}};
}

Status check_span(Period from, Period to) {
    if (to < from) return malformed("/to", "out_of_range", {{"min", to_text(from)}, {"max", ""}});
    const int periods = (to.year - from.year) * 12 + to.month - from.month + 1;
    if (periods <= kSimulationPeriodsMax) return Done{};
    return malformed("/to", "too_many_periods", {{"max", std::to_string(kSimulationPeriodsMax)}});
}

/// Developers simulate their own use only.
Result<SimulationScope> scope_of(const Call& call, db::Transaction& tx) {
    SimulationScope scope{.developer_uscc = call.body.text_or("developer", ""),
                          .order_code = call.body.text_or("order", ""),
                          .product_code = call.body.text_or("product", ""),
                          .scenario_code = call.body.text_or("scenario", "")};
    if (!call.caller.is_developer()) return scope;
    const auto own = tenants::find_body(tx, call.caller.scope, call.caller.body_id);
    YUNHE_ASSERT(own.has_value());
    if (!scope.developer_uscc.empty() && scope.developer_uscc != own->code)
        return wrong_party("not_your_object");
    scope.developer_uscc = own->code;
    return scope;
}

/// The plan of that code; it prices its own product in its own scenario only.
Result<SimulatedPlan> named_plan(const Call& call, db::Transaction& tx, SimulationScope& scope) {
    const auto code = call.body.text("plan_code");
    const auto plan = catalog::find_price_plan_by_code(tx, call.caller.scope, code);
    // All others who may read charges see prices in the making too.
    const bool seen = plan && (plan->state == catalog::PricePlanState::approved ||
                               !call.caller.is_developer());
    if (!seen) return malformed("/plan_code", "unknown_reference", {{"code", code}});
    if (plan->kind == catalog::PriceKind::market)
        return malformed("/plan_code", "market_not_charged");
    SimulatedPlan simulated{.kind = plan->kind, .plan = {.code = plan->code, .charges = {}}};
    YUNHE_TRY(charges, parse_charges(plan->charges));
    simulated.plan.charges = std::move(charges);
    if (!plan->product_id) return simulated;
    ReplyNames names(tx, call.caller.scope);
    for (const auto& [wanted, own, pointer] :
         {std::tuple(&scope.product_code, names.product_code(*plan->product_id), "/product"),
          std::tuple(&scope.scenario_code, names.scenario_code(*plan->scenario_id), "/scenario")}) {
        if (!wanted->empty() && *wanted != own)
            return malformed(pointer, "not_one_of", {{"allowed", own}});
        *wanted = own;
    }
    return simulated;
}

Result<SimulatedPlan> drafted_plan(const Call& call) {
    SimulatedPlan simulated;
    if (call.body.text_or("kind", "data_use") == "operator_fee")
        simulated.kind = catalog::PriceKind::operator_fee;
    YUNHE_TRY(charges, parse_charges(call.body.any("charges")));
    Json normalised = Json::array();
    for (const auto& charge : charges) normalised.push_back(to_json(charge));
    YUNHE_CHECK(catalog::check_charges(normalised));
    YUNHE_CHECK(catalog::check_models(simulated.kind, normalised));
    simulated.plan.charges = std::move(charges);
    return simulated;
}

Result<Reply> simulate(const Call& call, db::Transaction& tx) {
    const auto from = call.body.period("from");
    const auto to = call.body.period("to");
    YUNHE_CHECK(check_span(from, to));
    if (call.body.has("plan_code") == call.body.has("charges"))
        return malformed("/charges", "plan_or_charges");
    YUNHE_TRY(scope, scope_of(call, tx));
    auto plan = call.body.has("plan_code") ? named_plan(call, tx, scope) : drafted_plan(call);
    if (!plan.ok()) return std::move(plan).error();
    YUNHE_TRY(periods, simulate_fees(tx, call.caller.scope, from, to, scope, plan.value()));
    return Reply{.body = simulation_json(periods)};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/fee-simulations", Permission::charge_read, simulate, "simulateFees",
     "What past use would cost under a plan or draft charges, beside what was charged; saves "
     "nothing.",
     {.body = &kBody, .reply = &kReply, .repeatable = true}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace fee_simulation_api

std::span<const http::Route> fee_simulation_routes() { return fee_simulation_api::kRoutes; }

}  // namespace yunhe::billing
