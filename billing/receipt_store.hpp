/// Receipts, what they paid of claims, and suspense in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/ledger_store.hpp"
#include "billing/receipt.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Receipt> find_receipt(db::Transaction& tx, TenantScope scope, ReceiptId id);
std::optional<Receipt> find_receipt_by_serial(db::Transaction& tx, TenantScope scope,
                                              std::string_view serial);
/// By id (the order of import).
std::vector<Receipt> list_receipts(db::Transaction& tx, TenantScope scope, const PageRequest& page);
/// REQUIRES: no receipt has the serial.
void insert_receipt(db::Transaction& tx, TenantScope scope, const Receipt& receipt);

/// Money that a claim got: from a receipt, or moved to it out of suspense.
struct Realisation {
    ClaimId claim_id;
    ReceiptId receipt_id;
    std::optional<SuspenseId> suspense_id;  ///< Set where it was moved.
    Money amount;                           ///< Above zero.
    Date realised_on;
    LedgerEntryId entry_id;
};
void insert_realisation(db::Transaction& tx, TenantScope scope, const Realisation& realisation);

/// What a claim got so far. REQUIRES, where it is to be relied on: the claim is locked.
struct ClaimRealised {
    Money amount;
    std::optional<Date> last_on;  ///< Day of the last money; absent: none came.
};
ClaimRealised realised_of_claim(db::Transaction& tx, TenantScope scope, ClaimId claim_id);

std::optional<SuspenseItem> lock_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id);
std::optional<SuspenseItem> find_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id);
/// By id; `state` narrows.
std::vector<SuspenseItem> list_suspense(db::Transaction& tx, TenantScope scope,
                                        std::optional<SuspenseState> state,
                                        const PageRequest& page);
void insert_suspense(db::Transaction& tx, TenantScope scope, const SuspenseItem& item,
                     LedgerEntryId entry_id);
/// Adds the settlement and lowers what is open. REQUIRES: the item is locked, the amount is open.
void settle_suspense(db::Transaction& tx, TenantScope scope, SuspenseId id,
                     const SuspenseSettlement& settlement, LedgerEntryId entry_id,
                     UserId settled_by_id, Timestamp at);

struct ReceiptTotals {
    Money realised;  ///< Matched to claims.
    Money suspense;  ///< Still open there.
};
ReceiptTotals receipt_totals(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
