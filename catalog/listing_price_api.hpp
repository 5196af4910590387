/// The three kinds of price of a listing side by side: data use, the operator's fees, the market's.
#pragma once

#include "catalog/offer_reply_api.hpp"

namespace yunhe::catalog {

/// As kListingPrices, of the period of `now`; where a price begins later, the first to come. Use
/// for a public purpose isn't charged: its list price shows the value given.
Json listing_prices(db::Transaction& tx, TenantScope scope, const Listing& listing,
                    OfferNames& names, Timestamp now);

}  // namespace yunhe::catalog
