#include "billing/receipt_store.hpp"

#include "billing/document_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_RECEIPT_COLUMNS                                                               \
    "SELECT id, book, serial, payment_code, paid_on, payer, amount_fen, claim_id, bill_id, " \
    "matched_fen, imported_at, imported_by_id, file_id FROM receipts "
#define YUNHE_SUSPENSE_COLUMNS                                                              \
    "SELECT suspense_items.id, suspense_items.receipt_id, receipts.book, "                  \
    "suspense_items.amount_fen, suspense_items.open_fen, suspense_items.reason, "           \
    "suspense_items.suspended_at, suspense_items.version FROM suspense_items "              \
    "JOIN receipts ON receipts.tenant_id = suspense_items.tenant_id "                       \
    "AND receipts.id = suspense_items.receipt_id "

Receipt read_receipt(const db::Row& row) {
    return {.id = row.id<ReceiptId>("id"),
            .book = row.enumerator<Book>("book"),
            .row = {.serial = row.text("serial"),
                    .payment_code = row.text("payment_code"),
                    .paid_on = row.date("paid_on"),
                    .payer = row.text("payer"),
                    .amount = row.money("amount_fen")},
            .document = read_optional_document_ref(row, "bill_id", "claim_id"),
            .matched = row.money("matched_fen"),
            .imported_at = row.timestamp("imported_at"),
            .imported_by_id = row.id<UserId>("imported_by_id"),
            .file_id = row.optional_id<ReceiptFileId>("file_id")};
}

SuspenseItem read_suspense(const db::Row& row) {
    return {.id = row.id<SuspenseId>("id"),
            .receipt_id = row.id<ReceiptId>("receipt_id"),
            .book = row.enumerator<Book>("book"),
            .amount = row.money("amount_fen"),
            .open = row.money("open_fen"),
            .reason = row.enumerator<SuspenseReason>("reason"),
            .suspended_at = row.timestamp("suspended_at"),
            .version = static_cast<int>(row.int64("version"))};
}

std::optional<ClaimId> claim_half(const std::optional<DocumentRef>& ref) {
    return ref ? claim_of(*ref) : std::nullopt;
}
std::optional<BillId> bill_half(const std::optional<DocumentRef>& ref) {
    return ref ? bill_of(*ref) : std::nullopt;
}

}  // namespace

std::optional<Receipt> find_receipt(db::Transaction& tx, TenantScope scope, ReceiptId id) {
    return tx.find(YUNHE_RECEIPT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_receipt, scope, id);
}

std::optional<Receipt> find_receipt_by_serial(db::Transaction& tx, TenantScope scope, Book book,
                                              std::string_view serial) {
    return tx.find(YUNHE_RECEIPT_COLUMNS "WHERE tenant_id = ? AND book = ? AND serial = ?",
                   read_receipt, scope, book, serial);
}

std::vector<Receipt> list_receipts(db::Transaction& tx, TenantScope scope,
                                   const ReceiptFilter& filter, const PageRequest& page) {
    const auto book = filter.book ? std::string(to_text(*filter.book)) : std::string();
    const auto file_id = filter.file_id ? filter.file_id->value : std::uint64_t{0};
    return tx.list(YUNHE_RECEIPT_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? = '' OR book = ?) "
                   "AND (? = 0 OR file_id = ?) ORDER BY id LIMIT ?",
                   read_receipt, scope, page.after_id, book, book, file_id, file_id, page.fetch());
}

void insert_receipt(db::Transaction& tx, TenantScope scope, const Receipt& receipt) {
    tx.execute(R"(
        INSERT INTO receipts
               (tenant_id, id, book, serial, payment_code, paid_on, payer, amount_fen, claim_id,
                bill_id, matched_fen, imported_at, imported_by_id, file_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, receipt.id, receipt.book, receipt.row.serial, receipt.row.payment_code,
               receipt.row.paid_on, receipt.row.payer, receipt.row.amount,
               claim_half(receipt.document), bill_half(receipt.document), receipt.matched,
               receipt.imported_at, receipt.imported_by_id, receipt.file_id);
}

void insert_payment(db::Transaction& tx, TenantScope scope, const DocumentPayment& payment) {
    struct PaymentEntity {};
    const auto id = tx.new_id<Id<PaymentEntity>>();
    if (const auto claim_id = claim_of(payment.document)) {
        tx.execute(R"(
            INSERT INTO claim_realisations
                   (tenant_id, id, claim_id, receipt_id, suspense_id, refund_id, amount_fen,
                    realised_on, entry_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
                   scope, id, *claim_id, payment.receipt_id, payment.suspense_id, payment.refund_id,
                   payment.amount, payment.on, payment.entry_id);
        return;
    }
    tx.execute(R"(
        INSERT INTO bill_payments
               (tenant_id, id, bill_id, receipt_id, suspense_id, refund_id, amount_fen, paid_on,
                entry_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, id, *bill_of(payment.document), payment.receipt_id, payment.suspense_id,
               payment.refund_id, payment.amount, payment.on, payment.entry_id);
}

Money paid_of(db::Transaction& tx, TenantScope scope, const DocumentRef& document) {
    const auto sum = [](const db::Row& row) { return row.money("sum_fen"); };
    if (const auto claim_id = claim_of(document))
        return tx.one("SELECT COALESCE(SUM(amount_fen), 0) AS sum_fen FROM claim_realisations "
                      "WHERE tenant_id = ? AND claim_id = ?",
                      sum, scope, *claim_id);
    return tx.one("SELECT COALESCE(SUM(amount_fen), 0) AS sum_fen FROM bill_payments "
                  "WHERE tenant_id = ? AND bill_id = ?",
                  sum, scope, *bill_of(document));
}

ClaimRealised realised_of_claim(db::Transaction& tx, TenantScope scope, ClaimId claim_id) {
    auto realised = tx.one(R"(
        SELECT COALESCE(SUM(amount_fen), 0) AS amount_fen,
               MAX(IF(amount_fen > 0, realised_on, NULL)) AS last_on
          FROM claim_realisations
         WHERE tenant_id = ? AND claim_id = ?)",
                           [](const db::Row& row) {
                               return ClaimRealised{row.money("amount_fen"), Money(),
                                                    row.optional_date("last_on")};
                           },
                           scope, claim_id);
    realised.mirrored =
        tx.one("SELECT COALESCE(SUM(mirrored_fen), 0) AS sum_fen FROM refunds "
               "WHERE tenant_id = ? AND claim_id = ? AND state = 'recorded'",
               [](const db::Row& row) { return row.money("sum_fen"); }, scope, claim_id);
    return realised;
}

std::optional<BillId> find_bill_by_number(db::Transaction& tx, TenantScope scope,
                                          std::uint64_t number) {
    return tx.find("SELECT id FROM bills WHERE tenant_id = ? AND number = ?",
                   [](const db::Row& row) { return row.id<BillId>("id"); }, scope, number);
}

std::optional<SuspenseItem> lock_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id) {
    return tx.find(YUNHE_SUSPENSE_COLUMNS
                   "WHERE suspense_items.tenant_id = ? AND suspense_items.id = ? FOR UPDATE",
                   read_suspense, scope, id);
}

std::optional<SuspenseItem> find_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id) {
    return tx.find(YUNHE_SUSPENSE_COLUMNS
                   "WHERE suspense_items.tenant_id = ? AND suspense_items.id = ?",
                   read_suspense, scope, id);
}

std::vector<SuspenseItem> list_suspense(db::Transaction& tx, TenantScope scope,
                                        const SuspenseFilter& filter, const PageRequest& page) {
    const auto state = filter.state ? std::string(to_text(*filter.state)) : std::string();
    const auto book = filter.book ? std::string(to_text(*filter.book)) : std::string();
    return tx.list(YUNHE_SUSPENSE_COLUMNS
                   "WHERE suspense_items.tenant_id = ? AND suspense_items.id > ? "
                   "AND (? = '' OR IF(suspense_items.open_fen > 0, 'open', 'settled') = ?) "
                   "AND (? = '' OR receipts.book = ?) ORDER BY suspense_items.id LIMIT ?",
                   read_suspense, scope, page.after_id, state, state, book, book, page.fetch());
}

void insert_suspense(db::Transaction& tx, TenantScope scope, const SuspenseItem& item,
                     LedgerEntryId entry_id) {
    tx.execute(R"(
        INSERT INTO suspense_items
               (tenant_id, id, receipt_id, amount_fen, open_fen, reason, suspended_at, entry_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
               scope, item.id, item.receipt_id, item.amount, item.open, item.reason,
               item.suspended_at, entry_id);
}

void settle_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id,
                     const SuspenseSettlement& settlement, LedgerEntryId entry_id,
                     UserId settled_by_id, Timestamp at) {
    struct SuspenseSettlementEntity {};
    tx.execute(R"(
        INSERT INTO suspense_settlements
               (tenant_id, id, suspense_id, action, amount_fen, claim_id, bill_id, refund_id,
                reason, document, entry_id, settled_at, settled_by_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, tx.new_id<Id<SuspenseSettlementEntity>>(), id, settlement.action,
               settlement.amount,
               claim_half(settlement.document_ref), bill_half(settlement.document_ref),
               settlement.refund_id, settlement.reason, settlement.document, entry_id, at,
               settled_by_id);
    tx.execute(R"(
        UPDATE suspense_items
           SET open_fen = open_fen - ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               settlement.amount, scope, id);
}

ReceiptTotals receipt_totals(db::Transaction& tx, TenantScope scope) {
    const auto sum = [](const db::Row& row) { return row.money("sum_fen"); };
    return {.realised = tx.one("SELECT COALESCE(SUM(amount_fen), 0) AS sum_fen "
                               "FROM claim_realisations WHERE tenant_id = ?",
                               sum, scope),
            .suspense = tx.one("SELECT COALESCE(SUM(suspense_items.open_fen), 0) AS sum_fen "
                               "FROM suspense_items JOIN receipts "
                               "ON receipts.tenant_id = suspense_items.tenant_id "
                               "AND receipts.id = suspense_items.receipt_id "
                               "WHERE suspense_items.tenant_id = ? AND receipts.book = 'nontax'",
                               sum, scope)};
}

}  // namespace yunhe::billing
