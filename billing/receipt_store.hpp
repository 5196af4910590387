/// Receipts, what they paid of claims and bills, and suspense in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/ledger_store.hpp"
#include "billing/receipt.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Receipt> find_receipt(db::Transaction& tx, TenantScope scope, ReceiptId id);
std::optional<Receipt> find_receipt_by_serial(db::Transaction& tx, TenantScope scope, Book book,
                                              std::string_view serial);
struct ReceiptFilter {
    std::optional<Book> book = {};
    std::optional<ReceiptFileId> file_id = {};
};
/// By id (the order of import).
std::vector<Receipt> list_receipts(db::Transaction& tx, TenantScope scope,
                                   const ReceiptFilter& filter, const PageRequest& page);
/// REQUIRES: no receipt of the book has the serial.
void insert_receipt(db::Transaction& tx, TenantScope scope, const Receipt& receipt);

/// Money that a document got, from a receipt or out of suspense, or gave back by a refund. Rows of
/// `claim_realisations` and `bill_payments`.
struct DocumentPayment {
    DocumentRef document;
    std::optional<ReceiptId> receipt_id = {};   ///< Where it came from; absent for a refund.
    std::optional<SuspenseId> suspense_id = {}; ///< Set where it was moved.
    std::optional<RefundId> refund_id = {};
    Money amount;                               ///< Below zero for a refund, else above.
    Date on;
    LedgerEntryId entry_id;
};
void insert_payment(db::Transaction& tx, TenantScope scope, const DocumentPayment& payment);
/// What the document has now, refunds taken off. REQUIRES, where it is to be relied on: it is
/// locked.
Money paid_of(db::Transaction& tx, TenantScope scope, const DocumentRef& document);

/// What a claim got so far. REQUIRES, where it is to be relied on: the claim is locked.
struct ClaimRealised {
    Money amount;                 ///< Refunds taken off.
    Money mirrored;               ///< Refunds that were taken back from what was allocated.
    std::optional<Date> last_on;  ///< Day of the last money; absent: none came.
    /// What is shared out: the money that came, but for refunds that nothing was allocated of.
    Money pool() const { return amount + mirrored; }
};
ClaimRealised realised_of_claim(db::Transaction& tx, TenantScope scope, ClaimId claim_id);

/// The number's bill, issued.
std::optional<BillId> find_bill_by_number(db::Transaction& tx, TenantScope scope,
                                          std::uint64_t number);

std::optional<SuspenseItem> lock_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id);
std::optional<SuspenseItem> find_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id);
struct SuspenseFilter {
    std::optional<SuspenseState> state = {};
    std::optional<Book> book = {};
};
/// By id.
std::vector<SuspenseItem> list_suspense(db::Transaction& tx, TenantScope scope,
                                        const SuspenseFilter& filter, const PageRequest& page);
void insert_suspense(db::Transaction& tx, TenantScope scope, const SuspenseItem& item,
                     LedgerEntryId entry_id);
/// Adds the settlement and lowers what is open. REQUIRES: the item is locked, the amount is open.
void settle_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id,
                     const SuspenseSettlement& settlement, LedgerEntryId entry_id,
                     UserId settled_by_id, Timestamp at);

/// Of the stream of claims.
struct ReceiptTotals {
    Money realised;  ///< Matched to claims, refunds taken off.
    Money suspense;  ///< Still open there.
};
ReceiptTotals receipt_totals(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
