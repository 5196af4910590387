/// Developers (二级开发主体): organisations that registered themselves. A developer is a body of kind
/// developer whose code is its unified social credit code. Pure.
#pragma once

#include <string>

#include "base/id.hpp"
#include "base/time.hpp"

namespace yunhe::tenants {

struct Developer {
    BodyId id;  ///< The body's.
    std::string uscc;
    std::string name;
    std::string legal_representative;
    Timestamp registered_at;
};

}  // namespace yunhe::tenants
