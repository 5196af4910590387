/// Recording scenarios, by developers.
#pragma once

#include <optional>
#include <string_view>

#include "catalog/scenario_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

/// Records a scenario under the agreement named, or else the one in force, or else the one that was
/// signed last. `scenario` has code, name, purpose, field and statements; without code it becomes
/// the running number.
/// Errors: not_found (the agreement); state `no_signed_agreement`, `code_taken`; rule
/// `total_control_reached`, `total_control_field_reached` (the tenant's quotas); those of
/// check_scenario and check_statements.
Result<Scenario> create_scenario(db::Transaction& tx, const tenants::Caller& caller,
                                 const tenants::Rules& rules, Scenario scenario,
                                 const std::optional<tenants::AgreementId>& agreement_id);

/// The caller's own scenario, locked. Errors: not_found.
Result<Scenario> lock_own_scenario(db::Transaction& tx, const tenants::Caller& caller,
                                   std::string_view code);
/// Changes a scenario that lock_own_scenario gave, to name, purpose, field, statements and area of
/// `wanted`: while nothing was decided on it and nobody is looking at it.
/// Errors: state `scenario_decided`, `scenario_under_decision`; those of check_scenario and
/// check_statements; rule `total_control_field_reached`.
Result<Scenario> change_scenario(db::Transaction& tx, const tenants::Caller& caller,
                                 const tenants::Rules& rules, const Scenario& current,
                                 Scenario wanted);

/// Developers see their own; departments those that ask, or have asked, for their resources.
ScenarioViewer scenario_viewer(const tenants::Caller& caller);
/// Errors: not_found, also for what the caller may not see.
Result<Scenario> see_scenario(db::Transaction& tx, const tenants::Caller& caller,
                              std::string_view code);

}  // namespace yunhe::catalog
