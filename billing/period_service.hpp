/// Where an entry is booked, and the closing of months and years.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "billing/ledger_period_store.hpp"
#include "billing/period.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// The period into which something that took effect on this day is booked: its own month while that
/// is open, else the next open one. Locks the book until the transaction ends, so that it stays
/// open: lock documents before. Set `EntryHead::period` to it and, where an entry of another period
/// is corrected, `EntryHead::corrects_id` to that entry. No errors today; a Result so that
/// callers needn't change when one comes.
Result<Period> booking_period(db::Transaction& tx, TenantScope scope, Book book, Date effective_on);

/// By check: a reason in writing why it may stay open. Only checks that may be explained.
using Explanations = std::map<std::string, std::string, std::less<>>;

/// The check list of a month, in a fixed order, clean ones included.
std::vector<ClosingCheck> closing_checks(db::Transaction& tx, TenantScope scope, Book book,
                                         Period period, Timestamp now,
                                         const Explanations& explanations);

/// The month of a book with its check list. Explanations: those of its request.
struct PeriodView {
    LedgerPeriod period;
    std::vector<ClosingCheck> checks;
};
PeriodView view_period(db::Transaction& tx, TenantScope scope, Book book, Period period,
                       Timestamp now);

/// Finance asks for the closing. From now on the month takes no entry. Errors: malformed
/// `not_explainable` (a reason for what can't be explained); party `not_your_move`; state
/// `illegal_transition`, `other_period_closing` (args: period), `period_not_ready` (what is open,
/// check by check).
Result<PeriodView> request_closing(db::Transaction& tx, const tenants::Caller& caller, Book book,
                                   Period period, const Explanations& explanations);
/// Another person approves: the month is closed for good, its entries' number, sum and digest are
/// kept. December closes its year too: the year's income moves to the surplus (operator) and what
/// was attributed leaves the treasury account (nontax), all other balances are carried over.
/// Errors: party `not_your_move`, `four_eyes`; state `illegal_transition`, `period_not_ready`.
Result<PeriodView> approve_closing(db::Transaction& tx, const tenants::Caller& caller, Book book,
                                   Period period, const std::string& opinion);
/// Opens it again. Errors: party `not_your_move`; state `illegal_transition`.
Result<PeriodView> send_back_closing(db::Transaction& tx, const tenants::Caller& caller, Book book,
                                     Period period, const std::string& reason);

}  // namespace yunhe::billing
