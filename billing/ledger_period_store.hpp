/// The ledger's books, periods, years and accounts in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "billing/period.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// How far the book is closed; locks it until the transaction ends, so that posting and closing
/// take turns.
BookState lock_book(db::Transaction& tx, TenantScope scope, Book book);
/// The same, without lock.
BookState read_book(db::Transaction& tx, TenantScope scope, Book book);
/// REQUIRES: the book is locked.
void save_book(db::Transaction& tx, TenantScope scope, Book book, const BookState& state);

/// What a closed month held.
struct PeriodSeal {
    std::uint64_t entries = 0;
    Money debit;             ///< Of all entries, both groups.
    std::string digest_hex;  ///< SM3 over the entries and their postings in order of voucher.
    friend bool operator==(const PeriodSeal&, const PeriodSeal&) = default;
};
PeriodSeal seal_period(db::Transaction& tx, TenantScope scope, Book book, Period period);

struct LedgerPeriod {
    Book book = Book::nontax;
    Period period;
    PeriodState state = PeriodState::open;
    std::uint64_t entries = 0;
    std::optional<UserId> requested_by_id;
    std::optional<Timestamp> requested_at;
    std::optional<UserId> closed_by_id;
    std::optional<Timestamp> closed_at;
    Json explanations = Json::object();  ///< By check, those of the request.
    std::optional<PeriodSeal> seal;      ///< Once it is closed.
};
/// Periods with entries or with a state of their own, by book and month: a few per year.
std::vector<LedgerPeriod> all_ledger_periods(db::Transaction& tx, TenantScope scope);
/// One of them; open and empty if nothing is known of it.
LedgerPeriod read_ledger_period(db::Transaction& tx, TenantScope scope, Book book, Period period);
/// State, persons, moments, explanations and seal.
void save_ledger_period(db::Transaction& tx, TenantScope scope, const LedgerPeriod& period);
/// The first month with an entry; nothing: the book is empty.
std::optional<Period> first_period_with_entries(db::Transaction& tx, TenantScope scope, Book book);

struct AccountBalance {
    std::string account;
    PostingGroup group = PostingGroup::money;
    Money balance;  ///< Debit above zero.
};
/// Every account of the book that was ever moved, by name.
std::vector<AccountBalance> account_balances(db::Transaction& tx, TenantScope scope, Book book);
/// Those that aren't zero at the end of this month.
std::vector<AccountBalance> balances_through(db::Transaction& tx, TenantScope scope, Book book,
                                             Period period);

/// A closed year of a book (会计年度).
struct FiscalYear {
    Book book = Book::nontax;
    int year = 0;
    std::optional<LedgerEntryId> entry_id;  ///< The entry that closed it, if there was any to make.
    std::uint64_t vouchers = 0;
    UserId closed_by_id;
    Timestamp closed_at;
};
/// How many vouchers the year has.
std::uint64_t vouchers_of_year(db::Transaction& tx, TenantScope scope, Book book, int year);
std::vector<FiscalYear> all_fiscal_years(db::Transaction& tx, TenantScope scope);
std::optional<FiscalYear> find_fiscal_year(db::Transaction& tx, TenantScope scope, Book book,
                                           int year);
/// With what it carries over.
void insert_fiscal_year(db::Transaction& tx, TenantScope scope, const FiscalYear& year,
                        const std::vector<AccountBalance>& carried);
std::vector<AccountBalance> carried_over(db::Transaction& tx, TenantScope scope, Book book,
                                         int year);

}  // namespace yunhe::billing
