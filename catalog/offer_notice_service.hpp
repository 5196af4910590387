/// Tells those who recorded orders what happens to what they ordered: the developer for its buyers,
/// a department for itself.
#pragma once

#include <string>
#include <vector>

#include "catalog/order.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// What is told: `change` is listing_suspended, listing_delisted, listing_changed or price_changed.
struct OfferNotice {
    std::string change;
    std::string reason;
    Json details = Json::object();  ///< Listing or plan, from which day.
};

/// The webhook messages alone, for orders that the chain's own stop told of already
/// (catalog/chain_effect_service.hpp).
void send_notices(db::Transaction& tx, const tenants::Caller& caller,
                  const std::vector<Order>& orders, const OfferNotice& notice);

/// A case event on each order, and one to-do `read_offer_notice` per order on the desk of the body
/// that recorded it.
void put_notices(db::Transaction& tx, const tenants::Caller& caller,
                 const std::vector<Order>& orders, const OfferNotice& notice);

/// Both.
void notify_buyers(db::Transaction& tx, const tenants::Caller& caller,
                   const std::vector<Order>& orders, const OfferNotice& notice);

/// The body has read what was told of the order. Errors: not_found; state `no_notice`.
Status acknowledge_notice(db::Transaction& tx, const tenants::Caller& caller,
                          std::string_view order_code);

}  // namespace yunhe::catalog
