/// From a caller to the actor of a case event.
#pragma once

#include "db/case_store.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

/// REQUIRES: not anonymous.
db::CaseActor case_actor(const Caller& caller);

/// The caller's desk: what its role may do (an administrator also its staff's work), and what is
/// its own; while it acts for a colleague, that colleague's. REQUIRES: not anonymous.
db::Desk desk_of(const Caller& caller);

}  // namespace yunhe::tenants
