#include <boost/test/unit_test.hpp>

#include "tests/support/priced_market.hpp"

namespace yunhe::test::sales_report_test {
namespace {

constexpr auto kReports = "/api/v1/sales-reports";

Json shared() {
    return Json::array({PricedMarket::charge("calls", "sum", "unit", {{"unit_price", "0.35"}}),
                        PricedMarket::charge("sales", "sum", "share", {{"percent", "5"}})});
}

Json report(const std::string& sales, const std::string& period = "2026-03") {
    return {{"order", "O1"},
            {"period", period},
            {"sales", sales},
            {"document", "示例销售台账2026-03"},
            {"document_digest", std::string(64, 'a')}};
}

std::string path_of(const Answer& made, const std::string& verb = "") {
    const auto path = std::string(kReports) + "/" + made.json.at("id").get<std::string>();
    return verb.empty() ? path : path + "/" + verb;
}

bool has_task(ApiClient& client, const std::string& task) {
    for (const auto& row : client.rows("/api/v1/todos"))
        if (row.at("task") == task) return true;
    return false;
}

BOOST_AUTO_TEST_SUITE(sales_reports)

BOOST_AUTO_TEST_CASE(a_report_is_made_mended_and_checked) {
    PricedMarket prices(shared());
    auto& dev = prices.dev();
    auto& finance = prices.finance();
    BOOST_CHECK_EQUAL(dev.post(kReports, report("100.00")).code(), "sales_not_final");
    prices.market.world.set_clock("2026-04-02T01:00:00Z");
    BOOST_CHECK_EQUAL(finance.post(kReports, report("100.00")).status, 403);
    BOOST_CHECK_EQUAL(dev.post(kReports, report("-1.00")).field_code("/sales"), "bad_money");
    BOOST_CHECK_EQUAL(dev.post(kReports, report("1.00", "2026-02")).code(), "order_not_live");
    auto unknown = report("1.00");
    unknown["order"] = "O9";
    BOOST_CHECK_EQUAL(dev.post(kReports, unknown).field_code("/order"), "unknown_reference");
    auto& other = prices.market.world.as("dev2");
    BOOST_CHECK_EQUAL(other.post(kReports, report("1.00")).code(), "not_your_object");

    auto missing = Market::must(finance.get(std::string(kReports) + "/missing?period=2026-03"));
    BOOST_REQUIRE_EQUAL(missing.json.at("items").size(), 1u);
    BOOST_CHECK_EQUAL(missing.json.at("items")[0].at("order"), "O1");
    BOOST_CHECK(missing.json.at("items")[0].at("state").is_null());
    BOOST_CHECK(other.get(std::string(kReports) + "/missing?period=2026-03")
                    .json.at("items").empty());

    const auto made = Market::must(dev.post(kReports, report("1000.00")));
    BOOST_CHECK_EQUAL(made.json.at("state"), "reported");
    BOOST_CHECK_EQUAL(dev.post(kReports, report("1.00")).code(), "sales_report_open");
    BOOST_CHECK(has_task(finance, "check_sales_report"));
    BOOST_CHECK_EQUAL(other.get(path_of(made)).status, 404);
    BOOST_CHECK_EQUAL(finance.post(path_of(made, "return")).field_code("/reason"),
                      "reason_required");
    BOOST_CHECK_EQUAL(dev.post(path_of(made, "check")).status, 403);
    Market::must(finance.post(path_of(made, "return"), {{"reason", "缺发票清单(示例)"}}));
    BOOST_CHECK(has_task(dev, "mend_sales_report"));
    BOOST_CHECK(!has_task(finance, "check_sales_report"));
    BOOST_CHECK_EQUAL(finance.post(path_of(made, "check")).code(), "illegal_transition");

    Json figures = {{"sales", "1234.56"}, {"document", "示例发票清单"}};
    BOOST_CHECK_EQUAL(dev.with("If-Match", "\"1\"").put(path_of(made), figures).status, 412);
    BOOST_CHECK_EQUAL(other.with("If-Match", "\"2\"").put(path_of(made), figures).status, 404);
    const auto mended = Market::must(dev.with("If-Match", "\"2\"").put(path_of(made), figures));
    BOOST_CHECK_EQUAL(mended.json.at("sales"), "1234.56");
    BOOST_CHECK_EQUAL(mended.json.at("state"), "reported");
    BOOST_CHECK(!has_task(dev, "mend_sales_report"));

    const auto checked = Market::must(finance.post(path_of(made, "check")));
    BOOST_CHECK_EQUAL(checked.json.at("state"), "checked");
    BOOST_CHECK_EQUAL(checked.json.at("checked_by"), "finance1");
    BOOST_CHECK(!has_task(finance, "check_sales_report"));
    missing = Market::must(finance.get(std::string(kReports) + "/missing?period=2026-03"));
    BOOST_CHECK(missing.json.at("items").empty());
    BOOST_CHECK_EQUAL(dev.rows(path_of(made, "events")).size(), 4u);
    BOOST_CHECK_EQUAL(finance.rows(std::string(kReports) + "?period=2026-03&state=checked").size(),
                      1u);
    BOOST_CHECK(other.rows(kReports).empty());
}

BOOST_AUTO_TEST_CASE(only_what_is_checked_rates_and_a_correction_asks_for_the_difference) {
    PricedMarket prices(shared());
    prices.market.world.set_clock("2026-03-20T01:00:00Z");
    prices.use("O1", "calls", "100", "2026-03-15T01:00:00Z");
    prices.market.world.set_clock("2026-04-02T01:00:00Z");
    auto& dev = prices.dev();
    const auto first = Market::must(dev.post(kReports, report("1000.00")));
    // Reported isn't checked: nothing of it is charged.
    BOOST_CHECK_EQUAL(prices.settled().at("claimed"), "35.00");
    Market::must(prices.finance().post(path_of(first, "check")));
    const auto settled = prices.settled();
    BOOST_CHECK_EQUAL(settled.at("claimed"), "85.00");
    const auto line = prices.line("sales");
    BOOST_CHECK_EQUAL(line.at("amount"), "50.00");
    BOOST_CHECK_EQUAL(line.at("book"), "nontax");
    const auto shown = prices.explanation(line).at("sales_report");
    BOOST_CHECK_EQUAL(shown.at("id"), first.json.at("id"));
    BOOST_CHECK_EQUAL(shown.at("revision"), 1);

    // Once the claim stands, a corrected report brings a supplement.
    const auto claims = prices.finance().rows("/api/v1/claims");
    BOOST_REQUIRE_EQUAL(claims.size(), 1u);
    BOOST_CHECK_EQUAL(claims[0].at("amount"), "85.00");
    const auto claim = "/api/v1/claims/" + claims[0].at("id").get<std::string>();
    Market::must(prices.finance().post(claim + "/submit"));
    Market::must(prices.market.world.as("collector").post(claim + "/confirm"));
    const auto second = Market::must(dev.post(kReports, report("1600.00")));
    BOOST_CHECK_EQUAL(second.json.at("revision"), 2);
    Market::must(prices.finance().post(path_of(second, "check")));
    BOOST_CHECK_EQUAL(dev.get(path_of(first)).json.at("state"), "replaced");
    BOOST_CHECK_EQUAL(prices.settled().at("claimed"), "115.00");
    std::vector<Json> supplements;
    for (const auto& row : prices.finance().rows("/api/v1/claims"))
        if (row.at("state") == "draft") supplements.push_back(row);
    BOOST_REQUIRE_EQUAL(supplements.size(), 1u);
    BOOST_CHECK_EQUAL(supplements[0].at("amount"), "30.00");
}

BOOST_AUTO_TEST_CASE(closing_a_month_asks_for_sales_that_nobody_checked) {
    PricedMarket prices(shared());
    prices.market.world.set_clock("2026-04-02T01:00:00Z");
    const auto open = [&] {
        const auto view =
            Market::must(prices.finance().get("/api/v1/periods/2026-03?book=nontax"));
        for (const auto& check : view.json.at("checks"))
            if (check.at("check") == "sales_not_checked") return check;
        return Json();
    };
    BOOST_CHECK_EQUAL(open().at("count"), 1);
    BOOST_CHECK(open().at("may_be_explained") == true);
    BOOST_CHECK(open().at("samples") == Json::array({"/api/v1/orders/O1"}));
    const auto made = Market::must(prices.dev().post(kReports, report("10.00")));
    BOOST_CHECK_EQUAL(open().at("count"), 1);
    Market::must(prices.finance().post(path_of(made, "check")));
    BOOST_CHECK_EQUAL(open().at("count"), 0);
}

BOOST_AUTO_TEST_CASE(a_withdrawn_report_makes_room_for_another) {
    PricedMarket prices(shared());
    prices.market.world.set_clock("2026-04-02T01:00:00Z");
    auto& dev = prices.dev();
    const auto made = Market::must(dev.post(kReports, report("1000.00")));
    BOOST_CHECK_EQUAL(prices.finance().post(path_of(made, "withdraw")).status, 403);
    Market::must(dev.post(path_of(made, "withdraw"), {{"reason", "录错(示例)"}}));
    const auto again = Market::must(dev.post(kReports, report("0.00")));
    BOOST_CHECK_EQUAL(again.json.at("revision"), 2);
    Market::must(prices.finance().post(path_of(again, "check")));
    BOOST_CHECK_EQUAL(prices.settled().at("claimed"), "0.00");
    BOOST_CHECK_EQUAL(prices.line("sales").at("amount"), "0.00");
}

BOOST_AUTO_TEST_CASE(orders_without_a_share_report_nothing) {
    PricedMarket prices(
        Json::array({PricedMarket::charge("calls", "sum", "unit", {{"unit_price", "0.35"}})}));
    prices.market.world.set_clock("2026-04-02T01:00:00Z");
    BOOST_CHECK_EQUAL(prices.dev().post(kReports, report("1.00")).code(), "no_share_of_sales");
    BOOST_CHECK(prices.dev().get(std::string(kReports) + "/missing?period=2026-03")
                    .json.at("items").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::sales_report_test
