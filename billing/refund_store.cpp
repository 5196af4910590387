#include "billing/refund_store.hpp"

#include "billing/document_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_REFUND_COLUMNS                                                                 \
    "SELECT id, number, book, claim_id, bill_id, suspense_id, amount_fen, reason, state, "   \
    "version, requested_by_id, requested_at, document, refunded_on, mirrored_fen, entry_id, " \
    "recorded_by_id, recorded_at FROM refunds "

Refund read_refund(const db::Row& row) {
    Refund refund;
    refund.id = row.id<RefundId>("id");
    refund.number = row.uint64("number");
    refund.book = row.enumerator<Book>("book");
    refund.document_ref = read_optional_document_ref(row, "bill_id", "claim_id");
    refund.suspense_id = row.optional_id<SuspenseId>("suspense_id");
    refund.amount = row.money("amount_fen");
    refund.reason = row.text("reason");
    refund.state = row.enumerator<RefundState>("state");
    refund.version = static_cast<int>(row.int64("version"));
    refund.requested_by_id = row.id<UserId>("requested_by_id");
    refund.requested_at = row.timestamp("requested_at");
    if (!row.null("document")) refund.document = row.text("document");
    refund.refunded_on = row.optional_date("refunded_on");
    refund.mirrored = row.money("mirrored_fen");
    if (!row.null("entry_id")) refund.entry_id = row.uint64("entry_id");
    refund.recorded_by_id = row.optional_id<UserId>("recorded_by_id");
    refund.recorded_at = row.optional_timestamp("recorded_at");
    return refund;
}

}  // namespace

std::optional<Refund> find_refund(db::Transaction& tx, TenantScope scope, RefundId id) {
    return tx.find(YUNHE_REFUND_COLUMNS "WHERE tenant_id = ? AND id = ?", read_refund, scope, id);
}

std::optional<Refund> lock_refund(db::Transaction& tx, TenantScope scope, RefundId id) {
    return tx.find(YUNHE_REFUND_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_refund,
                   scope, id);
}

std::vector<Refund> list_refunds(db::Transaction& tx, TenantScope scope, const RefundFilter& filter,
                                 const PageRequest& page) {
    const auto state = filter.state ? std::string(to_text(*filter.state)) : std::string();
    const auto book = filter.book ? std::string(to_text(*filter.book)) : std::string();
    return tx.list(YUNHE_REFUND_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? = '' OR state = ?) "
                   "AND (? = '' OR book = ?) ORDER BY id LIMIT ?",
                   read_refund, scope, page.after_id, state, state, book, book, page.fetch());
}

void insert_refund(db::Transaction& tx, TenantScope scope, const Refund& refund) {
    const auto& ref = refund.document_ref;
    tx.execute(R"(
        INSERT INTO refunds
               (tenant_id, id, number, book, claim_id, bill_id, suspense_id, amount_fen, reason,
                state, requested_by_id, requested_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, refund.id, refund.number, refund.book,
               ref ? claim_of(*ref) : std::optional<ClaimId>(),
               ref ? bill_of(*ref) : std::optional<BillId>(), refund.suspense_id, refund.amount,
               refund.reason, refund.state, refund.requested_by_id, refund.requested_at);
}

void save_refund(db::Transaction& tx, TenantScope scope, const Refund& refund) {
    tx.execute(R"(
        UPDATE refunds
           SET state = ?, document = ?, refunded_on = ?, mirrored_fen = ?, entry_id = ?,
               recorded_by_id = ?, recorded_at = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               refund.state, refund.document, refund.refunded_on, refund.mirrored, refund.entry_id,
               refund.recorded_by_id, refund.recorded_at, scope, refund.id);
}

}  // namespace yunhe::billing
