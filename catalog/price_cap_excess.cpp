#include "catalog/price_cap_excess.hpp"

#include <algorithm>

namespace yunhe::catalog {

std::vector<CapExcess> excesses_of_plan(const PricePlan& plan, const std::vector<PriceCap>& caps) {
    if (plan.kind != PriceKind::operator_fee) return {};
    auto days = later_cap_days(plan.charges, caps, plan.effective_from);
    days.insert(days.begin(), plan.effective_from);
    std::vector<CapExcess> all;
    for (const auto day : days)
        for (auto& excess : excesses_over_cap(plan.charges, caps, day)) {
            const bool known = std::any_of(all.begin(), all.end(), [&](const CapExcess& other) {
                return other.meter == excess.meter && other.cap_code == excess.cap_code;
            });
            if (!known) all.push_back(std::move(excess));
        }
    return all;
}

}  // namespace yunhe::catalog
