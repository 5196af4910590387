/// Loads the chains of a tenant in a handful of statements over all tables that make them up.
#pragma once

#include <optional>

#include "catalog/entitlement.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// As this transaction sees them, its own changes included. `product_id` narrows offers and orders
/// to one product's. From one snapshot only in a read-only transaction.
TenantChains load_chains(db::Transaction& tx, TenantScope scope,
                         std::optional<ProductId> product_id = {});

}  // namespace yunhe::catalog
