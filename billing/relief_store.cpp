#include "billing/relief_store.hpp"

#include "billing/document_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_RELIEF_COLUMNS                                                                     \
    "SELECT id, number, kind, bill_id, claim_id, developer_id, state, version, reason, "         \
    "evidence, amount_fen, due_on, instalments, requested_by_id, requested_at, "                 \
    "decided_by_id, decided_at, opinion, entry_id, revoked_at, revoking_entry_id FROM reliefs "

Relief read_relief(const db::Row& row) {
    Relief relief;
    relief.id = row.id<ReliefId>("id");
    relief.number = row.uint64("number");
    relief.kind = row.enumerator<ReliefKind>("kind");
    relief.document = read_document_ref(row);
    relief.developer_id = row.id<BodyId>("developer_id");
    relief.state = row.enumerator<ReliefState>("state");
    relief.version = static_cast<int>(row.int64("version"));
    relief.reason = row.text("reason");
    relief.evidence = row.text("evidence");
    relief.amount = row.money("amount_fen");
    relief.due_on = row.optional_date("due_on");
    relief.instalments = instalments_of(row.json("instalments"));
    relief.requested_by_id = row.id<UserId>("requested_by_id");
    relief.requested_at = row.timestamp("requested_at");
    relief.decided_by_id = row.optional_id<UserId>("decided_by_id");
    relief.decided_at = row.optional_timestamp("decided_at");
    relief.opinion = row.text("opinion");
    if (!row.null("entry_id")) relief.entry_id = row.uint64("entry_id");
    relief.revoked_at = row.optional_timestamp("revoked_at");
    if (!row.null("revoking_entry_id")) relief.revoking_entry_id = row.uint64("revoking_entry_id");
    return relief;
}

std::optional<Date> relief_day_of(const std::optional<Timestamp>& at) {
    if (!at) return std::nullopt;
    return date_of(*at);
}

}  // namespace

std::optional<Relief> find_relief(db::Transaction& tx, TenantScope scope, ReliefId id) {
    return tx.find(YUNHE_RELIEF_COLUMNS "WHERE tenant_id = ? AND id = ?", read_relief, scope, id);
}

std::optional<Relief> lock_relief(db::Transaction& tx, TenantScope scope, ReliefId id) {
    return tx.find(YUNHE_RELIEF_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_relief,
                   scope, id);
}

bool relief_is_requested(db::Transaction& tx, TenantScope scope, const DocumentRef& document) {
    return tx.find("SELECT id FROM reliefs WHERE tenant_id = ? AND (bill_id = ? OR claim_id = ?) "
                   "AND state = 'requested' LIMIT 1",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, bill_of(document),
                   claim_of(document))
        .has_value();
}

std::vector<Relief> list_reliefs(db::Transaction& tx, TenantScope scope, const ReliefFilter& filter,
                                 const PageRequest& page) {
    return tx.list(YUNHE_RELIEF_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR kind = ?) "
                   "AND (? IS NULL OR state = ?) "
                   "AND (? IS NULL OR (bill_id IS NOT NULL) = (? = 'operator')) "
                   "AND (? IS NULL OR developer_id = ?) "
                   "AND (? = 0 OR state IN ('confirmed', 'revoked')) ORDER BY id LIMIT ?",
                   read_relief, scope, page.after_id, filter.kind, filter.kind, filter.state,
                   filter.state, filter.book, filter.book, filter.developer_id,
                   filter.developer_id, filter.granted_only, page.fetch());
}

void insert_relief(db::Transaction& tx, TenantScope scope, const Relief& relief) {
    tx.execute("INSERT INTO reliefs (tenant_id, id, number, kind, bill_id, claim_id, developer_id, "
               "state, version, reason, evidence, amount_fen, due_on, instalments, "
               "requested_by_id, requested_at, opinion) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, relief.id, relief.number, relief.kind, bill_of(relief.document),
               claim_of(relief.document), relief.developer_id, relief.state, relief.version,
               relief.reason, relief.evidence, relief.amount, relief.due_on,
               instalments_json(relief.instalments), relief.requested_by_id, relief.requested_at,
               relief.opinion);
}

void save_relief(db::Transaction& tx, TenantScope scope, const Relief& relief) {
    tx.execute(
        "UPDATE reliefs SET state = ?, decided_by_id = ?, decided_at = ?, decided_on = ?, "
        "opinion = ?, entry_id = ?, revoked_at = ?, revoked_on = ?, "
        "revoking_entry_id = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
        relief.state, relief.decided_by_id, relief.decided_at, relief_day_of(relief.decided_at),
        relief.opinion, relief.entry_id, relief.revoked_at, relief_day_of(relief.revoked_at),
        relief.revoking_entry_id, scope, relief.id);
}

}  // namespace yunhe::billing
