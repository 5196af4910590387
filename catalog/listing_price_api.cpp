#include "catalog/listing_price_api.hpp"

#include "catalog/price_plan_store.hpp"

namespace yunhe::catalog {
namespace {

Json part_of(const PricePlan& plan) {
    return {{"plan_code", plan.code},
            {"effective_from", to_text(plan.effective_from)},
            {"charges", plan.charges}};
}

Json price_of(db::Transaction& tx, TenantScope scope, PriceKind kind, ProductId product_id,
              ScenarioId scenario_id, Timestamp now) {
    const auto plan = find_price_plan_in_force(tx, scope, kind, product_id, scenario_id,
                                               period_of(now));
    if (plan) return part_of(*plan);
    PricePlan subject;
    subject.kind = kind;
    subject.product_id = product_id;
    subject.scenario_id = scenario_id;
    const auto to_come = list_versions(tx, scope, subject);
    return to_come.empty() ? Json() : part_of(to_come.front());
}

}  // namespace

Json listing_prices(db::Transaction& tx, TenantScope scope, const Listing& listing,
                    OfferNames& names, Timestamp now) {
    Json scenarios = Json::array();
    for (const auto id : listing.scenario_ids) {
        const auto purpose = names.purpose(id);
        const auto price = [&](PriceKind kind) {
            return price_of(tx, scope, kind, listing.product_id, id, now);
        };
        scenarios.push_back({{"scenario_code", names.scenario_code(id)},
                             {"purpose", std::string(to_text(purpose))},
                             {"charged", !is_public(purpose)},
                             {"data_use", price(PriceKind::data_use)},
                             {"market", price(PriceKind::market)}});
    }
    Json fees = Json::array();
    for (const auto& plan : list_platform_plans_in_force(tx, scope, period_of(now)))
        fees.push_back(part_of(plan));
    return {{"scenarios", std::move(scenarios)}, {"operator_fees", std::move(fees)}};
}

}  // namespace yunhe::catalog
