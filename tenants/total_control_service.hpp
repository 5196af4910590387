/// Total control of units where one more would be admitted.
#pragma once

#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// May this developer become a unit with these fields? Called where an application is accepted.
/// Errors: those of check_total_control.
Status check_unit_total(db::Transaction& tx, TenantScope scope, const Rules& rules,
                        BodyId developer_id, const std::vector<std::string>& fields, Date day);

}  // namespace yunhe::tenants
