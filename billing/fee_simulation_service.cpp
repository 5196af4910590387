#include "billing/fee_simulation_service.hpp"

#include <algorithm>
#include <map>

#include "billing/charge_line_store.hpp"
#include "billing/price_facts_service.hpp"
#include "billing/settlement_service.hpp"
#include "billing/settlement_store.hpp"
#include "billing/usage_store.hpp"

namespace yunhe::billing {
namespace {

using TotalsBySubject = std::map<std::uint64_t, std::vector<UsageTotal>>;

const Charge* charge_for(const RatingPlan& plan, std::string_view meter) {
    const auto found = std::ranges::find_if(
        plan.charges, [&](const Charge& charge) { return charge.meter == meter; });
    return found == plan.charges.end() ? nullptr : &*found;
}

/// The subject's usage as this plan's charges aggregate it.
std::vector<MeterUsage> aggregated(const TotalsBySubject& totals, std::uint64_t subject_id,
                                   const RatingPlan& plan) {
    std::vector<MeterUsage> usage;
    const auto found = totals.find(subject_id);
    if (found == totals.end()) return usage;
    for (const auto& total : found->second) {
        const auto* charge = charge_for(plan, total.meter);
        const auto aggregation = charge == nullptr ? Aggregation::sum : *charge->aggregation;
        usage.push_back({.meter = total.meter,
                         .quantity = quantity_for(aggregation, total),
                         .events = total.count,
                         .first_at = {},
                         .last_at = {},
                         .digest_hex = {}});
    }
    return usage;
}

void aggregate_anew(db::Transaction& tx, TenantScope scope, const RatingPlan& plan,
                    PeriodFacts& facts) {
    TotalsBySubject totals;
    for (auto& total : usage_of_period(tx, scope, facts.period))
        totals[total.subject_id].push_back(std::move(total));
    for (auto& order : facts.orders) order.usage = aggregated(totals, order.id.value, plan);
    for (auto& developer : facts.developers)
        developer.usage = aggregated(totals, developer.id.value, plan);
}

/// What was charged; before a settlement, what the plans in force would charge.
Result<std::vector<ChargeLine>> lines_before(db::Transaction& tx, TenantScope scope,
                                             const PeriodFacts& facts, bool settled,
                                             const SimulationScope& whose,
                                             const SimulatedPlan& plan) {
    std::vector<ChargeLine> lines;
    if (settled) {
        lines = all_charge_lines(tx, scope, {.period = facts.period,
                                             .developer_uscc = whose.developer_uscc,
                                             .product_code = whose.product_code,
                                             .order_code = whose.order_code});
    } else {
        YUNHE_TRY(rated, rate_period(facts));
        lines = std::move(rated);
    }
    std::erase_if(lines,
                  [&](const ChargeLine& line) { return !in_simulation(line, whose, plan); });
    return lines;
}

Result<SimulatedPeriod> simulate_period(db::Transaction& tx, TenantScope scope, Period period,
                                        const SimulationScope& whose, const SimulatedPlan& plan) {
    YUNHE_TRY(facts, read_period_facts(tx, scope, period, EventTraces::skip));
    SimulatedPeriod simulated;
    simulated.period = period;
    simulated.settled = find_settlement_of(tx, scope, period).has_value();
    YUNHE_TRY(before, lines_before(tx, scope, facts, simulated.settled, whose, plan));
    auto tried = narrowed(std::move(facts), whose, plan);
    aggregate_anew(tx, scope, plan.plan, tried);
    simulated.unpriced = take_unpriced(tried);
    YUNHE_CHECK(add_price_facts(tx, scope, tried));
    YUNHE_TRY(after, rate_period(tried));
    simulated.lines = compare(before, after);
    return simulated;
}

}  // namespace

Result<std::vector<SimulatedPeriod>> simulate_fees(db::Transaction& tx, TenantScope scope,
                                                   Period from, Period to,
                                                   const SimulationScope& whose,
                                                   const SimulatedPlan& plan) {
    std::vector<SimulatedPeriod> periods;
    for (auto period = from; period <= to; period = next(period)) {
        YUNHE_ASSERT(periods.size() < kSimulationPeriodsMax);
        YUNHE_TRY(simulated, simulate_period(tx, scope, period, whose, plan));
        periods.push_back(std::move(simulated));
    }
    return periods;
}

}  // namespace yunhe::billing
