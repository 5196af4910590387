#include "tenants/hold_store.hpp"

#include "tenants/api_key_store.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_HOLD_COLUMNS                                                                         \
    "SELECT id, agreement_id, cause, source_aggregate, source_id, reason, urgent, confirm_by, "    \
    "stopped, placed_at, placed_by_body_id, placed_by_user_id, placed_by_role, confirmed_at, "     \
    "confirmed_by_body_id, confirmed_by_user_id, released_at, released_by_body_id, "               \
    "released_by_user_id, release_reason FROM holds "

StoppedCounts counts_from(const Json& json) {
    return {.orders = json.at("orders").get<std::uint64_t>(),
            .grants = json.at("grants").get<std::uint64_t>(),
            .keys = json.at("keys").get<std::uint64_t>()};
}

Hold read_hold(const db::Row& row) {
    return {.id = row.id<HoldId>("id"),
            .agreement_id = row.id<AgreementId>("agreement_id"),
            .cause = row.enumerator<HoldCause>("cause"),
            .source_aggregate = row.optional_text("source_aggregate").value_or(""),
            .source_id = row.null("source_id") ? 0 : row.uint64("source_id"),
            .reason = row.text("reason"),
            .urgent = row.boolean("urgent"),
            .confirm_by = row.optional_date("confirm_by"),
            .stopped = counts_from(row.json("stopped")),
            .placed_at = row.timestamp("placed_at"),
            .placed_by_body_id = row.id<BodyId>("placed_by_body_id"),
            .placed_by_user_id = row.id<UserId>("placed_by_user_id"),
            .placed_by_role = row.enumerator<Role>("placed_by_role"),
            .confirmed_at = row.optional_timestamp("confirmed_at"),
            .confirmed_by_body_id = row.optional_id<BodyId>("confirmed_by_body_id"),
            .confirmed_by_user_id = row.optional_id<UserId>("confirmed_by_user_id"),
            .released_at = row.optional_timestamp("released_at"),
            .released_by_body_id = row.optional_id<BodyId>("released_by_body_id"),
            .released_by_user_id = row.optional_id<UserId>("released_by_user_id"),
            .release_reason = row.optional_text("release_reason")};
}

}  // namespace

std::optional<Hold> find_hold(db::Transaction& tx, TenantScope scope, HoldId id) {
    return tx.find(YUNHE_HOLD_COLUMNS "WHERE tenant_id = ? AND id = ?", read_hold, scope, id);
}

std::optional<Hold> lock_hold(db::Transaction& tx, TenantScope scope, HoldId id) {
    return tx.find(YUNHE_HOLD_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_hold, scope,
                   id);
}

std::vector<Hold> list_holds_of(db::Transaction& tx, TenantScope scope, AgreementId agreement_id) {
    return tx.list(YUNHE_HOLD_COLUMNS "WHERE tenant_id = ? AND agreement_id = ? ORDER BY id",
                   read_hold, scope, agreement_id);
}

std::vector<Hold> list_holds(db::Transaction& tx, TenantScope scope, AgreementId agreement_id,
                             const PageRequest& page) {
    return tx.list(YUNHE_HOLD_COLUMNS
                   "WHERE tenant_id = ? AND agreement_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_hold, scope, agreement_id, page.after_id, page.fetch());
}

void insert_hold(db::Transaction& tx, TenantScope scope, const Hold& hold) {
    std::optional<std::string> source;
    std::optional<std::uint64_t> source_id;
    if (!hold.source_aggregate.empty()) {
        source = hold.source_aggregate;
        source_id = hold.source_id;
    }
    const Json stopped = {{"orders", hold.stopped.orders},
                          {"grants", hold.stopped.grants},
                          {"keys", hold.stopped.keys}};
    tx.execute(R"(
        INSERT INTO holds (tenant_id, id, agreement_id, cause, source_aggregate, source_id, reason,
            urgent, confirm_by, stopped, placed_at, placed_by_body_id, placed_by_user_id,
            placed_by_role)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, hold.id, hold.agreement_id, hold.cause, source, source_id, hold.reason,
               hold.urgent, hold.confirm_by, stopped, hold.placed_at, hold.placed_by_body_id,
               hold.placed_by_user_id, hold.placed_by_role);
}

void save_hold(db::Transaction& tx, TenantScope scope, const Hold& hold) {
    tx.execute(R"(
        UPDATE holds
           SET confirmed_at = ?, confirmed_by_body_id = ?, confirmed_by_user_id = ?,
               released_at = ?, released_by_body_id = ?, released_by_user_id = ?,
               release_reason = ?
         WHERE tenant_id = ? AND id = ?)",
               hold.confirmed_at, hold.confirmed_by_body_id, hold.confirmed_by_user_id,
               hold.released_at, hold.released_by_body_id, hold.released_by_user_id,
               hold.release_reason, scope, hold.id);
}

StoppedCounts count_in_use(db::Transaction& tx, TenantScope scope, const Agreement& agreement,
                           Timestamp at) {
    const auto day = date_of(at);
    const auto count = [](const db::Row& row) { return row.uint64("n"); };
    StoppedCounts counts;
    counts.orders = tx.one(R"(
        SELECT COUNT(*) AS n
          FROM orders
          JOIN scenarios ON scenarios.tenant_id = orders.tenant_id
           AND scenarios.id = orders.scenario_id
         WHERE orders.tenant_id = ? AND scenarios.agreement_id = ? AND orders.state = 'accepted'
           AND orders.from_on <= ? AND orders.to_on >= ?)",
                           count, scope, agreement.id, day, day);
    counts.grants = tx.one(R"(
        SELECT COUNT(*) AS n
          FROM grants
         WHERE tenant_id = ? AND agreement_id = ? AND from_at <= ? AND to_at > ?
           AND (revoked_at IS NULL OR revoked_at > ?))",
                           count, scope, agreement.id, at, at, at);
    counts.keys = count_live_api_keys(tx, scope, agreement.developer_id, day);
    return counts;
}

}  // namespace yunhe::tenants
