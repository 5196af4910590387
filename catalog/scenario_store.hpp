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
/// By id, one page; `developer_id` narrows to one party's.
std::vector<Scenario> list_scenarios(db::Transaction& tx, TenantScope scope,
                                     std::optional<BodyId> developer_id, const PageRequest& page);
void insert_scenario(db::Transaction& tx, TenantScope scope, const Scenario& scenario);
/// Sets the state and raises the version by one.
void save_scenario_state(db::Transaction& tx, TenantScope scope, ScenarioId id,
                         ScenarioState state);

}  // namespace yunhe::catalog
