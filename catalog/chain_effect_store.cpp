#include "catalog/chain_effect_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_STOP_COLUMNS                                                                         \
    "SELECT id, cause, aggregate, aggregate_id, title, reason, stopped_at, recorded_at "           \
    "FROM chain_stops "

RecordedStop read_stop(const db::Row& row) {
    return {.id = row.id<ChainStopId>("id"),
            .cause = row.enumerator<StopCause>("cause"),
            .aggregate = row.text("aggregate"),
            .aggregate_id = row.uint64("aggregate_id"),
            .title = row.text("title"),
            .reason = row.text("reason"),
            .at = row.timestamp("stopped_at"),
            .recorded_at = row.timestamp("recorded_at")};
}

}  // namespace

void insert_chain_stop(db::Transaction& tx, TenantScope scope, const RecordedStop& stop,
                       BodyId recorded_by_body_id, UserId recorded_by_user_id) {
    tx.execute(R"(
        INSERT INTO chain_stops (tenant_id, id, cause, aggregate, aggregate_id, title, reason,
            stopped_at, recorded_at, recorded_by_body_id, recorded_by_user_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, stop.id, stop.cause, stop.aggregate, stop.aggregate_id, stop.title,
               stop.reason, stop.at, stop.recorded_at, recorded_by_body_id, recorded_by_user_id);
}

void insert_stopped_items(db::Transaction& tx, TenantScope scope, ChainStopId id,
                          const std::vector<StoppedItem>& items) {
    for (const auto& item : items)
        tx.execute(R"(
            INSERT INTO chain_stop_items (tenant_id, stop_id, aggregate, aggregate_id, code,
                scenario_id, body_id)
            VALUES (?, ?, ?, ?, ?, ?, ?))",
                   scope, id, item.aggregate, item.aggregate_id, item.code, item.scenario_id,
                   item.body_id);
}

void insert_stop_party(db::Transaction& tx, TenantScope scope, ChainStopId id, BodyId body_id) {
    tx.execute("INSERT INTO chain_stop_parties (tenant_id, stop_id, body_id) VALUES (?, ?, ?)",
               scope, id, body_id);
}

bool save_stop_party(db::Transaction& tx, TenantScope scope, ChainStopId id, BodyId body_id,
                     const std::string& measure, UserId user_id, Timestamp now) {
    return tx.execute(R"(
        UPDATE chain_stop_parties SET measure = ?, seen_at = ?, seen_by_id = ?
         WHERE tenant_id = ? AND stop_id = ? AND body_id = ? AND seen_at IS NULL)",
                      measure, now, user_id, scope, id, body_id) == 1;
}

std::optional<RecordedStop> find_chain_stop(db::Transaction& tx, TenantScope scope,
                                            ChainStopId id) {
    return tx.find(YUNHE_STOP_COLUMNS "WHERE tenant_id = ? AND id = ?", read_stop, scope, id);
}

std::vector<RecordedStop> list_chain_stops(db::Transaction& tx, TenantScope scope,
                                           std::optional<BodyId> body_id,
                                           const PageRequest& page) {
    return tx.list(YUNHE_STOP_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR EXISTS ("
                   "SELECT 1 FROM chain_stop_parties "
                   "WHERE chain_stop_parties.tenant_id = chain_stops.tenant_id "
                   "AND chain_stop_parties.stop_id = chain_stops.id "
                   "AND chain_stop_parties.body_id = ?)) ORDER BY id LIMIT ?",
                   read_stop, scope, page.after_id, body_id, body_id, page.fetch());
}

std::vector<StoppedItem> list_stopped_items(db::Transaction& tx, TenantScope scope,
                                            ChainStopId id) {
    return tx.list(R"(
        SELECT chain_stop_items.aggregate, chain_stop_items.aggregate_id, chain_stop_items.code,
               chain_stop_items.scenario_id, scenarios.code AS scenario_code,
               chain_stop_items.body_id
          FROM chain_stop_items
          JOIN scenarios ON scenarios.tenant_id = chain_stop_items.tenant_id
           AND scenarios.id = chain_stop_items.scenario_id
         WHERE chain_stop_items.tenant_id = ? AND chain_stop_items.stop_id = ?
         ORDER BY chain_stop_items.aggregate, chain_stop_items.code, scenarios.code)",
                   [](const db::Row& row) -> StoppedItem {
                       return {.aggregate = row.text("aggregate"),
                               .aggregate_id = row.uint64("aggregate_id"),
                               .code = row.text("code"),
                               .scenario_id = row.id<ScenarioId>("scenario_id"),
                               .scenario_code = row.text("scenario_code"),
                               .body_id = row.id<BodyId>("body_id")};
                   },
                   scope, id);
}

std::vector<StopParty> list_stop_parties(db::Transaction& tx, TenantScope scope, ChainStopId id) {
    return tx.list("SELECT body_id, measure, seen_at FROM chain_stop_parties "
                   "WHERE tenant_id = ? AND stop_id = ? ORDER BY body_id",
                   [](const db::Row& row) -> StopParty {
                       return {.body_id = row.id<BodyId>("body_id"),
                               .measure = row.optional_text("measure"),
                               .seen_at = row.optional_timestamp("seen_at")};
                   },
                   scope, id);
}

}  // namespace yunhe::catalog
