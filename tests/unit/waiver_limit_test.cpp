#include <boost/test/unit_test.hpp>

#include "billing/settlement.hpp"

namespace waiver_limit_test {

using namespace yunhe;
using namespace yunhe::billing;

namespace {

Quantity units(const char* text) { return Quantity::parse(text).value(); }
Money money(const char* text) { return Money::parse(text).value(); }

/// 0.35 a call up to 100, 0.25 above.
const Json kCharge = {{"meter", "calls"},
                      {"aggregation", "sum"},
                      {"model", "graduated"},
                      {"tiers", Json::array({{{"up_to", "100"}, {"unit_price", "0.35"}},
                                             {{"up_to", nullptr}, {"unit_price", "0.25"}}})}};

PeriodFacts used(const char* quantity, const char* waived) {
    OrderFacts order;
    order.id = catalog::OrderId{1};
    order.code = "O1";
    order.product_id = catalog::ProductId{1};
    order.scenario_id = catalog::ScenarioId{1};
    order.developer_id = BodyId{7};
    order.developer_uscc = "913210001001210102";
    order.days_active = 30;
    order.ground = catalog::WaiverGround::approved;
    order.ground_document = "示例批文";
    if (waived != nullptr) order.waived_quantities["calls"] = units(waived);
    order.plan = RatingPlan{.code = "use", .charges = {parse_charge(kCharge).value()}};
    order.usage = {{.meter = "calls",
                    .quantity = units(quantity),
                    .events = 1,
                    .first_at = {},
                    .last_at = {},
                    .digest_hex = std::string(64, 'a')}};
    PeriodFacts facts;
    facts.period = parse_period("2026-09").value();
    facts.orders.push_back(std::move(order));
    return facts;
}

ChargeLine line_of(const char* quantity, const char* waived) {
    const auto lines = rate_period(used(quantity, waived));
    BOOST_REQUIRE(lines.ok());
    BOOST_REQUIRE_EQUAL(lines.value().size(), 1u);
    return lines.value().front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(waiver_limit)

BOOST_AUTO_TEST_CASE(a_waiver_without_quota_covers_all_of_the_use) {
    const auto line = line_of("1000", nullptr);
    BOOST_CHECK(line.treatment == Treatment::zero_rated);
    BOOST_CHECK(line.amount == Money());
    BOOST_CHECK(line.list_amount == money("260.00"));
}

BOOST_AUTO_TEST_CASE(use_within_the_quota_is_charged_nothing_and_keeps_its_list_price) {
    for (const char* quantity : {"50", "100"}) {
        const auto line = line_of(quantity, "100");
        BOOST_CHECK(line.treatment == Treatment::zero_rated);
        BOOST_CHECK(line.amount == Money());
        BOOST_CHECK(line.ground == catalog::WaiverGround::approved);
    }
}

BOOST_AUTO_TEST_CASE(use_beyond_the_quota_is_charged_at_the_prices_of_its_own_tiers) {
    // 100 x 0.35 + 100 x 0.25 = 60.00 at list price; the first 120 are waived: 35.00 + 5.00.
    const auto line = line_of("200", "120");
    BOOST_CHECK(line.treatment == Treatment::charged);
    BOOST_CHECK(line.list_amount == money("60.00"));
    BOOST_CHECK(line.amount == money("20.00"));
    BOOST_CHECK(!line.ground);
    const auto& waived = line.explanation.at("waived");
    BOOST_CHECK_EQUAL(waived.at("quantity"), "120");
    BOOST_CHECK_EQUAL(waived.at("amount"), "40.00");
    BOOST_CHECK_EQUAL(waived.at("ground"), "approved");
    BOOST_CHECK_EQUAL(waived.at("document"), "示例批文");
}

BOOST_AUTO_TEST_CASE(a_partly_waived_line_stands_on_a_claim_for_what_is_charged) {
    const auto lines = rate_period(used("200", "120")).value();
    const auto rate = TaxRate::parse("6").value();
    const auto documents = plan_documents(lines, {"6"});
    BOOST_REQUIRE_EQUAL(documents.claims.size(), 1u);
    BOOST_CHECK(documents.claims[0].claim.amount == money("20.00"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace waiver_limit_test
