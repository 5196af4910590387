#include <boost/test/unit_test.hpp>

#include "tests/support/market.hpp"

namespace yunhe::test::price_cap_test {
namespace {

constexpr auto kCaps = "/api/v1/price-caps";
constexpr auto kPlans = "/api/v1/price-plans";

Json cap_body(const std::string& code, const std::string& from, const std::string& most) {
    return {{"code", code},
            {"document", "示例文号" + code},
            {"effective_from", from},
            {"items", Json::array({{{"meter", "calls"},
                                    {"tiers", Json::array({Json{{"unit_price", most}}})}}})}};
}

Json fee_body(const std::string& code, const std::string& from, const std::string& price) {
    return {{"code", code},
            {"kind", "operator_fee"},
            {"effective_from", from},
            {"charges", Market::charges(price)}};
}

void confirmed(Market& market, const Json& body) {
    Market::must(market.world.as("op.admin").post(kCaps, body));
    Market::must(market.world.as("authority")
                     .post(std::string(kCaps) + "/" + body.at("code").get<std::string>() +
                           "/confirm"));
}

bool has_task(ApiClient& client, const std::string& task) {
    for (const auto& row : client.rows("/api/v1/todos"))
        if (row.at("task") == task) return true;
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(price_caps)

BOOST_AUTO_TEST_CASE(a_cap_is_recorded_with_its_document_and_counts_once_the_authority_confirms) {
    Market market;
    auto& admin = market.world.as("op.admin");
    auto& authority = market.world.as("authority");
    auto& finance = market.world.as("finance1");
    BOOST_CHECK_EQUAL(finance.post(kCaps, cap_body("C1", "2026-03-01", "0.30")).status, 403);
    BOOST_CHECK_EQUAL(authority.post(kCaps, cap_body("C1", "2026-03-01", "0.30")).status, 403);
    auto body = cap_body("C1", "2026-02-28", "0.30");
    BOOST_CHECK_EQUAL(admin.post(kCaps, body).field_code("/effective_from"), "effective_in_past");
    body = cap_body("C1", "2026-03-01", "0.30");
    body["items"] = Json::array();
    BOOST_CHECK_EQUAL(admin.post(kCaps, body).field_code("/items"), "too_few_items");
    body["items"] = Json::array({Json{{"meter", "calls"}}});
    BOOST_CHECK_EQUAL(admin.post(kCaps, body).field_code("/items/0/tiers"), "cap_empty");
    // Any day of a month that isn't over: the authority's document says which.
    Market::must(admin.post(kCaps, cap_body("C0", "2026-03-02", "0.30")));
    Market::must(authority.post("/api/v1/price-caps/C0/refuse", {{"reason", "重复(示例)"}}));
    Market::must(admin.post(kCaps, cap_body("C1", "2026-03-01", "0.30")));
    BOOST_CHECK_EQUAL(admin.post(kCaps, cap_body("C1", "2026-03-01", "0.30")).code(),
                      "code_taken");
    BOOST_CHECK_EQUAL(market.dev().get("/api/v1/price-caps/C1").status, 404);
    BOOST_CHECK(has_task(authority, "confirm_price_cap"));

    // What nobody confirmed caps nothing.
    const auto draft = Market::must(finance.post(kPlans, fee_body("F1", "2026-03-01", "0.35")));
    BOOST_CHECK_EQUAL(draft.json.at("warnings").at(0).at("code"), "no_price_cap");
    BOOST_CHECK_EQUAL(admin.post("/api/v1/price-caps/C1/confirm").status, 403);
    BOOST_CHECK_EQUAL(authority.post("/api/v1/price-caps/C1/refuse").field_code("/reason"),
                      "reason_required");
    const auto cap = Market::must(authority.post("/api/v1/price-caps/C1/confirm"));
    BOOST_CHECK_EQUAL(cap.json.at("state"), "confirmed");
    BOOST_CHECK_EQUAL(cap.json.at("plans_above").size(), 0u);
    BOOST_CHECK_EQUAL(authority.post("/api/v1/price-caps/C1/confirm").code(),
                      "illegal_transition");
    BOOST_CHECK(!has_task(authority, "confirm_price_cap"));
    BOOST_CHECK_EQUAL(Market::must(market.dev().get("/api/v1/price-caps/C1")).status, 200);
    BOOST_CHECK_EQUAL(market.dev().rows(kCaps).size(), 1u);

    // The draft of before is refused now, with the cap and its document.
    const auto refused = admin.post("/api/v1/price-plans/F1/approve");
    BOOST_CHECK_EQUAL(refused.status, 422);
    BOOST_CHECK_EQUAL(refused.code(), "above_price_cap");
    BOOST_CHECK_EQUAL(refused.json.at("source"), "national");
    BOOST_CHECK_EQUAL(refused.json.at("rule"), "operator_fee_within_cap");
    BOOST_CHECK(refused.text.find("示例文号C1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_plan_above_the_cap_is_refused_and_one_at_the_cap_is_not) {
    Market market;
    confirmed(market, cap_body("C1", "2026-03-01", "0.30"));
    auto& finance = market.world.as("finance1");
    const auto refused = finance.post(kPlans, fee_body("F1", "2026-04-01", "0.300001"));
    BOOST_CHECK_EQUAL(refused.code(), "above_price_cap");
    const auto drafted = Market::must(finance.post(kPlans, fee_body("F1", "2026-04-01", "0.30")));
    BOOST_CHECK(drafted.json.at("warnings").empty());
    BOOST_CHECK(drafted.json.at("above_caps").empty());
    Market::must(market.world.as("op.admin").post("/api/v1/price-plans/F1/approve"));
    auto& admin = market.world.as("op.admin");
    Market::must(admin.post(kCaps, cap_body("C2", "2026-03-01", "0.10")));
    BOOST_CHECK_EQUAL(market.world.as("authority").post("/api/v1/price-caps/C2/confirm").code(),
                      "cap_exists");
    Market::must(market.world.as("authority")
                     .post("/api/v1/price-caps/C2/refuse", {{"reason", "重复(示例)"}}));
}

BOOST_AUTO_TEST_CASE(a_cap_that_sinks_later_flags_approved_plans_until_they_are_replaced) {
    Market market;
    auto& finance = market.world.as("finance1");
    auto& admin = market.world.as("op.admin");
    Market::must(finance.post(kPlans, fee_body("F1", "2026-03-01", "0.35")));
    Market::must(admin.post("/api/v1/price-plans/F1/approve"));
    Market::must(admin.post(kCaps, cap_body("C1", "2026-06-01", "0.20")));
    const auto cap =
        Market::must(market.world.as("authority").post("/api/v1/price-caps/C1/confirm"));
    BOOST_CHECK(cap.json.at("plans_above") == Json::array({"F1"}));
    const auto plan = Market::must(finance.get("/api/v1/price-plans/F1"));
    BOOST_CHECK_EQUAL(plan.json.at("state"), "approved");
    BOOST_REQUIRE_EQUAL(plan.json.at("above_caps").size(), 1u);
    BOOST_CHECK_EQUAL(plan.json.at("above_caps")[0].at("cap_from"), "2026-06-01");
    BOOST_CHECK_EQUAL(plan.json.at("above_caps")[0].at("allowed"), "0.200000");
    BOOST_CHECK(has_task(finance, "lower_price_plan"));

    // Until June the price may stand, from June on it can't be approved anew.
    const auto may = Market::must(finance.post(kPlans, fee_body("F2", "2026-05-01", "0.35")));
    BOOST_CHECK_EQUAL(may.json.at("warnings").at(1).at("code"), "cap_will_sink");
    BOOST_CHECK_EQUAL(finance.post(kPlans, fee_body("F3", "2026-06-01", "0.35")).code(),
                      "above_price_cap");
    Market::must(finance.post(kPlans, fee_body("F4", "2026-06-01", "0.20")));
    Market::must(admin.post("/api/v1/price-plans/F4/approve"));
    BOOST_CHECK(!has_task(finance, "lower_price_plan"));

    const auto versions = finance.rows("/api/v1/price-plans/F1/history");
    BOOST_REQUIRE_EQUAL(versions.size(), 2u);
    BOOST_CHECK_EQUAL(versions[0].at("effective_to"), "2026-05-31");
    BOOST_CHECK(versions[1].at("effective_to").is_null());
    BOOST_REQUIRE_EQUAL(versions[1].at("changes").size(), 1u);
    const auto& change = versions[1].at("changes")[0];
    BOOST_CHECK_EQUAL(change.at("before").at("unit_price"), "0.350000");
    BOOST_CHECK_EQUAL(change.at("after").at("unit_price"), "0.200000");
}

BOOST_AUTO_TEST_CASE(a_month_that_has_passed_gets_neither_plan_nor_cap) {
    Market market;
    auto& admin = market.world.as("op.admin");
    Market::must(market.world.as("finance1").post(kPlans, fee_body("F1", "2026-03-01", "0.35")));
    Market::must(admin.post(kCaps, cap_body("C1", "2026-03-01", "0.20")));
    market.world.set_clock("2026-04-10T01:00:00Z");
    BOOST_CHECK_EQUAL(admin.post("/api/v1/price-plans/F1/approve").code(), "plan_day_passed");
    BOOST_CHECK_EQUAL(market.world.as("authority").post("/api/v1/price-caps/C1/confirm").code(),
                      "cap_day_passed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::price_cap_test
