#include <boost/test/unit_test.hpp>

#include "billing/ledger_store.hpp"
#include "tests/support/priced_market.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::income_limit_test {
namespace {

constexpr auto kLimits = "/api/v1/income-limits";
const std::string kDeveloper = "developer:" + std::string(kMarketUscc);

Json limit(int year, const std::string& amount, bool tax_included = true) {
    return {{"year", year},
            {"amount", amount},
            {"tax_included", tax_included},
            {"document", "示例文号" + std::to_string(year)}};
}

std::string path_of(const Answer& made, const std::string& verb = "") {
    const auto path = std::string(kLimits) + "/" + made.json.at("id").get<std::string>();
    return verb.empty() ? path : path + "/" + verb;
}

class Income {
public:
    Income() : prices(Json::array({PricedMarket::charge("calls", "sum", "unit",
                                                        {{"unit_price", "0.35"}})})) {
        prices.platform_plan("fee", Json::array({PricedMarket::charge("core_hours", "sum", "unit",
                                                                      {{"unit_price", "1.00"}})}));
    }
    Answer confirmed(const Json& body) {
        const auto made = Market::must(prices.admin().post(kLimits, body));
        return Market::must(prices.authority().post(path_of(made, "confirm")));
    }
    /// The bill of a month with so much platform use.
    void billed(const std::string& month, const std::string& next_month, const std::string& hours) {
        prices.market.world.set_clock(month + "-28T01:00:00Z");
        prices.use(kDeveloper, "core_hours", hours, month + "-20T01:00:00Z");
        prices.market.world.set_clock(next_month + "-02T01:00:00Z");
        prices.settled(month);
        for (const auto& bill : prices.finance().rows("/api/v1/bills"))
            if (bill.at("state") == "draft")
                Market::must(prices.second_finance().post(
                    "/api/v1/bills/" + bill.at("id").get<std::string>() + "/issue"));
    }
    Json standing(std::size_t index) {
        return Market::must(prices.finance().get("/api/v1/income-standings"))
            .json.at("years").at(index);
    }
    std::string balance(const std::string& account) {
        Money sum;
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            sum = billing::account_balance(tx, prices.market.world.scope(),
                                           billing::Book::operators, account);
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
        return to_text(sum);
    }
    bool over() {
        for (const auto& row : prices.finance().rows("/api/v1/todos"))
            if (row.at("task") == "income_over_limit") return true;
        return false;
    }
    PricedMarket prices;
};

BOOST_AUTO_TEST_SUITE(income_limits)

BOOST_AUTO_TEST_CASE(a_limit_needs_the_authority) {
    Income income;
    auto& admin = income.prices.admin();
    auto& authority = income.prices.authority();
    BOOST_CHECK_EQUAL(income.prices.finance().post(kLimits, limit(2026, "1.00")).status, 403);
    BOOST_CHECK_EQUAL(authority.post(kLimits, limit(2026, "1.00")).status, 403);
    BOOST_CHECK_EQUAL(admin.post(kLimits, limit(2025, "1.00")).field_code("/year"),
                      "out_of_range");
    BOOST_CHECK_EQUAL(admin.post(kLimits, limit(2026, "-1.00")).field_code("/amount"),
                      "bad_money");
    const auto made = Market::must(admin.post(kLimits, limit(2026, "1000.00")));
    BOOST_CHECK_EQUAL(admin.post(kLimits, limit(2026, "1.00")).code(), "income_limit_waiting");
    BOOST_CHECK_EQUAL(admin.post(path_of(made, "confirm")).status, 403);
    BOOST_CHECK_EQUAL(authority.post(path_of(made, "refuse")).field_code("/reason"),
                      "reason_required");
    Market::must(authority.post(path_of(made, "refuse"), {{"reason", "缺测算(示例)"}}));
    BOOST_CHECK_EQUAL(authority.post(path_of(made, "confirm")).code(), "illegal_transition");
    const auto first = income.confirmed(limit(2026, "1000.00"));
    const auto second = income.confirmed(limit(2026, "900.00"));
    BOOST_CHECK_EQUAL(admin.get(path_of(first)).json.at("state"), "replaced");
    BOOST_CHECK_EQUAL(income.standing(0).at("limit"), "900.00");
    BOOST_CHECK_EQUAL(admin.rows(path_of(second, "events")).size(), 2u);
    BOOST_CHECK_EQUAL(income.prices.dev().get("/api/v1/income-standings").status, 403);
}

BOOST_AUTO_TEST_CASE(income_runs_against_the_limit_and_what_is_above_stays_on_a_memo_account) {
    Income income;
    income.confirmed(limit(2026, "1000.00"));
    income.billed("2026-03", "2026-04", "700");
    auto standing = income.standing(0);
    BOOST_CHECK_EQUAL(standing.at("income"), "700.00");
    BOOST_CHECK_EQUAL(standing.at("room"), "300.00");
    BOOST_CHECK_EQUAL(standing.at("overshoot"), "0.00");
    BOOST_CHECK_EQUAL(income.balance("overshoot:2026"), "0.00");
    BOOST_CHECK(!income.over());

    income.billed("2026-04", "2026-05", "450");
    standing = income.standing(0);
    BOOST_CHECK_EQUAL(standing.at("income"), "1150.00");
    BOOST_CHECK_EQUAL(standing.at("room"), "0.00");
    BOOST_CHECK_EQUAL(standing.at("overshoot"), "150.00");
    BOOST_CHECK_EQUAL(income.balance("overshoot:2026"), "150.00");
    BOOST_CHECK(income.over());

    // The authority raises the limit: the overshoot shrinks.
    income.confirmed(limit(2026, "1120.00"));
    BOOST_CHECK_EQUAL(income.balance("overshoot:2026"), "30.00");

    // And carried into the next year it lowers what that one permits.
    income.confirmed(limit(2027, "500.00"));
    BOOST_CHECK_EQUAL(income.standing(1).at("carried_in"), "30.00");
    BOOST_CHECK_EQUAL(income.standing(1).at("permitted"), "470.00");
    BOOST_CHECK_EQUAL(income.balance("overshoot:2026"), "30.00");
}

BOOST_AUTO_TEST_CASE(the_year_turns_and_the_overshoot_moves_with_it) {
    Income income;
    income.confirmed(limit(2026, "1000.00"));
    income.confirmed(limit(2027, "500.00"));
    income.billed("2026-03", "2026-04", "1030");
    BOOST_CHECK_EQUAL(income.balance("overshoot:2026"), "30.00");
    BOOST_CHECK_EQUAL(income.standing(1).at("permitted"), "470.00");
    // In the new year less is permitted; what is above that stands there.
    income.billed("2027-01", "2027-02", "490");
    BOOST_CHECK_EQUAL(income.standing(1).at("income"), "490.00");
    BOOST_CHECK_EQUAL(income.standing(1).at("overshoot"), "20.00");
    BOOST_CHECK_EQUAL(income.balance("overshoot:2026"), "0.00");
    BOOST_CHECK_EQUAL(income.balance("overshoot:2027"), "20.00");
    BOOST_CHECK_EQUAL(income.balance("overshoot:pool"), "-20.00");
}

BOOST_AUTO_TEST_CASE(a_red_bill_takes_income_back) {
    Income income;
    income.confirmed(limit(2026, "1000.00"));
    income.billed("2026-03", "2026-04", "1030");
    BOOST_CHECK(income.over());
    const auto bill = income.prices.finance().rows("/api/v1/bills").at(0);
    const auto asked = Market::must(income.prices.finance().post(
        "/api/v1/document-voids", {{"bill_id", bill.at("id")}, {"reason", "计费错误(示例)"}}));
    Market::must(income.prices.admin().post("/api/v1/document-voids/" +
                                            asked.json.at("id").get<std::string>() + "/approve"));
    BOOST_CHECK_EQUAL(income.standing(0).at("income"), "0.00");
    BOOST_CHECK_EQUAL(income.balance("overshoot:2026"), "0.00");
    BOOST_CHECK(!income.over());
}

BOOST_AUTO_TEST_CASE(a_limit_without_tax_counts_net_income) {
    Income income;
    income.confirmed(limit(2026, "1000.00", false));
    income.billed("2026-03", "2026-04", "1060");
    BOOST_CHECK_EQUAL(income.standing(0).at("income"), "1000.00");
    BOOST_CHECK_EQUAL(income.standing(0).at("overshoot"), "0.00");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::income_limit_test
