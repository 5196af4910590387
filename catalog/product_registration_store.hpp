/// Registration numbers of products in SQL. Rows are never changed; a newer one counts.
#pragma once

#include <vector>

#include "catalog/product_registration.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// By register, then number.
std::vector<ProductRegistration> list_registrations(db::Transaction& tx, TenantScope scope,
                                                    ProductId product_id);
/// REQUIRES: this number isn't recorded for the product in this register yet.
void insert_registration(db::Transaction& tx, TenantScope scope, ProductId product_id,
                         const ProductRegistration& registration);

}  // namespace yunhe::catalog
