#include "db/outbox.hpp"

#include <algorithm>

namespace yunhe::db {
namespace {

constexpr std::size_t kReasonCharactersMax = 1000;

/// The longest start of `text` with at most kReasonCharactersMax bytes that ends between
/// characters.
std::string_view shortened(std::string_view text) {
    if (text.size() <= kReasonCharactersMax) return text;
    std::size_t end = kReasonCharactersMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end);
}

OutboxMessage read_message(const Row& row) {
    return {.id = row.id<OutboxId>("id"),
            .topic = row.text("topic"),
            .payload = row.json("payload"),
            .due_at = row.timestamp("due_at"),
            .attempts = static_cast<std::uint32_t>(row.uint64("attempts")),
            .lease_token = row.uint64("lease_token")};
}

DeadMessage read_dead(const Row& row) {
    return {.id = row.id<OutboxId>("id"),
            .topic = row.text("topic"),
            .payload = row.json("payload"),
            .attempts = static_cast<std::uint32_t>(row.uint64("attempts")),
            .last_error = row.text("last_error")};
}

}  // namespace

OutboxId enqueue(Transaction& tx, TenantScope scope, std::string_view topic, const Json& payload,
                 Timestamp due_at) {
    const auto id = tx.new_id<OutboxId>();
    tx.execute(R"(
        INSERT INTO outbox (tenant_id, id, topic, payload, state, due_at, next_attempt_at, attempts,
                            lease_token, last_error)
        VALUES (?, ?, ?, ?, 'pending', ?, ?, 0, 0, ''))",
               scope, id, topic, payload, due_at, due_at);
    return id;
}

std::vector<TenantId> list_tenants_with_due_across_tenants(Transaction& tx, Timestamp now) {
    return tx.list(R"(
        SELECT DISTINCT tenant_id
          FROM outbox
         WHERE state = 'pending' AND next_attempt_at <= ?
         ORDER BY tenant_id)", [](const Row& row) { return row.id<TenantId>("tenant_id"); }, now);
}

std::vector<OutboxMessage> claim_batch(Transaction& tx, TenantScope scope, std::string_view topic,
                                       Timestamp now, std::chrono::seconds lease,
                                       std::uint32_t limit) {
    auto messages = tx.list(R"(
        SELECT id, topic, payload, due_at, attempts, lease_token
          FROM outbox
         WHERE tenant_id = ? AND state = 'pending' AND topic = ? AND next_attempt_at <= ?
         ORDER BY next_attempt_at, id
         LIMIT ?
           FOR UPDATE SKIP LOCKED)", read_message, scope, topic, now, limit);
    for (auto& message : messages) {
        ++message.attempts;
        message.lease_token = tx.new_id<Id<struct LeaseEntity>>().value;
        tx.execute(R"(
            UPDATE outbox
               SET attempts = ?, lease_token = ?, next_attempt_at = ?
             WHERE tenant_id = ? AND id = ?)",
                   message.attempts, message.lease_token, Timestamp(now + lease), scope,
                   message.id);
    }
    return messages;
}

bool mark_done(Transaction& tx, TenantScope scope, const OutboxMessage& message) {
    return tx.execute("DELETE FROM outbox WHERE tenant_id = ? AND id = ? AND lease_token = ?",
                      scope,
                      message.id, message.lease_token) == 1;
}

bool mark_failed(Transaction& tx, TenantScope scope, const OutboxMessage& message, Timestamp now,
                 std::string_view reason, std::uint32_t attempts_max) {
    const bool dead = message.attempts >= attempts_max;
    return tx.execute(R"(
        UPDATE outbox
           SET state = ?, next_attempt_at = ?, last_error = ?, lease_token = 0
         WHERE tenant_id = ? AND id = ? AND lease_token = ?)",
                      dead ? "dead" : "pending", Timestamp(now + outbox_pause(message.attempts)),
                      shortened(reason), scope, message.id, message.lease_token) == 1;
}

std::chrono::seconds outbox_pause(std::uint32_t attempts) {
    constexpr std::chrono::seconds kFirst{5};
    constexpr std::chrono::seconds kLongest{3600};
    const std::uint32_t doublings = std::min(attempts > 0 ? attempts - 1 : 0, 20u);
    return std::min(kLongest, kFirst * (1 << doublings));
}

std::vector<DeadMessage> list_dead_messages(Transaction& tx, TenantScope scope,
                                            std::uint32_t limit) {
    return tx.list(R"(
        SELECT id, topic, payload, attempts, last_error
          FROM outbox
         WHERE tenant_id = ? AND state = 'dead'
         ORDER BY id
         LIMIT ?)", read_dead, scope, limit);
}

bool revive(Transaction& tx, TenantScope scope, OutboxId id, Timestamp now) {
    return tx.execute(R"(
        UPDATE outbox
           SET state = 'pending', attempts = 0, next_attempt_at = ?
         WHERE tenant_id = ? AND id = ? AND state = 'dead')", now, scope, id) == 1;
}

}  // namespace yunhe::db
