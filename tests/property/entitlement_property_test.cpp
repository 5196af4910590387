#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include "catalog/entitlement.hpp"

namespace entitlement_property_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

const Timestamp kStart = parse_timestamp("2026-08-31T16:00:00Z").value();
constexpr int kHours = 24 * 40;

Timestamp hour(int n) { return kStart + std::chrono::hours(n); }

Interval some_interval() {
    const int from = *rc::gen::inRange(-24, kHours);
    const int length = *rc::gen::inRange(0, kHours);
    return {hour(from), hour(from + length)};
}

std::vector<Interval> some_intervals() {
    std::vector<Interval> intervals;
    const int count = *rc::gen::inRange(0, 3);
    for (int i = 0; i < count; ++i) intervals.push_back(some_interval());
    return intervals;
}

OrderChain some_chain() {
    OrderChain chain;
    chain.scenario_code = "S1";
    chain.agreement = {some_intervals(), some_intervals(), some_intervals()};
    chain.product = {some_interval()};
    chain.listing = some_intervals();
    const int resources = *rc::gen::inRange(0, 4);
    auto& sources = chain.lineage.emplace_back().resources;
    chain.lineage[0].in_force = {Timestamp::min(), Timestamp::max()};
    for (int i = 0; i < resources; ++i)
        sources.push_back({ResourceId{static_cast<std::uint64_t>(i)}, "R" + std::to_string(i),
                           some_intervals()});
    chain.order.from = date_of(hour(*rc::gen::inRange(0, kHours)));
    chain.order.to = chain.order.from + std::chrono::days(*rc::gen::inRange(0, 40));
    if (*rc::gen::inRange(0, 4) != 0) chain.order.accepted_at = hour(*rc::gen::inRange(0, kHours));
    if (*rc::gen::inRange(0, 2) != 0) chain.order.ended_at = hour(*rc::gen::inRange(0, kHours));
    if (*rc::gen::inRange(0, 2) != 0) chain.order.suspensions.push_back(some_interval());
    chain.plans = {{date_of(kStart), {"calls"}}};
    return chain;
}

bool holds(const std::vector<Interval>& intervals, Timestamp at) {
    for (const auto& interval : intervals)
        if (interval.from <= at && at < interval.to) return true;
    return false;
}

/// The five links, told in another way than the code under test does.
bool all_links_hold(const OrderChain& chain, Timestamp at) {
    bool good = holds(chain.agreement.open, at) && holds(chain.product, at) &&
                holds(chain.listing, at);
    for (const auto& resource : chain.lineage[0].resources)
        good = good && holds(resource.granted, at);
    const auto& order = chain.order;
    good = good && order.accepted_at && at >= start_of(order.from) && at < end_of(order.to);
    good = good && date_of(at) >= date_of(*order.accepted_at);
    good = good && (!order.ended_at || at < *order.ended_at);
    return good && !holds(order.suspensions, at);
}

void narrow(std::vector<Interval>& intervals) {
    for (auto& interval : intervals) interval = intersection(interval, some_interval());
}

bool allowed(const OrderChain& chain, Timestamp at) {
    return !judge(chain, at, "S1", nullptr, "calls");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(entitlement_properties)

BOOST_AUTO_TEST_CASE(an_event_is_allowed_exactly_while_all_five_links_hold) {
    BOOST_CHECK(rc::check([] {
        const auto chain = some_chain();
        const auto at = hour(*rc::gen::inRange(0, kHours));
        const bool charged = first_day(period_of(at)) >= chain.plans[0].effective_from;
        RC_ASSERT(allowed(chain, at) == (all_links_hold(chain, at) && charged));
    }));
}

BOOST_AUTO_TEST_CASE(narrowing_a_link_never_allows_more) {
    BOOST_CHECK(rc::check([] {
        const auto wide = some_chain();
        auto narrowed = wide;
        narrow(narrowed.agreement.open);
        narrow(narrowed.listing);
        narrow(narrowed.product);
        for (auto& resource : narrowed.lineage[0].resources) narrow(resource.granted);
        narrowed.order.suspensions.push_back(some_interval());
        for (int n = 0; n < kHours; n += 7)
            if (allowed(narrowed, hour(n))) RC_ASSERT(allowed(wide, hour(n)));
    }));
}

BOOST_AUTO_TEST_CASE(touching_fewer_resources_never_denies_more) {
    BOOST_CHECK(rc::check([] {
        const auto chain = some_chain();
        const auto at = hour(*rc::gen::inRange(0, kHours));
        std::vector<std::string> some;
        for (const auto& resource : chain.lineage[0].resources)
            if (*rc::gen::inRange(0, 2) != 0) some.push_back(resource.code);
        RC_ASSERT(judge(chain, at, "S1", &some, "calls") == judge(chain, at, "S1", nullptr,
                "calls"));
        some.push_back("R9");
        RC_ASSERT(judge(chain, at, "S1", &some, "calls").has_value());
    }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace entitlement_property_test
