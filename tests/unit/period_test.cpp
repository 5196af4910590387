#include "billing/period.hpp"

#include <boost/test/unit_test.hpp>

#include "billing/opening_balance.hpp"

namespace yunhe::billing::period_test {
namespace {

constexpr Period kAugust{2026, 8};
constexpr Period kSeptember{2026, 9};
constexpr Period kOctober{2026, 10};
constexpr Period kDecember{2026, 12};

template <class State, class Action, class Actor, class Table>
std::size_t moves_allowed(const Table& table) {
    std::size_t allowed = 0;
    for (const auto& state : enum_texts<State>)
        for (const auto& action : enum_texts<Action>)
            for (const auto& actor : enum_texts<Actor>)
                allowed += next_state(table, state.value, action.value, actor.value).ok();
    return allowed;
}

Money yuan(const char* text) { return Money::parse(text).value(); }
Date day(const char* text) { return parse_date(text).value(); }

EntryHead head_of(Book book) {
    EntryHead head;
    head.book = book;
    head.period = kDecember;
    head.effective_on = day("2026-12-31");
    return head;
}

Money amount_on(const Entry& entry, std::string_view account) {
    Money sum;
    for (const auto& posting : entry.postings())
        if (posting.account == account) sum += posting.amount;
    return sum;
}

OpeningBalance opening() {
    OpeningBalance opening;
    opening.book = Book::nontax;
    opening.as_of = day("2026-08-31");
    opening.document = "示例移交表";
    opening.lines = {{"receivable:913210001001210102", yuan("300.00")},
                     {"accrued", yuan("-300.00")},
                     {"proposal:pool", yuan("50.00")},
                     {"attributed:department:D01", yuan("-50.00")}};
    return opening;
}

std::string fault_of(const OpeningBalance& opening) {
    const auto checked = check_opening(opening);
    if (checked.ok()) return "";
    const auto& error = checked.error();
    return error.fields.empty() ? error.code
                                : error.fields[0].pointer + " " + error.fields[0].code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(periods)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed_and_nothing_leads_out_of_closed) {
    BOOST_TEST((moves_allowed<PeriodState, PeriodAction, PeriodActor>(kPeriodMoves)) ==
               kPeriodMoves.size());
    for (const auto& move : kPeriodMoves) BOOST_TEST((move.from != PeriodState::closed));
    BOOST_TEST((moves_allowed<OpeningState, OpeningAction, OpeningActor>(kOpeningMoves)) ==
               kOpeningMoves.size());
}

BOOST_AUTO_TEST_CASE(a_book_that_was_never_closed_takes_every_month) {
    const BookState fresh;
    BOOST_TEST(takes_entries(fresh, {2020, 1}));
    BOOST_TEST((first_open_period(fresh, kAugust) == kAugust));
    BOOST_TEST((state_of(fresh, kAugust) == PeriodState::open));
}

BOOST_AUTO_TEST_CASE(what_belongs_to_a_closed_month_goes_into_the_next_open_one) {
    const BookState closed{.closed_through = kSeptember, .closing = {}};
    BOOST_TEST(!takes_entries(closed, kAugust));
    BOOST_TEST(!takes_entries(closed, kSeptember));
    BOOST_TEST(takes_entries(closed, kOctober));
    BOOST_TEST((first_open_period(closed, kAugust) == kOctober));
    BOOST_TEST((first_open_period(closed, kOctober) == kOctober));
    BOOST_TEST((state_of(closed, kAugust) == PeriodState::closed));
}

BOOST_AUTO_TEST_CASE(a_month_that_waits_for_approval_takes_nothing_either) {
    const BookState closing{.closed_through = kAugust, .closing = kSeptember};
    BOOST_TEST(!takes_entries(closing, kSeptember));
    BOOST_TEST((first_open_period(closing, kAugust) == kOctober));
    BOOST_TEST((state_of(closing, kSeptember) == PeriodState::closing));
    BOOST_TEST((first_open_period({.closed_through = kDecember, .closing = {}}, kDecember) ==
                Period{2027, 1}));
}

BOOST_AUTO_TEST_CASE(the_check_list_names_all_that_blocks_and_nothing_else) {
    std::vector<ClosingCheck> checks{
        {.code = "draft_documents", .count = 2, .samples = {"/api/v1/bills/bil_1", "x"}},
        {.code = "vouchers_not_checked", .count = 0, .samples = {}},
        {.code = "quarantine_waiting", .count = 3, .samples = {"q"}, .may_be_explained = true},
    };
    const auto refused = check_ready(kSeptember, checks);
    BOOST_REQUIRE(!refused.ok());
    BOOST_TEST(refused.error().code == "period_not_ready");
    BOOST_REQUIRE(refused.error().fields.size() == 2u);
    BOOST_TEST(refused.error().fields[0].code == "draft_documents");
    BOOST_TEST(refused.error().fields[0].pointer == "/api/v1/bills/bil_1");
    BOOST_TEST(refused.error().fields[0].args[0].second == "2");
    BOOST_TEST(refused.error().fields[1].code == "quarantine_waiting");
    checks[2].explanation = "设备故障,已列清单";
    checks[0].explanation = "documents can't be explained";
    BOOST_TEST(check_ready(kSeptember, checks).error().fields.size() == 1u);
    checks[0].count = 0;
    BOOST_TEST(check_ready(kSeptember, checks).ok());
}

BOOST_AUTO_TEST_CASE(months_of_the_two_books_are_different_cases) {
    BOOST_TEST(period_case_id(Book::nontax, kAugust) != period_case_id(Book::operators, kAugust));
    BOOST_TEST(period_case_id(Book::nontax, kAugust) != period_case_id(Book::nontax, kSeptember));
}

BOOST_AUTO_TEST_CASE(the_operators_year_moves_income_to_the_surplus_and_keeps_the_rest) {
    const auto closed = year_closed(head_of(Book::operators),
                                    {{"income:compute", yuan("-100.00")},
                                     {"income:storage", yuan("3.50")},
                                     {"receivable:X", yuan("102.00")},
                                     {"tax", yuan("-5.50")}});
    BOOST_REQUIRE(closed.has_value());
    BOOST_TEST(to_text(amount_on(*closed, "income:compute")) == "100.00");
    BOOST_TEST(to_text(amount_on(*closed, "income:storage")) == "-3.50");
    BOOST_TEST(to_text(amount_on(*closed, "surplus")) == "-96.50");
    BOOST_TEST(to_text(amount_on(*closed, "receivable:X")) == "0.00");
    BOOST_TEST(to_text(amount_on(*closed, "tax")) == "0.00");
}

BOOST_AUTO_TEST_CASE(the_nontax_year_takes_what_was_attributed_off_the_treasury) {
    const auto closed = year_closed(head_of(Book::nontax), {{"treasury", yuan("500.00")},
                                                            {"allocated", yuan("-420.00")},
                                                            {"unallocated", yuan("-50.00")},
                                                            {"suspense", yuan("-30.00")}});
    BOOST_REQUIRE(closed.has_value());
    BOOST_TEST(to_text(amount_on(*closed, "treasury")) == "-420.00");
    BOOST_TEST(to_text(amount_on(*closed, "allocated")) == "420.00");
    BOOST_TEST(!year_closed(head_of(Book::nontax), {{"suspense", yuan("-30.00")}}).has_value());
}

BOOST_AUTO_TEST_CASE(accounts_belong_to_their_book) {
    BOOST_TEST(kind_of_account(Book::nontax, "receivable:X") != nullptr);
    BOOST_TEST(kind_of_account(Book::nontax, "receivable") == nullptr);
    BOOST_TEST(kind_of_account(Book::nontax, "receivable:") == nullptr);
    BOOST_TEST(kind_of_account(Book::nontax, "treasury:X") == nullptr);
    BOOST_TEST(kind_of_account(Book::nontax, "bank") == nullptr);
    BOOST_TEST(kind_of_account(Book::operators, "treasury") == nullptr);
    BOOST_TEST((kind_of_account(Book::operators, "overshoot:pool")->group == PostingGroup::memo));
    BOOST_TEST((kind_of_account(Book::nontax, "attributed:department:D01")->group ==
                PostingGroup::memo));
}

BOOST_AUTO_TEST_CASE(opening_balances_are_checked_line_by_line) {
    BOOST_TEST(fault_of(opening()) == "");
    auto changed = opening();
    changed.as_of = day("2026-08-30");
    BOOST_TEST(fault_of(changed) == "/as_of not_a_month_end");
    changed = opening();
    changed.lines[1].account = "bank";
    BOOST_TEST(fault_of(changed) == "/lines/1/account unknown_account");
    changed = opening();
    changed.lines[1].account = changed.lines[0].account;
    BOOST_TEST(fault_of(changed) == "/lines/1/account repeated_item");
    changed = opening();
    changed.lines[0].balance = Money();
    BOOST_TEST(fault_of(changed) == "/lines/0/balance must_not_be_zero");
    changed = opening();
    changed.lines[0].balance = yuan("299.99");
    BOOST_TEST(fault_of(changed) == "unbalanced_entry");
    changed = opening();
    changed.lines = {{"receivable:X", yuan("1.00")}, {"attributed:D01", yuan("-1.00")}};
    BOOST_TEST(fault_of(changed) == "unbalanced_entry");
    changed.lines.clear();
    BOOST_TEST(fault_of(changed) == "empty_entry");
}

BOOST_AUTO_TEST_CASE(an_opening_is_booked_on_its_day_with_memo_apart) {
    const auto entry = entry_of(opening(), parse_timestamp("2026-09-02T01:00:00Z").value());
    BOOST_TEST((entry.head().period == kAugust));
    BOOST_TEST(entry.postings().size() == 4u);
    BOOST_TEST((entry.postings()[2].group == PostingGroup::memo));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::billing::period_test
