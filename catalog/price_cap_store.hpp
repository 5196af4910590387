/// Price caps in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "catalog/price_cap.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<PriceCap> find_price_cap_by_code(db::Transaction& tx, TenantScope scope,
                                               std::string_view code);
std::optional<PriceCap> lock_price_cap_by_code(db::Transaction& tx, TenantScope scope,
                                               std::string_view code);
/// By id; without `sees_all` only what is confirmed.
std::vector<PriceCap> list_price_caps(db::Transaction& tx, TenantScope scope, bool sees_all,
                                      const PageRequest& page);
/// All that count or will count, by day and code. A tenant has few.
std::vector<PriceCap> confirmed_price_caps(db::Transaction& tx, TenantScope scope);
void insert_price_cap(db::Transaction& tx, TenantScope scope, const PriceCap& cap, Timestamp now);
/// Saves state and who decided, raises the version.
void save_price_cap(db::Transaction& tx, TenantScope scope, const PriceCap& cap);

}  // namespace yunhe::catalog
