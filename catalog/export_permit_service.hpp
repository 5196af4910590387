/// What an export permit (出域许可, tenants/small_case_exchange_kinds.hpp) names in the catalogue:
/// one approved scenario of the developer, and what is offered or granted inside it. Quzhou 四(四):
/// export is bound to the approved scenario.
///
/// tenants/ stands to the left and can't call here: the API layer above both asks this in the
/// transaction in which the permit is asked for, decided or used.
#pragma once

#include "base/schema.hpp"
#include "db/transaction.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

/// `fields`: the form of the permit. Errors: malformed `/scenario_code`, `/product_code`,
/// `/resource_codes/n` unknown_reference; party `not_your_scenario`, `not_your_object` (another's
/// product); rule `export_scenario_unapproved`, `export_product_outside_scenario`, citing the
/// pack's ban on unapproved scenarios, and `ungranted_resource` (no live grant in the scenario).
Status check_export_fits(db::Transaction& tx, TenantScope scope, const tenants::RulePack& pack,
                         BodyId developer_id, const Input& fields, Timestamp now);

}  // namespace yunhe::catalog
