/// What a developer made and sold goes over to the one that it merged into.
#include <boost/test/unit_test.hpp>

#include "tests/support/market.hpp"

namespace yunhe::test::developer_merger_test {

BOOST_AUTO_TEST_SUITE(developer_merger)

BOOST_AUTO_TEST_CASE(products_listings_orders_and_buyers_go_over_and_access_stays_open) {
    Market m;
    const auto listing = m.listed();
    const auto order = m.accepted("O1").json;
    const auto buyers = m.dev().rows("/api/v1/buyers");
    BOOST_REQUIRE_EQUAL(buyers.size(), 1U);
    BOOST_CHECK(m.world.as("dev2").rows("/api/v1/buyers").empty());
    BOOST_CHECK(m.world.as("dev2").rows("/api/v1/orders").empty());

    const auto event = m.must(m.dev().post(
        "/api/v1/party-events", {{"kind", "merger"},
                                 {"happened_on", "2026-03-09"},
                                 {"document", "合并登记通知书(示例)"},
                                 {"successor_code", std::string(kMarketOtherUscc)}}));
    m.must(m.world.as("authority").post("/api/v1/party-events/" +
                                            event.json.at("id").get<std::string>() + "/confirm",
                                        {{"opinion", "已核实"}}));

    auto& successor = m.world.as("dev2");
    const auto product = m.must(successor.get("/api/v1/products/P1")).json;
    BOOST_CHECK_EQUAL(product.at("developer_uscc"), kMarketOtherUscc);
    BOOST_CHECK_EQUAL(product.at("access").at("open"), true);
    BOOST_CHECK_EQUAL(m.must(successor.get(listing)).json.at("state"), "listed");
    const auto moved = m.must(successor.get("/api/v1/orders/O1")).json;
    BOOST_CHECK_EQUAL(moved.at("developer_uscc"), kMarketOtherUscc);
    BOOST_CHECK_EQUAL(moved.at("state"), order.at("state"));
    BOOST_CHECK_EQUAL(moved.at("access").at("open"), true);
    // The same record, not a copy: nothing stayed with the old party.
    const auto after = successor.rows("/api/v1/buyers");
    BOOST_REQUIRE_EQUAL(after.size(), 1U);
    BOOST_CHECK_EQUAL(after[0].at("id"), buyers[0].at("id"));
    BOOST_CHECK_EQUAL(after[0].at("name"), buyers[0].at("name"));
    BOOST_CHECK(m.dev().rows("/api/v1/buyers").empty());
    BOOST_CHECK(m.dev().rows("/api/v1/orders").empty());
    // The successor goes on selling.
    m.must(successor.post("/api/v1/orders", Market::order_body("O2")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::developer_merger_test
