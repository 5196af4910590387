/// What stands behind a ledger entry, in SQL: found by the entry that each object names, not by the
/// words of the entry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "billing/bill.hpp"
#include "billing/claim.hpp"
#include "billing/ledger.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// Objects that name the entry as theirs.
struct EntryOrigins {
    std::vector<ClaimId> claims;             ///< Confirmed, paid, refunded, relieved or allocated.
    std::vector<BillId> bills;
    std::vector<std::uint64_t> pool_ids;     ///< Of allocation runs.
    /// Receipts, suspense items, refunds, reliefs, allotments and opening balances: kind, id and
    /// what people know them by.
    std::vector<Json> others;
};
EntryOrigins origins_of(db::Transaction& tx, TenantScope scope, LedgerEntryId id);

/// A pool of an allocation run with its plan's step, weight, usage, quality, exact share and
/// rounding for each part.
Json pool_explanation(db::Transaction& tx, TenantScope scope, std::uint64_t pool_id);

}  // namespace yunhe::billing
