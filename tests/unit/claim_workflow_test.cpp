#include <boost/test/unit_test.hpp>

#include "billing/bill_workflow.hpp"
#include "billing/claim_workflow.hpp"
#include "billing/non_tax.hpp"

namespace yunhe::billing {
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
    BOOST_TEST(issue(bill, BillActor::other, {kChecker}, kNow, 1).error().code == "not_your_move");
    BOOST_TEST(issue(bill, BillActor::finance, {kMaker}, kNow, 1).error().code == "four_eyes");
    const auto issued = issue(bill, BillActor::finance, {kChecker}, kNow, 17).value();
    BOOST_TEST((issued.state == BillState::issued));
    BOOST_TEST(*issued.number == 17u);
    BOOST_TEST((issued.issued_by_id == kChecker));
    BOOST_TEST(issue(issued, BillActor::finance, {kChecker}, kNow, 18).error().code ==
               "illegal_transition");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing
