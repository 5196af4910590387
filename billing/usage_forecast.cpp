#include "billing/usage_forecast.hpp"

#include <algorithm>
#include <cstdint>

namespace yunhe::billing {
namespace {

constexpr std::int64_t kUnit = 1'000'000;

}  // namespace

std::optional<Forecast> forecast(Aggregation aggregation, Quantity so_far, Interval part,
                                 Timestamp now) {
    if (now >= part.to) return Forecast{so_far, ForecastMethod::actual};
    if (!measures_usage(aggregation)) return Forecast{so_far, ForecastMethod::level};
    if (now <= part.from) return Forecast{so_far, ForecastMethod::linear};
    const auto whole = static_cast<__int128>((part.to - part.from).count());
    const auto passed = static_cast<__int128>((now - part.from).count());
    // A whole period has fewer than 2^42 microseconds, so this stays below 2^106.
    auto micro = (static_cast<__int128>(so_far.micro) * whole + passed / 2) / passed;
    if (aggregation == Aggregation::count) micro = (micro + kUnit - 1) / kUnit * kUnit;
    if (micro > INT64_MAX) return std::nullopt;
    return Forecast{{static_cast<std::int64_t>(micro)}, ForecastMethod::linear};
}

}  // namespace yunhe::billing
