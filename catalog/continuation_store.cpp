#include "catalog/continuation_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_CONTINUATION_COLUMNS                                                                 \
    "SELECT id, agreement_id, predecessor_id, developer_id, version, created_at "                  \
    "FROM continuations "

Continuation read_continuation(const db::Row& row) {
    return {.id = row.id<ContinuationId>("id"),
            .agreement_id = row.id<tenants::AgreementId>("agreement_id"),
            .predecessor_id = row.id<tenants::AgreementId>("predecessor_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .version = static_cast<int>(row.int64("version")),
            .created_at = row.timestamp("created_at")};
}

ContinuationSeat read_continuation_seat(const db::Row& row) {
    return {.grant_id = row.id<GrantId>("grant_id"),
            .seat = row.text("seat"),
            .body_id = row.id<BodyId>("body_id"),
            .body_name = row.text("body_name"),
            .role = row.enumerator<tenants::Role>("role"),
            .article = row.optional_text("article"),
            .decision = row.enumerator<ContinuationDecision>("decision"),
            .opinion = row.text("opinion"),
            .decided_by_id = row.optional_id<UserId>("decided_by_id"),
            .decided_at = row.optional_timestamp("decided_at"),
            .new_grant_id = row.optional_id<GrantId>("new_grant_id")};
}

std::optional<Continuation> with_seats(db::Transaction& tx, TenantScope scope,
                                       std::optional<Continuation> found) {
    if (!found) return found;
    found->seats = tx.list(R"(
        SELECT s.grant_id, s.seat, s.body_id, bodies.name AS body_name, s.role, s.article,
               s.decision, s.opinion, s.decided_by_id, s.decided_at, s.new_grant_id
          FROM continuation_seats s
          JOIN bodies ON bodies.tenant_id = s.tenant_id AND bodies.id = s.body_id
         WHERE s.tenant_id = ? AND s.continuation_id = ?
         ORDER BY s.grant_id, s.seat)", read_continuation_seat, scope, found->id);
    return found;
}

}  // namespace

std::optional<Continuation> find_continuation(db::Transaction& tx, TenantScope scope,
                                              ContinuationId id) {
    return with_seats(tx, scope,
                      tx.find(YUNHE_CONTINUATION_COLUMNS "WHERE tenant_id = ? AND id = ?",
                              read_continuation, scope, id));
}

std::optional<Continuation> find_continuation_of(db::Transaction& tx, TenantScope scope,
                                                 tenants::AgreementId agreement_id) {
    return with_seats(
        tx, scope,
        tx.find(YUNHE_CONTINUATION_COLUMNS "WHERE tenant_id = ? AND agreement_id = ?",
                read_continuation, scope, agreement_id));
}

std::optional<Continuation> lock_continuation(db::Transaction& tx, TenantScope scope,
                                              ContinuationId id) {
    return with_seats(
        tx, scope,
        tx.find(YUNHE_CONTINUATION_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                read_continuation, scope, id));
}

void insert_continuation(db::Transaction& tx, TenantScope scope,
                         const Continuation& continuation) {
    tx.execute("INSERT INTO continuations (tenant_id, id, agreement_id, predecessor_id, "
               "developer_id, created_at) VALUES (?, ?, ?, ?, ?, ?)",
               scope, continuation.id, continuation.agreement_id, continuation.predecessor_id,
               continuation.developer_id, continuation.created_at);
    for (const auto& seat : continuation.seats)
        tx.execute("INSERT INTO continuation_seats (tenant_id, continuation_id, grant_id, seat, "
                   "body_id, role, article, decision, opinion) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   scope, continuation.id, seat.grant_id, seat.seat, seat.body_id, seat.role,
                   seat.article, seat.decision, seat.opinion);
}

void save_continuation_seat(db::Transaction& tx, TenantScope scope, ContinuationId id,
                            const ContinuationSeat& seat) {
    tx.execute(R"(
        UPDATE continuation_seats
           SET decision = ?, opinion = ?, decided_by_id = ?, decided_at = ?, new_grant_id = ?
         WHERE tenant_id = ? AND continuation_id = ? AND grant_id = ? AND seat = ?)",
               seat.decision, seat.opinion, seat.decided_by_id, seat.decided_at, seat.new_grant_id,
               scope, id, seat.grant_id, seat.seat);
    tx.execute("UPDATE continuations SET version = version + 1 WHERE tenant_id = ? AND id = ?",
               scope, id);
}

void move_to_agreement(db::Transaction& tx, TenantScope scope, const Grant& grant,
                       tenants::AgreementId agreement_id) {
    tx.execute("UPDATE scenarios SET agreement_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               agreement_id, scope, grant.scenario_id);
    tx.execute("UPDATE data_requests SET agreement_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               agreement_id, scope, grant.request_id);
}

}  // namespace yunhe::catalog
