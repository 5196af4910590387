/// Trying out a plan on past use. Reads only.
#pragma once

#include <vector>

#include "billing/fee_simulation.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

inline constexpr int kSimulationPeriodsMax = 12;

struct SimulatedPeriod {
    Period period;
    /// Nothing was charged yet: `before` is what the plans in force would charge.
    bool settled = false;
    std::vector<SimulatedLine> lines;
    std::vector<UnpricedUsage> unpriced;
};

/// The periods from `from` to `to`, both inclusive. Waivers, days of proration, checked sales and
/// price caps count as in a settlement. REQUIRES: not more than kSimulationPeriodsMax periods.
/// Errors: state `usage_without_price` (a period that isn't settled has usage without any price),
/// `usage_moved`; rule `overflow`.
Result<std::vector<SimulatedPeriod>> simulate_fees(db::Transaction& tx, TenantScope scope,
                                                   Period from, Period to,
                                                   const SimulationScope& whose,
                                                   const SimulatedPlan& plan);

}  // namespace yunhe::billing
