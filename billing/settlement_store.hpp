/// Settlements in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/settlement.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Settlement> find_settlement_of(db::Transaction& tx, TenantScope scope, Period period);
/// The same, locked until the transaction ends.
std::optional<Settlement> lock_settlement_of(db::Transaction& tx, TenantScope scope, Period period);
/// By id, page.fetch() at most.
std::vector<Settlement> list_settlements(db::Transaction& tx, TenantScope scope,
                                         const PageRequest& page);
void insert_settlement(db::Transaction& tx, TenantScope scope, const Settlement& settlement);
/// Saves the figures, raises the version.
void save_settlement(db::Transaction& tx, TenantScope scope, const Settlement& settlement);

}  // namespace yunhe::billing
