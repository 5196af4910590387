/// The ledger in SQL: entries are only ever added, balances move with them in the same transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "billing/ledger.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// The three names on a voucher: 制单, 审核, 记账. Absent: the system.
struct VoucherNames {
    std::optional<UserId> maker_id = {};
    std::optional<UserId> checker_id = {};
    std::optional<UserId> booker_id = {};
};

/// Adds the entry with the next voucher number of its book and fiscal year (the year of its period)
/// and moves the balances. Locks: the book, the voucher counter, then the balances in order of
/// account; so lock documents before. Errors: state `period_closed` (args: period): the month is
/// closed or being closed; `booking_period` (billing/period_service.hpp) says where it goes.
Result<LedgerEntryId> post_entry(db::Transaction& tx, TenantScope scope, const Entry& entry,
                                 const VoucherNames& names,
                                 std::optional<LedgerEntryId> reverses = {});

/// An entry as it was stored.
struct StoredEntry {
    LedgerEntryId id;
    std::uint64_t voucher = 0;  ///< Gapless per book and fiscal year.
    int fiscal_year = 0;
    EntryHead head;
    VoucherNames names;
    std::optional<LedgerEntryId> reverses_id;
    std::vector<Posting> postings;
    std::optional<Timestamp> checked_at;  ///< Set if the checker came after the booking.
};

struct LedgerFilter {
    std::optional<Book> book = {};
    std::optional<Period> period = {};
    std::string account = {};  ///< Exact name; empty: all.
    std::string source_kind = {};
    std::string source_id = {};
    bool unchecked_only = false;  ///< Vouchers without a checker.
};
/// By id (the order of booking), page.fetch() entries at most.
std::vector<StoredEntry> list_entries(db::Transaction& tx, TenantScope scope,
                                      const LedgerFilter& filter, const PageRequest& page);
std::optional<StoredEntry> find_entry(db::Transaction& tx, TenantScope scope, LedgerEntryId id);
/// The entries that correct this one, or reverse it, by id.
std::vector<LedgerEntryId> corrections_of(db::Transaction& tx, TenantScope scope, LedgerEntryId id);

/// Writes the checker of a voucher that has none. REQUIRES: it has none.
void insert_voucher_check(db::Transaction& tx, TenantScope scope, LedgerEntryId id,
                          UserId checker_id, Timestamp at, const std::string& opinion);

/// One line of the trial balance (科目余额表). Signed: debit above zero.
struct TrialBalanceLine {
    std::string account;
    PostingGroup group = PostingGroup::money;
    Money opening;  ///< Sum of all earlier periods.
    Money debit;    ///< Of the period, not negative.
    Money credit;   ///< Of the period, not negative.
    Money year_debit;   ///< Of the year up to the period's end.
    Money year_credit;
    Money closing() const { return opening + debit - credit; }
};
/// By account. From the balances, not from the entries.
std::vector<TrialBalanceLine> trial_balance(db::Transaction& tx, TenantScope scope, Book book,
                                            Period period);

/// The closing balance of one account over all periods; 0 if it has none.
Money account_balance(db::Transaction& tx, TenantScope scope, Book book, std::string_view account);

/// The general ledger of one account (明细账): what each entry moved and what was left after it.
struct AccountRange {
    Book book = Book::nontax;
    std::string account;
    Period from;
    Period to;  ///< Inclusive.
};
struct AccountLine {
    StoredEntry entry;  ///< Without its postings.
    Money debit;        ///< What the entry moved on the account, not negative, as credit.
    Money credit;
    Money balance;      ///< After it. Debit above zero.
};
/// By id (the order of booking), page.fetch() at most. The first line's balance goes on from the
/// balance of all earlier periods and of the entries of the range before the page.
std::vector<AccountLine> list_account_lines(db::Transaction& tx, TenantScope scope,
                                            const AccountRange& range, const PageRequest& page);
/// The balance at the end of the period before the range.
Money opening_of(db::Transaction& tx, TenantScope scope, const AccountRange& range);

/// What is wrong with a tenant's books; empty: nothing. Derives everything again from the postings:
/// entries that don't sum to zero, balances that differ, gaps in voucher numbers, vouchers checked
/// by who made them, reversals that don't mirror, entries in months that were closed, years that
/// carry over something else than their entries give.
struct LedgerReport {
    std::uint64_t entries = 0;
    std::uint64_t postings = 0;
    std::vector<std::string> faults;  ///< English, one line each.
};
LedgerReport verify_ledger(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
