/// Listings, their scenarios and the intervals in which they were live, in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "catalog/listing.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Listing> find_listing(db::Transaction& tx, TenantScope scope, ListingId id);
std::optional<Listing> lock_listing(db::Transaction& tx, TenantScope scope, ListingId id);
std::optional<Listing> find_listing_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code);
/// All of one product, or of the tenant, oldest first.
std::vector<Listing> all_listings(db::Transaction& tx, TenantScope scope,
                                  std::optional<ProductId> product_id);
/// By id: those of the body, and what was ever listed and is not for other named parties;
/// `sees_all`: every one.
std::vector<Listing> list_listings(db::Transaction& tx, TenantScope scope, BodyId body_id,
                                   bool sees_all, const PageRequest& page);
/// By id: what is listed for everybody.
std::vector<Listing> list_public_listings(db::Transaction& tx, TenantScope scope,
                                          const PageRequest& page);
void insert_listing(db::Transaction& tx, TenantScope scope, const Listing& listing, Timestamp now);
/// Saves state, intervals, scenarios, terms and the proposed change, raises the version.
void save_listing(db::Transaction& tx, TenantScope scope, const Listing& listing);

}  // namespace yunhe::catalog
