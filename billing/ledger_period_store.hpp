/// The ledger's periods and accounts as lists, in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "billing/ledger.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

struct LedgerPeriod {
    Book book = Book::nontax;
    Period period;
    std::string state;  ///< "open" unless it was closed or is being closed.
    std::uint64_t entries = 0;
    std::optional<Timestamp> closed_at;
};
/// Periods with entries or with a state of their own, by book and month: a few per year.
std::vector<LedgerPeriod> all_ledger_periods(db::Transaction& tx, TenantScope scope);

struct AccountBalance {
    std::string account;
    PostingGroup group = PostingGroup::money;
    Money balance;  ///< Debit above zero.
};
/// Every account of the book that was ever moved, by name.
std::vector<AccountBalance> account_balances(db::Transaction& tx, TenantScope scope, Book book);

}  // namespace yunhe::billing
