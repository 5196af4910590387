/// The running period's forecast in quantities and money.
#pragma once

#include <string>
#include <vector>

#include "billing/charge_line.hpp"
#include "billing/usage_forecast.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// One charge: what it comes to so far, and by the forecast. Neither is stored.
struct ForecastLine {
    ChargeLine so_far;
    ChargeLine foreseen;
    ForecastMethod method = ForecastMethod::linear;
};

/// What can't be foreseen.
struct NotForeseen {
    std::string subject;  ///< An order's code, or a developer's.
    std::string meter;
    std::string code;  ///< sales_not_reported (a charge by share), usage_without_price.
};

struct PeriodForecast {
    Period period;
    Timestamp as_of;
    std::vector<ForecastLine> lines;  ///< As a settlement orders them.
    std::vector<NotForeseen> not_foreseen;
};

/// Of the period that runs by the caller's clock, by the plans in force. A developer sees its own.
/// Errors: those of read_period_facts and rate_period; rule `overflow`.
Result<PeriodForecast> forecast_running_period(db::Transaction& tx,
                                               const tenants::Caller& caller);

}  // namespace yunhe::billing
