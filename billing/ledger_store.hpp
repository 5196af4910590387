/// The ledger in SQL: entries are only ever added, balances move with them in the same transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "billing/ledger.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

struct LedgerEntryEntity { static constexpr std::string_view prefix = "ent"; };
using LedgerEntryId = Id<LedgerEntryEntity>;

/// The three names on a voucher: 制单, 审核, 记账. Absent: the system.
struct VoucherNames {
    std::optional<UserId> maker_id = {};
    std::optional<UserId> checker_id = {};
    std::optional<UserId> booker_id = {};
};

/// Adds the entry with the next voucher number of its book and fiscal year (the year of its period)
/// and moves the balances. Locks: the voucher counter, then the balances in order of account.
/// Errors: state `period_closed` (args: period): book it into the open period instead.
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
};

struct LedgerFilter {
    std::optional<Book> book = {};
    std::optional<Period> period = {};
    std::string account = {};  ///< Exact name; empty: all.
};
/// By id (the order of booking), page.fetch() entries at most.
std::vector<StoredEntry> list_entries(db::Transaction& tx, TenantScope scope,
                                      const LedgerFilter& filter, const PageRequest& page);
std::optional<StoredEntry> find_entry(db::Transaction& tx, TenantScope scope, LedgerEntryId id);

/// One line of the trial balance (科目余额表). Signed: debit above zero.
struct TrialBalanceLine {
    std::string account;
    PostingGroup group = PostingGroup::money;
    Money opening;  ///< Sum of all earlier periods.
    Money debit;    ///< Of the period, not negative.
    Money credit;   ///< Of the period, not negative.
    Money closing() const { return opening + debit - credit; }
};
/// By account. From the balances, not from the entries.
std::vector<TrialBalanceLine> trial_balance(db::Transaction& tx, TenantScope scope, Book book,
                                            Period period);

/// The closing balance of one account over all periods; 0 if it has none.
Money account_balance(db::Transaction& tx, TenantScope scope, Book book, std::string_view account);

/// What is wrong with a tenant's books; empty: nothing. Derives everything again from the postings:
/// entries that don't sum to zero, balances that differ, gaps in voucher numbers.
struct LedgerReport {
    std::uint64_t entries = 0;
    std::uint64_t postings = 0;
    std::vector<std::string> faults;  ///< English, one line each.
};
LedgerReport verify_ledger(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::billing
