/// The fee simulation (费用试算): what past use would have cost under another plan, beside what was
/// charged, line by line. Pure; nothing is written.
#pragma once

#include <string>
#include <vector>

#include "billing/settlement.hpp"
#include "catalog/price_plan.hpp"

namespace yunhe::billing {

/// Whose use; empty members don't restrict. Platform costs have neither order nor product: where
/// one of these is named there are none.
struct SimulationScope {
    std::string developer_uscc = {};
    std::string order_code = {};
    std::string product_code = {};
    std::string scenario_code = {};
};

/// What is tried out. A `data_use` plan prices all meters of the orders in scope, an `operator_fee`
/// one its own meters of the developers in scope. REQUIRES: the kind is one of these two.
struct SimulatedPlan {
    catalog::PriceKind kind = catalog::PriceKind::data_use;
    RatingPlan plan;
};

/// Does the line belong to what the plan would have priced?
bool in_simulation(const ChargeLine& line, const SimulationScope& scope,
                   const SimulatedPlan& simulated);
bool in_simulation(const OrderFacts& order, const SimulationScope& scope);

/// Keeps the facts in scope and puts the plan in place of theirs. Their usage has to be aggregated
/// anew by the plan's charges.
PeriodFacts narrowed(PeriodFacts facts, const SimulationScope& scope,
                     const SimulatedPlan& simulated);

/// Usage that the plan has no price for. It stands with nothing against what was charged for it.
struct UnpricedUsage {
    Period period;
    std::string subject;  ///< An order's code, or developer:<uscc>.
    std::string meter;
    Quantity quantity;
};
/// Takes it out of the facts, which can't be rated with it.
std::vector<UnpricedUsage> take_unpriced(PeriodFacts& facts);

/// One subject and meter in one period.
struct SimulatedLine {
    Period period;
    Book book = Book::nontax;
    std::string developer_uscc;
    std::string order_code;  ///< Empty for platform costs, as the next two.
    std::string product_code;
    std::string scenario_code;
    std::string meter;
    Quantity quantity;       ///< As the plan aggregates it; where it doesn't, as it was charged.
    std::string plan_before; ///< Of what was charged; empty: nothing was.
    Money list_before;
    Money before;
    Money list_after;
    Money after;
    Json explanation;        ///< Of `after`; null where the plan asks nothing.
    Money difference() const { return after - before; }
};
/// By order of period, book, developer, order, meter. Several lines before (supplements, red ones)
/// are added up.
std::vector<SimulatedLine> compare(const std::vector<ChargeLine>& before,
                                   const std::vector<ChargeLine>& after);

}  // namespace yunhe::billing
