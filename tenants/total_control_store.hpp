/// Who counts towards the total of units, in SQL.
#pragma once

#include <string>
#include <vector>

#include "db/transaction.hpp"

namespace yunhe::tenants {

/// The fields of every developer that is authorised on that day or is about to be (accepted, not
/// signed yet), but for `without`: one more agreement of the same unit is no further unit.
std::vector<std::vector<std::string>> list_unit_fields(db::Transaction& tx, TenantScope scope,
                                                       BodyId without, Date day);

}  // namespace yunhe::tenants
