/// Usage by time and group, in SQL.
#pragma once

#include <optional>
#include <vector>

#include "billing/usage_query.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// The rows that fold_usage folds: of days and months from the sums, of hours from the events.
/// `developer_id`: only of this developer's orders and platform.
std::vector<UsageRow> read_usage_rows(db::Transaction& tx, TenantScope scope,
                                      const UsageQuery& query,
                                      std::optional<BodyId> developer_id);

}  // namespace yunhe::billing
