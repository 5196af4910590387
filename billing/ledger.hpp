/// The ledger's pure half: accounts, entries that can't be unbalanced, and the posting table.
///
/// Two books that never mix. An entry never changes; a correction is `reversal` plus a new entry.
/// Postings are signed: a debit is above zero, a credit below. An entry's memo postings (budget
/// proposals, which are no money) sum to zero by themselves, as do all others.
/// Amounts below zero are allowed in every constructor and book the mirror: a partial write-off is
/// `claim_confirmed` of the amount below zero, a refund recorded by the treasury `receipt_matched`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "billing/allocation.hpp"
#include "billing/tax.hpp"

namespace yunhe::billing {

struct LedgerEntryEntity { static constexpr std::string_view prefix = "ent"; };
using LedgerEntryId = Id<LedgerEntryEntity>;

enum class Book {
    operators,  ///< What developers owe the operator; stored as "operator", a word C++ keeps.
    nontax,     ///< Non-tax income of the state.
};

enum class PostingGroup { money, memo };

struct Posting {
    std::string account;
    Money amount;  ///< Debit above zero, credit below; never zero.
    PostingGroup group = PostingGroup::money;
    friend bool operator==(const Posting&, const Posting&) = default;
};

/// Everything about an entry but its postings.
struct EntryHead {
    Book book = Book::nontax;
    Period period;                       ///< In which it is booked.
    std::optional<Period> usage_period;  ///< To which the figures belong.
    Timestamp booked_at;
    Date effective_on;
    std::string source_kind;  ///< "claim", "receipt", "allocation_run", ...
    std::string source_id;
    std::string description;
    /// The entry of an earlier period that this one corrects; a full reversal names it by
    /// `post_entry`'s own argument instead.
    std::optional<LedgerEntryId> corrects_id = {};
};

class Entry {
public:
    const EntryHead& head() const { return head_; }
    const std::vector<Posting>& postings() const { return postings_; }

private:
    friend Result<Entry> check_entry(EntryHead head, std::vector<Posting> postings);
    Entry(EntryHead head, std::vector<Posting> postings)
        : head_(std::move(head)), postings_(std::move(postings)) {}
    EntryHead head_;
    std::vector<Posting> postings_;
};

/// For postings that come from outside (opening balances, imports). Postings of zero are left out;
/// the rest keep their order. Errors: rule `empty_entry` (nothing but zeros), `unnamed_account`,
/// `unbalanced_entry` (either group).
Result<Entry> check_entry(EntryHead head, std::vector<Posting> postings);
/// For postings of our own. REQUIRES: what `check_entry` checks.
Entry make_entry(EntryHead head, std::vector<Posting> postings);

/// The entry that undoes another: the same accounts, opposite amounts.
Entry reversal(const Entry& entry, EntryHead head);

// Accounts. `developer` is whatever the caller identifies developers by, always the same.
inline constexpr std::string_view kAccrued = "accrued";
inline constexpr std::string_view kTreasury = "treasury";
inline constexpr std::string_view kUnallocated = "unallocated";
inline constexpr std::string_view kAllocated = "allocated";
inline constexpr std::string_view kSuspense = "suspense";
inline constexpr std::string_view kProposalPool = "proposal:pool";
inline constexpr std::string_view kBank = "bank";
inline constexpr std::string_view kTax = "tax";
inline constexpr std::string_view kSurplus = "surplus";  ///< Income of the operator's closed years.
inline constexpr std::string_view kOvershootPool = "overshoot:pool";
std::string receivable_account(std::string_view developer);
std::string attributed_account(std::string_view to);  ///< A plan's `to`, "department:" included.
std::string allotted_account(std::string_view to);
std::string income_account(std::string_view kind);
std::string credit_account(std::string_view developer);   ///< What the operator owes a developer.
std::string deposit_account(std::string_view developer);  ///< Security deposits held.
std::string overshoot_account(std::string_view limit);    ///< Memo: income above what is allowed.

/// What a name means, and on which side its balance stands when all is well.
struct AccountKind {
    std::string_view name;  ///< "receivable", "treasury", ...
    Book book;
    PostingGroup group;
    bool debit;       ///< Its usual side.
    bool of_somebody; ///< "receivable:<developer>": the name goes on after a colon.
    bool yearly;      ///< Closed at the end of the year instead of carried over.
};
std::span<const AccountKind> account_kinds();
/// Nothing: the book has no such account.
const AccountKind* kind_of_account(Book book, std::string_view account);

/// What closes a year: each yearly account's balance moves to the surplus (operator) or, for what
/// was attributed, off the treasury's account (nontax). Nothing: there is nothing to move.
struct NamedBalance {
    std::string account;
    Money balance;  ///< Debit above zero.
};
std::optional<Entry> year_closed(EntryHead head, const std::vector<NamedBalance>& balances);

// Book nontax. REQUIRES of each: head.book is nontax.

/// receivable / accrued.
Entry claim_confirmed(EntryHead head, std::string_view developer, Money amount);
/// treasury / receivable, and accrued / unallocated: income counts only when the money is there.
Entry receipt_matched(EntryHead head, std::string_view developer, Money amount);
/// treasury / suspense: an unknown code, or more than the claim.
Entry receipt_unmatched(EntryHead head, Money amount);
/// suspense / receivable, and accrued / unallocated: a person found the claim it belongs to.
Entry suspense_matched(EntryHead head, std::string_view developer, Money amount);
/// suspense / treasury: given back.
Entry suspense_refunded(EntryHead head, Money amount);
/// unallocated / allocated by the parts' total; memo: proposal:pool / attributed:<to> by each part.
/// `parts` may be a whole allocation, a true-up or a refund's mirror.
Entry run_posted(EntryHead head, const std::vector<Part>& parts);
/// Memo: attributed:<to> / allotted:<to>. Finance has issued a budget document.
Entry budget_allotted(EntryHead head, std::string_view to, Money amount);

// Book operator. REQUIRES of each: head.book is operators.

/// One line of a bill, tax-inclusive amount already split.
struct IncomeLine {
    std::string kind;  ///< The income account's: "compute", "agreement_service_fee", ...
    TaxSplit amount;
};
/// receivable / income:<kind> of each line's net, and tax of all lines.
Entry bill_issued(EntryHead head, std::string_view developer,
                  const std::vector<IncomeLine>& lines);
/// bank / receivable.
Entry bill_paid(EntryHead head, std::string_view developer, Money amount);
/// bank / suspense.
Entry payment_unmatched(EntryHead head, Money amount);
/// suspense / receivable.
Entry payment_settled(EntryHead head, std::string_view developer, Money amount);
/// bank / deposit:<developer>.
Entry deposit_received(EntryHead head, std::string_view developer, Money amount);
/// deposit:<developer> / receivable.
Entry deposit_applied(EntryHead head, std::string_view developer, Money amount);
/// deposit:<developer> / bank: given back.
Entry deposit_returned(EntryHead head, std::string_view developer, Money amount);
/// suspense / credit:<developer>: what was paid too much is kept for the developer's next bill.
Entry credit_granted(EntryHead head, std::string_view developer, Money amount);
/// credit:<developer> / receivable: a credit balance pays a bill.
Entry credit_applied(EntryHead head, std::string_view developer, Money amount);
/// suspense / bank: given back.
Entry payment_refunded(EntryHead head, Money amount);
/// Memo: overshoot:<limit> / overshoot:pool. Income above what is allowed (最高准许收入), carried
/// over; below zero when a later period makes up for it.
Entry overshoot_recorded(EntryHead head, std::string_view limit, Money amount);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::Book> =
    yunhe::texts_of(std::pair{yunhe::billing::Book::operators, "operator"},
                    std::pair{yunhe::billing::Book::nontax, "nontax"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::PostingGroup> =
    yunhe::texts_of(std::pair{yunhe::billing::PostingGroup::money, "money"},
                    std::pair{yunhe::billing::PostingGroup::memo, "memo"});
