#include "billing/aggregation.hpp"

#include <tuple>

namespace yunhe::billing {
namespace {

constexpr Quantity kOne{1'000'000};

}  // namespace

Status Aggregate::add(const MeteredFact& fact) {
    Quantity next = quantity_;
    switch (aggregation_) {
        case Aggregation::sum:
        case Aggregation::count: {
            const auto sum = checked_add(quantity_, usage_of_event(aggregation_, fact.quantity));
            if (!sum) return refused_by_system("overflow");
            next = *sum;
            break;
        }
        case Aggregation::max:
            next = std::max(quantity_, fact.quantity);
            break;
        case Aggregation::unique: {
            if (!fact.property || values_.contains(*fact.property)) break;
            const auto sum = checked_add(quantity_, kOne);
            if (!sum) return refused_by_system("overflow");
            values_.emplace(*fact.property);
            next = *sum;
            break;
        }
        case Aggregation::last:
            if (facts_ > 0 &&
                std::tuple(fact.at, fact.id) < std::tuple(last_at_, std::string_view(last_id_)))
                break;
            last_at_ = fact.at;
            last_id_ = fact.id;
            next = fact.quantity;
            break;
    }
    quantity_ = next;
    ++facts_;
    return Done{};
}

Quantity usage_of_event(Aggregation aggregation, Quantity quantity) {
    YUNHE_ASSERT(measures_usage(aggregation));
    return aggregation == Aggregation::sum ? quantity : kOne;
}

bool measures_usage(Aggregation aggregation) {
    return aggregation == Aggregation::sum || aggregation == Aggregation::count;
}

}  // namespace yunhe::billing
