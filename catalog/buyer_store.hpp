/// Buyers in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "catalog/buyer.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Buyer> find_buyer(db::Transaction& tx, TenantScope scope, BuyerId id);
std::optional<Buyer> lock_buyer(db::Transaction& tx, TenantScope scope, BuyerId id);
/// The developer's buyer with this credit code, or else with this name and none.
std::optional<Buyer> find_same_buyer(db::Transaction& tx, TenantScope scope, BodyId developer_id,
                                     const std::string& name,
                                     const std::optional<std::string>& uscc);
/// By id; `developer_id` narrows.
std::vector<Buyer> list_buyers(db::Transaction& tx, TenantScope scope,
                               std::optional<BodyId> developer_id, const PageRequest& page);
void insert_buyer(db::Transaction& tx, TenantScope scope, const Buyer& buyer, Timestamp now);
void save_buyer(db::Transaction& tx, TenantScope scope, const Buyer& buyer);

}  // namespace yunhe::catalog
