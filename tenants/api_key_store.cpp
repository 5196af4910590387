#include "tenants/api_key_store.hpp"

namespace yunhe::tenants {
namespace {

std::optional<int> optional_rate(const db::Row& row) {
    const auto rate = row.optional_int64("requests_per_minute");
    if (!rate) return std::nullopt;
    return static_cast<int>(*rate);
}

ApiKey read_api_key(const db::Row& row) {
    return {.id = row.id<ApiKeyId>("id"),
            .body_id = row.id<BodyId>("body_id"),
            .name = row.text("name"),
            .scopes = row.json("scopes").get<std::vector<std::string>>(),
            .addresses = row.json("addresses").get<std::vector<std::string>>(),
            .expires_on = row.optional_date("expires_on"),
            .created_by = row.id<UserId>("created_by"),
            .created_at = row.timestamp("created_at"),
            .last_used_at = row.optional_timestamp("last_used_at"),
            .revoked_at = row.optional_timestamp("revoked_at"),
            .requests_per_minute = optional_rate(row)};
}

/// Of the tenant's policy, which knows no other reader here: a whole policy isn't read per call.
int tenant_rate(const db::Row& row) {
    return static_cast<int>(row.optional_int64("tenant_rate").value_or(0));
}

/// Audit rows and tables of rights name a role; that of a key is its body's plain one.
Role role_of_key(BodyKind kind) {
    return kind == BodyKind::developer ? Role::developer_staff : Role::operator_staff;
}

}  // namespace

std::optional<ApiKeyOwner> find_api_key_across_tenants(db::Transaction& tx, ApiKeyId id,
                                                       Timestamp real_now) {
    const auto read = [&](const db::Row& row) {
        const auto key = read_api_key(row);
        const auto kind = row.enumerator<BodyKind>("kind");
        return ApiKeyOwner{.key = key,
                           .secret_hmac = row.text("secret_hmac"),
                           .caller =
                               {.scope = TenantScopeMaker::make(row.id<TenantId>("tenant_id")),
                                      .now = row.optional_timestamp("clock").value_or(real_now),
                                      .user_id = UserId{0},
                                      .username = {},
                                      .body_id = key.body_id,
                                      .body_kind = kind,
                                      .role = role_of_key(kind),
                                      .body_admin = false,
                                      .anonymous = false,
                                      .delegate_for_id = {},
                                      .api_key_id = key.id,
                                      .key_scopes = key.scopes,
                                      .requests_per_minute = effective_rate(
                                          key.requests_per_minute, tenant_rate(row),
                                          kind == BodyKind::operator_body)},
                           .sandbox = row.boolean("sandbox")};
    };
    return tx.find(
        "SELECT k.tenant_id, k.id, k.body_id, k.name, k.secret_hmac, k.scopes, k.addresses, "
        "k.expires_on, k.created_by, k.created_at, k.last_used_at, k.revoked_at, "
        "k.requests_per_minute, b.kind, t.sandbox, t.clock, "
        "CAST(JSON_VALUE(t.policy, '$.requests_per_minute') AS SIGNED) AS tenant_rate FROM "
        "api_keys k "
        "JOIN bodies b ON b.tenant_id = k.tenant_id AND b.id = k.body_id "
        "JOIN tenants t ON t.tenant_id = k.tenant_id WHERE k.id = ?",
        read, id);
}

std::vector<ApiKey> list_api_keys(db::Transaction& tx, TenantScope scope,
                                  std::optional<BodyId> body_id, const PageRequest& page) {
    return tx.list(
        "SELECT id, body_id, name, scopes, addresses, expires_on, created_by, created_at, "
        "last_used_at, revoked_at, requests_per_minute FROM api_keys "
        "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR body_id = ?) ORDER BY id LIMIT ?",
        read_api_key, scope, page.after_id, body_id, body_id, page.fetch());
}

std::optional<ApiKey> lock_api_key(db::Transaction& tx, TenantScope scope, ApiKeyId id) {
    return tx.find(
        "SELECT id, body_id, name, scopes, addresses, expires_on, created_by, created_at, "
        "last_used_at, revoked_at, requests_per_minute FROM api_keys WHERE tenant_id = ? AND id = "
        "? FOR UPDATE",
        read_api_key, scope, id);
}

std::uint64_t count_live_api_keys(db::Transaction& tx, TenantScope scope, BodyId body_id,
                                  Date today) {
    return tx.one(
        "SELECT COUNT(id) AS live FROM api_keys WHERE tenant_id = ? AND body_id = ? "
        "AND revoked_at IS NULL AND (expires_on IS NULL OR expires_on >= ?)",
        [](const db::Row& row) { return row.uint64("live"); }, scope, body_id, today);
}

void insert_api_key(db::Transaction& tx, TenantScope scope, const ApiKey& key,
                    std::string_view secret_hmac) {
    tx.execute(
        "INSERT INTO api_keys (tenant_id, id, body_id, name, secret_hmac, scopes, addresses, "
        "expires_on, created_by, created_at, requests_per_minute) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, key.id, key.body_id, key.name, secret_hmac, Json(key.scopes), Json(key.addresses),
        key.expires_on, key.created_by, key.created_at, key.requests_per_minute);
}

void save_api_key_rate(db::Transaction& tx, TenantScope scope, ApiKeyId id,
                       std::optional<int> requests_per_minute) {
    tx.execute("UPDATE api_keys SET requests_per_minute = ? WHERE tenant_id = ? AND id = ?",
               requests_per_minute, scope, id);
}

void revoke_api_key(db::Transaction& tx, TenantScope scope, ApiKeyId id, Timestamp real_now) {
    tx.execute("UPDATE api_keys SET revoked_at = ? WHERE tenant_id = ? AND id = ?", real_now, scope,
               id);
}

void save_api_key_used(db::Transaction& tx, TenantScope scope, ApiKeyId id, Timestamp real_now) {
    tx.execute("UPDATE api_keys SET last_used_at = ? WHERE tenant_id = ? AND id = ?", real_now,
               scope,
               id);
}

}  // namespace yunhe::tenants
