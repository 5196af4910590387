#include <boost/test/unit_test.hpp>

#include "tests/support/priced_market.hpp"

namespace yunhe::test::fee_simulation_test {
namespace {

constexpr auto kSimulations = "/api/v1/fee-simulations";
const std::string kDeveloper = "developer:" + std::string(kMarketUscc);

Json unit(const std::string& meter, const std::string& price) {
    return PricedMarket::charge(meter, "sum", "unit", {{"unit_price", price}});
}

Json march(Json more) {
    more["from"] = "2026-03";
    if (!more.contains("to")) more["to"] = "2026-03";
    return more;
}

/// 100 calls of O1 in March, settled unless told otherwise.
class Simulated {
public:
    explicit Simulated(bool settled = true) : prices(Json::array({unit("calls", "0.35")})) {
        prices.platform_plan("fee", Json::array({unit("core_hours", "0.50")}));
        prices.market.world.set_clock("2026-03-20T01:00:00Z");
        prices.use("O1", "calls", "100", "2026-03-15T01:00:00Z");
        prices.use(kDeveloper, "core_hours", "40", "2026-03-15T01:00:00Z");
        prices.market.world.set_clock("2026-04-02T01:00:00Z");
        if (settled) prices.settled();
    }
    Answer tried(ApiClient& client, const Json& body) { return client.post(kSimulations, body); }
    PricedMarket prices;
};

BOOST_AUTO_TEST_SUITE(fee_simulations)

BOOST_AUTO_TEST_CASE(draft_charges_stand_beside_what_was_charged) {
    Simulated world;
    const auto before = world.prices.finance().rows("/api/v1/charge-lines?period=2026-03");
    const auto answer = Market::must(
        world.tried(world.prices.finance(),
                    march({{"product", "P1"},
                           {"charges", Json::array({PricedMarket::charge(
                                           "calls", "sum", "package",
                                           {{"unit_price", "8.00"}, {"package_size", "30"}})})}})));
    BOOST_CHECK_EQUAL(answer.json.at("before"), "35.00");
    BOOST_CHECK_EQUAL(answer.json.at("after"), "32.00");
    BOOST_CHECK_EQUAL(answer.json.at("difference"), "-3.00");
    BOOST_CHECK(answer.json.at("unsettled").empty());
    BOOST_REQUIRE_EQUAL(answer.json.at("lines").size(), 1u);
    const auto& line = answer.json.at("lines")[0];
    BOOST_CHECK_EQUAL(line.at("order"), "O1");
    BOOST_CHECK_EQUAL(line.at("plan_before"), "use-S1");
    BOOST_CHECK_EQUAL(line.at("quantity"), "100");
    BOOST_CHECK_EQUAL(line.at("explanation").at("steps")[0].at("quantity"), "4");
    // Nothing was written.
    BOOST_CHECK(world.prices.finance().rows("/api/v1/charge-lines?period=2026-03") == before);
}

BOOST_AUTO_TEST_CASE(the_plan_that_was_charged_makes_no_difference) {
    Simulated world;
    auto answer = Market::must(
        world.tried(world.prices.finance(), march({{"plan_code", "use-S1"}})));
    BOOST_CHECK_EQUAL(answer.json.at("before"), "35.00");
    BOOST_CHECK_EQUAL(answer.json.at("difference"), "0.00");
    answer = Market::must(world.tried(world.prices.finance(), march({{"plan_code", "fee"}})));
    BOOST_CHECK_EQUAL(answer.json.at("before"), "20.00");
    BOOST_CHECK_EQUAL(answer.json.at("difference"), "0.00");
    BOOST_CHECK(answer.json.at("lines")[0].at("order").is_null());
}

BOOST_AUTO_TEST_CASE(another_aggregation_counts_the_same_events_anew) {
    Simulated world;
    const auto answer = Market::must(world.tried(
        world.prices.finance(),
        march({{"charges", Json::array({PricedMarket::charge("calls", "count", "unit",
                                                             {{"unit_price", "10.00"}})})}})));
    BOOST_CHECK_EQUAL(answer.json.at("lines")[0].at("quantity"), "1");
    BOOST_CHECK_EQUAL(answer.json.at("after"), "10.00");
}

BOOST_AUTO_TEST_CASE(use_without_a_price_is_named_and_a_fee_tries_its_own_meters) {
    Simulated world;
    auto answer = Market::must(world.tried(
        world.prices.finance(), march({{"charges", Json::array({unit("rows", "1.00")})}})));
    BOOST_REQUIRE_EQUAL(answer.json.at("unpriced").size(), 1u);
    BOOST_CHECK_EQUAL(answer.json.at("unpriced")[0].at("subject"), "O1");
    BOOST_CHECK_EQUAL(answer.json.at("unpriced")[0].at("quantity"), "100");
    BOOST_CHECK_EQUAL(answer.json.at("difference"), "-35.00");
    answer = Market::must(world.tried(world.prices.finance(),
                                      march({{"kind", "operator_fee"},
                                             {"charges", Json::array({unit("core_hours",
                                                                           "0.75")})}})));
    BOOST_CHECK_EQUAL(answer.json.at("before"), "20.00");
    BOOST_CHECK_EQUAL(answer.json.at("after"), "30.00");
}

BOOST_AUTO_TEST_CASE(months_that_are_not_settled_are_rated_by_their_own_plans) {
    Simulated world(false);
    const auto answer = Market::must(
        world.tried(world.prices.finance(),
                    march({{"to", "2026-04"},
                           {"charges", Json::array({unit("calls", "0.50")})}})));
    BOOST_CHECK(answer.json.at("unsettled") == Json::array({"2026-03", "2026-04"}));
    BOOST_CHECK_EQUAL(answer.json.at("before"), "35.00");
    BOOST_CHECK_EQUAL(answer.json.at("after"), "50.00");
}

BOOST_AUTO_TEST_CASE(a_cap_limits_a_simulated_fee_too) {
    Simulated world(false);
    world.prices.cap("C1", "2026-04-11", "0.10");
    world.prices.market.world.set_clock("2026-04-20T01:00:00Z");
    world.prices.use(kDeveloper, "core_hours", "10", "2026-04-05T01:00:00Z");
    world.prices.use(kDeveloper, "core_hours", "30", "2026-04-15T01:00:00Z");
    const auto answer = Market::must(
        world.tried(world.prices.finance(), {{"from", "2026-04"},
                                             {"to", "2026-04"},
                                             {"kind", "operator_fee"},
                                             {"charges", Json::array({unit("core_hours",
                                                                           "1.00")})}}));
    BOOST_CHECK_EQUAL(answer.json.at("before"), "8.00");   // 10 x 0.50 + 30 x 0.10
    BOOST_CHECK_EQUAL(answer.json.at("after"), "13.00");   // 10 x 1.00 + 30 x 0.10
}

BOOST_AUTO_TEST_CASE(developers_try_out_their_own_use_only) {
    Simulated world;
    auto& dev = world.prices.dev();
    auto& other = world.prices.market.world.as("dev2");
    const auto body = march({{"charges", Json::array({unit("calls", "0.50")})}});
    BOOST_CHECK_EQUAL(Market::must(world.tried(dev, body)).json.at("before"), "35.00");
    BOOST_CHECK(Market::must(world.tried(other, body)).json.at("lines").empty());
    auto named = body;
    named["developer"] = std::string(kMarketUscc);
    BOOST_CHECK_EQUAL(world.tried(other, named).code(), "not_your_object");
    named["order"] = "O1";
    named.erase("developer");
    BOOST_CHECK(Market::must(world.tried(other, named)).json.at("lines").empty());
    // Drafts are for those who make prices.
    Market::must(world.prices.finance().post(
        "/api/v1/price-plans", {{"code", "fee2"},
                                {"kind", "operator_fee"},
                                {"effective_from", "2026-05-01"},
                                {"charges", Json::array({unit("core_hours", "0.60")})}}));
    BOOST_CHECK_EQUAL(world.tried(dev, march({{"plan_code", "fee2"}})).field_code("/plan_code"),
                      "unknown_reference");
    Market::must(world.tried(world.prices.finance(), march({{"plan_code", "fee2"}})));
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
    Simulated world;
    auto& finance = world.prices.finance();
    const auto charges = Json::array({unit("calls", "0.50")});
    BOOST_CHECK_EQUAL(world.tried(finance, march({})).field_code("/charges"), "plan_or_charges");
    BOOST_CHECK_EQUAL(
        world.tried(finance, march({{"plan_code", "use-S1"}, {"charges", charges}}))
            .field_code("/charges"),
        "plan_or_charges");
    BOOST_CHECK_EQUAL(world.tried(finance, march({{"to", "2026-02"}, {"charges", charges}}))
                          .field_code("/to"),
                      "out_of_range");
    BOOST_CHECK_EQUAL(world.tried(finance, march({{"to", "2027-03"}, {"charges", charges}}))
                          .field_code("/to"),
                      "too_many_periods");
    BOOST_CHECK_EQUAL(
        world.tried(finance, march({{"plan_code", "use-S1"}, {"product", "P9"}}))
            .field_code("/product"),
        "not_one_of");
    BOOST_CHECK_EQUAL(world.tried(finance, march({{"charges", Json::array({Json::object()})}}))
                          .field_code("/charges/0/model"),
                      "missing_field");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::fee_simulation_test
