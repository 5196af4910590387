/// On what terms a department gives a resource to the operation: free of charge or not, with the
/// document that says so. The latest one counts. Hangzhou 三(五)5 and Zhoushan 二(四): departments
/// use free what was made of data given free. Pure.
#pragma once

#include <string>

#include "base/id.hpp"
#include "base/time.hpp"
#include "catalog/resource.hpp"

namespace yunhe::catalog {

struct SupplyTermsEntity { static constexpr std::string_view prefix = "spt"; };
using SupplyTermsId = Id<SupplyTermsEntity>;

struct SupplyTerms {
    SupplyTermsId id;
    ResourceId resource_id;
    bool free_of_charge = false;
    std::string document;
    UserId recorded_by_id;
    Timestamp recorded_at;
};

}  // namespace yunhe::catalog
