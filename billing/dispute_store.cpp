#include "billing/dispute_store.hpp"

#include "billing/document_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_DISPUTE_COLUMNS                                                                    \
    "SELECT id, number, bill_id, claim_id, developer_id, state, version, reason, "               \
    "contested_fen, opened_by_id, opened_at, answer_due_on, answer, correction, "                \
    "answered_by_id, answered_at, corrected_by_bill_id, corrected_by_claim_id FROM disputes "

Dispute read_dispute(const db::Row& row) {
    Dispute dispute;
    dispute.id = row.id<DisputeId>("id");
    dispute.number = row.uint64("number");
    dispute.document = read_document_ref(row);
    dispute.developer_id = row.id<BodyId>("developer_id");
    dispute.state = row.enumerator<DisputeState>("state");
    dispute.version = static_cast<int>(row.int64("version"));
    dispute.reason = row.text("reason");
    if (!row.null("contested_fen")) dispute.contested = row.money("contested_fen");
    dispute.opened_by_id = row.id<UserId>("opened_by_id");
    dispute.opened_at = row.timestamp("opened_at");
    dispute.answer_due_on = row.date("answer_due_on");
    dispute.answer = row.text("answer");
    if (!row.null("correction")) dispute.correction = row.enumerator<Correction>("correction");
    dispute.answered_by_id = row.optional_id<UserId>("answered_by_id");
    dispute.answered_at = row.optional_timestamp("answered_at");
    dispute.corrected_by =
        read_optional_document_ref(row, "corrected_by_bill_id", "corrected_by_claim_id");
    return dispute;
}

}  // namespace

std::optional<Dispute> find_dispute(db::Transaction& tx, TenantScope scope, DisputeId id) {
    return tx.find(YUNHE_DISPUTE_COLUMNS "WHERE tenant_id = ? AND id = ?", read_dispute, scope, id);
}

std::optional<Dispute> lock_dispute(db::Transaction& tx, TenantScope scope, DisputeId id) {
    return tx.find(YUNHE_DISPUTE_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_dispute,
                   scope, id);
}

std::optional<Dispute> find_running_dispute(db::Transaction& tx, TenantScope scope,
                                            const DocumentRef& document) {
    return tx.find(YUNHE_DISPUTE_COLUMNS
                   "WHERE tenant_id = ? AND (bill_id = ? OR claim_id = ?) "
                   "AND state IN ('open', 'upheld') ORDER BY id LIMIT 1",
                   read_dispute, scope, bill_of(document), claim_of(document));
}

std::vector<Dispute> list_disputes(db::Transaction& tx, TenantScope scope,
                                   const DisputeFilter& filter, const PageRequest& page) {
    return tx.list(YUNHE_DISPUTE_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR state = ?) "
                   "AND (? IS NULL OR (bill_id IS NOT NULL) = (? = 'operator')) "
                   "AND (? IS NULL OR developer_id = ?) ORDER BY id LIMIT ?",
                   read_dispute, scope, page.after_id, filter.state, filter.state, filter.book,
                   filter.book, filter.developer_id, filter.developer_id, page.fetch());
}

void insert_dispute(db::Transaction& tx, TenantScope scope, const Dispute& dispute) {
    tx.execute("INSERT INTO disputes (tenant_id, id, number, bill_id, claim_id, developer_id, "
               "state, version, reason, contested_fen, opened_by_id, opened_at, answer_due_on, "
               "answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, dispute.id, dispute.number, bill_of(dispute.document),
               claim_of(dispute.document), dispute.developer_id, dispute.state, dispute.version,
               dispute.reason, dispute.contested, dispute.opened_by_id, dispute.opened_at,
               dispute.answer_due_on, dispute.answer);
}

void save_dispute(db::Transaction& tx, TenantScope scope, const Dispute& dispute) {
    const auto bill = dispute.corrected_by ? bill_of(*dispute.corrected_by) : std::nullopt;
    const auto claim = dispute.corrected_by ? claim_of(*dispute.corrected_by) : std::nullopt;
    tx.execute("UPDATE disputes SET state = ?, answer = ?, correction = ?, answered_by_id = ?, "
               "answered_at = ?, corrected_by_bill_id = ?, corrected_by_claim_id = ?, "
               "version = version + 1 WHERE tenant_id = ? AND id = ?",
               dispute.state, dispute.answer, dispute.correction, dispute.answered_by_id,
               dispute.answered_at, bill, claim, scope, dispute.id);
}

}  // namespace yunhe::billing
