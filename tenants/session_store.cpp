#include "tenants/session_store.hpp"

#include "tenants/user.hpp"

namespace yunhe::tenants {

std::optional<SessionOwner> find_session_across_tenants(db::Transaction& tx,
                                                        std::string_view token_digest,
                                                        Timestamp real_now) {
    const auto read = [&](const db::Row& row) {
        SessionOwner owner{
            .session = {.id = row.id<SessionId>("id"),
                        .user_id = row.id<UserId>("user_id"),
                        .created_at = row.timestamp("created_at"),
                        .last_seen_at = row.timestamp("last_seen_at"),
                        .revoked_at = row.optional_timestamp("revoked_at")},
            .caller = {.scope = TenantScopeMaker::make(row.id<TenantId>("tenant_id")),
                       .now = row.optional_timestamp("clock").value_or(real_now),
                       .user_id = row.id<UserId>("user_id"),
                       .username = row.text("username"),
                       .body_id = row.id<BodyId>("body_id"),
                       .body_kind = row.enumerator<BodyKind>("kind"),
                       .role = row.enumerator<Role>("role"),
                       .body_admin = row.boolean("body_admin"),
                       .anonymous = false,
                       .delegate_for_id = {},
                       .api_key_id = {},
                       .key_scopes = {}},
            .sandbox = row.boolean("sandbox"),
            .user_active = row.enumerator<UserState>("state") == UserState::active};
        return owner;
    };
    return tx.find(
        "SELECT s.tenant_id, s.id, s.user_id, s.created_at, s.last_seen_at, s.revoked_at, "
        "u.username, u.body_id, u.role, u.body_admin, u.state, b.kind, t.sandbox, t.clock "
        "FROM sessions s "
        "JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id "
        "JOIN bodies b ON b.tenant_id = u.tenant_id AND b.id = u.body_id "
        "JOIN tenants t ON t.tenant_id = s.tenant_id WHERE s.token_sm3 = ?",
        read, token_digest);
}

std::optional<Timestamp> read_clock(db::Transaction& tx, TenantScope scope) {
    return tx.one("SELECT clock FROM tenants WHERE tenant_id = ?",
                  [](const db::Row& row) { return row.optional_timestamp("clock"); }, scope);
}

void insert_session(db::Transaction& tx, TenantScope scope, const Session& session,
                    std::string_view token_digest, std::string_view remote_address) {
    tx.execute(
        "INSERT INTO sessions (tenant_id, id, user_id, token_sm3, created_at, last_seen_at, "
        "remote_address) VALUES (?, ?, ?, ?, ?, ?, ?)",
        scope, session.id, session.user_id, token_digest, session.created_at, session.last_seen_at,
        remote_address.substr(0, 64));
}

void save_session_seen(db::Transaction& tx, TenantScope scope, SessionId id, Timestamp real_now) {
    tx.execute("UPDATE sessions SET last_seen_at = ? WHERE tenant_id = ? AND id = ?", real_now,
               scope,
               id);
}

void revoke_session(db::Transaction& tx, TenantScope scope, std::string_view token_digest,
                    Timestamp real_now) {
    tx.execute(
        "UPDATE sessions SET revoked_at = ? "
        "WHERE tenant_id = ? AND token_sm3 = ? AND revoked_at IS NULL",
        real_now, scope, token_digest);
}

void revoke_sessions_of(db::Transaction& tx, TenantScope scope, UserId user_id, Timestamp real_now,
                        std::string_view spared_digest) {
    tx.execute(
        "UPDATE sessions SET revoked_at = ? "
        "WHERE tenant_id = ? AND user_id = ? AND revoked_at IS NULL AND token_sm3 <> ?",
        real_now, scope, user_id, spared_digest);
}

std::uint64_t purge_sessions_across_tenants(db::Transaction& tx, Timestamp before,
                                            std::uint32_t rows_max) {
    return tx.execute("DELETE FROM sessions WHERE tenant_id >= 0 AND created_at < ? LIMIT ?",
                      before,
                      rows_max);
}

SignInAttempts lock_sign_in_attempts(db::Transaction& tx, TenantScope scope, const SignInName& name,
                                     Timestamp real_now) {
    tx.execute(
        "INSERT INTO login_attempts (tenant_id, name_sm3, remote_address, failures, last_at, "
        "locked_until) VALUES (?, ?, ?, 0, ?, ?) ON DUPLICATE KEY UPDATE failures = failures",
        scope, name.name_digest, name.remote_address, real_now, real_now);
    return tx.one(
        "SELECT failures, last_at, locked_until FROM login_attempts "
        "WHERE tenant_id = ? AND name_sm3 = ? AND remote_address = ? FOR UPDATE",
        [](const db::Row& row) {
            return SignInAttempts{.failures = static_cast<unsigned>(row.uint64("failures")),
                                  .last_at = row.timestamp("last_at"),
                                  .locked_until = row.timestamp("locked_until")};
        },
        scope, name.name_digest, name.remote_address);
}

void save_sign_in_attempts(db::Transaction& tx, TenantScope scope, const SignInName& name,
                           const SignInAttempts& attempts) {
    tx.execute(
        "UPDATE login_attempts SET failures = ?, last_at = ?, locked_until = ? "
        "WHERE tenant_id = ? AND name_sm3 = ? AND remote_address = ?",
        attempts.failures, attempts.last_at, attempts.locked_until, scope, name.name_digest,
        name.remote_address);
}

void forget_sign_in_attempts(db::Transaction& tx, TenantScope scope, const SignInName& name) {
    tx.execute(
        "DELETE FROM login_attempts WHERE tenant_id = ? AND name_sm3 = ? AND remote_address = ?",
        scope, name.name_digest, name.remote_address);
}

std::uint64_t purge_sign_in_attempts_across_tenants(db::Transaction& tx, Timestamp before,
                                                    std::uint32_t rows_max) {
    return tx.execute("DELETE FROM login_attempts WHERE tenant_id >= 0 AND last_at < ? LIMIT ?",
                      before,
                      rows_max);
}

}  // namespace yunhe::tenants
