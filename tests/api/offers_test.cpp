#include <boost/test/unit_test.hpp>

#include <thread>

#include "tests/support/market.hpp"

namespace yunhe::test::offers_test {
namespace {

Answer check(ApiClient gateway, const std::string& query) {
    return gateway.get("/api/v1/entitlements/check?" + query);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(offers)

BOOST_AUTO_TEST_CASE(a_product_without_grants_is_refused_by_name) {
    Market market;
    auto body = Market::product_body("P1", Json::array({Market::source("R3", "99.999999")}));
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/products", body).field_code("/lineage"),
                      "weights_not_100");
    body["lineage"] = Json::array({Market::source("R9", "100")});
    BOOST_CHECK_EQUAL(
        market.dev().post("/api/v1/products", body).field_code("/lineage/0/resource_code"),
        "unknown_reference");
    body["lineage"] = Json::array({Market::source("R3", "100")});
    BOOST_CHECK_EQUAL(market.world.as("dev2").post("/api/v1/products", body).code(),
                      "not_your_scenario");
    Market::must(market.dev().post("/api/v1/products", body));
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/products", body).code(), "code_taken");
    BOOST_CHECK_EQUAL(market.world.as("dev2").get("/api/v1/products/P1").status, 404);
    BOOST_CHECK_EQUAL(market.world.as("op.staff").get("/api/v1/products/P1").status, 404);
    const auto refused = market.dev().post("/api/v1/products/P1/submit");
    BOOST_CHECK_EQUAL(refused.status, 422);
    BOOST_CHECK_EQUAL(refused.code(), "ungranted_resource");
}

BOOST_AUTO_TEST_CASE(review_registers_and_anybody_can_verify_the_certificate) {
    Market market;
    market.submitted("P1", Json::array({Market::source("R1", "100")}));
    auto no = Market::pass();
    no["not_reversible"] = false;
    auto& staff = market.world.as("op.staff");
    BOOST_CHECK_EQUAL(staff.post("/api/v1/products/P1/review", no).code(), "review_not_met");
    BOOST_CHECK_EQUAL(
        market.world.as("authority").post("/api/v1/products/P1/review", Market::pass()).code(),
        "no_seat");
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/products/P1/review", Market::pass()).status, 403);
    const auto product = Market::must(staff.post("/api/v1/products/P1/review", Market::pass()));
    BOOST_CHECK_EQUAL(product.json.at("state"), "registered");
    BOOST_CHECK(product.json.at("live").get<bool>());
    const auto number = product.json.at("certificate_number").get<std::string>();
    ApiClient anybody;
    const auto seen =
        anybody.get("/api/v1/public/" + market.world.slug() + "/certificates/" + number);
    BOOST_CHECK_EQUAL(seen.status, 200);
    BOOST_CHECK_EQUAL(seen.json.at("state"), "valid");
    BOOST_CHECK(seen.json.at("signature_verified").get<bool>());
    BOOST_CHECK_EQUAL(
        anybody.get(
                "/api/v1/public/" + market.world.slug() + "/certificates/DJ-2026-999999").status,
        404);
    BOOST_CHECK_EQUAL(market.world.as("dev2").get("/api/v1/products/P1").status, 200);
    BOOST_CHECK_EQUAL(market.world.as("dev2").post("/api/v1/products/P1/submit").code(),
                      "not_your_object");
}

BOOST_AUTO_TEST_CASE(prices_equal_the_confirmed_standard_and_open_data_has_none) {
    Market market;
    market.registered("P1", Json::array({Market::source("R1", "100")}));
    market.registered("P2", Json::array({Market::source("R2", "100")}));
    auto& finance = market.world.as("finance1");
    market.standard("S1");
    auto plan = Market::plan_body("S1");
    plan["charges"][0]["unit_price"] = "0.36";
    BOOST_CHECK_EQUAL(finance.post("/api/v1/price-plans", plan).code(), "standard_differs");
    plan = Market::plan_body("S1");
    plan["effective_from"] = "2026-03-02";
    BOOST_CHECK_EQUAL(finance.post("/api/v1/price-plans", plan).field_code("/effective_from"),
                      "not_first_of_month");
    plan = Market::plan_body("S1");
    plan["charges"][0]["unit_price"] = "0.0000001";
    BOOST_CHECK_EQUAL(
        finance.post("/api/v1/price-plans", plan).field_code("/charges/0/unit_price"),
                "bad_decimal");
    plan = Market::plan_body("S1");
    plan["product_code"] = "P2";
    BOOST_CHECK_EQUAL(finance.post("/api/v1/price-plans", plan).code(), "open_data_not_chargeable");
    Market::must(finance.post("/api/v1/price-plans", Market::plan_body("S1")));
    auto& admin = market.world.as("op.admin");
    BOOST_CHECK_EQUAL(finance.post("/api/v1/price-plans/use-S1/approve").status, 403);
    BOOST_CHECK_EQUAL(admin.post("/api/v1/price-plans/use-S1/approve").code(),
                      "standard_not_confirmed");
    Market::must(market.world.as("collector").post("/api/v1/approved-standards/std-S1/confirm"));
    Market::must(admin.post("/api/v1/price-plans/use-S1/approve"));
    const auto fee = Market::must(finance.post("/api/v1/price-plans",
                                               {{"code", "platform"},
                                                {"kind", "operator_fee"},
                                                {"effective_from", "2026-03-01"},
                                                {"charges", Market::charges()}}));
    BOOST_CHECK_EQUAL(fee.json.at("warnings").at(0).at("code"), "no_price_cap");
}

BOOST_AUTO_TEST_CASE(an_order_runs_through_the_gateway_until_a_link_breaks) {
    Market market;
    const auto listing = market.listed();
    auto gateway = market.world.operator_key(Json::array({"entitlements:check"}));
    BOOST_CHECK_EQUAL(check(gateway, "order=O1").code(), "unknown_order");
    auto body = Market::order_body("O1");
    body["to"] = "2026-03-01";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", body).field_code("/to"), "bad_interval");
    BOOST_CHECK_EQUAL(
        market.world.as("dev2").post("/api/v1/orders", Market::order_body("O1")).code(),
        "not_your_object");
    Market::must(market.dev().post("/api/v1/orders", Market::order_body("O1")));
    BOOST_CHECK_EQUAL(market.world.as("dev2").get("/api/v1/orders/O1").status, 404);
    auto& staff = market.world.as("op.staff");
    const auto order = Market::must(staff.post("/api/v1/orders/O1/accept"));
    BOOST_CHECK_EQUAL(order.json.at("state"), "active");
    BOOST_CHECK(order.json.at("live").get<bool>());
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    BOOST_CHECK_EQUAL(check(gateway, "order=O1").status, 204);
    BOOST_CHECK_EQUAL(check(gateway, "order=O1&scenario=S2").code(), "wrong_scenario");
    BOOST_CHECK_EQUAL(staff.post(listing + "/suspend").field_code("/reason"), "reason_required");
    Market::must(staff.post(listing + "/suspend", {{"reason", "核查(示例)"}}));
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    BOOST_CHECK_EQUAL(check(gateway, "order=O1").code(), "no_live_listing");
    const auto shown = Market::must(market.dev().get("/api/v1/orders/O1"));
    BOOST_CHECK(!shown.json.at("live").get<bool>());
    BOOST_CHECK_EQUAL(shown.json.at("blocked_by"), "no_live_listing");
    Market::must(staff.post(listing + "/resume"));
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    BOOST_CHECK_EQUAL(check(gateway, "order=O1").status, 204);
}

BOOST_AUTO_TEST_CASE(waivers_fit_and_are_confirmed_by_another_person) {
    Market market;
    market.listed();
    auto body = Market::order_body("O1");
    body["waiver_ground"] = "public_purpose";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", body).code(), "waiver_does_not_fit");
    body["waiver_ground"] = "approved";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", body).field_code("/waiver_document"),
                      "missing_field");
    body["waiver_document"] = "示例批文";
    const auto order = Market::must(market.dev().post("/api/v1/orders", body));
    BOOST_CHECK_EQUAL(order.json.at("waiver").at("state"), "requested");
    BOOST_CHECK(order.json.at("waived_by").is_null());
    auto& staff = market.world.as("op.staff");
    BOOST_CHECK_EQUAL(staff.post("/api/v1/orders/O1/accept").code(), "waiver_pending");
    Market::must(market.world.as("collector").post("/api/v1/orders/O1/waiver/confirm"));
    BOOST_CHECK_EQUAL(Market::must(staff.post("/api/v1/orders/O1/accept")).json.at("waived_by"),
                      "approved");
    auto free = Market::order_body("O2");
    free["kind"] = "source_free";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", free).code(),
                      "source_free_for_departments");
    free.erase("buyer");
    free["waiver_ground"] = "source_trial";
    free["waiver_document"] = "示例约定";
    const auto own = Market::must(market.world.as("dept.d01").post("/api/v1/orders", free));
    BOOST_CHECK_EQUAL(own.json.at("department_code"), "D01");
    BOOST_CHECK_EQUAL(market.world.as("dept.d02").get("/api/v1/orders/O2").status, 404);
    auto common = Market::order_body("O3");
    common["scenario_code"] = "S2";
    BOOST_CHECK_EQUAL(Market::must(market.dev().post("/api/v1/orders",
            common)).json.at("waived_by"),
                      "public_purpose");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::offers_test
