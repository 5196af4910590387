/// Emergency plans and drills in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/emergency_plan.hpp"

namespace yunhe::tenants {

std::optional<EmergencyPlan> find_emergency_plan(db::Transaction& tx, TenantScope scope,
                                                 EmergencyPlanId id);
std::optional<EmergencyPlan> lock_emergency_plan(db::Transaction& tx, TenantScope scope,
                                                 EmergencyPlanId id);
/// All versions for one agreement (absent: for the platform), oldest first, locked.
std::vector<EmergencyPlan> lock_emergency_plans_of(db::Transaction& tx, TenantScope scope,
                                                   std::optional<AgreementId> agreement_id);

struct EmergencyPlanFilter {
    std::optional<AgreementId> agreement_id = {};
    /// Only plans for this developer's agreements, and those for the platform.
    std::optional<BodyId> developer_id = {};
};
std::vector<EmergencyPlan> list_emergency_plans(db::Transaction& tx, TenantScope scope,
                                                const EmergencyPlanFilter& filter,
                                                const PageRequest& page);
void insert_emergency_plan(db::Transaction& tx, TenantScope scope, const EmergencyPlan& plan);
/// Saves state, approval and end, and raises the version by one.
void save_emergency_plan(db::Transaction& tx, TenantScope scope, const EmergencyPlan& plan);

std::vector<EmergencyDrill> list_emergency_drills(db::Transaction& tx, TenantScope scope,
                                                  EmergencyPlanId plan_id,
                                                  const PageRequest& page);
void insert_emergency_drill(db::Transaction& tx, TenantScope scope, const EmergencyDrill& drill);

}  // namespace yunhe::tenants
