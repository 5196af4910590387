#include "tenants/mandate_store.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

struct MandateStopEntity { static constexpr std::string_view prefix = "mst"; };
using MandateStopId = Id<MandateStopEntity>;

#define YUNHE_MANDATE_COLUMNS                                                                     \
    "SELECT id, document, from_on, to_on, recorded_at, state, version, active_at, ended_at, "     \
    "end_reason, safety_head FROM mandates "

Mandate read_mandate(const db::Row& row) {
    return {.id = row.id<MandateId>("id"),
            .document = row.text("document"),
            .from = row.date("from_on"),
            .to = row.date("to_on"),
            .recorded_at = row.timestamp("recorded_at"),
            .state = row.enumerator<MandateState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .active_at = row.optional_timestamp("active_at"),
            .ended_at = row.optional_timestamp("ended_at"),
            .end_reason = row.optional_text("end_reason"),
            .safety_head = row.optional_text("safety_head")};
}

MandateTakeover read_takeover(const db::Row& row) {
    return {.id = row.id<MandateTakeoverId>("id"),
            .mandate_id = row.id<MandateId>("mandate_id"),
            .successor_name = row.text("successor_name"),
            .successor_uscc = row.optional_text("successor_uscc"),
            .document = row.text("document"),
            .from = row.date("from_on"),
            .to = row.date("to_on"),
            .recorded_at = row.timestamp("recorded_at")};
}

struct StopOfMandate {
    MandateId mandate_id;
    MandateStop stop;
};
StopOfMandate read_stop(const db::Row& row) {
    return {row.id<MandateId>("mandate_id"),
            {.from = row.timestamp("from_at"),
             .to = row.optional_timestamp("to_at"),
             .reason = row.text("reason")}};
}

void add_parts(db::Transaction& tx, TenantScope scope, std::vector<Mandate>& mandates) {
    const auto stops = tx.list("SELECT mandate_id, from_at, to_at, reason FROM mandate_stops "
                               "WHERE tenant_id = ? ORDER BY from_at, id",
                               read_stop, scope);
    const auto takeovers =
        tx.list("SELECT id, mandate_id, successor_name, successor_uscc, document, from_on, to_on, "
                "recorded_at FROM mandate_takeovers WHERE tenant_id = ? ORDER BY id",
                read_takeover, scope);
    for (auto& mandate : mandates) {
        for (const auto& [mandate_id, stop] : stops)
            if (mandate_id == mandate.id) mandate.stops.push_back(stop);
        for (const auto& takeover : takeovers)
            if (takeover.mandate_id == mandate.id) mandate.takeovers.push_back(takeover);
    }
}

}  // namespace

void insert_mandate(db::Transaction& tx, TenantScope scope, const Mandate& mandate) {
    tx.execute("INSERT INTO mandates (tenant_id, id, document, from_on, to_on, recorded_at, state, "
               "safety_head) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
               scope, mandate.id, mandate.document, mandate.from, mandate.to, mandate.recorded_at,
               mandate.state, mandate.safety_head);
}

std::vector<Mandate> all_mandates(db::Transaction& tx, TenantScope scope) {
    auto mandates = tx.list(YUNHE_MANDATE_COLUMNS "WHERE tenant_id = ? ORDER BY id", read_mandate,
                            scope);
    add_parts(tx, scope, mandates);
    return mandates;
}

std::optional<Mandate> lock_mandate(db::Transaction& tx, TenantScope scope, MandateId id) {
    auto mandates = tx.list(YUNHE_MANDATE_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                            read_mandate, scope, id);
    if (mandates.empty()) return std::nullopt;
    add_parts(tx, scope, mandates);
    return mandates.front();
}

void save_mandate(db::Transaction& tx, TenantScope scope, const Mandate& mandate) {
    tx.execute(R"(
        UPDATE mandates
           SET state = ?, active_at = ?, ended_at = ?, end_reason = ?, safety_head = ?,
               version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               mandate.state, mandate.active_at, mandate.ended_at, mandate.end_reason,
               mandate.safety_head, scope, mandate.id);
}

void insert_mandate_stop(db::Transaction& tx, TenantScope scope, MandateId id,
                         const MandateStop& stop) {
    tx.execute("INSERT INTO mandate_stops (tenant_id, id, mandate_id, from_at, to_at, reason) "
               "VALUES (?, ?, ?, ?, ?, ?)",
               scope, tx.new_id<MandateStopId>(), id, stop.from, stop.to, stop.reason);
}

void close_mandate_stop(db::Transaction& tx, TenantScope scope, MandateId id, Timestamp at) {
    const auto closed = tx.execute("UPDATE mandate_stops SET to_at = ? WHERE tenant_id = ? "
                                   "AND mandate_id = ? AND to_at IS NULL",
                                   at, scope, id);
    YUNHE_ASSERT(closed == 1);
}

void insert_mandate_takeover(db::Transaction& tx, TenantScope scope,
                             const MandateTakeover& takeover) {
    tx.execute(R"(
        INSERT INTO mandate_takeovers (tenant_id, id, mandate_id, successor_name, successor_uscc,
            document, from_on, to_on, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, takeover.id, takeover.mandate_id, takeover.successor_name,
               takeover.successor_uscc, takeover.document, takeover.from, takeover.to,
               takeover.recorded_at);
}

std::vector<Interval> mandate_intervals(db::Transaction& tx, TenantScope scope) {
    return mandate_intervals(all_mandates(tx, scope));
}

}  // namespace yunhe::tenants
