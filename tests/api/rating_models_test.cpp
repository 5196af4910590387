/// Models, aggregations, proration and price caps as a settlement rates them.
#include <boost/test/unit_test.hpp>

#include "tests/support/priced_market.hpp"

namespace yunhe::test::rating_models_test {
namespace {

const std::string kDeveloper = "developer:" + std::string(kMarketUscc);

BOOST_AUTO_TEST_SUITE(rating_models)

BOOST_AUTO_TEST_CASE(every_aggregation_gives_its_quantity) {
    Json charges = Json::array();
    for (const auto* aggregation : {"sum", "count", "max", "unique", "last"})
        charges.push_back(PricedMarket::charge(std::string("m_") + aggregation, aggregation, "unit",
                                               {{"unit_price", "1.00"}}));
    PricedMarket prices(charges);
    prices.market.world.set_clock("2026-03-30T01:00:00Z");
    for (const auto* aggregation : {"sum", "count", "max", "unique", "last"}) {
        const auto meter = std::string("m_") + aggregation;
        prices.use("O1", meter, "5", "2026-03-20T01:00:00Z", "甲");
        prices.use("O1", meter, "9", "2026-03-12T01:00:00Z", "乙");
        prices.use("O1", meter, "2", "2026-03-25T01:00:00Z", "甲");
        prices.use("O1", meter, "1", "2026-03-14T01:00:00Z");
    }
    prices.market.world.set_clock("2026-04-02T01:00:00Z");
    prices.settled();
    BOOST_CHECK_EQUAL(prices.line("m_sum").at("quantity"), "17");
    BOOST_CHECK_EQUAL(prices.line("m_count").at("quantity"), "4");
    BOOST_CHECK_EQUAL(prices.line("m_max").at("quantity"), "9");
    BOOST_CHECK_EQUAL(prices.line("m_unique").at("quantity"), "2");
    BOOST_CHECK_EQUAL(prices.line("m_last").at("quantity"), "2");
    BOOST_CHECK_EQUAL(prices.line("m_last").at("amount"), "2.00");
}

BOOST_AUTO_TEST_CASE(fixed_is_prorated_and_a_minimum_is_owed_without_use) {
    PricedMarket prices(
        Json::array({PricedMarket::charge("calls", "sum", "unit",
                                          {{"unit_price", "0.35"}, {"minimum", "80.00"}}),
                     PricedMarket::charge("access", "count", "fixed", {{"amount", "310.00"}})}));
    prices.market.world.set_clock("2026-05-02T01:00:00Z");
    prices.settled();
    BOOST_CHECK_EQUAL(prices.line("calls").at("amount"), "80.00");
    const auto line = prices.line("access");
    BOOST_CHECK_EQUAL(line.at("amount"), "220.00");  // 22 of 31 days.
    BOOST_CHECK_EQUAL(prices.explanation(line).at("days_active"), 22);
    prices.settled("2026-04");
    BOOST_CHECK_EQUAL(prices.line("access", "2026-04").at("amount"), "310.00");
}

BOOST_AUTO_TEST_CASE(a_cap_that_sinks_in_the_middle_of_a_month_limits_the_fee_from_its_day) {
    PricedMarket prices(
        Json::array({PricedMarket::charge("calls", "sum", "unit", {{"unit_price", "0.35"}})}));
    prices.platform_plan("fee", Json::array({PricedMarket::charge("core_hours", "sum", "unit",
                                                                  {{"unit_price", "0.50"}})}));
    prices.cap("C1", "2026-03-16", "0.20");
    prices.market.world.set_clock("2026-03-30T01:00:00Z");
    prices.use(kDeveloper, "core_hours", "600", "2026-03-15T15:59:00Z");
    prices.use(kDeveloper, "core_hours", "400", "2026-03-15T16:00:00Z");  // The 16th in UTC+8.
    prices.market.world.set_clock("2026-04-02T01:00:00Z");
    BOOST_CHECK_EQUAL(prices.settled().at("billed"), "380.00");
    const auto line = prices.line("core_hours");
    BOOST_CHECK_EQUAL(line.at("amount"), "380.00");
    BOOST_CHECK_EQUAL(line.at("list_amount"), "380.00");
    const auto shown = prices.explanation(line).at("price_cap");
    BOOST_CHECK_EQUAL(shown.at("list_amount"), "500.00");
    BOOST_CHECK_EQUAL(shown.at("taken_off"), "120.00");
    BOOST_REQUIRE_EQUAL(shown.at("slices").size(), 2u);
    BOOST_CHECK(shown.at("slices")[0].at("cap").is_null());
    BOOST_CHECK_EQUAL(shown.at("slices")[1].at("cap"), "C1");
    BOOST_CHECK_EQUAL(shown.at("slices")[1].at("quantity"), "400");
    // The same again changes nothing.
    BOOST_CHECK_EQUAL(prices.settled().at("version"), 1);
}

BOOST_AUTO_TEST_CASE(an_approver_sees_what_a_draft_changes) {
    PricedMarket prices(
        Json::array({PricedMarket::charge("calls", "sum", "unit", {{"unit_price", "0.35"}})}));
    const auto fee = [](const char* price) {
        return Json::array(
            {PricedMarket::charge("core_hours", "sum", "unit", {{"unit_price", price}})});
    };
    prices.platform_plan("fee", fee("0.50"));
    Json draft = {{"code", "fee2"},
                  {"kind", "operator_fee"},
                  {"effective_from", "2026-04-01"},
                  {"charges", fee("0.40")}};
    const auto made = Market::must(prices.finance().post("/api/v1/price-plans", draft));
    BOOST_REQUIRE_EQUAL(made.json.at("changes").size(), 1u);
    const auto seen = Market::must(prices.admin().get("/api/v1/price-plans/fee2"));
    BOOST_CHECK_EQUAL(seen.json.at("changes")[0].at("before").at("unit_price"), "0.500000");
    BOOST_CHECK_EQUAL(seen.json.at("changes")[0].at("after").at("unit_price"), "0.400000");
    draft["code"] = "fee3";
    draft["charges"] = Json::array(
        {PricedMarket::charge("sales", "sum", "share", {{"percent", "5"}})});
    BOOST_CHECK_EQUAL(prices.finance().post("/api/v1/price-plans", draft)
                          .field_code("/charges/0/model"),
                      "share_needs_orders");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::rating_models_test
