/// Which role may act where a rule names another. Pure.
#pragma once

#include "base/result.hpp"
#include "tenants/role.hpp"

namespace yunhe::tenants {

/// A rule that names a body's staff is also met by that body's administrator (operator_admin for
/// operator_staff, developer_admin for developer_staff); otherwise only the role itself counts.
bool acts_as(Role caller, Role wanted);

}  // namespace yunhe::tenants
