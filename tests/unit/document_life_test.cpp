#include <boost/test/unit_test.hpp>

#include "billing/ageing.hpp"
#include "billing/dispute.hpp"
#include "billing/document_void.hpp"
#include "billing/dunning.hpp"
#include "billing/relief.hpp"

namespace yunhe::billing {
namespace {

Date day(const char* text) { return parse_date(text).value(); }
Money yuan(const char* text) { return Money::parse(text).value(); }

Document standing_bill(const char* amount = "100.00") {
    Document document;
    document.ref = ref_of(BillId{7});
    document.period = {2026, 9};
    document.developer_uscc = "U1";
    document.number = 12;
    document.amount = yuan(amount);
    document.standing = true;
    document.stands_from = day("2026-10-08");
    document.due_on = day("2026-11-07");
    return document;
}

/// Every triple of the three enums is in the table and leads where it says, or is refused.
template <class State, class Action, class Actor, class Table>
void check_all_moves(const Table& table) {
    std::size_t allowed = 0;
    for (const auto& state : enum_texts<State>)
        for (const auto& action : enum_texts<Action>)
            for (const auto& actor : enum_texts<Actor>) {
                const auto to = next_state(table, state.value, action.value, actor.value);
                const auto row = std::ranges::find_if(table, [&](const auto& move) {
                    return move.from == state.value && move.action == action.value &&
                           move.actor == actor.value;
                });
                BOOST_TEST(to.ok() == (row != table.end()));
                if (!to.ok()) continue;
                ++allowed;
                BOOST_TEST((to.value() == row->to));
            }
    BOOST_TEST(allowed == table.size());
}

BOOST_AUTO_TEST_SUITE(document_life)

BOOST_AUTO_TEST_CASE(only_moves_in_the_tables_succeed) {
    check_all_moves<DocumentVoidState, DocumentVoidAction, DocumentActor>(kDocumentVoidMoves);
    check_all_moves<DisputeState, DisputeAction, DisputeActor>(kDisputeMoves);
    check_all_moves<ReliefState, ReliefAction, DocumentActor>(kReliefMoves);
}

BOOST_AUTO_TEST_CASE(finance_asks_and_the_other_side_of_each_book_decides) {
    tenants::Caller caller{.scope = TenantScopeMaker::make(TenantId{1}),
                           .now = {},
                           .user_id = {},
                           .username = {},
                           .body_id = {},
                           .delegate_for_id = {},
                           .api_key_id = {},
                           .key_scopes = {}};
    caller.role = tenants::Role::finance;
    BOOST_TEST((document_actor(caller, Book::nontax) == DocumentActor::finance));
    caller.role = tenants::Role::operator_admin;
    BOOST_TEST((document_actor(caller, Book::operators) == DocumentActor::approver));
    BOOST_TEST((document_actor(caller, Book::nontax) == DocumentActor::other));
    caller.role = tenants::Role::collector;
    BOOST_TEST((document_actor(caller, Book::nontax) == DocumentActor::approver));
    BOOST_TEST((document_actor(caller, Book::operators) == DocumentActor::other));
    caller.body_kind = tenants::BodyKind::developer;
    BOOST_TEST((document_actor(caller, Book::nontax) == DocumentActor::developer));
}

BOOST_AUTO_TEST_CASE(what_was_paid_or_relieved_keeps_a_document_from_being_voided) {
    auto document = standing_bill();
    BOOST_TEST(check_voidable(document, Money(), Money()).ok());
    BOOST_TEST(check_voidable(document, yuan("0.01"), Money()).error().code ==
               "document_has_payments");
    BOOST_TEST(check_voidable(document, Money(), yuan("0.01")).error().code ==
               "document_has_reliefs");
    document.red = true;
    BOOST_TEST(check_voidable(document, Money(), Money()).error().code == "document_is_red");
    document.red = document.standing = false;
    BOOST_TEST(check_voidable(document, Money(), Money()).error().code ==
               "document_not_standing");
}

BOOST_AUTO_TEST_CASE(a_dispute_contests_all_or_a_part_of_what_stands) {
    auto document = standing_bill();
    BOOST_TEST(check_contestable(document, {}).ok());
    BOOST_TEST(check_contestable(document, yuan("100.00")).ok());
    for (const auto* wrong : {"100.01", "0.00", "-1.00"})
        BOOST_TEST(check_contestable(document, yuan(wrong)).error().fields.at(0).code ==
                   "contested_out_of_range");
    document.standing = false;
    BOOST_TEST(check_contestable(document, {}).error().code == "document_not_standing");
    for (const auto& state : enum_texts<DisputeState>)
        BOOST_TEST(stops_dunning(state.value) ==
                   (state.value == DisputeState::open || state.value == DisputeState::upheld));
}

BOOST_AUTO_TEST_CASE(money_pays_the_earliest_instalment_first) {
    const DueTerms terms{.due_on = {},
                         .instalments = {{day("2026-11-01"), yuan("30.00")},
                                         {day("2026-12-01"), yuan("30.00")},
                                         {day("2027-01-01"), yuan("40.00")}}};
    BOOST_TEST(due_parts(terms, yuan("100.00")).size() == 3u);
    const auto parts = due_parts(terms, yuan("55.00"));
    BOOST_REQUIRE(parts.size() == 2u);
    BOOST_TEST((parts[0] == DuePart{day("2026-12-01"), yuan("15.00")}));
    BOOST_TEST((parts[1] == DuePart{day("2027-01-01"), yuan("40.00")}));
    BOOST_TEST((overdue_of(parts, day("2026-12-01")) == Money()));
    BOOST_TEST((overdue_of(parts, day("2026-12-02")) == yuan("15.00")));
    BOOST_TEST((first_due(parts) == day("2026-12-01")));
    // A refund opened more than the schedule asks for.
    BOOST_TEST((due_parts(terms, yuan("120.00"))[0].amount == yuan("50.00")));
    BOOST_TEST(due_parts(terms, Money()).empty());
    BOOST_TEST(!due_parts(terms, yuan("-5.00"))[0].due_on.has_value());
    BOOST_TEST((instalments_of(instalments_json(terms.instalments)) == terms.instalments));
}

BOOST_AUTO_TEST_CASE(instalments_rise_lie_ahead_and_add_up) {
    const auto today = day("2026-10-20");
    const auto code = [&](std::vector<Instalment> instalments) {
        const auto checked = check_instalments(instalments, yuan("100.00"), today);
        return checked.ok() ? std::string() : checked.error().fields.at(0).code;
    };
    BOOST_TEST(code({{day("2026-11-01"), yuan("60.00")}, {day("2026-12-01"), yuan("40.00")}}) ==
               "");
    BOOST_TEST(code({}) == "bad_instalments");
    BOOST_TEST(code({{today, yuan("100.00")}}) == "bad_instalments");
    BOOST_TEST(code({{day("2026-11-01"), yuan("60.00")}, {day("2026-11-01"), yuan("40.00")}}) ==
               "bad_instalments");
    BOOST_TEST(code({{day("2026-11-01"), yuan("100.00")}, {day("2026-12-01"), Money()}}) ==
               "bad_instalments");
    BOOST_TEST(code({{day("2026-11-01"), yuan("99.99")}}) == "instalments_differ");
    BOOST_TEST(code({{day("2026-11-01"), Money::fen(INT64_MAX)},
                     {day("2026-12-01"), Money::fen(INT64_MAX)}}) == "instalments_differ");
}

BOOST_AUTO_TEST_CASE(a_relief_says_just_what_its_kind_asks_for) {
    const auto document = standing_bill();
    const auto today = day("2026-10-20");
    Relief relief;
    const auto code = [&](const Money open) {
        const auto checked = check_relief(relief, document, open, document.due_on, today);
        if (checked.ok()) return std::string();
        const auto& error = checked.error();
        return error.fields.empty() ? error.code : error.fields[0].pointer + " " +
                                                       error.fields[0].code;
    };
    relief.kind = ReliefKind::waiver;
    BOOST_TEST(code(yuan("80.00")) == "/amount must_be_positive");
    relief.amount = yuan("80.01");
    BOOST_TEST(code(yuan("80.00")) == "/amount relief_over_open");
    relief.amount = yuan("80.00");
    BOOST_TEST(code(yuan("80.00")) == "");
    BOOST_TEST(code(Money()) == "nothing_open");
    relief.due_on = day("2026-12-01");
    BOOST_TEST(code(yuan("80.00")) == "/due_on only_for_deferral");
    relief.kind = ReliefKind::deferral;
    BOOST_TEST(code(yuan("80.00")) == "/amount only_for_waiver");
    relief.amount = {};
    BOOST_TEST(code(yuan("80.00")) == "");
    relief.due_on = document.due_on;
    BOOST_TEST(code(yuan("80.00")) == "/due_on deferral_not_later");
    relief.due_on.reset();
    BOOST_TEST(code(yuan("80.00")) == "/due_on missing_field");
    relief.instalments = {{day("2026-12-01"), yuan("80.00")}};
    BOOST_TEST(code(yuan("80.00")) == "/instalments only_for_instalments");
    relief.kind = ReliefKind::instalments;
    BOOST_TEST(code(yuan("80.00")) == "");
    BOOST_TEST(code(yuan("79.00")) == "/instalments instalments_differ");
}

BOOST_AUTO_TEST_CASE(a_partial_waiver_takes_income_and_tax_back_line_by_line) {
    const auto rate = TaxRate::parse("6").value();
    const std::vector<IncomeLine> lines{{"compute", split_tax(yuan("53.00"), rate)},
                                        {"storage", split_tax(yuan("106.00"), rate)},
                                        {"storage", split_tax(yuan("-1.00"), rate)}};
    const auto taken = relieved_income(lines, yuan("100.00"), rate);
    Money sum;
    for (const auto& line : taken) {
        BOOST_TEST(line.amount.net.negative());
        sum += line.amount.net + line.amount.tax;
    }
    BOOST_TEST((sum == yuan("-100.00")));
    BOOST_TEST((taken.at(0).amount.net + taken.at(0).amount.tax == yuan("-33.33")));
    BOOST_TEST((taken.at(1).amount.net + taken.at(1).amount.tax == yuan("-66.67")));
}

BOOST_AUTO_TEST_CASE(dunning_goes_step_by_step_and_begins_anew_with_a_new_day) {
    const DunningPolicy policy{.step_days = {1, 30, 60}, .grace_days = 15};
    const auto document = standing_bill();
    DunningFacts facts{.document = document,
                       .parts = due_parts({.due_on = document.due_on, .instalments = {}},
                                          yuan("100.00")),
                       .disputed = false,
                       .earlier = {},
                       .today = day("2026-11-07")};
    BOOST_TEST(next_dunning(policy, facts).error().code == "not_overdue");
    facts.today = day("2026-11-08");
    const auto first = next_dunning(policy, facts).value();
    BOOST_TEST((first.step == DunningStep::reminder));
    BOOST_TEST((first.from == day("2026-11-08")));
    BOOST_TEST((first.overdue == yuan("100.00")));

    Dunning earlier;
    earlier.due_on = first.due_on;
    earlier.pay_by = day("2026-12-20");
    facts.earlier = {earlier};
    const auto second = next_dunning(policy, facts).value();
    BOOST_TEST((second.step == DunningStep::notice));
    // Thirty days would be 7 December, but the reminder gave until the 20th.
    BOOST_TEST((second.from == day("2026-12-21")));
    facts.earlier = {earlier, earlier, earlier};
    BOOST_TEST(next_dunning(policy, facts).error().code == "dunning_exhausted");
    facts.disputed = true;
    BOOST_TEST(next_dunning(policy, facts).error().code == "under_dispute");

    facts.disputed = false;
    facts.parts = {{day("2027-01-10"), yuan("100.00")}};
    facts.today = day("2027-01-11");
    BOOST_TEST((next_dunning(policy, facts).value().step == DunningStep::reminder));
}

BOOST_AUTO_TEST_CASE(a_late_fee_is_imposed_after_the_due_day_and_not_ahead) {
    const auto document = standing_bill();
    LateFee fee;
    fee.amount = yuan("1.50");
    fee.imposed_on = day("2026-11-08");
    const auto today = day("2026-11-10");
    BOOST_TEST(check_late_fee(fee, document, document.due_on, today).ok());
    fee.imposed_on = day("2026-11-07");
    BOOST_TEST(check_late_fee(fee, document, document.due_on, today).error().fields.at(0).code ==
               "late_fee_not_late");
    BOOST_TEST(check_late_fee(fee, document, {}, today).error().fields.at(0).code ==
               "late_fee_not_late");
    fee.imposed_on = day("2026-11-11");
    BOOST_TEST(check_late_fee(fee, document, document.due_on, today).error().fields.at(0).code ==
               "in_the_future");
    fee.amount = Money();
    BOOST_TEST(check_late_fee(fee, document, document.due_on, today).error().fields.at(0).code ==
               "must_be_positive");
}

BOOST_AUTO_TEST_CASE(every_day_of_delay_is_in_one_bucket) {
    const auto due = day("2026-01-01");
    const auto bucket = [&](int days) {
        return to_text(bucket_of(due, yuan("1.00"), due + std::chrono::days(days)));
    };
    BOOST_TEST(bucket(-5) == "not_due");
    BOOST_TEST(bucket(0) == "not_due");
    BOOST_TEST(bucket(1) == "days_1_30");
    BOOST_TEST(bucket(30) == "days_1_30");
    BOOST_TEST(bucket(31) == "days_31_90");
    BOOST_TEST(bucket(90) == "days_31_90");
    BOOST_TEST(bucket(91) == "days_91_180");
    BOOST_TEST(bucket(181) == "days_181_365");
    BOOST_TEST(bucket(365) == "days_181_365");
    BOOST_TEST(bucket(366) == "over_365");
    BOOST_TEST(to_text(bucket_of({}, yuan("1.00"), due)) == "no_due_date");
    BOOST_TEST(to_text(bucket_of(due, yuan("-1.00"), due)) == "credit");
}

BOOST_AUTO_TEST_CASE(ageing_is_by_book_and_developer_and_adds_up) {
    auto other = standing_bill("50.00");
    other.developer_uscc = "U0";
    auto claim = standing_bill("20.00");
    claim.ref = ref_of(ClaimId{9});
    const std::vector<OpenDocument> documents{
        {standing_bill(), yuan("100.00"),
         {.due_on = {},
          .instalments = {{day("2026-11-01"), yuan("60.00")}, {day("2027-03-01"), yuan("40.00")}}}},
        {standing_bill(), yuan("-7.00"), {}},
        {other, yuan("50.00"), {.due_on = other.due_on, .instalments = {}}},
        {claim, yuan("20.00"), {}}};
    const auto rows = age(documents, day("2026-12-01"));
    BOOST_REQUIRE(rows.size() == 3u);
    BOOST_TEST((rows[0].book == Book::nontax));
    BOOST_TEST(rows[1].developer_uscc == "U0");
    const auto& row = rows[2];
    BOOST_TEST(row.documents == 2);
    BOOST_TEST((row.open == yuan("93.00")));
    const auto of = [&](AgeBucket bucket) { return row.amounts[static_cast<std::size_t>(bucket)]; };
    BOOST_TEST((of(AgeBucket::days_1_30) == yuan("60.00")));
    BOOST_TEST((of(AgeBucket::not_due) == yuan("40.00")));
    BOOST_TEST((of(AgeBucket::credit) == yuan("-7.00")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing
