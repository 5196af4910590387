#include "billing/payment_notice_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_PAYMENT_NOTICE_COLUMNS                                                        \
    "SELECT id, claim_id, payment_code, bill_no, issued_on, due_on, amount_fen, "           \
    "imported_at, imported_by_id, file_id FROM payment_notices "

PaymentNotice read_notice(const db::Row& row) {
    return {.id = row.id<PaymentNoticeId>("id"),
            .claim_id = row.id<ClaimId>("claim_id"),
            .payment_code = row.text("payment_code"),
            .bill_no = row.text("bill_no"),
            .issued_on = row.date("issued_on"),
            .due_on = row.date("due_on"),
            .amount = row.money("amount_fen"),
            .imported_at = row.timestamp("imported_at"),
            .imported_by_id = row.id<UserId>("imported_by_id"),
            .file_id = row.optional_id<ReceiptFileId>("file_id")};
}

}  // namespace

std::optional<PaymentNotice> find_notice_by_payment_code(db::Transaction& tx, TenantScope scope,
                                                         std::string_view payment_code) {
    return tx.find(YUNHE_PAYMENT_NOTICE_COLUMNS "WHERE tenant_id = ? AND payment_code = ?",
                   read_notice, scope, payment_code);
}

std::optional<PaymentNotice> find_notice_of_claim(db::Transaction& tx, TenantScope scope,
                                                  ClaimId claim_id) {
    return tx.find(YUNHE_PAYMENT_NOTICE_COLUMNS "WHERE tenant_id = ? AND claim_id = ?", read_notice,
                   scope, claim_id);
}

std::vector<PaymentNotice> list_payment_notices(db::Transaction& tx, TenantScope scope,
                                                const PageRequest& page) {
    return tx.list(YUNHE_PAYMENT_NOTICE_COLUMNS
                   "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_notice, scope, page.after_id, page.fetch());
}

void insert_payment_notice(db::Transaction& tx, TenantScope scope, const PaymentNotice& notice) {
    tx.execute(R"(
        INSERT INTO payment_notices
               (tenant_id, id, claim_id, payment_code, bill_no, issued_on, due_on, amount_fen,
                imported_at, imported_by_id, file_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, notice.id, notice.claim_id, notice.payment_code, notice.bill_no,
               notice.issued_on, notice.due_on, notice.amount, notice.imported_at,
               notice.imported_by_id, notice.file_id);
}

}  // namespace yunhe::billing
