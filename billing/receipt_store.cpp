#include "billing/receipt_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_RECEIPT_COLUMNS                                                               \
    "SELECT id, serial, payment_code, paid_on, payer, amount_fen, claim_id, matched_fen, "  \
    "imported_at, imported_by_id FROM receipts "
#define YUNHE_SUSPENSE_COLUMNS                                                              \
    "SELECT id, receipt_id, amount_fen, open_fen, reason, suspended_at, version "           \
    "FROM suspense_items "

Receipt read_receipt(const db::Row& row) {
    return {.id = row.id<ReceiptId>("id"),
            .row = {.serial = row.text("serial"),
                    .payment_code = row.text("payment_code"),
                    .paid_on = row.date("paid_on"),
                    .payer = row.text("payer"),
                    .amount = row.money("amount_fen")},
            .claim_id = row.optional_id<ClaimId>("claim_id"),
            .matched = row.money("matched_fen"),
            .imported_at = row.timestamp("imported_at"),
            .imported_by_id = row.id<UserId>("imported_by_id")};
}

SuspenseItem read_suspense(const db::Row& row) {
    return {.id = row.id<SuspenseId>("id"),
            .receipt_id = row.id<ReceiptId>("receipt_id"),
            .amount = row.money("amount_fen"),
            .open = row.money("open_fen"),
            .reason = row.enumerator<SuspenseReason>("reason"),
            .suspended_at = row.timestamp("suspended_at"),
            .version = static_cast<int>(row.int64("version"))};
}

}  // namespace

std::optional<Receipt> find_receipt(db::Transaction& tx, TenantScope scope, ReceiptId id) {
    return tx.find(YUNHE_RECEIPT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_receipt, scope, id);
}

std::optional<Receipt> find_receipt_by_serial(db::Transaction& tx, TenantScope scope,
                                              std::string_view serial) {
    return tx.find(YUNHE_RECEIPT_COLUMNS "WHERE tenant_id = ? AND serial = ?", read_receipt, scope,
                   serial);
}

std::vector<Receipt> list_receipts(db::Transaction& tx, TenantScope scope,
                                   const PageRequest& page) {
    return tx.list(YUNHE_RECEIPT_COLUMNS "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_receipt, scope, page.after_id, page.fetch());
}

void insert_receipt(db::Transaction& tx, TenantScope scope, const Receipt& receipt) {
    tx.execute(R"(
        INSERT INTO receipts
               (tenant_id, id, serial, payment_code, paid_on, payer, amount_fen, claim_id,
                matched_fen, imported_at, imported_by_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, receipt.id, receipt.row.serial, receipt.row.payment_code,
               receipt.row.paid_on, receipt.row.payer, receipt.row.amount, receipt.claim_id,
               receipt.matched, receipt.imported_at, receipt.imported_by_id);
}

void insert_realisation(db::Transaction& tx, TenantScope scope, const Realisation& realisation) {
    struct RealisationEntity {};
    tx.execute(R"(
        INSERT INTO claim_realisations
               (tenant_id, id, claim_id, receipt_id, suspense_id, amount_fen, realised_on, entry_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?))",
               scope, tx.new_id<Id<RealisationEntity>>(), realisation.claim_id,
               realisation.receipt_id, realisation.suspense_id, realisation.amount,
               realisation.realised_on, realisation.entry_id);
}

ClaimRealised realised_of_claim(db::Transaction& tx, TenantScope scope, ClaimId claim_id) {
    return tx.one(R"(
        SELECT COALESCE(SUM(amount_fen), 0) AS amount_fen, MAX(realised_on) AS last_on
          FROM claim_realisations
         WHERE tenant_id = ? AND claim_id = ?)",
                  [](const db::Row& row) {
                      return ClaimRealised{row.money("amount_fen"), row.optional_date("last_on")};
                  },
                  scope, claim_id);
}

std::optional<SuspenseItem> lock_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id) {
    return tx.find(YUNHE_SUSPENSE_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_suspense, scope, id);
}

std::optional<SuspenseItem> find_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id) {
    return tx.find(YUNHE_SUSPENSE_COLUMNS "WHERE tenant_id = ? AND id = ?", read_suspense, scope,
                   id);
}

std::vector<SuspenseItem> list_suspense(db::Transaction& tx, TenantScope scope,
                                        std::optional<SuspenseState> state,
                                        const PageRequest& page) {
    const auto wanted = state ? std::string(to_text(*state)) : std::string();
    return tx.list(YUNHE_SUSPENSE_COLUMNS
                   "WHERE tenant_id = ? AND id > ? "
                   "AND (? = '' OR IF(open_fen > 0, 'open', 'settled') = ?) ORDER BY id LIMIT ?",
                   read_suspense, scope, page.after_id, wanted, wanted, page.fetch());
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
    struct SettlementEntity {};
    tx.execute(R"(
        INSERT INTO suspense_settlements
               (tenant_id, id, suspense_id, action, amount_fen, claim_id, reason, document,
                entry_id, settled_at, settled_by_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, tx.new_id<Id<SettlementEntity>>(), id, settlement.action, settlement.amount,
               settlement.claim_id, settlement.reason, settlement.document, entry_id, at,
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
            .suspense = tx.one("SELECT COALESCE(SUM(open_fen), 0) AS sum_fen "
                               "FROM suspense_items WHERE tenant_id = ?",
                               sum, scope)};
}

}  // namespace yunhe::billing
