/// A month's money is shared by what its products were made of in that month.
#include <boost/test/unit_test.hpp>

#include "tests/support/played_tenants.hpp"
#include "tests/support/product_world.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::product_version_allocation_test {
namespace {

Answer must(Answer answer) { return ProductWorld::must(std::move(answer)); }

/// The parts of one product's pools under the case's plan, of September's money.
Json shares_of(PlayedTenant& played, const std::string& product_code) {
    const auto plans = must(played.as("finance1").get("/api/v1/allocation-plans"));
    const auto plan = plans.json.at("data")[0].at("code").get<std::string>();
    const auto tried = must(played.as("finance1").post("/api/v1/allocation-runs/what-if",
                                                       {{"period", "2026-09"},
                                                        {"plan_code", plan}}));
    Json shares = Json::array();
    for (const auto& pool : tried.json.at("pools"))
        if (pool.at("product_code") == product_code) shares.push_back(pool);
    BOOST_REQUIRE(!shares.empty());
    return shares;
}

void in_force_from(PlayedTenant& played, const std::string& product_code, int number,
                   const char* day) {
    const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
        tx.execute("UPDATE product_versions JOIN products "
                   "ON products.tenant_id = product_versions.tenant_id "
                   "AND products.id = product_versions.product_id "
                   "SET effective_on = ? WHERE product_versions.tenant_id = ? "
                   "AND products.code = ? AND number = ?",
                   day, played.scope(), product_code, number);
        return Done{};
    });
    BOOST_REQUIRE(done.ok());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(product_version_allocation)

BOOST_AUTO_TEST_CASE(a_new_version_leaves_earlier_money_alone_and_shares_its_own) {
    PlayedTenant played({.slug = "versions-1", .letter = 'V', .name = "【版】"});
    const auto product = played.code("P01");
    const auto before = shares_of(played, product);
    const auto shown = must(played.as("dev1").get("/api/v1/products/" + product));
    const Json only_first = Json::array(
        {{{"resource_code", played.code("R001")}, {"weight", "100"}}});
    must(played.as("dev1").post("/api/v1/products/" + product + "/versions",
                                {{"name", shown.json.at("name")},
                                 {"kind", "api"},
                                 {"scenario_codes", shown.json.at("scenario_codes")},
                                 {"lineage", only_first}}));
    must(played.as("dev1").post("/api/v1/products/" + product + "/submit"));
    const auto registered = must(played.as("op.staff").post(
        "/api/v1/products/" + product + "/review", ProductWorld::pass()));
    BOOST_CHECK_EQUAL(registered.json.at("number"), 2);
    BOOST_CHECK_GT(registered.json.at("effective_on").get<std::string>(), "2026-09-01");
    BOOST_CHECK(shares_of(played, product) == before);

    // Had it been in force in September, September's money would go to the one resource.
    in_force_from(played, product, 1, "2026-08-01");
    in_force_from(played, product, 2, "2026-09-01");
    const auto after = shares_of(played, product);
    BOOST_CHECK(after != before);
    std::set<std::string> resources;
    for (const auto& pool : after)
        for (const auto& row : pool.at("rows"))
            if (!row.at("resource").is_null()) resources.insert(row.at("resource"));
    BOOST_CHECK(resources == std::set<std::string>{played.code("R001")});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::product_version_allocation_test
