/// Importing receipts of the treasury and the bank, and settling what they left in suspense.
#pragma once

#include <vector>

#include "billing/receipt.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

struct ImportedReceipt {
    Receipt receipt;
    ReceiptOutcome outcome = ReceiptOutcome::matched;
    Money suspended;
    std::optional<SuspenseReason> reason;  ///< Where something is suspended.
};

/// All rows or none; in the order of the rows. Locks: the tenant's imports (they take turns), the
/// documents in order of id, then what posting locks.
/// Errors: rule `rows_refused` with field errors below /rows/<n>, those of plan_receipts.
Result<std::vector<ImportedReceipt>> import_receipts(db::Transaction& tx,
                                                     const tenants::Caller& caller, Book book,
                                                     const std::vector<ReceiptRow>& rows,
                                                     std::optional<ReceiptFileId> file_id = {});

/// What import_receipts would do with each row now. Saves and locks nothing.
std::vector<PlannedReceipt> try_receipts(db::Transaction& tx, const tenants::Caller& caller,
                                         Book book, const std::vector<ReceiptRow>& rows);

/// Who settles money in suspense and pays refunds out: the treasury what came for claims, finance
/// what came for bills. Errors: party `not_your_move`.
Status check_holds_account(const tenants::Caller& caller, Book book);

/// Moves money in suspense to a document of its book: `amount` of it, or all that is open. Booked
/// and realised on the day of settling. Errors: not_found; party `not_your_move`; malformed
/// /claim_id or /bill_id `no_such_claim`, `no_such_bill` (none that stands); those of
/// check_settlement and post_entry.
struct SuspenseMove {
    DocumentRef target;
    std::optional<Money> amount;
    std::string reason;
    std::string document;
};
Result<SuspenseItem> move_suspended_money(db::Transaction& tx, const tenants::Caller& caller,
                                          SuspenseId id, const SuspenseMove& move);

/// Takes money out of suspense for a refund that is being recorded. REQUIRES: the item is locked.
/// Errors: those of check_settlement.
Status settle_by_refund(db::Transaction& tx, const tenants::Caller& caller,
                        const SuspenseItem& item, const SuspenseSettlement& settlement,
                        std::uint64_t entry_id);

}  // namespace yunhe::billing
