#include <boost/test/unit_test.hpp>

#include "catalog/order_workflow.hpp"

namespace order_workflow_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

const Timestamp kNow = parse_timestamp("2026-09-05T01:00:00Z").value();
const Timestamp kLater = parse_timestamp("2026-09-07T01:00:00Z").value();

constexpr OrderState kStates[] = {OrderState::requested, OrderState::accepted, OrderState::active,
                                  OrderState::ended,     OrderState::refused,
                                          OrderState::cancelled,
                                  OrderState::suspended};
constexpr OrderAction kActions[] = {OrderAction::accept, OrderAction::refuse, OrderAction::cancel,
                                    OrderAction::suspend, OrderAction::resume,
                                    OrderAction::end};
constexpr OrderActor kActors[] = {OrderActor::buyer_side, OrderActor::operator_staff};

Order order_of_september() {
    Order order;
    order.code = "O1";
    order.from = parse_date("2026-09-01").value();
    order.to = parse_date("2026-09-30").value();
    return order;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(order_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t allowed = 0;
    for (const auto state : kStates)
        for (const auto action : kActions)
            for (const auto actor : kActors)
                allowed += next_state(kOrderMoves, state, action, actor).ok();
    BOOST_CHECK_EQUAL(allowed, kOrderMoves.size());
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_an_order_that_is_over) {
    for (const auto state : {OrderState::ended, OrderState::refused, OrderState::cancelled})
        for (const auto action : kActions)
            for (const auto actor : kActors)
                BOOST_CHECK(!next_state(kOrderMoves, state, action, actor).ok());
}

BOOST_AUTO_TEST_CASE(no_move_leads_to_a_state_that_follows_from_dates) {
    for (const auto& move : kOrderMoves)
        BOOST_CHECK(move.to != OrderState::active &&
                    (move.to != OrderState::ended || move.action == OrderAction::end));
}

BOOST_AUTO_TEST_CASE(the_operator_alone_ends_an_order_early) {
    for (const auto& move : kOrderMoves)
        if (move.action == OrderAction::end)
            BOOST_CHECK(move.actor == OrderActor::operator_staff);
    auto order = apply(order_of_september(), OrderAction::accept, OrderState::accepted, kNow);
    order.extend_to = parse_date("2026-12-31").value();
    order = apply(order, OrderAction::end, OrderState::ended, kLater);
    BOOST_CHECK(live_at(order, kLater - std::chrono::microseconds(1)));
    BOOST_CHECK(!live_at(order, kLater));
    BOOST_CHECK(!order.extend_to);
    BOOST_CHECK(state_on(order, date_of(kLater)) == OrderState::ended);
}

BOOST_AUTO_TEST_CASE(the_buyer_can_not_accept_its_own_order) {
    const auto move =
        next_state(kOrderMoves, OrderState::requested, OrderAction::accept, OrderActor::buyer_side);
    BOOST_REQUIRE(!move.ok());
    BOOST_CHECK(move.error().kind == Errc::party);
    BOOST_CHECK_EQUAL(move.error().code, "not_your_move");
}

BOOST_AUTO_TEST_CASE(a_resumed_order_keeps_the_gap_of_its_suspension) {
    auto order = apply(order_of_september(), OrderAction::accept, OrderState::accepted, kNow);
    order = apply(order, OrderAction::suspend, OrderState::suspended, kNow);
    BOOST_CHECK(!live_at(order, kNow));
    order = apply(order, OrderAction::resume, OrderState::accepted, kLater);
    BOOST_CHECK(live_at(order, kNow - std::chrono::microseconds(1)));
    BOOST_CHECK(!live_at(order, kNow));
    BOOST_CHECK(!live_at(order, kLater - std::chrono::microseconds(1)));
    BOOST_CHECK(live_at(order, kLater));
    BOOST_CHECK_EQUAL(order.suspensions.size(), 1u);
}

BOOST_AUTO_TEST_CASE(a_suspension_of_no_length_leaves_no_gap) {
    auto order = apply(order_of_september(), OrderAction::accept, OrderState::accepted, kNow);
    order = apply(order, OrderAction::suspend, OrderState::suspended, kNow);
    order = apply(order, OrderAction::resume, OrderState::accepted, kNow);
    BOOST_CHECK(order.suspensions.empty());
    BOOST_CHECK(live_at(order, kNow));
}

BOOST_AUTO_TEST_CASE(an_order_cancelled_while_suspended_ended_with_its_suspension) {
    auto order = apply(order_of_september(), OrderAction::accept, OrderState::accepted, kNow);
    order = apply(order, OrderAction::suspend, OrderState::suspended, kNow);
    order = apply(order, OrderAction::cancel, OrderState::cancelled, kLater);
    BOOST_CHECK(order.ended_at == kNow);
    BOOST_CHECK(!live_at(order, kLater));
}

BOOST_AUTO_TEST_CASE(an_order_refused_or_cancelled_before_acceptance_was_never_live) {
    const auto refused = apply(order_of_september(), OrderAction::refuse, OrderState::refused,
            kNow);
    BOOST_CHECK(live_interval(refused).empty());
    const auto cancelled =
        apply(order_of_september(), OrderAction::cancel, OrderState::cancelled, kNow);
    BOOST_CHECK(live_interval(cancelled).empty());
}

BOOST_AUTO_TEST_CASE(an_unconfirmed_waiver_holds_up_acceptance) {
    auto order = order_of_september();
    BOOST_CHECK(check_accept(order).ok());
    order.waiver = Waiver{};
    BOOST_REQUIRE(!check_accept(order).ok());
    BOOST_CHECK_EQUAL(check_accept(order).error().code, "waiver_pending");
    for (const auto state : {WaiverState::confirmed, WaiverState::refused}) {
        order.waiver->state = state;
        BOOST_CHECK(check_accept(order).ok());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace order_workflow_test
