#include <boost/test/unit_test.hpp>

#include "billing/bill_workflow.hpp"
#include "billing/claim_workflow.hpp"
#include "billing/non_tax.hpp"

namespace yunhe::billing::claim_workflow_test {
namespace {

constexpr UserId kMaker{1};
constexpr UserId kChecker{2};
const Timestamp kNow = parse_timestamp("2026-10-08T01:00:00Z").value();

ClaimMover by(ClaimActor actor, UserId user_id) { return {actor, {user_id}, kNow}; }

Claim claim_in(ClaimState state) {
    Claim claim;
    claim.state = state;
    claim.submitted_by_id = kMaker;
    return claim;
}

/// How many triples the table allows.
template <class State, class Action, class Actor, class Table>
std::size_t allowed_moves(const Table& table) {
    std::size_t allowed = 0;
    for (const auto& state : enum_texts<State>)
        for (const auto& action : enum_texts<Action>)
            for (const auto& actor : enum_texts<Actor>)
                allowed += next_state(table, state.value, action.value, actor.value).ok();
    return allowed;
}

BOOST_AUTO_TEST_SUITE(claim_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_tables_succeed) {
    BOOST_TEST((allowed_moves<ClaimState, ClaimAction, ClaimActor>(kClaimMoves)) ==
               kClaimMoves.size());
    BOOST_TEST((allowed_moves<BillState, BillAction, BillActor>(kBillMoves)) == kBillMoves.size());
    BOOST_TEST((allowed_moves<NonTaxState, NonTaxAction, NonTaxActor>(kNonTaxMoves)) ==
               kNonTaxMoves.size());
}

BOOST_AUTO_TEST_CASE(finance_submits_and_the_collecting_unit_confirms) {
    const auto submitted =
        submit(claim_in(ClaimState::draft), by(ClaimActor::finance, kMaker)).value();
    BOOST_TEST((submitted.state == ClaimState::submitted));
    BOOST_TEST((submitted.submitted_by_id == kMaker));
    const auto confirmed =
        confirm(submitted, by(ClaimActor::collector, kChecker), "扬数函〔2026〕示例2号").value();
    BOOST_TEST((confirmed.state == ClaimState::confirmed));
    BOOST_TEST((confirmed.confirmed_at == kNow));
    BOOST_TEST(*confirmed.continuation_document == "扬数函〔2026〕示例2号");
}

BOOST_AUTO_TEST_CASE(each_side_keeps_to_its_moves) {
    BOOST_TEST(submit(claim_in(ClaimState::draft), by(ClaimActor::collector, kChecker))
                   .error().code == "not_your_move");
    BOOST_TEST(confirm(claim_in(ClaimState::submitted), by(ClaimActor::finance, kMaker), {})
                   .error().code == "not_your_move");
    BOOST_TEST(confirm(claim_in(ClaimState::draft), by(ClaimActor::collector, kChecker), {})
                   .error().code == "illegal_transition");
    BOOST_TEST(submit(claim_in(ClaimState::confirmed), by(ClaimActor::finance, kMaker))
                   .error().code == "illegal_transition");
    BOOST_TEST(return_to_draft(claim_in(ClaimState::confirmed), by(ClaimActor::collector, kChecker))
                   .error().code == "illegal_transition");
}

BOOST_AUTO_TEST_CASE(nobody_confirms_what_he_submitted) {
    BOOST_TEST(confirm(claim_in(ClaimState::submitted), by(ClaimActor::collector, kMaker), {})
                   .error().code == "four_eyes");
    auto in_the_makers_name = by(ClaimActor::collector, kChecker);
    in_the_makers_name.hands.delegate_for_id = kMaker;
    BOOST_TEST(confirm(claim_in(ClaimState::submitted), in_the_makers_name, {}).error().code ==
               "four_eyes");
}

BOOST_AUTO_TEST_CASE(a_returned_claim_is_a_draft_again) {
    const auto returned =
        return_to_draft(claim_in(ClaimState::submitted), by(ClaimActor::collector, kChecker))
            .value();
    BOOST_TEST((returned.state == ClaimState::draft));
}

BOOST_AUTO_TEST_CASE(a_bill_is_issued_by_another_person_of_finance) {
    Bill bill;
    bill.drafted_by_id = kMaker;
    BOOST_TEST(issue(bill, BillActor::other, {kChecker}, kNow, 1, 30).error().code ==
               "not_your_move");
    BOOST_TEST(issue(bill, BillActor::finance, {kMaker}, kNow, 1, 30).error().code == "four_eyes");
    const auto issued = issue(bill, BillActor::finance, {kChecker}, kNow, 17, 30).value();
    BOOST_TEST((issued.state == BillState::issued));
    BOOST_TEST(*issued.number == 17u);
    BOOST_TEST((issued.issued_by_id == kChecker));
    BOOST_TEST(to_text(*issued.due_on) == "2026-11-07");
    BOOST_TEST(issue(issued, BillActor::finance, {kChecker}, kNow, 18, 30).error().code ==
               "illegal_transition");
}

BOOST_AUTO_TEST_CASE(
    a_reviewed_bill_is_issued_by_anybody_of_finance_and_a_returned_one_is_a_draft) {
    Bill bill;
    bill.drafted_by_id = kMaker;
    BOOST_TEST(review(bill, BillActor::finance, {kMaker}, kNow).error().code == "four_eyes");
    BOOST_TEST(review(bill, BillActor::other, {kChecker}, kNow).error().code == "not_your_move");
    const auto reviewed = review(bill, BillActor::finance, {kChecker}, kNow).value();
    BOOST_TEST((reviewed.state == BillState::reviewed));
    BOOST_TEST((reviewed.reviewed_by_id == kChecker));
    BOOST_TEST((issue(reviewed, BillActor::finance, {kMaker}, kNow, 1, 0).value().state ==
                BillState::issued));
    const auto returned = return_to_draft(reviewed, BillActor::finance).value();
    BOOST_TEST((returned.state == BillState::draft));
    BOOST_TEST(!returned.reviewed_by_id.has_value());
    BOOST_TEST(!returned.reviewed_at.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::claim_workflow_test
