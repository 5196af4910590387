#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace {

User read_user(const db::Row& row) {
    return {.id = row.id<UserId>("id"),
            .body_id = row.id<BodyId>("body_id"),
            .username = row.text("username"),
            .role = row.enumerator<Role>("role"),
            .body_admin = row.boolean("body_admin"),
            .state = row.enumerator<UserState>("state"),
            .created_at = row.timestamp("created_at")};
}

}  // namespace

std::optional<User> find_user(db::Transaction& tx, TenantScope scope, UserId id) {
    return tx.find(
        "SELECT id, body_id, username, role, body_admin, state, created_at FROM users "
        "WHERE tenant_id = ? AND id = ?",
        read_user, scope, id);
}

std::optional<User> find_user_by_username(db::Transaction& tx, TenantScope scope,
                                          std::string_view username) {
    return tx.find(
        "SELECT id, body_id, username, role, body_admin, state, created_at FROM users "
        "WHERE tenant_id = ? AND username = ?",
        read_user, scope, username);
}

std::vector<User> list_users(db::Transaction& tx, TenantScope scope, std::optional<BodyId> body_id,
                             const PageRequest& page) {
    return tx.list(
        "SELECT id, body_id, username, role, body_admin, state, created_at FROM users "
        "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR body_id = ?) ORDER BY id LIMIT ?",
        read_user, scope, page.after_id, body_id, body_id, page.fetch());
}

std::vector<User> all_active_users_of(db::Transaction& tx, TenantScope scope, BodyId body_id,
                                      Role role) {
    return tx.list(
        "SELECT id, body_id, username, role, body_admin, state, created_at FROM users "
        "WHERE tenant_id = ? AND body_id = ? AND role = ? AND state = 'active' ORDER BY id",
        read_user, scope, body_id, role);
}

std::vector<User> lock_users_of(db::Transaction& tx, TenantScope scope, BodyId body_id) {
    return tx.list(
        "SELECT id, body_id, username, role, body_admin, state, created_at FROM users "
        "WHERE tenant_id = ? AND body_id = ? ORDER BY id FOR UPDATE",
        read_user, scope, body_id);
}

void insert_user(db::Transaction& tx, TenantScope scope, const User& user,
                 std::string_view password_hash) {
    tx.execute(
        "INSERT INTO users (tenant_id, id, body_id, username, role, body_admin, state, "
        "password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, user.id, user.body_id, user.username, user.role, user.body_admin, user.state,
        password_hash, user.created_at);
}

void save_user_state(db::Transaction& tx, TenantScope scope, UserId id, UserState state) {
    tx.execute("UPDATE users SET state = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
               state, scope, id);
}

std::string read_password_hash(db::Transaction& tx, TenantScope scope, UserId id) {
    return tx.one("SELECT password_hash FROM users WHERE tenant_id = ? AND id = ?",
                  [](const db::Row& row) { return row.text("password_hash"); }, scope, id);
}

void save_password_hash(db::Transaction& tx, TenantScope scope, UserId id,
                        std::string_view password_hash) {
    tx.execute(
        "UPDATE users SET password_hash = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
        password_hash, scope, id);
}

}  // namespace yunhe::tenants
