/// Scenarios in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/page.hpp"
#include "catalog/scenario.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Scenario> find_scenario(db::Transaction& tx, TenantScope scope, ScenarioId id);
std::optional<Scenario> find_scenario_by_code(db::Transaction& tx, TenantScope scope,
                                              std::string_view code);
std::optional<Scenario> lock_scenario_by_code(db::Transaction& tx, TenantScope scope,
                                              std::string_view code);
/// Whose eyes: nothing set sees all.
struct ScenarioViewer {
    std::optional<BodyId> developer_id = {};   ///< This developer's.
    std::optional<BodyId> department_id = {};  ///< Asking, or having asked, for its resources.
};
std::optional<Scenario> find_visible_scenario(db::Transaction& tx, TenantScope scope,
                                              const ScenarioViewer& viewer, std::string_view code);
/// By id, one page.
/// `area` narrows it to one county's.
std::vector<Scenario> list_scenarios(db::Transaction& tx, TenantScope scope,
                                     const ScenarioViewer& viewer,
                                     const std::optional<std::string>& area,
                                     const PageRequest& page);
/// The fields of every scenario whose agreement runs on that day: what counts for total control.
std::vector<std::vector<std::string>> list_running_scenario_fields(db::Transaction& tx,
                                                                   TenantScope scope, Date day);
void insert_scenario(db::Transaction& tx, TenantScope scope, const Scenario& scenario);
/// Saves name, purpose, field, statements and area, and raises the version by one.
void save_scenario(db::Transaction& tx, TenantScope scope, const Scenario& scenario);
/// Sets the state and raises the version by one.
void save_scenario_state(db::Transaction& tx, TenantScope scope, ScenarioId id,
                         ScenarioState state);

}  // namespace yunhe::catalog
