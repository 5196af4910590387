#include "catalog/chain_access_store.hpp"

#include "catalog/entitlement_store.hpp"
#include "catalog/listing_store.hpp"
#include "catalog/order_store.hpp"
#include "catalog/product_store.hpp"

namespace yunhe::catalog {

ChainAccess access_of_product(db::Transaction& tx, TenantScope scope, ProductId id,
                              Timestamp at) {
    const auto product = find_product(tx, scope, id);
    YUNHE_ASSERT(product.has_value());
    return access_of_product(load_chains(tx, scope, id), *product, at);
}

ChainAccess access_of_listing(db::Transaction& tx, TenantScope scope, ListingId id,
                              Timestamp at) {
    const auto listing = find_listing(tx, scope, id);
    YUNHE_ASSERT(listing.has_value());
    return access_of_listing(load_chains(tx, scope, listing->product_id), *listing, at);
}

ChainAccess access_of_order(db::Transaction& tx, TenantScope scope, OrderId id, Timestamp at) {
    const auto order = find_order(tx, scope, id);
    YUNHE_ASSERT(order.has_value());
    return access_of_order(load_chains(tx, scope, order->product_id), order->code, at);
}

}  // namespace yunhe::catalog
