/// Products and their lineage in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "catalog/product.hpp"
#include "catalog/product_review.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

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
void insert_product(db::Transaction& tx, TenantScope scope, const Product& product, Timestamp now);
/// Saves everything but code and developer, replaces the lineage, raises the version.
void save_product(db::Transaction& tx, TenantScope scope, const Product& product);

void insert_product_review(db::Transaction& tx, TenantScope scope, ProductId product_id,
                           const ProductReview& review);
/// Of one round, by seat.
std::vector<ProductReview> list_product_reviews(db::Transaction& tx, TenantScope scope,
                                                ProductId product_id, int round);

}  // namespace yunhe::catalog
