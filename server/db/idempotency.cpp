#include "db/idempotency.hpp"

#include "db/connection.hpp"

namespace yunhe::db {
namespace {

TenantId tenant_of(const IdempotencyKey& key) {
    return key.scope ? key.scope->tenant() : kPlatformTenant;
}

struct StoredClaim {
    std::string request_hash;
    std::optional<StoredReply> reply;
};

StoredClaim read_claim(const Row& row) {
    StoredClaim claim{row.text("request_hash"), std::nullopt};
    if (row.null("status")) return claim;
    claim.reply = StoredReply{static_cast<int>(row.int64("status")), row.text("body"),
                              row.text("headers")};
    return claim;
}

/// True if the row is ours. On an existing row the clause takes the exclusive lock at once; a plain
/// INSERT would leave all waiters with shared locks, which deadlock when the holder rolls back.
bool claim(Transaction& tx, const IdempotencyKey& key) {
    return tx.execute(R"(
        INSERT INTO idempotency_keys (tenant_id, principal, idempotency_key, request_hash,
                                      created_at)
        VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))
        ON DUPLICATE KEY UPDATE request_hash = idempotency_keys.request_hash)",
                      tenant_of(key), key.principal, key.key, key.request_hash) == 1;
}

}  // namespace

Result<std::optional<StoredReply>> find_or_claim(Transaction& tx, const IdempotencyKey& key) {
    const Error in_flight{Errc::idempotency_in_flight, "idempotency_in_flight"};
    try {
        if (claim(tx, key)) return std::optional<StoredReply>();
    } catch (const SqlError& failure) {
        // Running the whole transaction again would only wait again; the client may come back.
        if (failure.code != kErrorLockTimeout) throw;
        return in_flight;
    }
    auto stored = tx.one(R"(
        SELECT request_hash, status, body, headers
          FROM idempotency_keys
         WHERE tenant_id = ? AND principal = ? AND idempotency_key = ?)",
                         read_claim, tenant_of(key), key.principal, key.key);
    if (stored.request_hash != key.request_hash)
        return Error{Errc::idempotency_reused, "idempotency_key_reused"};
    if (!stored.reply) return in_flight;
    return std::move(stored.reply);
}

void store_reply(Transaction& tx, const IdempotencyKey& key, const StoredReply& reply) {
    const auto changed = tx.execute(R"(
        UPDATE idempotency_keys
           SET status = ?, body = ?, headers = ?
         WHERE tenant_id = ? AND principal = ? AND idempotency_key = ? AND status IS NULL)",
                                    reply.status, reply.body, reply.headers_json, tenant_of(key),
                                    key.principal, key.key);
    YUNHE_ASSERT(changed == 1);
}

std::uint64_t purge_expired_across_tenants(Transaction& tx, Timestamp now, std::uint32_t rows_max) {
    return tx.execute(R"(
        DELETE FROM idempotency_keys
         WHERE created_at < ?
         ORDER BY created_at
         LIMIT ?)", Timestamp(now - kIdempotencyRetention), rows_max);
}

}  // namespace yunhe::db
