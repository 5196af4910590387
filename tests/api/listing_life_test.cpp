#include <boost/test/unit_test.hpp>

#include "tests/support/market.hpp"

namespace yunhe::test::listing_life_test {
namespace {

const Json kReason = {{"reason", "业务调整(示例)"}};

bool has_task(ApiClient& client, const std::string& task) {
    for (const auto& row : client.rows("/api/v1/todos"))
        if (row.at("task") == task) return true;
    return false;
}

std::string public_path(const Market& market) {
    return "/api/v1/public/" + market.world.slug() + "/listings";
}

bool live(Market& market, const char* order) {
    return Market::must(market.dev().get(std::string("/api/v1/orders/") + order))
        .json.at("access")
        .at("open")
        .get<bool>();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(listing_life)

BOOST_AUTO_TEST_CASE(three_prices_stand_side_by_side_and_a_public_purpose_is_not_charged) {
    Market market;
    const auto path = market.listed();
    auto& finance = market.world.as("finance1");
    auto& admin = market.world.as("op.admin");
    Market::must(finance.post("/api/v1/price-plans", {{"code", "platform"},
                                                      {"kind", "operator_fee"},
                                                      {"effective_from", "2026-03-01"},
                                                      {"charges", Market::charges("0.01")}}));
    Market::must(admin.post("/api/v1/price-plans/platform/approve"));
    Market::must(finance.post("/api/v1/price-plans", {{"code", "market"},
                                                      {"kind", "market"},
                                                      {"product_code", "P1"},
                                                      {"scenario_code", "S1"},
                                                      {"effective_from", "2026-03-01"},
                                                      {"charges", Market::charges("2.00")}}));
    Market::must(admin.post("/api/v1/price-plans/market/approve"));
    const auto listing = Market::must(market.world.as("dev2").get(path));
    const auto& prices = listing.json.at("prices");
    BOOST_CHECK_EQUAL(prices.at("operator_fees").at(0).at("plan_code"), "platform");
    const auto& industry = prices.at("scenarios").at(0);
    BOOST_CHECK_EQUAL(industry.at("scenario_code"), "S1");
    BOOST_CHECK(industry.at("charged").get<bool>());
    BOOST_CHECK_EQUAL(industry.at("data_use").at("plan_code"), "use-S1");
    BOOST_CHECK_EQUAL(industry.at("market").at("charges").at(0).at("unit_price"), "2.000000");
    const auto& common = prices.at("scenarios").at(1);
    BOOST_CHECK(!common.at("charged").get<bool>());
    BOOST_CHECK_EQUAL(common.at("data_use").at("charges").at(0).at("unit_price"), "0.350000");
    BOOST_CHECK(common.at("market").is_null());
    BOOST_CHECK(!listing.json.contains("party_codes"));
}

BOOST_AUTO_TEST_CASE(a_listing_is_shown_to_everybody_to_members_or_to_named_parties) {
    Market market;
    market.registered("P1", Json::array({Market::source("R1", "100")}));
    market.priced("S1");
    Json body = {{"code", "L1"}, {"product_code", "P1"}, {"scenario_codes", {"S1"}},
                 {"from", "2026-03-10"}};
    body["visibility"] = "named";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/listings", body).field_code("/party_codes"),
                      "too_few_items");
    body["party_codes"] = {"D99"};
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/listings", body).field_code("/party_codes/0"),
                      "unknown_reference");
    body["visibility"] = "members";
    body["party_codes"] = {"D01"};
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/listings", body).field_code("/party_codes"),
                      "only_for_named");
    body["visibility"] = "named";
    const auto listing = Market::must(market.dev().post("/api/v1/listings", body));
    const auto path = "/api/v1/listings/" + listing.json.at("id").get<std::string>();
    Market::must(market.staff().post(path + "/list"));

    ApiClient anybody;
    BOOST_CHECK_EQUAL(market.world.as("dev2").get(path).status, 404);
    BOOST_CHECK_EQUAL(market.world.as("dept.d02").get(path).status, 404);
    BOOST_CHECK_EQUAL(market.world.as("dept.d01").get(path).status, 200);
    BOOST_CHECK(market.world.as("dev2").rows("/api/v1/listings").empty());
    BOOST_CHECK_EQUAL(market.world.as("dept.d01").rows("/api/v1/listings").size(), 1u);
    BOOST_CHECK(anybody.rows(public_path(market)).empty());
    BOOST_CHECK_EQUAL(anybody.get(public_path(market) + "/L1").status, 404);
    auto order = Market::order_body("O1");
    order.erase("buyer");
    BOOST_CHECK_EQUAL(market.world.as("dept.d02").post("/api/v1/orders", order).code(),
                      "not_listed");
    Market::must(market.world.as("dept.d01").post("/api/v1/orders", order));

    Market::must(market.dev().post(path + "/change", {{"visibility", "public"},
                                                      {"reason", "公开发布(示例)"}}));
    BOOST_CHECK_EQUAL(market.world.as("dev2").get(path).status, 404);
    Market::must(market.staff().post(path + "/change/accept"));
    BOOST_CHECK_EQUAL(market.world.as("dev2").get(path).status, 200);
    const auto shown = Market::must(anybody.get(public_path(market) + "/L1"));
    BOOST_CHECK_EQUAL(shown.json.at("product_code"), "P1");
    BOOST_CHECK(shown.json.at("live").get<bool>());
    BOOST_CHECK_EQUAL(
        shown.json.at("prices").at("scenarios").at(0).at("data_use").at("plan_code"), "use-S1");
    BOOST_CHECK_EQUAL(anybody.rows(public_path(market)).size(), 1u);
}

BOOST_AUTO_TEST_CASE(a_delisting_gives_running_orders_notice_unless_it_is_urgent) {
    Market market("yangzhou-2024", {{"delisting_notice_days", 20}});
    const auto path = market.listed();
    market.accepted("O1");
    Market::must(market.dev().post("/api/v1/orders", Market::order_body("O2")));
    BOOST_CHECK_EQUAL(market.dev().post(path + "/delist").field_code("/reason"),
                      "reason_required");
    BOOST_CHECK_EQUAL(market.world.as("dev2").post(path + "/delist", kReason).code(),
                      "not_your_object");
    const auto delisted = Market::must(market.dev().post(path + "/delist", kReason));
    BOOST_CHECK_EQUAL(delisted.json.at("state"), "delisted");
    BOOST_CHECK_EQUAL(delisted.json.at("delist_on"), "2026-03-30");
    BOOST_CHECK(live(market, "O1"));
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", Market::order_body("O3")).code(),
                      "not_listed");
    BOOST_CHECK_EQUAL(market.staff().post("/api/v1/orders/O2/accept").code(), "not_listed");
    BOOST_CHECK(has_task(market.staff(), "chain_stopped"));
    BOOST_CHECK(has_task(market.dev(), "read_offer_notice"));
    BOOST_CHECK_EQUAL(
        market.world.as("dev2").post("/api/v1/orders/O2/notice/read").status, 404);
    Market::must(market.dev().post("/api/v1/orders/O2/notice/read"));
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders/O2/notice/read").code(), "no_notice");
    BOOST_CHECK(!has_task(market.dev(), "read_offer_notice"));

    market.world.set_clock("2026-03-29T01:00:00Z");
    BOOST_CHECK(live(market, "O1"));
    BOOST_CHECK_EQUAL(market.staff().post(path + "/remove", kReason).code(),
                      "illegal_transition");
    auto urgent = kReason;
    urgent["urgent"] = true;
    const auto cut = Market::must(market.staff().post(path + "/remove", urgent));
    BOOST_CHECK_EQUAL(cut.json.at("delist_on"), "2026-03-29");
    BOOST_CHECK(!live(market, "O1"));
}

BOOST_AUTO_TEST_CASE(nobodys_order_needs_no_notice) {
    Market market;
    const auto path = market.listed();
    const auto delisted = Market::must(market.dev().post(path + "/delist", kReason));
    BOOST_CHECK(delisted.json.at("delist_on").is_null());
    BOOST_CHECK(!delisted.json.at("live").get<bool>());
}

BOOST_AUTO_TEST_CASE(the_operator_decides_what_changes_and_the_buyers_side_is_told) {
    Market market("yangzhou-2024", {{"delisting_notice_days", 20}});
    const auto path = market.listed();
    market.accepted("O1");
    Json change = {{"scenario_codes", {"S2"}}, {"reason", "收缩范围(示例)"}};
    BOOST_CHECK_EQUAL(market.staff().post(path + "/change", change).status, 403);
    BOOST_CHECK_EQUAL(market.dev().post(path + "/change", {{"reason", "示例"}}).field_code(""),
                      "too_few_items");
    auto unknown = change;
    unknown["scenario_codes"] = {"S9"};
    BOOST_CHECK_EQUAL(market.dev().post(path + "/change", unknown).field_code("/scenario_codes/0"),
                      "unknown_reference");
    BOOST_CHECK_EQUAL(market.staff().post(path + "/change/accept").code(), "no_change_pending");
    Market::must(market.dev().post(path + "/change", change));
    BOOST_CHECK_EQUAL(market.dev().post(path + "/change", change).code(), "change_pending");
    BOOST_CHECK(has_task(market.staff(), "decide_listing_change"));
    BOOST_CHECK_EQUAL(market.staff().post(path + "/change/refuse").field_code("/reason"),
                      "reason_required");
    Market::must(market.dev().post(path + "/change/withdraw", kReason));
    Market::must(market.dev().post(path + "/change", change));
    const auto after = Market::must(market.staff().post(path + "/change/accept"));
    BOOST_CHECK(after.json.at("scenario_codes") == Json::array({"S2"}));
    BOOST_CHECK(after.json.at("change").is_null());
    BOOST_CHECK(!has_task(market.staff(), "decide_listing_change"));
    BOOST_CHECK(has_task(market.dev(), "read_offer_notice"));
    BOOST_CHECK(live(market, "O1"));
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", Market::order_body("O2")).code(),
                      "not_listed");
    market.world.set_clock("2026-03-30T01:00:00Z");
    BOOST_CHECK(!live(market, "O1"));
}

BOOST_AUTO_TEST_CASE(a_new_price_of_running_orders_is_told) {
    Market market;
    market.listed();
    market.accepted("O1");
    auto& finance = market.world.as("finance1");
    Market::must(finance.post("/api/v1/approved-standards",
                              {{"code", "std-2"},
                               {"product_code", "P1"},
                               {"scenario_code", "S1"},
                               {"document", "示例文号二"},
                               {"effective_from", "2026-04-01"},
                               {"charges", Market::charges("0.40")}}));
    Market::must(market.world.as("collector").post("/api/v1/approved-standards/std-2/confirm"));
    auto plan = Market::plan_body("S1");
    plan["code"] = "use-2";
    plan["standard_code"] = "std-2";
    plan["effective_from"] = "2026-04-01";
    plan["charges"] = Market::charges("0.40");
    Market::must(finance.post("/api/v1/price-plans", plan));
    BOOST_CHECK(!has_task(market.dev(), "read_offer_notice"));
    Market::must(market.world.as("op.admin").post("/api/v1/price-plans/use-2/approve"));
    BOOST_CHECK(has_task(market.dev(), "read_offer_notice"));
    const auto events = market.dev().rows("/api/v1/orders/O1/events");
    BOOST_CHECK_EQUAL(events.back().at("action"), "price_changed");
    BOOST_CHECK_EQUAL(events.back().at("details").at("from"), "2026-04-01");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::listing_life_test
