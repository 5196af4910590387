/// Where a plan of the operator's is above what the authorising body allows. Pure.
#pragma once

#include <vector>

#include "catalog/price_cap.hpp"
#include "catalog/price_plan.hpp"

namespace yunhe::catalog {

/// Of an approved or drafted operator_fee plan: where it is above a cap, on its first day, and on
/// the days from which a later cap limits it. In the order of the days.
std::vector<CapExcess> excesses_of_plan(const PricePlan& plan, const std::vector<PriceCap>& caps);

}  // namespace yunhe::catalog
