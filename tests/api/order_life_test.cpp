#include <boost/test/unit_test.hpp>

#include "tests/support/market.hpp"

namespace yunhe::test::order_life_test {
namespace {

constexpr auto kOrders = "/api/v1/orders";
constexpr auto kBuyers = "/api/v1/buyers";
constexpr auto kBuyerUscc = "91321000100343035N";

class Gateway {
public:
    explicit Gateway(Market& market)
        : market_(market), key_(market.world.operator_key(Json::array({"events:write"}))) {}

    /// One event of the order; its status, and its code where it has one.
    std::string send(const std::string& order, const std::string& quantity,
                     const std::string& time = "2026-03-10T00:30:00Z") {
        const auto answer = Market::must(key_.post(
            "/api/v1/events", {{"specversion", "1.0"},
                               {"id", "e" + std::to_string(++count_)},
                               {"source", "gateway/1"},
                               {"type", "yunhe.usage"},
                               {"subject", order},
                               {"time", time},
                               {"data", {{"meter", "calls"}, {"quantity", quantity}}}}));
        const auto& result = answer.json.at("results").at(0);
        const auto status = result.at("status").get<std::string>();
        return result.contains("code") && !result.at("code").is_null()
                   ? status + " " + result.at("code").get<std::string>()
                   : status;
    }

private:
    Market& market_;
    ApiClient key_;
    int count_ = 0;
};

Json quota(const char* span, const char* quantity) {
    return Json::array({{{"meter", "calls"}, {"span", span}, {"quantity", quantity}}});
}

Json shown(Market& market, const std::string& code) {
    return Market::must(market.dev().get(std::string(kOrders) + "/" + code)).json;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(order_life)

BOOST_AUTO_TEST_CASE(a_buyer_is_a_record_that_orders_reuse) {
    Market market;
    market.listed();
    Json body = {{"name", "示例银行"},         {"uscc", "913210001001210103"},
                 {"kind", "enterprise"},       {"contact_name", "张三丰"},
                 {"contact_phone", "13800001234"}};
    BOOST_CHECK_EQUAL(market.staff().post(kBuyers, body).status, 403);
    BOOST_CHECK_EQUAL(market.dev().post(kBuyers, body).field_code("/uscc"), "bad_uscc");
    body["uscc"] = kBuyerUscc;
    BOOST_CHECK_EQUAL(market.world.as("dept.d01").post(kBuyers, body).code(),
                      "not_for_departments");
    const auto buyer = Market::must(market.dev().post(kBuyers, body));
    const auto id = buyer.json.at("id").get<std::string>();
    BOOST_CHECK_EQUAL(buyer.json.at("contact_name"), "张**");
    BOOST_CHECK_EQUAL(buyer.json.at("contact_phone"), "*******1234");
    BOOST_CHECK_EQUAL(market.dev().post(kBuyers, body).code(), "buyer_exists");
    BOOST_CHECK_EQUAL(market.world.as("dev2").get(std::string(kBuyers) + "/" + id).status, 404);
    BOOST_CHECK(market.world.as("dev2").rows(kBuyers).empty());

    auto order = Market::order_body("O1");
    order["buyer"]["uscc"] = kBuyerUscc;
    const auto by_code = Market::must(market.dev().post(kOrders, order));
    BOOST_CHECK_EQUAL(by_code.json.at("buyer").at("id"), id);
    order = Market::order_body("O2");
    order["buyer_id"] = id;
    BOOST_CHECK_EQUAL(market.dev().post(kOrders, order).field_code("/buyer_id"), "one_buyer");
    order.erase("buyer");
    const auto by_id = Market::must(market.dev().post(kOrders, order));
    BOOST_CHECK_EQUAL(by_id.json.at("buyer").at("name"), "示例银行");
    // A name without code is another record; the same name again is that one.
    const auto plain = Market::must(market.dev().post(kOrders, Market::order_body("O3")));
    const auto again = Market::must(market.dev().post(kOrders, Market::order_body("O4")));
    BOOST_CHECK(plain.json.at("buyer").at("id") != id);
    BOOST_CHECK_EQUAL(again.json.at("buyer").at("id"), plain.json.at("buyer").at("id"));
    BOOST_CHECK_EQUAL(market.dev().rows(kBuyers).size(), 2u);

    body["name"] = "示例商业银行";
    const auto path = std::string(kBuyers) + "/" + id;
    BOOST_CHECK_EQUAL(market.dev().put(path, body).code(), "version_missing");
    Market::must(market.dev().with("if-match", "\"1\"").put(path, body));
    BOOST_CHECK_EQUAL(shown(market, "O1").at("buyer").at("name"), "示例银行");
}

BOOST_AUTO_TEST_CASE(a_trial_ends_when_its_box_is_full_and_turns_into_a_paid_order) {
    Market market("yangzhou-2024", {{"trial_days_max", 60}, {"trial_quantity_max", 1000}});
    market.listed({{"trial_days", 30},
                   {"trial_quotas", Json::array({{{"meter", "calls"}, {"quantity", "10"}}})}});
    Json trial = {{"kind", "trial"}, {"to", "2026-04-09"}};
    auto body = Market::order_body("T1");
    body.merge_patch(trial);
    const auto refused = market.dev().post(kOrders, body);
    BOOST_CHECK_EQUAL(refused.code(), "trial_too_long");
    BOOST_CHECK_EQUAL(refused.json.at("source"), "system");
    trial["to"] = "2026-04-08";
    body.merge_patch(trial);
    body["quotas"] = quota("order", "11");
    BOOST_CHECK_EQUAL(market.dev().post(kOrders, body).code(), "trial_over_box");
    const auto order = market.accepted("T1", trial);
    BOOST_CHECK_EQUAL(order.json.at("quotas").at(0).at("quantity"), "10");
    BOOST_CHECK(order.json.at("waived_by").is_null());

    Gateway gateway(market);
    BOOST_CHECK_EQUAL(gateway.send("T1", "6"), "accepted");
    BOOST_CHECK_EQUAL(shown(market, "T1").at("quotas").at(0).at("used"), "6");
    BOOST_CHECK_EQUAL(gateway.send("T1", "4", "2026-03-10T00:31:00Z"), "accepted");
    const auto full = shown(market, "T1");
    BOOST_CHECK_EQUAL(full.at("state"), "ended");
    BOOST_CHECK(!full.at("access").at("open").get<bool>());
    BOOST_CHECK_EQUAL(gateway.send("T1", "1", "2026-03-10T00:32:00Z"),
                      "quarantined no_live_order");
    // Earlier than the event that filled it, but the box is full.
    BOOST_CHECK_EQUAL(gateway.send("T1", "1", "2026-03-10T00:29:00Z"),
                      "quarantined quota_used_up");

    Json paid = {{"code", "P-T1"}, {"to", "2026-12-31"}};
    BOOST_CHECK_EQUAL(market.world.as("dev2").post("/api/v1/orders/T1/convert", paid).status, 404);
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders/T1/renew", paid).code(),
                      "trial_not_renewed");
    const auto converted = Market::must(market.dev().post("/api/v1/orders/T1/convert", paid));
    BOOST_CHECK_EQUAL(converted.json.at("kind"), "paid");
    BOOST_CHECK_EQUAL(converted.json.at("follows_code"), "T1");
    BOOST_CHECK_EQUAL(converted.json.at("link"), "conversion");
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders/T1/convert", paid).code(),
                      "followed_already");
    Market::must(market.staff().post("/api/v1/orders/P-T1/accept"));
    BOOST_CHECK_EQUAL(gateway.send("P-T1", "100", "2026-03-10T00:33:00Z"), "accepted");
}

BOOST_AUTO_TEST_CASE(a_running_trial_ends_when_its_paid_order_is_accepted) {
    Market market;
    market.listed();
    market.accepted("T1", {{"kind", "trial"}, {"to", "2026-04-08"}});
    Market::must(market.dev().post("/api/v1/orders/T1/convert",
                                   {{"code", "P-T1"}, {"to", "2026-12-31"}}));
    BOOST_CHECK_EQUAL(shown(market, "T1").at("state"), "active");
    Market::must(market.staff().post("/api/v1/orders/P-T1/accept"));
    BOOST_CHECK_EQUAL(shown(market, "T1").at("state"), "ended");
    BOOST_CHECK_EQUAL(shown(market, "P-T1").at("state"), "active");
}

BOOST_AUTO_TEST_CASE(a_quota_counts_per_period_and_the_operator_may_raise_it) {
    Market market;
    market.listed();
    auto body = Market::order_body("O1");
    body["quotas"] = Json::array({{{"meter", "rows"}, {"span", "period"}, {"quantity", "10"}}});
    BOOST_CHECK_EQUAL(market.dev().post(kOrders, body).field_code("/quotas/0/meter"),
                      "not_one_of");
    market.accepted("O1", {{"quotas", quota("period", "10")}});
    Gateway gateway(market);
    BOOST_CHECK_EQUAL(gateway.send("O1", "7"), "accepted");
    // The use that reaches the quota counts whole; what comes after it waits.
    BOOST_CHECK_EQUAL(gateway.send("O1", "7"), "accepted");
    BOOST_CHECK_EQUAL(gateway.send("O1", "1"), "quarantined quota_used_up");
    const auto full = shown(market, "O1");
    BOOST_CHECK_EQUAL(full.at("state"), "active");
    BOOST_CHECK_EQUAL(full.at("blocked_by"), "quota_used_up");
    BOOST_CHECK_EQUAL(full.at("quotas").at(0).at("used"), "14");
    BOOST_CHECK(full.at("quotas").at(0).at("full").get<bool>());

    const auto path = "/api/v1/orders/O1/quotas";
    Json raise = {{"quotas", quota("period", "15")}, {"reason", "补充约定(示例)"}};
    BOOST_CHECK_EQUAL(market.dev().post(path, raise).status, 403);
    const auto raised = Market::must(market.staff().post(path, raise));
    BOOST_CHECK(raised.json.at("access").at("open").get<bool>());
    const auto waiting = market.staff().rows("/api/v1/quarantine");
    BOOST_REQUIRE_EQUAL(waiting.size(), 1u);
    Market::must(market.staff().post(
        "/api/v1/quarantine/" + waiting[0].at("id").get<std::string>() + "/release",
        {{"reason", "已补充配额(示例)"}}));
    BOOST_CHECK_EQUAL(shown(market, "O1").at("quotas").at(0).at("used"), "15");
    BOOST_CHECK_EQUAL(gateway.send("O1", "1"), "quarantined quota_used_up");
    market.world.set_clock("2026-04-02T01:00:00Z");
    BOOST_CHECK_EQUAL(gateway.send("O1", "1", "2026-04-02T00:30:00Z"), "accepted");
    BOOST_CHECK_EQUAL(shown(market, "O1").at("quotas").at(0).at("used"), "1");
}

BOOST_AUTO_TEST_CASE(an_order_is_extended_renewed_and_ended) {
    Market market;
    market.listed();
    market.accepted("O1", {{"to", "2026-06-30"}});
    auto& dev = market.dev();
    const auto extension = "/api/v1/orders/O1/extension";
    BOOST_CHECK_EQUAL(market.staff().post(extension, {{"to", "2026-12-31"}}).status, 403);
    BOOST_CHECK_EQUAL(market.world.as("dev2").post(extension, {{"to", "2026-12-31"}}).status, 404);
    BOOST_CHECK_EQUAL(dev.post(extension, {{"to", "2026-06-30"}}).field_code("/to"),
                      "bad_interval");
    BOOST_CHECK_EQUAL(market.staff().post("/api/v1/orders/O1/extension/accept").code(),
                      "no_extension_pending");
    Market::must(dev.post(extension, {{"to", "2026-09-30"}}));
    BOOST_CHECK_EQUAL(dev.post(extension, {{"to", "2026-10-31"}}).code(), "extension_pending");
    BOOST_CHECK_EQUAL(
        market.staff().post("/api/v1/orders/O1/extension/refuse").field_code("/reason"),
        "reason_required");
    const auto longer =
        Market::must(market.staff().post("/api/v1/orders/O1/extension/accept"));
    BOOST_CHECK_EQUAL(longer.json.at("to"), "2026-09-30");
    BOOST_CHECK(longer.json.at("extend_to").is_null());

    const auto next = Market::must(
        dev.post("/api/v1/orders/O1/renew", {{"code", "O2"}, {"to", "2027-09-30"}}));
    BOOST_CHECK_EQUAL(next.json.at("from"), "2026-10-01");
    BOOST_CHECK_EQUAL(next.json.at("link"), "renewal");
    BOOST_CHECK_EQUAL(next.json.at("buyer").at("id"), longer.json.at("buyer").at("id"));
    Market::must(market.staff().post("/api/v1/orders/O2/accept"));
    BOOST_CHECK_EQUAL(shown(market, "O1").at("state"), "active");

    const auto end = "/api/v1/orders/O1/end";
    BOOST_CHECK_EQUAL(market.staff().post(end).field_code("/reason"), "reason_required");
    BOOST_CHECK_EQUAL(dev.post(end, {{"reason", "示例"}}).status, 403);
    const auto ended = Market::must(market.staff().post(end, {{"reason", "欠费(示例)"}}));
    BOOST_CHECK_EQUAL(ended.json.at("state"), "ended");
    BOOST_CHECK(!ended.json.at("access").at("open").get<bool>());
    BOOST_CHECK_EQUAL(dev.post(extension, {{"to", "2026-12-31"}}).code(), "order_over");
    BOOST_CHECK_EQUAL(dev.post("/api/v1/orders/O1/cancel", {{"reason", "示例"}}).code(),
                      "illegal_transition");
}

BOOST_AUTO_TEST_CASE(a_waiver_has_limits_and_a_waived_order_is_not_extended) {
    Market market;
    market.listed();
    market.accepted("O1");
    auto& admin = market.world.as("op.admin");
    const auto path = "/api/v1/orders/O1/waiver";
    Json body = {{"ground", "approved"}, {"document", "示例批文"}, {"until", "2026-06-15"}};
    BOOST_CHECK_EQUAL(admin.post(path, body).field_code("/until"), "not_end_of_month");
    body["until"] = "2026-06-30";
    body["quotas"] = Json::array({{{"meter", "rows"}, {"quantity", "10"}}});
    BOOST_CHECK_EQUAL(admin.post(path, body).field_code("/quotas/0/meter"), "not_one_of");
    body["quotas"][0]["meter"] = "calls";
    const auto asked = Market::must(admin.post(path, body));
    BOOST_CHECK_EQUAL(asked.json.at("waiver").at("until"), "2026-06-30");
    BOOST_CHECK_EQUAL(asked.json.at("waiver").at("quotas").at(0).at("quantity"), "10");
    BOOST_CHECK_EQUAL(
        market.dev().post("/api/v1/orders/O1/extension", {{"to", "2027-06-30"}}).code(),
        "waived_order_not_extended");
    Market::must(market.world.as("collector").post("/api/v1/orders/O1/waiver/confirm"));
    BOOST_CHECK_EQUAL(shown(market, "O1").at("waived_by"), "approved");
    market.world.set_clock("2026-07-01T01:00:00Z");
    BOOST_CHECK(shown(market, "O1").at("waived_by").is_null());
}

BOOST_AUTO_TEST_CASE(departments_of_the_lineage_use_free_and_say_whether_they_give_free) {
    Market market;
    market.listed();
    market.world.open_body("D03", "department", "dept.d03", "department");
    auto body = Market::order_body("O1");
    body.erase("buyer");
    body["kind"] = "source_free";
    BOOST_CHECK_EQUAL(market.world.as("dept.d03").post(kOrders, body).code(),
                      "department_outside_lineage");
    Market::must(market.world.as("dept.d01").post(kOrders, body));

    const auto terms = "/api/v1/resources/R1/supply-terms";
    const Json free = {{"free_of_charge", true}, {"document", "示例协议"}};
    BOOST_CHECK_EQUAL(market.dev().post(terms, free).status, 403);
    BOOST_CHECK_EQUAL(market.world.as("dept.d02").post(terms, free).code(), "not_your_object");
    BOOST_CHECK_EQUAL(
        market.world.as("dept.d01").post("/api/v1/resources/R9/supply-terms", free).status, 404);
    Market::must(market.world.as("dept.d01").post(terms, free));
    const auto rows = market.dev().rows(terms);
    BOOST_REQUIRE_EQUAL(rows.size(), 1u);
    BOOST_CHECK(rows[0].at("free_of_charge").get<bool>());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::order_life_test
