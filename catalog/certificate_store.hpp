/// Certificates in SQL. They are issued once and never change.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/certificate.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Certificate> find_certificate(db::Transaction& tx, TenantScope scope,
                                            std::string_view number);
std::optional<Certificate> find_certificate_of(db::Transaction& tx, TenantScope scope,
                                               ProductId product_id);
/// Number by product, of these products.
std::map<ProductId, std::string> certificate_numbers(db::Transaction& tx, TenantScope scope,
                                                     const std::vector<Product>& products);
void insert_certificate(db::Transaction& tx, TenantScope scope, const Certificate& certificate);

}  // namespace yunhe::catalog
