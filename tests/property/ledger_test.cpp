#include <rapidcheck/boost_test.h>

#include <map>

#include "billing/ledger.hpp"

namespace yunhe::billing::ledger_test {
namespace {

EntryHead head(Book book) {
    return {book, Period{2026, 11}, std::nullopt, {}, {}, "test", "1", ""};
}

Money any_amount() { return Money::fen(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000)); }

std::vector<Part> any_parts() {
    std::vector<Part> parts;
    const int count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i)
        parts.push_back({"department:D" + std::to_string(i), any_amount()});
    return parts;
}

std::vector<IncomeLine> any_lines() {
    std::vector<IncomeLine> lines;
    const int count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i)
        lines.push_back({"kind" + std::to_string(i), split_tax(any_amount(),
                                                               TaxRate{{WideInt(6'000'000)}})});
    return lines;
}

/// Any event of the posting tables.
Entry any_entry() {
    const auto nontax = head(Book::nontax);
    const auto operators = head(Book::operators);
    switch (*rc::gen::inRange(0, 9)) {
        case 0: return claim_confirmed(nontax, "a", any_amount());
        case 1: return receipt_matched(nontax, "a", any_amount());
        case 2: return receipt_unmatched(nontax, any_amount());
        case 3: return suspense_matched(nontax, "a", any_amount());
        case 4: return run_posted(nontax, any_parts());
        case 5: return budget_allotted(nontax, "department:D1", any_amount());
        case 6: return bill_issued(operators, "a", any_lines());
        case 7: return bill_paid(operators, "a", any_amount());
        default: return suspense_refunded(nontax, -any_amount());
    }
}

std::int64_t sum_of(const Entry& entry, PostingGroup group) {
    std::int64_t sum = 0;
    for (const auto& posting : entry.postings())
        if (posting.group == group) sum += posting.amount.fen();
    return sum;
}

using Balances = std::map<std::string, std::int64_t>;

void book(const Entry& entry, Balances& balances) {
    for (const auto& posting : entry.postings()) balances[posting.account] += posting.amount.fen();
}

BOOST_AUTO_TEST_SUITE(ledger)

RC_BOOST_PROP(every_entry_sums_to_zero_in_each_group_and_posts_no_zero, ()) {
    const auto entry = any_entry();
    RC_ASSERT(sum_of(entry, PostingGroup::money) == 0);
    RC_ASSERT(sum_of(entry, PostingGroup::memo) == 0);
    RC_ASSERT(entry.postings().size() >= 2u);
    for (const auto& posting : entry.postings()) RC_ASSERT(!posting.amount.zero());
}

RC_BOOST_PROP(an_entry_and_its_reversal_leave_nothing_and_twice_reversed_is_itself, ()) {
    const auto entry = any_entry();
    const auto mirror = reversal(entry, head(entry.head().book));
    Balances balances;
    book(entry, balances);
    book(mirror, balances);
    for (const auto& [account, balance] : balances) RC_ASSERT(balance == 0);
    RC_ASSERT(reversal(mirror, head(entry.head().book)).postings() == entry.postings());
}

RC_BOOST_PROP(realised_is_allocated_plus_unallocated, ()) {
    const auto nontax = head(Book::nontax);
    Balances balances;
    const Money claim = any_amount();
    const Money received = Money::fen(*rc::gen::inRange<std::int64_t>(1, claim.fen() + 1));
    book(claim_confirmed(nontax, "a", claim), balances);
    book(receipt_matched(nontax, "a", received), balances);
    const Money allocated = Money::fen(*rc::gen::inRange<std::int64_t>(1, received.fen() + 1));
    book(run_posted(nontax, {{"department:D1", allocated}}), balances);

    RC_ASSERT(balances["treasury"] == received.fen());
    RC_ASSERT(-balances["allocated"] - balances["unallocated"] == received.fen());
    RC_ASSERT(balances["receivable:a"] == (claim - received).fen());
    RC_ASSERT(-balances["accrued"] == (claim - received).fen());
    RC_ASSERT(balances["proposal:pool"] == -balances["attributed:department:D1"]);
    std::int64_t trial_balance = 0;
    for (const auto& [account, balance] : balances) trial_balance += balance;
    RC_ASSERT(trial_balance == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::ledger_test
