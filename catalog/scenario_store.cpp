#include "catalog/scenario_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_SCENARIO_COLUMNS                                                                     \
    "SELECT id, code, developer_id, agreement_id, name, purpose, field, value, feasibility, "      \
    "necessity, state, version, created_at, area FROM scenarios "

/// Four marks: developer twice, department twice.
#define YUNHE_SCENARIO_VIEWER                                                                      \
    "AND (? IS NULL OR developer_id = ?) "                                                         \
    "AND (? IS NULL OR EXISTS (SELECT 1 FROM data_requests "                                       \
    "JOIN data_request_items ON data_request_items.tenant_id = data_requests.tenant_id "           \
    "AND data_request_items.request_id = data_requests.id "                                        \
    "JOIN resources ON resources.tenant_id = data_request_items.tenant_id "                        \
    "AND resources.id = data_request_items.resource_id "                                           \
    "WHERE data_requests.tenant_id = scenarios.tenant_id "                                         \
    "AND data_requests.scenario_id = scenarios.id AND data_requests.submitted_at IS NOT NULL "     \
    "AND resources.department_id = ?)) "

Scenario read_scenario(const db::Row& row) {
    return {.id = row.id<ScenarioId>("id"),
            .code = row.text("code"),
            .developer_id = row.id<BodyId>("developer_id"),
            .agreement_id = row.id<tenants::AgreementId>("agreement_id"),
            .name = row.text("name"),
            .purpose = row.enumerator<Purpose>("purpose"),
            .field = row.text("field"),
            .value = row.text("value"),
            .feasibility = row.text("feasibility"),
            .necessity = row.text("necessity"),
            .state = row.enumerator<ScenarioState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .created_at = row.timestamp("created_at"),
            .area = row.text("area")};
}

}  // namespace

std::optional<Scenario> find_scenario(db::Transaction& tx, TenantScope scope, ScenarioId id) {
    return tx.find(YUNHE_SCENARIO_COLUMNS "WHERE tenant_id = ? AND id = ?", read_scenario, scope,
                   id);
}

std::optional<Scenario> find_scenario_by_code(db::Transaction& tx, TenantScope scope,
                                              std::string_view code) {
    return tx.find(YUNHE_SCENARIO_COLUMNS "WHERE tenant_id = ? AND code = ?", read_scenario, scope,
                   code);
}

std::optional<Scenario> lock_scenario_by_code(db::Transaction& tx, TenantScope scope,
                                              std::string_view code) {
    return tx.find(YUNHE_SCENARIO_COLUMNS "WHERE tenant_id = ? AND code = ? FOR UPDATE",
                   read_scenario, scope, code);
}

std::optional<Scenario> find_visible_scenario(db::Transaction& tx, TenantScope scope,
                                              const ScenarioViewer& viewer, std::string_view code) {
    return tx.find(YUNHE_SCENARIO_COLUMNS "WHERE tenant_id = ? " YUNHE_SCENARIO_VIEWER
                   "AND code = ?",
                   read_scenario, scope, viewer.developer_id, viewer.developer_id,
                   viewer.department_id, viewer.department_id, code);
}

std::vector<Scenario> list_scenarios(db::Transaction& tx, TenantScope scope,
                                     const ScenarioViewer& viewer,
                                     const std::optional<std::string>& area,
                                     const PageRequest& page) {
    return tx.list(YUNHE_SCENARIO_COLUMNS "WHERE tenant_id = ? " YUNHE_SCENARIO_VIEWER
                   "AND id > ? AND (? IS NULL OR area = ?) ORDER BY id LIMIT ?",
                   read_scenario, scope, viewer.developer_id, viewer.developer_id,
                   viewer.department_id, viewer.department_id, page.after_id, area, area,
                   page.fetch());
}

std::vector<std::vector<std::string>> list_running_scenario_fields(db::Transaction& tx,
                                                                   TenantScope scope, Date day) {
    return tx.list(
        R"(SELECT scenarios.field AS field
             FROM scenarios
             JOIN agreements
               ON agreements.tenant_id = scenarios.tenant_id
              AND agreements.id = scenarios.agreement_id
            WHERE scenarios.tenant_id = ? AND agreements.state = 'signed'
              AND COALESCE(agreements.amended_to_on, agreements.to_on) >= ?)",
        [](const db::Row& row) { return std::vector{row.text("field")}; }, scope, day);
}

void insert_scenario(db::Transaction& tx, TenantScope scope, const Scenario& scenario) {
    tx.execute("INSERT INTO scenarios (tenant_id, id, code, developer_id, agreement_id, name, "
               "purpose, field, value, feasibility, necessity, state, version, created_at, area) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, scenario.id, scenario.code, scenario.developer_id, scenario.agreement_id,
               scenario.name, scenario.purpose, scenario.field, scenario.value,
               scenario.feasibility, scenario.necessity, scenario.state, scenario.version,
               scenario.created_at, scenario.area);
}

void save_scenario(db::Transaction& tx, TenantScope scope, const Scenario& scenario) {
    tx.execute("UPDATE scenarios SET name = ?, purpose = ?, field = ?, value = ?, feasibility = ?, "
               "necessity = ?, area = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
               scenario.name, scenario.purpose, scenario.field, scenario.value,
               scenario.feasibility, scenario.necessity, scenario.area, scope, scenario.id);
}

void save_scenario_state(db::Transaction& tx, TenantScope scope, ScenarioId id,
                         ScenarioState state) {
    tx.execute("UPDATE scenarios SET state = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               state, scope, id);
}

}  // namespace yunhe::catalog
