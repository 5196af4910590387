#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include "tenants/agreement_workflow.hpp"
#include "tenants/hold.hpp"
#include "tenants/rectification_workflow.hpp"

namespace yunhe::tenants::hold_property_test {
namespace {

constexpr int kHours = 60;
Timestamp hour(int n) { return Timestamp{} + std::chrono::hours(n); }

Interval some_interval() {
    const int from = *rc::gen::inRange(0, kHours);
    return {hour(from), hour(from + *rc::gen::inRange(0, kHours))};
}

std::vector<Interval> some_intervals() {
    std::vector<Interval> intervals;
    const int count = *rc::gen::inRange(0, 5);
    for (int i = 0; i < count; ++i) intervals.push_back(some_interval());
    return intervals;
}

bool any_contains(const std::vector<Interval>& intervals, Timestamp at) {
    for (const auto& interval : intervals)
        if (interval.contains(at)) return true;
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hold_properties)

// Whatever holds there are, in whatever order: access is the term without all of them.
BOOST_AUTO_TEST_CASE(no_access_lies_inside_a_hold_and_none_is_lost_outside) {
    BOOST_CHECK(rc::check([] {
        const auto term = some_interval();
        const auto holds = some_intervals();
        const auto open = subtract({term}, holds);
        for (int n = 0; n < 2 * kHours; ++n) {
            const bool wanted = term.contains(hour(n)) && !any_contains(holds, hour(n));
            RC_ASSERT(any_contains(open, hour(n)) == wanted);
        }
        for (std::size_t i = 1; i < open.size(); ++i) RC_ASSERT(open[i - 1].to <= open[i].from);
    }));
}

// As many releases as holds: while one is open nothing is.
BOOST_AUTO_TEST_CASE(access_returns_with_the_last_release) {
    BOOST_CHECK(rc::check([] {
        const Interval term{hour(0), hour(2 * kHours)};
        std::vector<Hold> holds(*rc::gen::inRange<std::size_t>(1, 5));
        for (auto& hold : holds) hold.placed_at = hour(*rc::gen::inRange(0, 10));
        std::vector<std::size_t> order(holds.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
        int at = 10;
        for (const auto released : order) {
            std::vector<Interval> cuts;
            for (const auto& hold : holds) cuts.push_back(hold.interval());
            RC_ASSERT(!any_contains(subtract({term}, cuts), hour(at)));
            holds[released].released_at = hour(++at);
        }
        std::vector<Interval> cuts;
        for (const auto& hold : holds) cuts.push_back(hold.interval());
        RC_ASSERT(any_contains(subtract({term}, cuts), hour(at)));
        RC_ASSERT(!any_contains(subtract({term}, cuts), hour(at - 1)));
    }));
}

// Any sequence of actions by anybody: what is closed stays closed, and what ended gives no more
// moves than its exit.
BOOST_AUTO_TEST_CASE(terminal_states_are_terminal) {
    BOOST_CHECK(rc::check([] {
        auto state = AgreementState::drafted;
        bool ended = false;
        for (int i = 0; i < 40; ++i) {
            const auto action = enum_texts<AgreementAction>[*rc::gen::inRange<std::size_t>(
                0, enum_texts<AgreementAction>.size())].value;
            const auto actor = enum_texts<AgreementActor>[*rc::gen::inRange<std::size_t>(
                0, enum_texts<AgreementActor>.size())].value;
            const auto next = next_state(kAgreementMoves, state, action, actor);
            if (!next.ok()) continue;
            RC_ASSERT(state != AgreementState::closed);
            const bool exit = next.value() == AgreementState::exiting ||
                              next.value() == AgreementState::closed;
            RC_ASSERT(!ended || exit);
            state = next.value();
            ended = ended || state == AgreementState::terminated;
        }
    }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::hold_property_test
