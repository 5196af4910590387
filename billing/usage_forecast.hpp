/// The forecast of a running period: what usage would come to if it went on as so far.
///
/// Nothing is stored or charged by it. Pure; integers only.
#pragma once

#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "billing/aggregation.hpp"

namespace yunhe::billing {

/// How a quantity was made.
enum class ForecastMethod {
    linear,  ///< So far, by the share of the time that is over: sum and count.
    level,   ///< As it stands: max, last and unique, which don't grow with time as a rule.
    actual,  ///< The time is over: nothing is foreseen.
    plan,    ///< Nothing is used: what the plan or agreement asks for all the same.
};

struct Forecast {
    Quantity quantity;
    ForecastMethod method = ForecastMethod::linear;
};

/// `part`: when use is possible in the period (the order's life in it). Before it begins, and where
/// no time has passed, the quantity so far stands. A count comes out in whole units, rounded up.
/// nullopt: the result leaves its int64.
std::optional<Forecast> forecast(Aggregation aggregation, Quantity so_far, Interval part,
                                 Timestamp now);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ForecastMethod> =
    yunhe::texts_of(std::pair{yunhe::billing::ForecastMethod::linear, "linear"},
                    std::pair{yunhe::billing::ForecastMethod::level, "level"},
                    std::pair{yunhe::billing::ForecastMethod::actual, "actual"},
                    std::pair{yunhe::billing::ForecastMethod::plan, "plan"});
