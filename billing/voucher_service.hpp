/// Checking vouchers (审核). An act that two people did (a claim, a bill, a run) is checked by its
/// second; what one person booked alone (an import of receipts) is checked afterwards.
#pragma once

#include <string>

#include "billing/ledger_store.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// The caller is the checker from now on; the entry itself stays as it was booked. Errors:
/// not_found; party `four_eyes` (who made or booked it can't check it); state `voucher_checked`.
Result<StoredEntry> check_voucher(db::Transaction& tx, const tenants::Caller& caller,
                                  LedgerEntryId id, const std::string& opinion);

/// All unchecked vouchers of a month, as one act: those that the caller made are left for another.
struct CheckedVouchers {
    std::uint64_t checked = 0;
    std::uint64_t left = 0;  ///< The caller's own.
};
CheckedVouchers check_vouchers(db::Transaction& tx, const tenants::Caller& caller, Book book,
                               Period period, const std::string& opinion);

}  // namespace yunhe::billing
