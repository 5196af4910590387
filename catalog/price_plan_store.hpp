/// Price plans and approved standards in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "catalog/approved_standard.hpp"
#include "catalog/price_plan.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<PricePlan> find_price_plan(db::Transaction& tx, TenantScope scope, PricePlanId id);
std::optional<PricePlan> find_price_plan_by_code(db::Transaction& tx, TenantScope scope,
        std::string_view code);
std::optional<PricePlan> lock_price_plan_by_code(db::Transaction& tx, TenantScope scope,
        std::string_view code);
std::vector<PricePlan> list_price_plans(db::Transaction& tx, TenantScope scope,
        const PageRequest& page);
/// By id; without `sees_drafts` only what is approved.
std::vector<PricePlan> list_visible_price_plans(db::Transaction& tx, TenantScope scope,
        bool sees_drafts,
                                                const PageRequest& page);
void insert_price_plan(db::Transaction& tx, TenantScope scope, const PricePlan& plan,
        Timestamp now);
void save_price_plan(db::Transaction& tx, TenantScope scope, const PricePlan& plan);

/// The approved plan of this kind that the period uses for (product, scenario).
std::optional<PricePlan> find_price_plan_in_force(db::Transaction& tx, TenantScope scope,
        PriceKind kind,
                                                  ProductId product_id, ScenarioId scenario_id,
                                                  Period period);
/// Approved plans of the same kind, product and scenario that begin on the same day.
std::vector<PricePlan> list_approved_beside(db::Transaction& tx, TenantScope scope,
        const PricePlan& plan);
/// The approved plans of the same kind, product and scenario, by day and code: the versions.
std::vector<PricePlan> list_versions(db::Transaction& tx, TenantScope scope,
                                     const PricePlan& plan);
/// The approved operator_fee plans that a period from this day on may use, by day and code.
std::vector<PricePlan> list_fees_from(db::Transaction& tx, TenantScope scope, Date day);
/// Has this product an approved data_use plan in this scenario, of whatever date?
bool has_data_use_price(db::Transaction& tx, TenantScope scope, ProductId product_id,
                        ScenarioId scenario_id);
/// The operator's plans without product that the period uses, by code: all that begin on the latest
/// day not after its first.
std::vector<PricePlan> list_platform_plans_in_force(db::Transaction& tx, TenantScope scope,
        Period period);

std::optional<ApprovedStandard> find_standard_by_code(db::Transaction& tx, TenantScope scope,
                                                      std::string_view code);
std::optional<ApprovedStandard> lock_standard_by_code(db::Transaction& tx, TenantScope scope,
                                                      std::string_view code);
std::vector<ApprovedStandard> list_standards(db::Transaction& tx, TenantScope scope,
                                             const PageRequest& page);
void insert_standard(db::Transaction& tx, TenantScope scope, const ApprovedStandard& standard,
                     Timestamp now);
/// Saves state and who confirmed, raises the version.
void save_standard(db::Transaction& tx, TenantScope scope, const ApprovedStandard& standard);

}  // namespace yunhe::catalog
