#include <boost/test/unit_test.hpp>

#include "billing/allocation_run.hpp"
#include "billing/allotment.hpp"
#include "billing/refund.hpp"

namespace yunhe::billing::refund_test {
namespace {

Money yuan(const char* text) { return Money::parse(text).value(); }
Date day(const char* text) { return parse_date(text).value(); }

/// Every move that is in the table, and no other.
template <class Table, class State, class Action, class Actor>
std::string moves_of(const Table& table, std::initializer_list<State> states,
                     std::initializer_list<Action> actions,
                     std::initializer_list<Actor> actors) {
    std::string text;
    for (const auto state : states)
        for (const auto action : actions)
            for (const auto actor : actors) {
                const auto to = next_state(table, state, action, actor);
                if (!to.ok()) continue;
                text += std::string(to_text(state)) + " " + std::string(to_text(action)) + " " +
                        std::string(to_text(actor)) + " -> " +
                        std::string(to_text(to.value())) + "\n";
            }
    return text;
}

BOOST_AUTO_TEST_CASE(a_refund_moves_only_so) {
    using enum RefundState;
    BOOST_TEST(moves_of(kRefundMoves, {requested, recorded, refused, withdrawn},
                        {RefundAction::request, RefundAction::record, RefundAction::refuse,
                         RefundAction::withdraw},
                        {RefundActor::requester, RefundActor::holder, RefundActor::other}) ==
               "requested request requester -> requested\n"
               "requested record holder -> recorded\n"
               "requested refuse holder -> refused\n"
               "requested withdraw requester -> withdrawn\n");
}

BOOST_AUTO_TEST_CASE(a_run_moves_only_so) {
    using enum RunState;
    BOOST_TEST(moves_of(kRunMoves, {draft, reviewed, posted, reversed, discarded},
                        {RunAction::draft, RunAction::review, RunAction::post, RunAction::reverse,
                         RunAction::discard},
                        {RunActor::finance, RunActor::treasury}) ==
               "draft draft finance -> draft\n"
               "draft review finance -> reviewed\n"
               "draft discard finance -> discarded\n"
               "reviewed post treasury -> posted\n"
               "reviewed discard finance -> discarded\n"
               "posted reverse treasury -> reversed\n");
}

BOOST_AUTO_TEST_CASE(a_spending_report_moves_only_so) {
    BOOST_TEST(moves_of(kSpendingMoves, {SpendingState::reported, SpendingState::withdrawn},
                        {SpendingAction::report, SpendingAction::withdraw},
                        {SpendingActor::department}) ==
               "reported report department -> reported\n"
               "reported withdraw department -> withdrawn\n");
}

tenants::Caller caller_as(tenants::Role role) {
    return {.scope = TenantScopeMaker::make(TenantId{1}),
            .now = {},
            .user_id = {},
            .username = {},
            .body_id = {},
            .role = role,
            .delegate_for_id = {},
            .api_key_id = {},
            .key_scopes = {}};
}

BOOST_AUTO_TEST_CASE(who_holds_the_account_pays_out_and_finance_asks) {
    const auto finance = caller_as(tenants::Role::finance);
    const auto treasury = caller_as(tenants::Role::treasury);
    using enum RefundAction;
    BOOST_TEST((refund_actor(finance, Book::nontax, request) == RefundActor::requester));
    BOOST_TEST((refund_actor(treasury, Book::nontax, record) == RefundActor::holder));
    BOOST_TEST((refund_actor(finance, Book::nontax, record) == RefundActor::other));
    BOOST_TEST((refund_actor(treasury, Book::operators, record) == RefundActor::other));
    BOOST_TEST((refund_actor(finance, Book::operators, record) == RefundActor::holder));
    BOOST_TEST((refund_actor(treasury, Book::nontax, withdraw) == RefundActor::other));
}

BOOST_AUTO_TEST_CASE(money_that_nothing_was_allocated_of_goes_first) {
    BOOST_TEST(to_text(mirrored_part(yuan("30.00"), yuan("100.00"), yuan("60.00"))) == "0.00");
    BOOST_TEST(to_text(mirrored_part(yuan("40.00"), yuan("100.00"), yuan("60.00"))) == "0.00");
    BOOST_TEST(to_text(mirrored_part(yuan("40.01"), yuan("100.00"), yuan("60.00"))) == "0.01");
    BOOST_TEST(to_text(mirrored_part(yuan("100.00"), yuan("100.00"), yuan("60.00"))) == "60.00");
    BOOST_TEST(to_text(mirrored_part(yuan("10.00"), yuan("10.00"), yuan("10.00"))) == "10.00");
    BOOST_TEST(check_refund(yuan("10.00"), yuan("10.00")).ok());
    BOOST_TEST(check_refund(yuan("10.01"), yuan("10.00")).error().code == "over_refundable");
    BOOST_TEST(!check_refund(Money(), yuan("10.00")).ok());
}

const AllocationPlan kPlan =
    parse_plan_steps("yz", Json::parse(R"([{"to": "fund:first", "fixed": "10.00"},
                                           {"to": "treasury:general", "percent": "20"},
                                           {"to": "departments", "remaining": true,
                                            "basis": ["weight"]}])"))
        .value();

std::vector<PoolSource> sources() {
    PoolSource first{.resource_code = "R1", .resource_name = "资源1", .department_code = "D01",
                     .department_name = "单位1", .budget_route = "budget", .open = false,
                     .weight = "60", .usage = {}, .quality = {}};
    auto second = first;
    second.resource_code = "R2";
    second.department_code = "D02";
    second.weight = "40";
    return {first, second};
}

std::string shown(const std::vector<PoolRow>& rows) {
    std::string text;
    for (const auto& row : rows)
        text += row.to + " " + row.resource_code + " " + row.exact_share + " " +
                to_text(row.amount) + "; ";
    return text;
}

BOOST_AUTO_TEST_CASE(a_refund_is_the_mirror_of_what_was_given) {
    const auto given = claim_rows(kPlan, {yuan("110.00"), Money()}, sources(), {}).value().given;
    BOOST_TEST(shown(given) == "fund:first  10.000000 10.00; treasury:general  20.000000 20.00; "
                               "department:D01 R1 48.000000 48.00; "
                               "department:D02 R2 32.000000 32.00; ");
    const auto first = refund_rows(given, yuan("11.00"), {}).value();
    BOOST_TEST(shown(first) == "fund:first  -1.000000 -1.00; treasury:general  -2.000000 -2.00; "
                               "department:D01 R1 -4.800000 -4.80; "
                               "department:D02 R2 -3.200000 -3.20; ");
    BOOST_TEST(first[2].department_name == "单位1");
    // The second refund takes what both together ask for, less what the first one took.
    const auto second = refund_rows(given, yuan("11.01"), parts_of(first)).value();
    Money taken;
    for (const auto& row : second) taken += row.amount;
    BOOST_TEST(second.size() == 1u);
    BOOST_TEST(to_text(taken) == "-0.01");
    BOOST_TEST(refund_rows(given, yuan("110.01"), {}).error().code == "refund_exceeds_pool");
}

BOOST_AUTO_TEST_CASE(a_run_after_a_refund_changes_nothing_by_itself) {
    const auto given = claim_rows(kPlan, {yuan("110.00"), Money()}, sources(), {}).value().given;
    const auto taken = refund_rows(given, yuan("33.33"), {}).value();
    const PostedParts posted{parts_of(given), parts_of(taken)};
    const auto again = claim_rows(kPlan, {yuan("110.00"), yuan("33.33")}, sources(), posted);
    BOOST_TEST(again.value().given.empty());
    BOOST_TEST(again.value().mirrored.empty());
}

BOOST_AUTO_TEST_CASE(more_money_after_a_refund_trues_both_kinds_up) {
    const auto given = claim_rows(kPlan, {yuan("110.00"), Money()}, sources(), {}).value().given;
    const auto taken = refund_rows(given, yuan("55.00"), {}).value();
    const auto rows = claim_rows(kPlan, {yuan("220.00"), yuan("55.00")}, sources(),
                                 {parts_of(given), parts_of(taken)})
                          .value();
    Money more, less;
    for (const auto& row : rows.given) more += row.amount;
    for (const auto& row : rows.mirrored) less += row.amount;
    BOOST_TEST(to_text(more) == "110.00");
    BOOST_TEST(less.zero());
    BOOST_TEST(!rows.mirrored.empty());
}

BOOST_AUTO_TEST_CASE(a_reversal_gives_every_row_back) {
    RunPool pool;
    pool.entry_id = 5;
    pool.rows = claim_rows(kPlan, {yuan("0.05"), Money()}, sources(), {}).value().given;
    pool.rows[1].rounding = "-0.004000";
    const auto reversed = reversed_pools({pool});
    BOOST_TEST((reversed.front().change() + pool.change()).zero());
    BOOST_TEST(!reversed.front().entry_id.has_value());
    BOOST_TEST(reversed.front().rows[1].rounding == "0.004000");
    BOOST_TEST(reversed.front().rows[1].exact_share == "0.000000");
}

BOOST_AUTO_TEST_CASE(plans_stand_side_by_side_by_recipient) {
    RunPool pool;
    pool.rows = claim_rows(kPlan, {yuan("110.00"), Money()}, sources(), {}).value().given;
    RunPool other;
    other.rows.push_back(pool.rows[1]);
    const auto rows = compare_columns({{"a", {pool, pool}}, {"b", {other}}});
    std::string text;
    for (const auto& row : rows)
        text += row.to + " " + to_text(row.amounts[0]) + " " + to_text(row.amounts[1]) + "; ";
    BOOST_TEST(text == "department:D01 96.00 0.00; department:D02 64.00 0.00; "
                       "fund:first 20.00 0.00; treasury:general 40.00 20.00; ");
}

BOOST_AUTO_TEST_CASE(no_more_is_allotted_than_attributed_and_none_spent_than_allotted) {
    const auto today = day("2026-11-01");
    const auto code = [](const Status& status) {
        if (status.ok()) return std::string();
        const auto& error = status.error();
        return error.fields.empty() ? error.code : error.fields.front().code;
    };
    BOOST_TEST(code(check_allotment(yuan("5.00"), today, today, yuan("5.00"))) == "");
    BOOST_TEST(code(check_allotment(yuan("5.01"), today, today, yuan("5.00"))) ==
               "over_attributed");
    BOOST_TEST(code(check_allotment(yuan("0.01"), today, today, yuan("-5.00"))) ==
               "over_attributed");
    BOOST_TEST(code(check_allotment(Money(), today, today, yuan("5.00"))) == "must_be_positive");
    BOOST_TEST(code(check_allotment(yuan("1.00"), day("2026-11-02"), today, yuan("5.00"))) ==
               "day_in_future");
    Allotment allotment;
    allotment.amount = yuan("10.00");
    allotment.withdrawn = yuan("2.00");
    allotment.spent = yuan("3.00");
    allotment.allotted_on = day("2026-10-01");
    BOOST_TEST(to_text(allotment.open()) == "5.00");
    BOOST_TEST(code(check_spending(allotment, yuan("5.00"), today, today)) == "");
    BOOST_TEST(code(check_spending(allotment, yuan("5.01"), today, today)) == "over_allotment");
    BOOST_TEST(code(check_spending(allotment, yuan("1.00"), day("2026-09-30"), today)) ==
               "before_allotment");
    BOOST_TEST(code(check_spending(allotment, yuan("1.00"), day("2026-11-02"), today)) ==
               "day_in_future");
}

}  // namespace
}  // namespace yunhe::billing::refund_test
