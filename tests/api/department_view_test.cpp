/// The department's view over the played case: its figures equal those of the metered facts and of
/// the allocation ledger, and hold nothing of anybody else.
#include <boost/test/unit_test.hpp>

#include "tests/support/played_tenants.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::department_view_test {
namespace {

PlayedTenant& tenant() { return neighbours().first; }

ApiClient& department(std::string_view code) {
    for (const auto& user : tenant().users())
        if (user.role == "department" && user.body_code == tenant().code(code))
            return tenant().as(user.username);
    BOOST_FAIL("no user of " << code);
    return tenant().as("");
}

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text.substr(0, 600));
    return answer;
}

const std::string kSeptember = "?from=2026-09&to=2026-09";

Json view_of(std::string_view code, const std::string& query = kSeptember) {
    return must(department(code).get("/api/v1/department-view" + query)).json;
}

Json row_of(const Json& view, std::string_view code) {
    for (const auto& row : view.at("resources"))
        if (row.at("code") == tenant().code(code)) return row;
    BOOST_FAIL("no " << code);
    return {};
}

/// Accepted events of the month that touched one of these resources, counted from the events.
std::int64_t counted(const std::vector<std::string>& resources,
                     const std::vector<std::string>& products) {
    std::string touched;
    for (const auto& code : resources)
        touched += " OR FIND_IN_SET('" + tenant().code(code) + "', e.resources) > 0";
    std::string made;
    for (const auto& code : products)
        made += (made.empty() ? "'" : ", '") + tenant().code(code) + "'";
    return test_database()
        .database()
        .read([&](db::Transaction& tx) -> Result<std::int64_t> {
            return tx.one("SELECT COUNT(*) AS n FROM usage_events e JOIN orders o "
                          "ON o.tenant_id = e.tenant_id AND o.id = e.subject_id "
                          "JOIN products p ON p.tenant_id = o.tenant_id AND p.id = o.product_id "
                          "WHERE e.tenant_id = ? AND e.state = 'accepted' "
                          "AND e.occurred_on BETWEEN '2026-09-01' AND '2026-09-30' "
                          "AND p.code IN (" + made + ") AND (e.resources = '*'" + touched + ")",
                          [](const db::Row& row) { return row.int64("n"); },
                          tenant().scope());
        })
        .value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(department_view)

// R001 is in P01 (30) and P02 (100), R002 in P01 (10); both are D01's.
BOOST_AUTO_TEST_CASE(figures_equal_the_case_to_the_fen) {
    const auto view = view_of("D01");
    const auto first = row_of(view, "R001");
    const auto second = row_of(view, "R002");
    // Other tests of the same tenant may have added resources of D01.
    BOOST_CHECK_GE(view.at("resources").size(), 2U);
    BOOST_CHECK_EQUAL(first.at("attributed"), "901.36");
    BOOST_CHECK_EQUAL(second.at("attributed"), "221.89");
    BOOST_CHECK_EQUAL(view.at("totals").at("attributed"), "1123.25");
    BOOST_CHECK_EQUAL(view.at("totals").at("awaiting_budget"), "1123.25");
    BOOST_CHECK_EQUAL(view.at("totals").at("allotted"), "0.00");
    BOOST_CHECK_EQUAL(first.at("products"), 2);
    BOOST_CHECK_EQUAL(second.at("products"), 1);
    BOOST_CHECK_EQUAL(first.at("events"), counted({"R001"}, {"P01", "P02"}));
    BOOST_CHECK_EQUAL(second.at("events"), counted({"R002"}, {"P01"}));
    // An event that touched both counts once.
    BOOST_CHECK_EQUAL(view.at("totals").at("events"),
                      counted({"R001", "R002"}, {"P01"}) + counted({"R001"}, {"P02"}));
    BOOST_CHECK_GT(view.at("totals").at("events").get<int>(), 1000);

    // R016 is open: used, and never earns anything.
    const auto traffic = view_of("D02");
    BOOST_CHECK_EQUAL(row_of(traffic, "R003").at("attributed"), "298.54");
    BOOST_CHECK_EQUAL(row_of(traffic, "R004").at("attributed"), "200.03");
    BOOST_CHECK_EQUAL(row_of(traffic, "R016").at("attributed"), "0.00");
    BOOST_CHECK_GT(row_of(traffic, "R016").at("events").get<int>(), 0);
}

BOOST_AUTO_TEST_CASE(one_resource_is_followed_to_its_income) {
    const auto detail = must(department("D01").get("/api/v1/department-view/resources/" +
                                                   tenant().code("R001") + kSeptember)).json;
    std::set<std::string> scenarios;
    for (const auto& row : detail.at("scenarios")) scenarios.insert(row.at("scenario_code"));
    BOOST_CHECK((scenarios.contains(tenant().code("S01"))));
    BOOST_CHECK((scenarios.contains(tenant().code("S02"))));
    BOOST_REQUIRE_EQUAL(detail.at("products").size(), 2U);
    BOOST_CHECK_EQUAL(detail.at("products").at(0).at("weight"), "30");
    BOOST_CHECK_EQUAL(detail.at("products").at(0).at("in_force"), true);
    std::int64_t events = 0;
    for (const auto& row : detail.at("uses")) events += row.at("events").get<std::int64_t>();
    BOOST_CHECK_EQUAL(events, detail.at("resource").at("events").get<std::int64_t>());
    BOOST_REQUIRE_EQUAL(detail.at("income").size(), 1U);
    BOOST_CHECK_EQUAL(detail.at("income").at(0).at("product_code"), tenant().code("P01"));
    BOOST_CHECK_EQUAL(detail.at("income").at(0).at("attributed"), "901.36");
}

BOOST_AUTO_TEST_CASE(nothing_of_others_is_in_it) {
    const auto text = view_of("D01", "").dump();
    for (const auto* other : {"R003", "R006", "R013"})
        BOOST_CHECK(text.find(tenant().code(other)) == std::string::npos);
    // What P01 brought in, and what its buyers pay, is not the department's to know.
    BOOST_CHECK(text.find("3396.68") == std::string::npos);
    const auto path = "/api/v1/department-view/resources/";
    BOOST_CHECK_EQUAL(department("D01").get(path + tenant().code("R003")).status, 404);
    BOOST_CHECK_EQUAL(department("D01").get(path + neighbours().second.code("R001")).status, 404);
    for (const auto* user : {"op.admin", "dev1", "authority"})
        BOOST_CHECK_EQUAL(tenant().as(user).get("/api/v1/department-view").status, 403);
}

BOOST_AUTO_TEST_CASE(the_window_is_at_most_three_years) {
    BOOST_CHECK_EQUAL(view_of("D01", "?to=2026-09").at("months").size(), 12U);
    BOOST_CHECK_EQUAL(view_of("D01", "?from=2026-01&to=2026-09").at("totals").at("attributed"),
                      "1123.25");
    BOOST_CHECK_EQUAL(view_of("D01", "?from=2026-01&to=2026-08").at("totals").at("attributed"),
                      "0.00");
    for (const auto* query : {"?from=2026-10&to=2026-09", "?from=2023-09&to=2026-09"})
        BOOST_CHECK_EQUAL(department("D01").get("/api/v1/department-view" + std::string(query))
                              .field_code("?from"),
                          "out_of_range");
    BOOST_CHECK_EQUAL(
        department("D01").get("/api/v1/department-view?to=2026-13").field_code("?to"),
        "bad_period");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::department_view_test
