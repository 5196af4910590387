/// Sums of a department's attributed, allotted and spent money in SQL.
#pragma once

#include <optional>
#include <string_view>

#include "base/id.hpp"
#include "base/money.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// By posted runs; `year` of the day on which the money came.
Money sum_attributed(db::Transaction& tx, TenantScope scope, std::string_view department_code,
                     std::optional<int> year);
/// Less what was taken back; `year`: budget year.
Money sum_allotted(db::Transaction& tx, TenantScope scope, BodyId department_id,
                   std::optional<int> year);
/// By standing reports; `year` of the day.
Money sum_spent(db::Transaction& tx, TenantScope scope, BodyId department_id,
                std::optional<int> year);

}  // namespace yunhe::billing
