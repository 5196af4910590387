/// Recording the numbers under which public registers know a product.
#pragma once

#include <string_view>

#include "catalog/product_registration.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// By the product's developer. Errors: not_found; party `not_your_object`; state
/// `product_not_registered`, `registration_recorded`; those of check_registration.
Result<Product> record_registration(db::Transaction& tx, const tenants::Caller& caller,
                                    std::string_view code, ProductRegistration registration);

}  // namespace yunhe::catalog
