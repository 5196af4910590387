/// Keeping the search index right, and asking it. The index is a table, changed in the transaction
/// in which a product or a resource changes.
#pragma once

#include <span>

#include "catalog/product.hpp"
#include "catalog/resource.hpp"
#include "catalog/search.hpp"
#include "db/database.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// Puts what the product or resource is now in place of what the index had of it. One call after
/// whatever saves one; costs two reads where no indexed word changed. Until `tx` ends, others who
/// change the tenant's index wait. With a resource's name the products made of it are found anew.
void index_resource(db::Transaction& tx, TenantScope scope, const Resource& resource);
void index_product(db::Transaction& tx, TenantScope scope, ProductId id);
/// The products that are offered in the scenario, after its name or field changed.
void index_products_in(db::Transaction& tx, TenantScope scope, ScenarioId scenario_id);
/// Many at once (the import of a catalogue): far cheaper than one by one.
void index_resources(db::Transaction& tx, TenantScope scope,
                     std::span<const Resource> resources);

/// What the caller may see of the tenant's products and resources; for anonymous callers the
/// products that are listed for everybody. Ranked: name hits before others,
/// then newest first.
SearchResult search(db::Transaction& tx, const tenants::Caller& caller, const SearchQuery& query);

/// Builds the tenant's whole index anew.
void rebuild_search_index(db::Transaction& tx, TenantScope scope);
/// The same for each tenant that has none, or one in an older form: at the start of a server.
/// Returns how many were built.
std::size_t ensure_search_indexes(db::Database& database);

}  // namespace yunhe::catalog
