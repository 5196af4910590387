#include "catalog/grant_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_GRANT_COLUMNS                                                                        \
    "SELECT id, request_id, scenario_id, resource_id, agreement_id, developer_id, from_at, "       \
    "to_at, revoked_at, revoked_reason FROM grants "

#define YUNHE_NAMED_GRANT_COLUMNS                                                                  \
    "SELECT grants.id, grants.request_id, grants.scenario_id, grants.resource_id, "                \
    "grants.agreement_id, grants.developer_id, grants.from_at, grants.to_at, "                     \
    "grants.revoked_at, grants.revoked_reason, scenarios.code AS scenario_code, "                  \
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
            .revoked_reason = row.text("revoked_reason")};
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
    return tx.find(YUNHE_GRANT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_grant, scope, id);
}

std::optional<Grant> lock_grant(db::Transaction& tx, TenantScope scope, GrantId id) {
    return tx.find(YUNHE_GRANT_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_grant,
                   scope, id);
}

std::vector<Grant> list_grants_of(db::Transaction& tx, TenantScope scope, ScenarioId scenario_id) {
    return tx.list(YUNHE_GRANT_COLUMNS "WHERE tenant_id = ? AND scenario_id = ? ORDER BY id",
                   read_grant, scope, scenario_id);
}

std::vector<Grant> list_grants_of_request(db::Transaction& tx, TenantScope scope,
                                          DataRequestId request_id) {
    return tx.list(YUNHE_GRANT_COLUMNS "WHERE tenant_id = ? AND request_id = ? ORDER BY id",
                   read_grant, scope, request_id);
}

std::vector<Grant> list_live_grants_of_developer(db::Transaction& tx, TenantScope scope,
                                                 BodyId developer_id, Timestamp at) {
    return tx.list(YUNHE_GRANT_COLUMNS "WHERE tenant_id = ? AND developer_id = ? "
                   "AND from_at <= ? AND ? < to_at AND (revoked_at IS NULL OR ? < revoked_at) "
                   "ORDER BY id",
                   read_grant, scope, developer_id, at, at, at);
}

std::vector<Grant> lock_grants_of_agreement(db::Transaction& tx, TenantScope scope,
                                            tenants::AgreementId agreement_id) {
    return tx.list(YUNHE_GRANT_COLUMNS "WHERE tenant_id = ? AND agreement_id = ? ORDER BY id "
                   "FOR UPDATE",
                   read_grant, scope, agreement_id);
}

std::optional<NamedGrant> find_named_grant(db::Transaction& tx, TenantScope scope,
                                           const GrantViewer& viewer, GrantId id) {
    return tx.find(YUNHE_NAMED_GRANT_COLUMNS "AND grants.id = ?", read_named_grant, scope,
                   viewer.developer_id, viewer.developer_id, viewer.department_id,
                   viewer.department_id, viewer.province_returned_only, id);
}

std::vector<NamedGrant> list_grants(db::Transaction& tx, TenantScope scope,
                                    const GrantViewer& viewer,
                                    std::optional<ScenarioId> scenario_id,
                                    const PageRequest& page) {
    return tx.list(YUNHE_NAMED_GRANT_COLUMNS "AND (? IS NULL OR grants.scenario_id = ?) "
                   "AND grants.id > ? ORDER BY grants.id LIMIT ?",
                   read_named_grant, scope, viewer.developer_id, viewer.developer_id,
                   viewer.department_id, viewer.department_id, viewer.province_returned_only,
                   scenario_id, scenario_id, page.after_id, page.fetch());
}

void insert_grant(db::Transaction& tx, TenantScope scope, const Grant& grant, Timestamp now) {
    tx.execute("INSERT INTO grants (tenant_id, id, request_id, scenario_id, resource_id, "
               "agreement_id, developer_id, from_at, to_at, revoked_reason, created_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)",
               scope, grant.id, grant.request_id, grant.scenario_id, grant.resource_id,
               grant.agreement_id, grant.developer_id, grant.from, grant.to, now);
}

void save_revocation(db::Transaction& tx, TenantScope scope, const Grant& grant) {
    tx.execute("UPDATE grants SET revoked_at = ?, revoked_reason = ? "
               "WHERE tenant_id = ? AND id = ? AND (revoked_at IS NULL OR revoked_at > ?)",
               grant.revoked_at, grant.revoked_reason, scope, grant.id, grant.revoked_at);
}

}  // namespace yunhe::catalog
