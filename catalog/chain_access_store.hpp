/// The access of one product, listing or order as a transaction sees it, its own changes included.
/// For pages of many take one EntitlementView::chains and the pure functions instead.
#pragma once

#include "catalog/chain_access.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// REQUIRES: the object is one of the tenant's.
ChainAccess access_of_product(db::Transaction& tx, TenantScope scope, ProductId id, Timestamp at);
ChainAccess access_of_listing(db::Transaction& tx, TenantScope scope, ListingId id, Timestamp at);
ChainAccess access_of_order(db::Transaction& tx, TenantScope scope, OrderId id, Timestamp at);

}  // namespace yunhe::catalog
