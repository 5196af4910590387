/// Opening balances in SQL.
#pragma once

#include <optional>
#include <vector>

#include "billing/opening_balance.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

void insert_opening_balance(db::Transaction& tx, TenantScope scope, const OpeningBalance& opening);
/// Saves state, decision and entry, raises the version.
void save_opening_balance(db::Transaction& tx, TenantScope scope, const OpeningBalance& opening);
std::optional<OpeningBalance> find_opening_balance(db::Transaction& tx, TenantScope scope,
                                                   OpeningBalanceId id);
std::optional<OpeningBalance> lock_opening_balance(db::Transaction& tx, TenantScope scope,
                                                   OpeningBalanceId id);
/// All, by number: a book has one that counts.
std::vector<OpeningBalance> all_opening_balances(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
