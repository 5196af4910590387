/// From a caller to the actor of a case event.
#pragma once

#include "db/case_store.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

/// REQUIRES: not anonymous.
db::CaseActor case_actor(const Caller& caller);

}  // namespace yunhe::tenants
