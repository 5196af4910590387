/// Products, their versions and lineage in SQL.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/page.hpp"
#include "catalog/product.hpp"
#include "catalog/product_review.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

// These show a product with the version registered last (version 1 while none is), whose first day
// may still lie ahead; `lineage_versions` says what counts when.

std::optional<Product> find_product(db::Transaction& tx, TenantScope scope, ProductId id);
std::optional<Product> find_product_by_code(db::Transaction& tx, TenantScope scope,
        std::string_view code);
std::optional<Product> lock_product_by_code(db::Transaction& tx, TenantScope scope,
        std::string_view code);
/// By id; `developer_id` narrows to one party's.
std::vector<Product> list_products(db::Transaction& tx, TenantScope scope,
                                   std::optional<BodyId> developer_id, const PageRequest& page);
/// What somebody may see, by id: the developer all of its own, whoever reviews or supervises all
/// but drafts, everybody else what is registered.
struct ProductViewer {
    std::optional<BodyId> developer_id;
    bool sees_unregistered = false;
};
std::vector<Product> list_visible_products(db::Transaction& tx, TenantScope scope,
                                           const ProductViewer& viewer, const PageRequest& page);

/// What counts when: the registered versions with the intervals in which they are in force. Chains,
/// allocation and whoever else asks what a product is made of at an event's time read it here.
/// Empty for a product that was never registered.
LineageVersions lineage_versions(db::Transaction& tx, TenantScope scope, ProductId product_id);
/// The same of all registered products, in two statements.
std::map<ProductId, LineageVersions> all_lineage_versions(db::Transaction& tx, TenantScope scope);

// Versions: a product with the state, registration and content of one of them.

/// nullopt: no such product or version; without `number` the newest.
std::optional<Product> find_product_version(db::Transaction& tx, TenantScope scope,
                                            std::string_view code, std::optional<int> number = {});
/// The same, the product's row locked until the transaction ends: whoever changes a version locks
/// it first.
std::optional<Product> lock_product_version(db::Transaction& tx, TenantScope scope,
                                            std::string_view code, std::optional<int> number = {});
/// Oldest first.
std::vector<Product> list_product_versions(db::Transaction& tx, TenantScope scope,
                                           ProductId product_id);

/// A new product with its version 1.
void insert_product(db::Transaction& tx, TenantScope scope, const Product& product, Timestamp now);
/// A further version of a product that is there. Raises the product's version.
void insert_product_version(db::Transaction& tx, TenantScope scope, const Product& product,
                            Timestamp now);
/// Saves everything but code and developer, replaces the lineage, raises the version. Of a later
/// version than the first, only its own content; with its registration it is the one shown.
void save_product(db::Transaction& tx, TenantScope scope, const Product& product);

/// Product and registered versions are revoked from `revoked_at` on.
void save_revoked_product(db::Transaction& tx, TenantScope scope, const Product& product);

void insert_product_review(db::Transaction& tx, TenantScope scope, const Product& product,
                           const ProductReview& review);
/// Of one round of one version, by seat.
std::vector<ProductReview> list_product_reviews(db::Transaction& tx, TenantScope scope,
                                                const Product& product);
void insert_product_recusal(db::Transaction& tx, TenantScope scope, const Product& product,
                            const ProductRecusal& recusal);
/// Of one round of one version.
std::vector<ProductRecusal> list_product_recusals(db::Transaction& tx, TenantScope scope,
                                                  const Product& product);

}  // namespace yunhe::catalog
