/// Allocation plans in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/allocation_plan.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<StoredPlan> find_plan_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code);
std::optional<StoredPlan> lock_plan_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code);
/// The approved plan with the latest first day that is not after the period's first day; of several
/// with the same day the one approved last.
std::optional<StoredPlan> find_plan_in_force(db::Transaction& tx, TenantScope scope, Period period);
/// By id.
std::vector<StoredPlan> list_plans(db::Transaction& tx, TenantScope scope, const PageRequest& page);
/// REQUIRES: no plan has the code.
void insert_plan(db::Transaction& tx, TenantScope scope, const StoredPlan& plan, Timestamp now);
/// Saves state and approval, raises the version.
void save_plan(db::Transaction& tx, TenantScope scope, const StoredPlan& plan);

}  // namespace yunhe::billing
