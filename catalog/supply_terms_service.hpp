/// Recording on what terms a department gives a resource.
#pragma once

#include <string>
#include <string_view>

#include "catalog/supply_terms.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// By the resource's own department. Errors: not_found; party `not_your_object`.
Result<SupplyTerms> record_supply_terms(db::Transaction& tx, const tenants::Caller& caller,
                                        std::string_view resource_code, bool free_of_charge,
                                        const std::string& document);

}  // namespace yunhe::catalog
