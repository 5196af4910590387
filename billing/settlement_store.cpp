#include "billing/settlement_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_SETTLEMENT_COLUMNS                                                                 \
    "SELECT id, period, version, digest, line_count, claimed_fen, billed_fen, zero_rated_fen, "  \
    "settled_by_id, settled_at FROM settlements "

Settlement read_settlement(const db::Row& row) {
    return {.id = row.id<SettlementId>("id"),
            .period = row.period("period"),
            .version = static_cast<int>(row.int64("version")),
            .digest_hex = row.text("digest"),
            .lines = row.int64("line_count"),
            .claimed = row.money("claimed_fen"),
            .billed = row.money("billed_fen"),
            .zero_rated = row.money("zero_rated_fen"),
            .settled_by_id = row.id<UserId>("settled_by_id"),
            .settled_at = row.timestamp("settled_at")};
}

}  // namespace

std::optional<Settlement> find_settlement_of(db::Transaction& tx, TenantScope scope,
                                             Period period) {
    return tx.find(YUNHE_SETTLEMENT_COLUMNS "WHERE tenant_id = ? AND period = ?", read_settlement,
                   scope, period);
}

std::optional<Settlement> lock_settlement_of(db::Transaction& tx, TenantScope scope,
                                             Period period) {
    return tx.find(YUNHE_SETTLEMENT_COLUMNS "WHERE tenant_id = ? AND period = ? FOR UPDATE",
                   read_settlement, scope, period);
}

std::vector<Settlement> list_settlements(db::Transaction& tx, TenantScope scope,
                                         const PageRequest& page) {
    return tx.list(YUNHE_SETTLEMENT_COLUMNS "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_settlement, scope, page.after_id, page.fetch());
}

void insert_settlement(db::Transaction& tx, TenantScope scope, const Settlement& settlement) {
    tx.execute(
        "INSERT INTO settlements (tenant_id, id, period, version, digest, line_count, claimed_fen, "
        "billed_fen, zero_rated_fen, settled_by_id, settled_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, settlement.id, settlement.period, settlement.version, settlement.digest_hex,
        settlement.lines, settlement.claimed, settlement.billed, settlement.zero_rated,
        settlement.settled_by_id, settlement.settled_at);
}

void save_settlement(db::Transaction& tx, TenantScope scope, const Settlement& settlement) {
    tx.execute(
        "UPDATE settlements SET digest = ?, line_count = ?, claimed_fen = ?, billed_fen = ?, "
        "zero_rated_fen = ?, settled_by_id = ?, settled_at = ?, version = version + 1 "
        "WHERE tenant_id = ? AND id = ?",
        settlement.digest_hex, settlement.lines, settlement.claimed, settlement.billed,
        settlement.zero_rated, settlement.settled_by_id, settlement.settled_at, scope,
        settlement.id);
}

}  // namespace yunhe::billing
