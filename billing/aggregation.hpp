/// How a meter's events of a period become one quantity.
///
/// Pure. The result does not depend on the order in which events are added, so that replays and
/// late arrivals give the same figures.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/enum_text.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace yunhe::billing {

enum class Aggregation {
    sum,     ///< The quantities added up.
    count,   ///< The number of events, whatever their quantities.
    max,     ///< The largest quantity.
    unique,  ///< The number of distinct values of a property.
    last,    ///< The quantity of the latest event; of equal times, the one with the larger id.
};

/// What an event contributes. `property` is used by `unique` only; its absence is a value of its
/// own kind that isn't counted.
struct MeteredFact {
    Timestamp at;
    std::string_view id;
    Quantity quantity;
    std::optional<std::string_view> property;
};

/// A fold over facts. Copyable; not thread-safe.
class Aggregate {
public:
    explicit Aggregate(Aggregation aggregation) : aggregation_(aggregation) {}
    /// Errors: rule `overflow` if the quantity leaves its int64; the aggregate is then
    /// unchanged.
    Status add(const MeteredFact& fact);
    /// Zero before the first fact.
    Quantity quantity() const { return quantity_; }
    /// How many facts were added.
    std::int64_t facts() const { return facts_; }

private:
    Aggregation aggregation_;
    Quantity quantity_;
    std::int64_t facts_ = 0;
    std::set<std::string, std::less<>> values_;
    Timestamp last_at_{};
    std::string last_id_;
};

/// What one event adds to the usage of each resource that it touched: the quantity for `sum`, 1 for
/// `count`. Only these two can measure usage for allocation, see `measures_usage`.
Quantity usage_of_event(Aggregation aggregation, Quantity quantity);
/// Whether a meter with this aggregation may be a plan's `allocation_meter`.
bool measures_usage(Aggregation aggregation);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::Aggregation> =
    yunhe::texts_of(std::pair{yunhe::billing::Aggregation::sum, "sum"},
                    std::pair{yunhe::billing::Aggregation::count, "count"},
                    std::pair{yunhe::billing::Aggregation::max, "max"},
                    std::pair{yunhe::billing::Aggregation::unique, "unique"},
                    std::pair{yunhe::billing::Aggregation::last, "last"});
