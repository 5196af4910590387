#include <boost/test/unit_test.hpp>

#include "catalog/chain_access.hpp"
#include "catalog/chain_effect.hpp"

namespace chain_effect_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

Timestamp at(const char* text) { return parse_timestamp(text).value(); }
const Timestamp kNow = at("2026-09-10T04:00:00Z");
const Interval kSeptember{at("2026-08-31T16:00:00Z"), at("2026-09-30T16:00:00Z")};
const Interval kUntilNow{kSeptember.from, kNow};
constexpr ScenarioId kS1{1}, kS2{2};
constexpr ResourceId kR1{11}, kR2{12};
constexpr ProductId kP1{21}, kP2{22};

struct Source {
    ResourceId id;
    std::string code;
    std::vector<Interval> granted;
};

/// One offer and one order of the product in the scenario.
void add(TenantChains& chains, ProductId product_id, ScenarioId scenario_id,
         const std::string& order_code, const std::vector<Source>& sources) {
    OrderChain chain;
    chain.order.code = order_code;
    chain.order.product_id = product_id;
    chain.order.scenario_id = scenario_id;
    chain.order.state = OrderState::accepted;
    chain.order.from = parse_date("2026-09-01").value();
    chain.order.to = parse_date("2026-09-30").value();
    chain.order.accepted_at = at("2026-09-01T01:00:00Z");
    chain.scenario_code = "S" + std::to_string(scenario_id.value);
    chain.agreement.open = {kSeptember};
    chain.product = {kSeptember};
    chain.listing = {kSeptember};
    auto& version = chain.lineage.emplace_back();
    version.in_force = {Timestamp::min(), Timestamp::max()};
    for (const auto& source : sources)
        version.resources.push_back({source.id, source.code, source.granted});
    chains.offers[{product_id, scenario_id}] = {.product_id = product_id,
                                                .scenario_id = scenario_id,
                                                .scenario_code = chain.scenario_code,
                                                .agreement = chain.agreement,
                                                .product = chain.product,
                                                .listing = chain.listing,
                                                .lineage = chain.lineage};
    chains.orders.emplace(order_code, std::move(chain));
}

using Keys = std::vector<std::pair<ProductId, ScenarioId>>;
using Codes = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(chain_effect)

// The grant of R1 in S1 is revoked now: P1 needs it there, in S2 it has another, P2 uses R2 alone.
BOOST_AUTO_TEST_CASE(a_revoked_grant_stops_exactly_what_needs_it) {
    TenantChains chains;
    add(chains, kP1, kS1, "O1", {{kR1, "R1", {kUntilNow}}, {kR2, "R2", {kSeptember}}});
    add(chains, kP1, kS2, "O2", {{kR1, "R1", {kSeptember}}, {kR2, "R2", {kSeptember}}});
    add(chains, kP2, kS1, "O3", {{kR2, "R2", {kSeptember}}});
    const auto stopped = stopped_by(chains, {.grants = {{kS1, kR1}}}, kNow);
    BOOST_CHECK((stopped.products == Keys{{kP1, kS1}}));
    BOOST_CHECK((stopped.listings == Keys{{kP1, kS1}}));
    BOOST_CHECK((stopped.order_codes == Codes{"O1"}));
}

BOOST_AUTO_TEST_CASE(another_grant_of_the_same_resource_keeps_it_open) {
    TenantChains chains;
    add(chains, kP1, kS1, "O1", {{kR1, "R1", {kSeptember}}});
    BOOST_CHECK(stopped_by(chains, {.grants = {{kS1, kR1}}}, kNow).empty());
}

BOOST_AUTO_TEST_CASE(what_was_closed_already_is_not_stopped_again) {
    TenantChains chains;
    add(chains, kP1, kS1, "O1", {{kR1, "R1", {kUntilNow}}, {kR2, "R2", {}}});
    BOOST_CHECK(stopped_by(chains, {.grants = {{kS1, kR1}}}, kNow).empty());
    chains = {};
    add(chains, kP1, kS1, "O1", {{kR1, "R1", {kUntilNow}}});
    chains.orders.at("O1").order.ended_at = kSeptember.from;
    const auto stopped = stopped_by(chains, {.grants = {{kS1, kR1}}}, kNow);
    BOOST_CHECK(stopped.order_codes.empty());
    BOOST_TEST(stopped.products.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_suspended_listing_stops_its_orders_and_not_the_product) {
    TenantChains chains;
    add(chains, kP1, kS1, "O1", {{kR1, "R1", {kSeptember}}});
    add(chains, kP1, kS2, "O2", {{kR1, "R1", {kSeptember}}});
    chains.offers.at({kP1, kS1}).listing = {kUntilNow};
    chains.orders.at("O1").listing = {kUntilNow};
    const auto stopped = stopped_by(chains, {.listings = {{kP1, kS1}, {kP1, kS2}}}, kNow);
    BOOST_CHECK(stopped.products.empty());
    BOOST_CHECK((stopped.listings == Keys{{kP1, kS1}}));
    BOOST_CHECK((stopped.order_codes == Codes{"O1"}));
}

BOOST_AUTO_TEST_CASE(a_stopped_product_stops_all_its_scenarios) {
    TenantChains chains;
    add(chains, kP1, kS1, "O1", {});
    add(chains, kP1, kS2, "O2", {});
    add(chains, kP2, kS1, "O3", {});
    for (auto& [key, offer] : chains.offers)
        if (key.first == kP1) offer.product = {kUntilNow};
    for (const auto* code : {"O1", "O2"}) chains.orders.at(code).product = {kUntilNow};
    const auto stopped = stopped_by(chains, {.products = {kP1}}, kNow);
    BOOST_CHECK((stopped.products == Keys{{kP1, kS1}, {kP1, kS2}}));
    BOOST_CHECK((stopped.order_codes == Codes{"O1", "O2"}));
}

BOOST_AUTO_TEST_CASE(access_is_open_in_one_scenario_or_tells_every_reason) {
    TenantChains chains;
    add(chains, kP1, kS1, "O1", {{kR1, "R1", {kUntilNow}}, {kR2, "R2", {}}});
    add(chains, kP1, kS2, "O2", {{kR1, "R1", {kSeptember}}});
    Product product;
    product.id = kP1;
    product.scenario_ids = {kS1};
    const auto closed = access_of_product(chains, product, kNow);
    const std::vector<AccessReason> reasons = {{Denial::no_live_grant, "S1", "R1"},
                                               {Denial::no_live_grant, "S1", "R2"}};
    BOOST_TEST(!closed.open);
    BOOST_CHECK(closed.reasons == reasons);
    product.scenario_ids = {kS1, kS2};
    BOOST_CHECK((access_of_product(chains, product, kNow) == ChainAccess{.open = true}));
    BOOST_CHECK(access_of_order(chains, "O1", kNow).reasons == reasons);
    BOOST_TEST(access_of_order(chains, "O2", kNow).open);
    BOOST_CHECK(access_of_order(chains, "O9", kNow).reasons.at(0).code == Denial::unknown_order);

    Listing listing;
    listing.product_id = kP1;
    listing.scenario_ids = {kS2};
    BOOST_CHECK(access_of_listing(chains, listing, kNow).reasons.at(0).code ==
                Denial::no_live_listing);
    listing.live = {kSeptember};
    BOOST_TEST(access_of_listing(chains, listing, kNow).open);
}

BOOST_AUTO_TEST_CASE(access_reads_as_its_shape_says) {
    const ChainAccess access{false, {{Denial::no_live_grant, "S1", "R1"}, {Denial::unknown_order}}};
    BOOST_TEST(departures(kChainAccess, to_json(access)).empty());
    BOOST_TEST(to_json(access).at("reasons").at(1).at("scenario_code").is_null());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chain_effect_test
