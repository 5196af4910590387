/// What entries and timelines of payments have in common.
#pragma once

#include <optional>
#include <string>

#include "billing/document.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Where an entry comes from.
struct EntrySource {
    std::string kind;
    std::string id;
    std::string description;  ///< Cut to what a voucher's line holds.
};

/// The head of an entry that took effect on this day, booked into the open period that takes it.
/// Locks the book: lock documents before.
Result<EntryHead> payment_head(db::Transaction& tx, const tenants::Caller& caller, Book book,
                               Date effective_on, std::optional<Period> usage_period,
                               EntrySource source);

/// A step in the document's timeline that leaves its state as it is.
void record_payment_step(db::Transaction& tx, const tenants::Caller& caller,
                         const Document& document, std::string_view action, Json details);

}  // namespace yunhe::billing
