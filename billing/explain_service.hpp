/// From a ledger entry down to the events behind it, in one answer.
#pragma once

#include "base/json.hpp"
#include "billing/ledger_store.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// `{entry, corrects, corrected_by[], sources[], pools[], documents[]}`:
/// - `pools[]` (of an allocation run): plan, document and steps; each part with its step, weight,
///   usage, quality, exact share, rounding and amount;
/// - `documents[]` (claims and bills, those of the pools too): their figures, the receipts that
///   paid them, and each charge line with plan, charge, tier by tier steps, exact value, the range
///   of its events (count, first, last) and their digest, and the line that it corrects;
/// - `sources[]`: receipts, suspense, refunds, reliefs, allotments, opening balances.
/// Errors: not_found.
Result<Json> explain_entry(db::Transaction& tx, TenantScope scope, LedgerEntryId id);

}  // namespace yunhe::billing
