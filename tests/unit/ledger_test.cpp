#include <boost/test/unit_test.hpp>

#include "billing/ledger.hpp"

namespace yunhe::billing::ledger_test {
namespace {

EntryHead head(Book book) {
    return {book, Period{2026, 11}, Period{2026, 9}, {}, {}, "claim", "clm_1", "test"};
}

std::string described(const Entry& entry) {
    std::string text;
    for (const auto& posting : entry.postings()) {
        if (!text.empty()) text += ", ";
        if (posting.group == PostingGroup::memo) text += "memo ";
        text += posting.account + " " + to_text(posting.amount);
    }
    return text;
}

const Money kAmount = Money::fen(12345);

BOOST_AUTO_TEST_SUITE(ledger)

BOOST_AUTO_TEST_CASE(non_tax_events_post_as_the_posting_table_says) {
    const auto nontax = head(Book::nontax);
    BOOST_TEST(described(claim_confirmed(nontax, "dev_1", kAmount)) ==
               "receivable:dev_1 123.45, accrued -123.45");
    BOOST_TEST(described(receipt_matched(nontax, "dev_1", kAmount)) ==
               "treasury 123.45, receivable:dev_1 -123.45, accrued 123.45, unallocated -123.45");
    BOOST_TEST(described(receipt_unmatched(nontax, kAmount)) ==
               "treasury 123.45, suspense -123.45");
    BOOST_TEST(described(suspense_matched(nontax, "dev_1", kAmount)) ==
               "suspense 123.45, receivable:dev_1 -123.45, accrued 123.45, unallocated -123.45");
    BOOST_TEST(described(suspense_refunded(nontax, kAmount)) ==
               "suspense 123.45, treasury -123.45");
    BOOST_TEST(described(budget_allotted(nontax, "department:D01", kAmount)) ==
               "memo attributed:department:D01 123.45, memo allotted:department:D01 -123.45");
}

BOOST_AUTO_TEST_CASE(a_run_posts_its_total_and_its_proposals_as_memo) {
    const std::vector<Part> parts = {{"treasury:general", Money::fen(20)},
                                     {"department:D01", Money::fen(80)},
                                     {"department:D02", Money()}};
    BOOST_TEST(described(run_posted(head(Book::nontax), parts)) ==
               "unallocated 1.00, allocated -1.00, "
               "memo proposal:pool 0.20, memo attributed:treasury:general -0.20, "
               "memo proposal:pool 0.80, memo attributed:department:D01 -0.80");
}

BOOST_AUTO_TEST_CASE(a_true_up_that_only_moves_between_departments_posts_memo_alone) {
    const std::vector<Part> parts = {{"department:D01", Money::fen(-5)},
                                     {"department:D02", Money::fen(5)}};
    BOOST_TEST(described(run_posted(head(Book::nontax), parts)) ==
               "memo proposal:pool -0.05, memo attributed:department:D01 0.05, "
               "memo proposal:pool 0.05, memo attributed:department:D02 -0.05");
}

BOOST_AUTO_TEST_CASE(operator_events_post_income_and_tax) {
    const auto operators = head(Book::operators);
    const std::vector<IncomeLine> lines = {{"compute", {Money::fen(100), Money::fen(6)}},
                                           {"storage", {Money::fen(50), Money::fen(3)}}};
    BOOST_TEST(described(bill_issued(operators, "dev_1", lines)) ==
               "receivable:dev_1 1.59, income:compute -1.00, income:storage -0.50, tax -0.09");
    BOOST_TEST(described(bill_paid(operators, "dev_1", kAmount)) ==
               "bank 123.45, receivable:dev_1 -123.45");
    BOOST_TEST(described(payment_unmatched(operators, kAmount)) ==
               "bank 123.45, suspense -123.45");
    BOOST_TEST(described(payment_settled(operators, "dev_1", kAmount)) ==
               "suspense 123.45, receivable:dev_1 -123.45");
    BOOST_TEST(described(deposit_received(operators, "dev_1", kAmount)) ==
               "bank 123.45, deposit:dev_1 -123.45");
    BOOST_TEST(described(deposit_applied(operators, "dev_1", kAmount)) ==
               "deposit:dev_1 123.45, receivable:dev_1 -123.45");
    BOOST_TEST(described(credit_applied(operators, "dev_1", kAmount)) ==
               "credit:dev_1 123.45, receivable:dev_1 -123.45");
}

BOOST_AUTO_TEST_CASE(a_reversal_is_the_mirror_and_keeps_the_groups) {
    const std::vector<Part> parts = {{"department:D01", Money::fen(80)}};
    const auto entry = run_posted(head(Book::nontax), parts);
    BOOST_TEST(described(reversal(entry, head(Book::nontax))) ==
               "unallocated -0.80, allocated 0.80, "
               "memo proposal:pool -0.80, memo attributed:department:D01 0.80");
}

BOOST_AUTO_TEST_CASE(the_books_do_not_mix) {
    BOOST_CHECK_THROW(claim_confirmed(head(Book::operators), "dev_1", kAmount),
                      InvariantViolation);
    BOOST_CHECK_THROW(bill_paid(head(Book::nontax), "dev_1", kAmount), InvariantViolation);
    const auto entry = claim_confirmed(head(Book::nontax), "dev_1", kAmount);
    BOOST_CHECK_THROW(reversal(entry, head(Book::operators)), InvariantViolation);
}

BOOST_AUTO_TEST_CASE(an_unbalanced_entry_cannot_be_made) {
    const auto code = [](std::vector<Posting> postings) {
        const auto entry = check_entry(head(Book::nontax), std::move(postings));
        return entry.ok() ? "" : entry.error().code;
    };
    BOOST_TEST(code({{"a", Money::fen(1)}, {"b", Money::fen(-1)}}) == "");
    BOOST_TEST(code({{"a", Money::fen(1)}, {"b", Money::fen(-2)}}) == "unbalanced_entry");
    BOOST_TEST(code({{"a", Money::fen(1)}, {"b", Money::fen(-1), PostingGroup::memo}}) ==
               "unbalanced_entry");
    BOOST_TEST(code({}) == "empty_entry");
    BOOST_TEST(code({{"a", Money()}}) == "empty_entry");
    BOOST_TEST(code({{"", Money::fen(1)}, {"b", Money::fen(-1)}}) == "unnamed_account");
    const Money most = Money::fen(std::numeric_limits<std::int64_t>::max());
    BOOST_TEST(code({{"a", most}, {"b", most}, {"c", Money::fen(2)}}) == "unbalanced_entry");
    BOOST_CHECK_THROW(make_entry(head(Book::nontax), {{"a", Money::fen(1)}}), InvariantViolation);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::ledger_test
