/// Non-tax settings in SQL.
#pragma once

#include <optional>

#include "billing/non_tax.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// The one in force: the last that was confirmed. Nothing: book nontax is off.
std::optional<NonTaxSetting> find_confirmed_non_tax(db::Transaction& tx, TenantScope scope);
std::optional<NonTaxSetting> find_non_tax(db::Transaction& tx, TenantScope scope,
                                          NonTaxSettingId id);
/// The last one recorded, in whatever state.
std::optional<NonTaxSetting> find_last_non_tax(db::Transaction& tx, TenantScope scope);
std::optional<NonTaxSetting> lock_last_non_tax(db::Transaction& tx, TenantScope scope);
void insert_non_tax(db::Transaction& tx, TenantScope scope, const NonTaxSetting& setting);
/// Saves state and who confirmed, raises the version.
void save_non_tax(db::Transaction& tx, TenantScope scope, const NonTaxSetting& setting);

}  // namespace yunhe::billing
