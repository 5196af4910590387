#include "catalog/grant_store.hpp"

#include <map>

#include "tenants/json_text_list.hpp"

namespace yunhe::catalog {
namespace {

/// A grant ends with its agreement, also with one that is terminated.
#define YUNHE_GRANT_TO_AT                                                                          \
    "LEAST(grants.to_at, COALESCE((SELECT terminated_at FROM agreements "                          \
    "WHERE agreements.tenant_id = grants.tenant_id AND agreements.id = grants.agreement_id), "     \
    "grants.to_at)) AS to_at, "

#define YUNHE_GRANT_COLUMNS                                                                        \
    "SELECT id, request_id, scenario_id, resource_id, agreement_id, developer_id, from_at, "       \
    YUNHE_GRANT_TO_AT                                                                              \
    "revoked_at, revoked_reason, revoked_by_id, conditions FROM grants "

#define YUNHE_NAMED_GRANT_COLUMNS                                                                  \
    "SELECT grants.id, grants.request_id, grants.scenario_id, grants.resource_id, "                \
    "grants.agreement_id, grants.developer_id, grants.from_at, " YUNHE_GRANT_TO_AT                 \
    "grants.revoked_at, grants.revoked_reason, grants.revoked_by_id, grants.conditions, "          \
    "scenarios.code AS scenario_code, "                                                            \
    "resources.code AS resource_code, resources.name AS resource_name, "                           \
    "resources.department_id, bodies.code AS developer_uscc "                                      \
    "FROM grants "                                                                                 \
    "JOIN scenarios ON scenarios.tenant_id = grants.tenant_id "                                    \
    "AND scenarios.id = grants.scenario_id "                                                       \
    "JOIN resources ON resources.tenant_id = grants.tenant_id "                                    \
    "AND resources.id = grants.resource_id "                                                       \
    "JOIN bodies ON bodies.tenant_id = grants.tenant_id AND bodies.id = grants.developer_id "      \
    "WHERE grants.tenant_id = ? "                                                                  \
    "AND (? IS NULL OR grants.developer_id = ?) "                                                  \
    "AND (? IS NULL OR resources.department_id = ?) "                                              \
    "AND (? = 0 OR resources.origin = 'province_returned') "

Grant read_grant(const db::Row& row) {
    return {.id = row.id<GrantId>("id"),
            .request_id = row.id<DataRequestId>("request_id"),
            .scenario_id = row.id<ScenarioId>("scenario_id"),
            .resource_id = row.id<ResourceId>("resource_id"),
            .agreement_id = row.id<tenants::AgreementId>("agreement_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .from = row.timestamp("from_at"),
            .to = row.timestamp("to_at"),
            .revoked_at = row.optional_timestamp("revoked_at"),
            .revoked_reason = row.text("revoked_reason"),
            .revoked_by_id = row.optional_id<BodyId>("revoked_by_id"),
            .columns = {},
            .conditions = row.text("conditions")};
}

GrantedColumn read_granted_column(const db::Row& row) {
    GrantedColumn column{.name = row.text("name"),
                         .purpose = row.text("purpose"),
                         .masking = {},
                         .conditions = row.text("conditions"),
                         .ended_at = row.optional_timestamp("ended_at")};
    for (const auto& kind : tenants::texts_from(row.json("masking")))
        column.masking.push_back(stored_enum<Masking>(kind));
    return column;
}

Json masking_json(const GrantedColumn& column) {
    Json json = Json::array();
    for (const auto masking : column.masking) json.push_back(to_text(masking));
    return json;
}

/// The columns of all these grants in one statement.
void fill_columns(db::Transaction& tx, TenantScope scope, const std::vector<Grant*>& grants) {
    if (grants.empty()) return;
    std::map<GrantId, Grant*> by_id;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (auto* grant : grants) {
        by_id.emplace(grant->id, grant);
        bound.push_back(db::to_value(grant->id));
    }
    tx.each("SELECT grant_id, name, purpose, masking, conditions, ended_at FROM grant_columns "
            "WHERE tenant_id = ? AND grant_id IN (" + db::placeholders(grants.size()) +
            ") ORDER BY grant_id, position",
            bound, [&](const db::Row& row) {
                by_id.at(row.id<GrantId>("grant_id"))->columns.push_back(read_granted_column(row));
            });
}

std::vector<Grant> filled(db::Transaction& tx, TenantScope scope, std::vector<Grant> grants) {
    std::vector<Grant*> pointers;
    for (auto& grant : grants) pointers.push_back(&grant);
    fill_columns(tx, scope, pointers);
    return grants;
}

std::optional<Grant> filled(db::Transaction& tx, TenantScope scope, std::optional<Grant> grant) {
    if (grant) fill_columns(tx, scope, {&*grant});
    return grant;
}

std::vector<NamedGrant> filled(db::Transaction& tx, TenantScope scope,
                               std::vector<NamedGrant> rows) {
    std::vector<Grant*> pointers;
    for (auto& row : rows) pointers.push_back(&row.grant);
    fill_columns(tx, scope, pointers);
    return rows;
}

GrantRefusal read_refusal(const db::Row& row) {
    return {.body_name = row.optional_text("body_name").value_or(""),
            .reason = row.text("reason"),
            .at = row.timestamp("at"),
            .revoked = row.boolean("revoked")};
}

std::optional<GrantRefusal> find_column_refusal(db::Transaction& tx, TenantScope scope,
                                                ScenarioId scenario_id, ResourceId resource_id,
                                                const std::string& column) {
    return tx.find(
        "SELECT bodies.name AS body_name, said.text AS reason, items.decided_at AS at, "
        "0 AS revoked FROM data_request_seat_columns said "
        "JOIN data_request_seat_items items ON items.tenant_id = said.tenant_id "
        "AND items.request_id = said.request_id AND items.seat = said.seat "
        "AND items.body_id = said.body_id AND items.resource_id = said.resource_id "
        "JOIN data_requests ON data_requests.tenant_id = said.tenant_id "
        "AND data_requests.id = said.request_id "
        "JOIN bodies ON bodies.tenant_id = said.tenant_id AND bodies.id = said.body_id "
        "WHERE said.tenant_id = ? AND data_requests.scenario_id = ? AND said.resource_id = ? "
        "AND said.name = ? AND said.decision = 'refuse' ORDER BY items.decided_at DESC LIMIT 1",
        read_refusal, scope, scenario_id, resource_id, column);
}

NamedGrant read_named_grant(const db::Row& row) {
    return {.grant = read_grant(row),
            .scenario_code = row.text("scenario_code"),
            .resource_code = row.text("resource_code"),
            .resource_name = row.text("resource_name"),
            .developer_uscc = row.text("developer_uscc"),
            .department_id = row.id<BodyId>("department_id")};
}

}  // namespace

std::optional<Grant> find_grant(db::Transaction& tx, TenantScope scope, GrantId id) {
    return filled(tx, scope,
                  tx.find(YUNHE_GRANT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_grant, scope,
                          id));
}

std::optional<Grant> lock_grant(db::Transaction& tx, TenantScope scope, GrantId id) {
    return filled(tx, scope,
                  tx.find(YUNHE_GRANT_COLUMNS
                          "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                          read_grant, scope, id));
}

std::vector<Grant> list_grants_of(db::Transaction& tx, TenantScope scope, ScenarioId scenario_id) {
    return filled(tx, scope,
                  tx.list(YUNHE_GRANT_COLUMNS
                          "WHERE tenant_id = ? AND scenario_id = ? ORDER BY id",
                          read_grant, scope, scenario_id));
}

std::vector<Grant> list_grants_of_request(db::Transaction& tx, TenantScope scope,
                                          DataRequestId request_id) {
    return filled(tx, scope,
                  tx.list(YUNHE_GRANT_COLUMNS
                          "WHERE tenant_id = ? AND request_id = ? ORDER BY id",
                          read_grant, scope, request_id));
}

std::vector<Grant> list_live_grants_of_developer(db::Transaction& tx, TenantScope scope,
                                                 BodyId developer_id, Timestamp at) {
    return filled(tx, scope,
                  tx.list(YUNHE_GRANT_COLUMNS
                          "WHERE tenant_id = ? AND developer_id = ? "
                          "AND from_at <= ? AND ? < to_at "
                          "AND (revoked_at IS NULL OR ? < revoked_at) ORDER BY id",
                          read_grant, scope, developer_id, at, at, at));
}

std::vector<Grant> list_live_grants_of_resource(db::Transaction& tx, TenantScope scope,
                                                ResourceId resource_id, Timestamp at) {
    return filled(tx, scope,
                  tx.list(YUNHE_GRANT_COLUMNS
                          "WHERE tenant_id = ? AND resource_id = ? "
                          "AND from_at <= ? AND ? < to_at "
                          "AND (revoked_at IS NULL OR ? < revoked_at) ORDER BY id",
                          read_grant, scope, resource_id, at, at, at));
}

std::vector<GrantedColumn> granted_columns(db::Transaction& tx, TenantScope scope,
                                           ScenarioId scenario_id, ResourceId resource_id,
                                           Timestamp at) {
    std::vector<GrantedColumn> all;
    const auto grants = list_grants_of(tx, scope, scenario_id);
    for (auto grant = grants.rbegin(); grant != grants.rend(); ++grant) {
        if (grant->resource_id != resource_id) continue;
        for (auto& column : granted_columns(*grant, at))
            if (std::ranges::find(all, column.name, &GrantedColumn::name) == all.end())
                all.push_back(std::move(column));
    }
    return all;
}

std::optional<GrantRefusal> find_refusal(db::Transaction& tx, TenantScope scope,
                                         ScenarioId scenario_id, ResourceId resource_id,
                                         const std::optional<std::string>& column) {
    if (column)
        if (auto refused = find_column_refusal(tx, scope, scenario_id, resource_id, *column))
            return refused;
    return tx.find(
        "SELECT body_name, reason, at, revoked FROM ("
        "SELECT bodies.name AS body_name, items.opinion AS reason, items.decided_at AS at, "
        "0 AS revoked FROM data_request_seat_items items "
        "JOIN data_requests ON data_requests.tenant_id = items.tenant_id "
        "AND data_requests.id = items.request_id "
        "JOIN bodies ON bodies.tenant_id = items.tenant_id AND bodies.id = items.body_id "
        "WHERE items.tenant_id = ? AND data_requests.scenario_id = ? AND items.resource_id = ? "
        "AND items.decision = 'refuse' "
        "UNION ALL SELECT bodies.name, grants.revoked_reason, grants.revoked_at, 1 FROM grants "
        "LEFT JOIN bodies ON bodies.tenant_id = grants.tenant_id "
        "AND bodies.id = grants.revoked_by_id "
        "WHERE grants.tenant_id = ? AND grants.scenario_id = ? AND grants.resource_id = ? "
        "AND grants.revoked_at IS NOT NULL) ends ORDER BY at DESC LIMIT 1",
        read_refusal, scope, scenario_id, resource_id, scope, scenario_id, resource_id);
}

std::vector<Grant> lock_grants_of_agreement(db::Transaction& tx, TenantScope scope,
                                            tenants::AgreementId agreement_id) {
    return filled(tx, scope,
                  tx.list(YUNHE_GRANT_COLUMNS
                          "WHERE tenant_id = ? AND agreement_id = ? ORDER BY id "
                          "FOR UPDATE",
                   read_grant, scope, agreement_id));
}

std::optional<NamedGrant> find_named_grant(db::Transaction& tx, TenantScope scope,
                                           const GrantViewer& viewer, GrantId id) {
    auto found = tx.find(YUNHE_NAMED_GRANT_COLUMNS "AND grants.id = ?", read_named_grant, scope,
                   viewer.developer_id, viewer.developer_id, viewer.department_id,
                   viewer.department_id, viewer.province_returned_only, id);
    if (found) fill_columns(tx, scope, {&found->grant});
    return found;
}

std::vector<NamedGrant> list_grants(db::Transaction& tx, TenantScope scope,
                                    const GrantViewer& viewer,
                                    std::optional<ScenarioId> scenario_id,
                                    const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_NAMED_GRANT_COLUMNS
                          "AND (? IS NULL OR grants.scenario_id = ?) "
                          "AND grants.id > ? ORDER BY grants.id LIMIT ?",
                          read_named_grant, scope, viewer.developer_id, viewer.developer_id,
                          viewer.department_id, viewer.department_id,
                          viewer.province_returned_only, scenario_id, scenario_id, page.after_id,
                          page.fetch()));
}

void insert_grant(db::Transaction& tx, TenantScope scope, const Grant& grant, Timestamp now) {
    tx.execute("INSERT INTO grants (tenant_id, id, request_id, scenario_id, resource_id, "
               "agreement_id, developer_id, from_at, to_at, revoked_reason, conditions, "
               "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
               scope, grant.id, grant.request_id, grant.scenario_id, grant.resource_id,
               grant.agreement_id, grant.developer_id, grant.from, grant.to, grant.conditions,
               now);
    int position = 0;
    for (const auto& column : grant.columns)
        tx.execute("INSERT INTO grant_columns (tenant_id, grant_id, position, name, purpose, "
                   "masking, conditions, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   scope, grant.id, ++position, column.name, column.purpose, masking_json(column),
                   column.conditions, column.ended_at);
}

void save_column_ends(db::Transaction& tx, TenantScope scope, const Grant& grant) {
    for (const auto& column : grant.columns)
        tx.execute("UPDATE grant_columns SET ended_at = ? "
                   "WHERE tenant_id = ? AND grant_id = ? AND name = ?",
                   column.ended_at, scope, grant.id, column.name);
}

void save_revocation(db::Transaction& tx, TenantScope scope, const Grant& grant) {
    tx.execute("UPDATE grants SET revoked_at = ?, revoked_reason = ?, revoked_by_id = ? "
               "WHERE tenant_id = ? AND id = ? AND (revoked_at IS NULL OR revoked_at > ?)",
               grant.revoked_at, grant.revoked_reason, grant.revoked_by_id, scope, grant.id,
               grant.revoked_at);
}

}  // namespace yunhe::catalog
