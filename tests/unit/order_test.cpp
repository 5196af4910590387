#include <boost/test/unit_test.hpp>

#include "catalog/order.hpp"

namespace order_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

Date day(const char* text) { return parse_date(text).value(); }
Timestamp at(const char* text) { return parse_timestamp(text).value(); }

Order accepted_order(OrderKind kind = OrderKind::paid) {
    Order order;
    order.code = "O1";
    order.kind = kind;
    order.from = day("2026-09-01");
    order.to = day("2026-09-15");
    order.state = OrderState::accepted;
    order.accepted_at = at("2026-08-20T01:00:00Z");
    return order;
}

const Date kFirst = day("2026-09-01");

constexpr Purpose kPurposes[] = {Purpose::industry, Purpose::public_governance,
                                 Purpose::public_welfare};
constexpr WaiverGround kGrounds[] = {WaiverGround::public_purpose, WaiverGround::source_trial,
                                     WaiverGround::approved};

}  // namespace

BOOST_AUTO_TEST_SUITE(order)

BOOST_AUTO_TEST_CASE(activity_and_end_follow_from_the_days) {
    const auto order = accepted_order();
    BOOST_CHECK(state_on(order, day("2026-08-31")) == OrderState::accepted);
    BOOST_CHECK(state_on(order, kFirst) == OrderState::active);
    BOOST_CHECK(state_on(order, day("2026-09-15")) == OrderState::active);
    BOOST_CHECK(state_on(order, day("2026-09-16")) == OrderState::ended);
}

BOOST_AUTO_TEST_CASE(dates_do_not_change_what_was_not_accepted) {
    for (const auto state : {OrderState::requested, OrderState::refused, OrderState::cancelled,
                             OrderState::suspended}) {
        auto order = accepted_order();
        order.state = state;
        for (const char* text : {"2026-08-01", "2026-09-05", "2026-12-01"})
            BOOST_CHECK(state_on(order, day(text)) == state);
    }
}

BOOST_AUTO_TEST_CASE(an_order_lives_from_midnight_of_its_first_day_to_the_end_of_its_last) {
    const auto order = accepted_order();
    BOOST_CHECK(live_interval(order) ==
                (Interval{at("2026-08-31T16:00:00Z"), at("2026-09-15T16:00:00Z")}));
    BOOST_CHECK(live_at(order, at("2026-08-31T16:00:00Z")));
    BOOST_CHECK(!live_at(order, at("2026-08-31T15:59:59.999999Z")));
    BOOST_CHECK(live_at(order, at("2026-09-15T15:59:59.999999Z")));
    BOOST_CHECK(!live_at(order, at("2026-09-15T16:00:00Z")));
}

BOOST_AUTO_TEST_CASE(acceptance_reaches_back_to_midnight_and_no_further) {
    auto order = accepted_order();
    order.accepted_at = at("2026-09-03T01:00:00Z");
    BOOST_CHECK(live_interval(order).from == at("2026-09-02T16:00:00Z"));
}

BOOST_AUTO_TEST_CASE(an_order_that_was_never_accepted_is_never_live) {
    auto order = accepted_order();
    order.accepted_at.reset();
    BOOST_CHECK(live_interval(order).empty());
}

BOOST_AUTO_TEST_CASE(an_order_ends_when_it_is_cancelled) {
    auto order = accepted_order();
    order.ended_at = at("2026-09-05T00:00:00Z");
    BOOST_CHECK(live_at(order, at("2026-09-04T23:59:59Z")));
    BOOST_CHECK(!live_at(order, at("2026-09-05T00:00:00Z")));
    order.ended_at = at("2026-10-01T00:00:00Z");
    BOOST_CHECK(live_interval(order).to == at("2026-09-15T16:00:00Z"));
}

BOOST_AUTO_TEST_CASE(a_public_purpose_waives_without_a_record) {
    const auto order = accepted_order();
    BOOST_CHECK(!waiver_ground(order, Purpose::industry, kFirst));
    BOOST_CHECK(waiver_ground(order, Purpose::public_governance, kFirst) ==
                WaiverGround::public_purpose);
    BOOST_CHECK(waiver_ground(order, Purpose::public_welfare, kFirst) ==
                WaiverGround::public_purpose);
}

BOOST_AUTO_TEST_CASE(only_a_confirmed_waiver_waives_in_industry) {
    auto order = accepted_order(OrderKind::trial);
    order.waiver.emplace().document = "批文";
    for (const auto state : {WaiverState::requested, WaiverState::refused}) {
        order.waiver->state = state;
        BOOST_CHECK(!waiver_ground(order, Purpose::industry, kFirst));
    }
    order.waiver->state = WaiverState::confirmed;
    BOOST_CHECK(waiver_ground(order, Purpose::industry, kFirst) == WaiverGround::approved);
}

BOOST_AUTO_TEST_CASE(a_trial_without_waiver_is_charged) {
    BOOST_CHECK(!waiver_ground(accepted_order(OrderKind::trial), Purpose::industry, kFirst));
    BOOST_CHECK(!waiver_ground(accepted_order(OrderKind::source_free), Purpose::industry, kFirst));
}

// Every ground x purpose x kind x kind of buyer.
BOOST_AUTO_TEST_CASE(a_waiver_must_fit_the_order) {
    for (const auto ground : kGrounds)
        for (const auto purpose : kPurposes)
            for (const auto kind : {OrderKind::paid, OrderKind::trial, OrderKind::source_free})
                for (const bool department : {false, true})
                    for (const bool in_lineage : {false, true}) {
                        auto order = accepted_order(kind);
                        if (department) order.department_id = BodyId{5};
                        bool fits = true;
                        if (ground == WaiverGround::public_purpose)
                            fits = purpose != Purpose::industry;
                        if (ground == WaiverGround::source_trial)
                            fits = department && in_lineage && kind != OrderKind::paid;
                        const auto checked = check_waiver(order, ground, purpose, in_lineage);
                        BOOST_CHECK_EQUAL(checked.ok(), fits);
                        if (!fits) {
                            BOOST_CHECK(checked.error().kind == Errc::rule);
                            BOOST_CHECK_EQUAL(checked.error().code, "waiver_does_not_fit");
                        }
                    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace order_test
