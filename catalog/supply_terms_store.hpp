/// Supply terms in SQL.
#pragma once

#include <optional>
#include <vector>

#include "catalog/supply_terms.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// The statement that counts: the latest.
std::optional<SupplyTerms> find_supply_terms(db::Transaction& tx, TenantScope scope,
                                             ResourceId resource_id);
/// Newest first.
std::vector<SupplyTerms> all_supply_terms(db::Transaction& tx, TenantScope scope,
                                          ResourceId resource_id);
void insert_supply_terms(db::Transaction& tx, TenantScope scope, const SupplyTerms& terms);

}  // namespace yunhe::catalog
