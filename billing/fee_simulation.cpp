#include "billing/fee_simulation.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace yunhe::billing {
namespace {

bool allows(const std::string& wanted, const std::string& value) {
    return wanted.empty() || wanted == value;
}

bool has_meter(const RatingPlan& plan, std::string_view meter) {
    return std::ranges::any_of(plan.charges,
                               [&](const Charge& charge) { return charge.meter == meter; });
}

using SimulationKey = std::tuple<Period, Book, std::string, std::string, std::string>;
SimulationKey key_of(const ChargeLine& line) {
    return {line.period, line.book, line.developer_uscc, line.order_code, line.meter};
}

SimulatedLine blank_comparison(const ChargeLine& line) {
    SimulatedLine compared;
    compared.period = line.period;
    compared.book = line.book;
    compared.developer_uscc = line.developer_uscc;
    compared.order_code = line.order_code;
    compared.product_code = line.product_code;
    compared.scenario_code = line.scenario_code;
    compared.meter = line.meter;
    return compared;
}

/// Moves what `prices` doesn't name from the usage to the list.
void take_from(std::vector<MeterUsage>& usage, const std::vector<RatingPlan>& plans, Period period,
               const std::string& subject, std::vector<UnpricedUsage>& unpriced) {
    for (const auto& used : usage) {
        const bool priced = std::ranges::any_of(
            plans, [&](const RatingPlan& plan) { return has_meter(plan, used.meter); });
        if (!priced) unpriced.push_back({period, subject, used.meter, used.quantity});
    }
    std::erase_if(usage, [&](const MeterUsage& used) {
        return std::ranges::none_of(
            plans, [&](const RatingPlan& plan) { return has_meter(plan, used.meter); });
    });
}

}  // namespace

bool in_simulation(const ChargeLine& line, const SimulationScope& scope,
                   const SimulatedPlan& simulated) {
    if (line.agreement_id || !allows(scope.developer_uscc, line.developer_uscc)) return false;
    if (!allows(scope.order_code, line.order_code)) return false;
    if (!allows(scope.product_code, line.product_code)) return false;
    if (!allows(scope.scenario_code, line.scenario_code)) return false;
    if (simulated.kind == catalog::PriceKind::data_use) return line.book == Book::nontax;
    return line.book == Book::operators && has_meter(simulated.plan, line.meter);
}

bool in_simulation(const OrderFacts& order, const SimulationScope& scope) {
    return allows(scope.developer_uscc, order.developer_uscc) &&
           allows(scope.order_code, order.code) && allows(scope.product_code, order.product_code) &&
           allows(scope.scenario_code, order.scenario_code);
}

PeriodFacts narrowed(PeriodFacts facts, const SimulationScope& scope,
                     const SimulatedPlan& simulated) {
    facts.service_fees.clear();
    facts.platform_plans.clear();
    if (simulated.kind == catalog::PriceKind::data_use) {
        facts.developers.clear();
        std::erase_if(facts.orders,
                      [&](const OrderFacts& order) { return !in_simulation(order, scope); });
        for (auto& order : facts.orders) order.plan = simulated.plan;
        return facts;
    }
    facts.orders.clear();
    facts.platform_plans.push_back(simulated.plan);
    const bool of_orders = !scope.order_code.empty() || !scope.product_code.empty() ||
                           !scope.scenario_code.empty();
    std::erase_if(facts.developers, [&](const DeveloperFacts& developer) {
        return of_orders || !allows(scope.developer_uscc, developer.uscc);
    });
    return facts;
}

std::vector<UnpricedUsage> take_unpriced(PeriodFacts& facts) {
    std::vector<UnpricedUsage> unpriced;
    for (auto& order : facts.orders) {
        const auto plans = order.plan ? std::vector{*order.plan} : std::vector<RatingPlan>{};
        take_from(order.usage, plans, facts.period, order.code, unpriced);
    }
    for (auto& developer : facts.developers)
        take_from(developer.usage, facts.platform_plans, facts.period,
                  "developer:" + developer.uscc, unpriced);
    return unpriced;
}

std::vector<SimulatedLine> compare(const std::vector<ChargeLine>& before,
                                   const std::vector<ChargeLine>& after) {
    std::map<SimulationKey, SimulatedLine> by_key;
    for (const auto& line : before) {
        auto& compared = by_key.try_emplace(key_of(line), blank_comparison(line)).first->second;
        compared.plan_before = line.plan_code;
        compared.quantity = Quantity{compared.quantity.micro + line.quantity.micro};
        compared.list_before += line.list_amount;
        compared.before += line.amount;
    }
    for (const auto& line : after) {
        auto& compared = by_key.try_emplace(key_of(line), blank_comparison(line)).first->second;
        compared.quantity = line.quantity;
        compared.list_after = line.list_amount;
        compared.after = line.amount;
        compared.explanation = line.explanation;
    }
    std::vector<SimulatedLine> lines;
    for (auto& [key, line] : by_key) lines.push_back(std::move(line));
    return lines;
}

}  // namespace yunhe::billing
