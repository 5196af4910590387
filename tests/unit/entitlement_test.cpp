#include <boost/test/unit_test.hpp>

#include "catalog/entitlement.hpp"

namespace entitlement_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

Timestamp at(const char* text) { return parse_timestamp(text).value(); }
const Timestamp kNow = at("2026-09-10T04:00:00Z");
const Interval kSeptember{at("2026-08-31T16:00:00Z"), at("2026-09-30T16:00:00Z")};
const Interval kNever{kNow, kNow};

OrderChain live_chain() {
    OrderChain chain;
    chain.order.code = "O1";
    chain.order.state = OrderState::accepted;
    chain.order.from = parse_date("2026-09-01").value();
    chain.order.to = parse_date("2026-09-30").value();
    chain.order.accepted_at = at("2026-09-01T01:00:00Z");
    chain.scenario_code = "S1";
    chain.agreement.open = {kSeptember};
    chain.product = {kSeptember};
    chain.listing = {kSeptember};
    chain.lineage = {{{Timestamp::min(), Timestamp::max()},
                      {{ResourceId{1}, "R1", {kSeptember}}, {ResourceId{2}, "R2", {kSeptember}}}}};
    chain.plans = {{parse_date("2026-09-01").value(), {"calls", "rows"}},
                   {parse_date("2026-10-01").value(), {"calls"}}};
    return chain;
}

std::optional<Denial> judged(const OrderChain& chain, Timestamp when = kNow) {
    return judge(chain, when, "S1", nullptr, "calls");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(entitlement)

BOOST_AUTO_TEST_CASE(a_whole_chain_allows) { BOOST_CHECK(!judged(live_chain())); }

BOOST_AUTO_TEST_CASE(the_scenario_must_be_the_orders) {
    BOOST_CHECK(judge(live_chain(), kNow, "S2", nullptr, "calls") == Denial::wrong_scenario);
    BOOST_CHECK(!judge(live_chain(), kNow, "", nullptr, "calls"));
}

BOOST_AUTO_TEST_CASE(each_broken_link_denies_by_its_own_name) {
    auto chain = live_chain();
    chain.agreement = {};
    BOOST_CHECK(judged(chain) == Denial::no_live_agreement);
    chain = live_chain();
    chain.lineage[0].resources[1].granted = {kNever};
    BOOST_CHECK(judged(chain) == Denial::no_live_grant);
    chain = live_chain();
    chain.product = {};
    BOOST_CHECK(judged(chain) == Denial::no_live_product);
    chain = live_chain();
    chain.listing = {};
    BOOST_CHECK(judged(chain) == Denial::no_live_listing);
    chain = live_chain();
    chain.order.accepted_at.reset();
    BOOST_CHECK(judged(chain) == Denial::no_live_order);
    chain = live_chain();
    chain.plans = {};
    BOOST_CHECK(judged(chain) == Denial::meter_without_charge);
}

// Every subset of broken links: the first in the order of Denial is named.
BOOST_AUTO_TEST_CASE(of_several_broken_links_the_first_is_named) {
    for (unsigned broken = 0; broken < 64; ++broken) {
        auto chain = live_chain();
        if (broken & 1u) chain.agreement = {};
        if (broken & 2u) chain.lineage[0].resources[0].granted = {};
        if (broken & 4u) chain.product = {};
        if (broken & 8u) chain.listing = {kNever};
        if (broken & 16u) chain.order.ended_at = kSeptember.from;
        if (broken & 32u) chain.plans = {};
        std::optional<Denial> expected;
        constexpr Denial kOrder[] = {Denial::no_live_agreement, Denial::no_live_grant,
                                     Denial::no_live_product,   Denial::no_live_listing,
                                     Denial::no_live_order,     Denial::meter_without_charge};
        for (unsigned bit = 0; bit < 6 && !expected; ++bit)
            if (broken & (1u << bit)) expected = kOrder[bit];
        BOOST_CHECK(judged(chain) == expected);
    }
}

// Which of the three it is makes no difference to what may be used, only to what has to be done.
BOOST_AUTO_TEST_CASE(a_closed_agreement_says_why_it_is_closed) {
    auto chain = live_chain();
    chain.agreement.open = {};
    chain.agreement.held = {kSeptember};
    BOOST_CHECK(judged(chain) == Denial::agreement_on_hold);
    chain.agreement.gated = {kSeptember};
    chain.lineage[0].resources[0].granted = {};
    BOOST_CHECK(judged(chain) == Denial::agreement_on_hold);
    chain.agreement.held = {};
    BOOST_CHECK(judged(chain) == Denial::access_gate_unmet);
    chain.agreement.gated = {};
    BOOST_CHECK(judged(chain) == Denial::no_live_agreement);
    chain.agreement = {{kSeptember}, {kSeptember}, {}};
    BOOST_CHECK(judged(chain) == Denial::no_live_grant);
}

BOOST_AUTO_TEST_CASE(an_event_is_judged_at_its_own_time) {
    auto chain = live_chain();
    const auto revoked = at("2026-09-15T02:00:00Z");
    chain.lineage[0].resources[0].granted = {{kSeptember.from, revoked}};
    BOOST_CHECK(!judged(chain, revoked - std::chrono::microseconds(1)));
    BOOST_CHECK(judged(chain, revoked) == Denial::no_live_grant);
}

BOOST_AUTO_TEST_CASE(touched_resources_lie_in_the_lineage) {
    const auto chain = live_chain();
    const std::vector<std::string> inside = {"R1"};
    const std::vector<std::string> outside = {"R1", "R9"};
    BOOST_CHECK(!judge(chain, kNow, "S1", &inside, "calls"));
    BOOST_CHECK(judge(chain, kNow, "S1", &outside, "calls") == Denial::resource_outside_lineage);
}

BOOST_AUTO_TEST_CASE(a_meter_needs_a_charge_in_the_plan_of_its_period) {
    auto chain = live_chain();
    chain.order.to = parse_date("2026-12-31").value();
    const Interval year{kSeptember.from, at("2026-12-31T16:00:00Z")};
    chain.agreement.open = chain.listing = {year};
    chain.product = {year};
    for (auto& resource : chain.lineage[0].resources) resource.granted = {year};
    const auto october = at("2026-10-05T00:00:00Z");
    BOOST_CHECK(!judge(chain, kNow, "", nullptr, "rows"));
    BOOST_CHECK(judge(chain, october, "", nullptr, "rows") == Denial::meter_without_charge);
    BOOST_CHECK(!judge(chain, october, "", nullptr, "calls"));
    BOOST_CHECK(!judge(chain, october, "", nullptr, std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_plan_counts_from_its_first_period) {
    const std::vector<PlanMeters> plans = {{parse_date("2026-09-01").value(), {"a"}},
                                           {parse_date("2026-11-01").value(), {"b"}}};
    BOOST_CHECK(plan_at(plans, at("2026-08-31T15:59:59Z")) == nullptr);
    BOOST_CHECK(plan_at(plans, at("2026-08-31T16:00:00Z")) == &plans[0]);
    BOOST_CHECK(plan_at(plans, at("2026-10-31T15:59:59Z")) == &plans[0]);
    BOOST_CHECK(plan_at(plans, at("2026-10-31T16:00:00Z")) == &plans[1]);
}

BOOST_AUTO_TEST_CASE(own_data_needs_no_grant) {
    auto chain = live_chain();
    chain.lineage[0].resources.clear();
    BOOST_CHECK(!judged(chain));
}

// A new version of the product brings another lineage; each instant is judged by its own.
BOOST_AUTO_TEST_CASE(the_lineage_in_force_at_the_time_counts) {
    auto chain = live_chain();
    const auto change = at("2026-09-15T16:00:00Z");
    chain.lineage = {{{kSeptember.from, change}, {{ResourceId{1}, "R1", {kSeptember}}}},
                     {{change, Timestamp::max()}, {{ResourceId{2}, "R2", {}}}}};
    const auto before = change - std::chrono::microseconds(1);
    const std::vector<std::string> first = {"R1"}, second = {"R2"};
    BOOST_CHECK(!judged(chain, before));
    BOOST_CHECK(judged(chain, change) == Denial::no_live_grant);
    chain.lineage[1].resources[0].granted = {kSeptember};
    BOOST_CHECK(!judged(chain, change));
    BOOST_CHECK(!judge(chain, before, "", &first, {}));
    BOOST_CHECK(judge(chain, before, "", &second, {}) == Denial::resource_outside_lineage);
    BOOST_CHECK(judge(chain, change, "", &first, {}) == Denial::resource_outside_lineage);
    BOOST_CHECK(!judge(chain, change, "", &second, {}));
}

BOOST_AUTO_TEST_CASE(a_full_quota_closes_its_meter_until_the_span_ends) {
    auto chain = live_chain();
    chain.order.quotas = {{.meter = "calls", .quantity = {1'000'000}, .full = {{kNow,
                                                                  kSeptember.to}}}};
    BOOST_CHECK(!judged(chain, kNow - std::chrono::microseconds(1)));
    BOOST_CHECK(judged(chain) == Denial::quota_used_up);
    BOOST_CHECK(!judge(chain, kNow, "S1", nullptr, "rows"));
    BOOST_CHECK(judge(chain, kNow, "S1", nullptr, std::nullopt) == Denial::quota_used_up);
}

BOOST_AUTO_TEST_CASE(every_reason_is_told_in_the_order_of_denials) {
    auto chain = live_chain();
    BOOST_CHECK(breaks_of(chain, kNow).empty());
    chain.agreement = {};
    chain.lineage[0].resources[1].granted = {};
    chain.listing = {};
    chain.order.ended_at = kSeptember.from;
    const std::vector<ChainBreak> all = {{Denial::no_live_agreement, ""},
                                         {Denial::no_live_grant, "R2"},
                                         {Denial::no_live_listing, ""},
                                         {Denial::no_live_order, ""}};
    BOOST_CHECK(breaks_of(chain, kNow) == all);
}

BOOST_AUTO_TEST_CASE(platform_costs_need_agreement_and_charge) {
    DeveloperChain chain{BodyId{1}, "913210001001210102", {{kSeptember}},
                         {{parse_date("2026-09-01").value(), {"storage"}}}};
    BOOST_CHECK(!judge(chain, kNow, "storage"));
    BOOST_CHECK(judge(chain, kNow, "calls") == Denial::meter_without_charge);
    BOOST_CHECK(judge(chain, kSeptember.to, "storage") == Denial::no_live_agreement);
}

BOOST_AUTO_TEST_CASE(an_offer_lives_without_listing_and_sells_with_one) {
    const auto whole = live_chain();
    OfferChain offer{ProductId{1}, ScenarioId{1}, "S1", whole.agreement, whole.product, {},
                     whole.lineage};
    BOOST_CHECK(!judge(offer, kNow, false));
    BOOST_CHECK(judge(offer, kNow, true) == Denial::no_live_listing);
    offer.listing = whole.listing;
    BOOST_CHECK(!judge(offer, kNow, true));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace entitlement_test
