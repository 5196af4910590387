#include "tenants/delegation_store.hpp"

namespace yunhe::tenants {
namespace {

Delegation read_delegation(const db::Row& row) {
    return {.id = row.id<DelegationId>("id"),
            .body_id = row.id<BodyId>("body_id"),
            .principal_id = row.id<UserId>("principal_id"),
            .principal_username = row.text("principal_username"),
            .principal_role = row.enumerator<Role>("principal_role"),
            .delegate_id = row.id<UserId>("delegate_id"),
            .delegate_username = row.text("delegate_username"),
            .from = row.date("from_on"),
            .to = row.date("to_on"),
            .reason = row.text("reason"),
            .created_at = row.timestamp("created_at"),
            .revoked_at = row.optional_timestamp("revoked_at")};
}

/// Ends in "WHERE d.tenant_id = ?".
constexpr std::string_view kSelectDelegations =
    "SELECT d.id, d.body_id, d.principal_id, d.delegate_id, d.from_on, d.to_on, d.reason, "
    "d.created_at, d.revoked_at, p.username AS principal_username, p.role AS principal_role, "
    "a.username AS delegate_username FROM delegations d "
    "JOIN users p ON p.tenant_id = d.tenant_id AND p.id = d.principal_id "
    "JOIN users a ON a.tenant_id = d.tenant_id AND a.id = d.delegate_id WHERE d.tenant_id = ? ";

std::string select_delegations(std::string_view rest) {
    return std::string(kSelectDelegations) + std::string(rest);
}

}  // namespace

std::vector<Delegation> list_delegations(db::Transaction& tx, TenantScope scope,
                                         std::optional<BodyId> body_id, const PageRequest& page) {
    return tx.list(
        select_delegations("AND (? IS NULL OR d.body_id = ?) AND d.id > ? ORDER BY d.id LIMIT ?"),
        read_delegation, scope, body_id, body_id, page.after_id, page.fetch());
}

std::vector<Delegation> all_delegations_to(db::Transaction& tx, TenantScope scope, UserId delegate,
                                           Date day) {
    return tx.list(select_delegations("AND d.delegate_id = ? AND d.from_on <= ? AND d.to_on >= ? "
                          "AND d.revoked_at IS NULL AND p.state = 'active' "
                          "ORDER BY p.username, d.id"),
                   read_delegation, scope, delegate, day, day);
}

bool delegation_stands(db::Transaction& tx, TenantScope scope, UserId principal, UserId delegate,
                       Date day) {
    return tx.find("SELECT id FROM delegations WHERE tenant_id = ? AND principal_id = ? "
                   "AND delegate_id = ? AND from_on <= ? AND to_on >= ? AND revoked_at IS NULL "
                   "LIMIT 1",
                   [](const db::Row& row) { return row.id<DelegationId>("id"); }, scope, principal,
                   delegate, day, day)
        .has_value();
}

std::optional<Delegation> lock_delegation(db::Transaction& tx, TenantScope scope, DelegationId id) {
    return tx.find(select_delegations("AND d.id = ? FOR UPDATE"), read_delegation, scope, id);
}

void insert_delegation(db::Transaction& tx, TenantScope scope, const Delegation& delegation,
                       UserId created_by) {
    tx.execute(
        "INSERT INTO delegations (tenant_id, id, body_id, principal_id, delegate_id, from_on, "
        "to_on, reason, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, delegation.id, delegation.body_id, delegation.principal_id, delegation.delegate_id,
        delegation.from, delegation.to, delegation.reason, created_by, delegation.created_at);
}

void revoke_delegation(db::Transaction& tx, TenantScope scope, DelegationId id, UserId revoked_by,
                       Timestamp at) {
    tx.execute("UPDATE delegations SET revoked_by = ?, revoked_at = ? "
               "WHERE tenant_id = ? AND id = ?",
               revoked_by, at, scope, id);
}

}  // namespace yunhe::tenants
