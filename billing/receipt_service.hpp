/// Importing the treasury's receipts and settling what they left in suspense.
#pragma once

#include <vector>

#include "billing/receipt.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

enum class ReceiptOutcome {
    matched,      ///< All of it to its claim.
    part_matched, ///< What was open to its claim, the rest to suspense.
    suspended,    ///< All of it to suspense.
    duplicate,    ///< The same row came before: nothing changed.
};

struct ImportedReceipt {
    Receipt receipt;
    ReceiptOutcome outcome = ReceiptOutcome::matched;
    Money suspended;
    std::optional<SuspenseReason> reason;  ///< Where something is suspended.
};

/// All rows or none; in the order of the rows. Locks: the tenant's imports (they take turns), the
/// claims in order of id, then what posting locks.
/// Errors: rule `rows_refused` with field errors below /rows/<n>: `serial_reused` at /serial (the
/// serial came with other content), `must_be_positive` at /amount, `paid_in_future` at /paid_on;
/// those of post_entry.
Result<std::vector<ImportedReceipt>> import_receipts(db::Transaction& tx,
                                                     const tenants::Caller& caller,
                                                     const std::vector<ReceiptRow>& rows);

/// Gives money in suspense back or moves it to a claim: `amount` of it, or all that is open. Booked
/// and realised on the day of settling. Errors: not_found; malformed /claim_id `no_such_claim`,
/// `missing_field`, `only_for_move`; those of check_settlement and post_entry.
Result<SuspenseItem> settle_suspended_money(db::Transaction& tx, const tenants::Caller& caller,
                                            SuspenseId id, SuspenseSettlement settlement,
                                            std::optional<Money> amount);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ReceiptOutcome> =
    yunhe::texts_of(std::pair{yunhe::billing::ReceiptOutcome::matched, "matched"},
                    std::pair{yunhe::billing::ReceiptOutcome::part_matched, "part_matched"},
                    std::pair{yunhe::billing::ReceiptOutcome::suspended, "suspended"},
                    std::pair{yunhe::billing::ReceiptOutcome::duplicate, "duplicate"});
