/// What became of a department's resources, in SQL: grants, uses, income.
#pragma once

#include <string>
#include <vector>

#include "base/money.hpp"
#include "catalog/grant.hpp"
#include "catalog/product.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// A grant of one of the department's resources, revoked and expired ones too.
struct ViewedGrant {
    catalog::ResourceId resource_id;
    std::string scenario_code;
    std::string scenario_name;
    std::string developer_name;
    Timestamp from;
    Timestamp to;  ///< Or its revocation, if that is earlier.
};
std::vector<ViewedGrant> grants_of_department(db::Transaction& tx, TenantScope scope,
                                              BodyId department_id);

/// Products with one of the department's resources in one of their registered versions.
struct ViewedProduct {
    catalog::ProductId id;
    std::string code;
    std::string name;
    std::string developer_name;
};
std::vector<ViewedProduct> products_named(db::Transaction& tx, TenantScope scope,
                                          const std::vector<catalog::ProductId>& ids);

/// Accepted events of one day that touched the same resources of a product in a scenario.
/// `resources`: codes joined by a comma, or "*" for all of the lineage of that day.
struct ViewedUse {
    Date day;
    catalog::ProductId product_id;
    std::string scenario_code;
    std::string resources;
    std::int64_t events = 0;
};
/// Of orders for these products, from `from` to before `to`.
std::vector<ViewedUse> uses_of_products(db::Transaction& tx, TenantScope scope,
                                        const std::vector<catalog::ProductId>& ids, Date from,
                                        Date to);

/// What posted runs attributed to the department, by period of use, resource and product.
struct ViewedIncome {
    Period period;
    std::string resource_code;
    std::string product_code;
    Money attributed;
};
std::vector<ViewedIncome> income_of_department(db::Transaction& tx, TenantScope scope,
                                               std::string_view department_code, Period from,
                                               Period to);

}  // namespace yunhe::billing
