/// Recording and deciding opening balances.
#pragma once

#include <string>

#include "billing/opening_balance.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// What finance enters.
struct OpeningDraft {
    Book book = Book::nontax;
    Date as_of;
    std::string document;
    std::vector<NamedBalance> lines;
};
/// Errors: party `not_your_move`; state `book_has_entries` (args: book); malformed `/as_of`
/// `not_past`; those of check_opening.
Result<OpeningBalance> record_opening(db::Transaction& tx, const tenants::Caller& caller,
                                      const OpeningDraft& draft);
/// Books it and closes its month. Errors: not_found; party `not_your_move`, `four_eyes`; state
/// `illegal_transition`, `book_has_entries`; those of post_entry.
Result<OpeningBalance> approve_opening(db::Transaction& tx, const tenants::Caller& caller,
                                       OpeningBalanceId id, const std::string& opinion);
/// Errors: not_found; party `not_your_move`; state `illegal_transition`.
Result<OpeningBalance> refuse_opening(db::Transaction& tx, const tenants::Caller& caller,
                                      OpeningBalanceId id, const std::string& reason);

}  // namespace yunhe::billing
