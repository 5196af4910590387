#include <boost/test/unit_test.hpp>

#include "catalog/approved_standard.hpp"
#include "catalog/price_plan.hpp"

namespace price_plan_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

Json charge(const char* meter, const char* aggregation, const char* price = "0.350000") {
    return {{"meter", meter}, {"aggregation", aggregation}, {"model", "unit"}, {"unit_price",
            price}};
}

std::string code_of(const Status& status) {
    if (status.ok()) return "";
    const auto& error = status.error();
    return error.fields.empty() ? error.code : error.fields.front().code;
}

Date day(const char* text) { return parse_date(text).value(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(price_plan)

BOOST_AUTO_TEST_CASE(each_kind_names_its_subject) {
    for (const auto kind : {PriceKind::data_use, PriceKind::market, PriceKind::operator_fee})
        for (const bool product : {false, true})
            for (const bool scenario : {false, true}) {
                const bool right = kind == PriceKind::operator_fee ? !product && !scenario
                                                                   : product && scenario;
                BOOST_CHECK_EQUAL(check_subject(kind, product, scenario).ok(), right);
            }
}

BOOST_AUTO_TEST_CASE(charges_name_meter_and_aggregation_and_no_meter_twice) {
    BOOST_CHECK(check_charges(Json::array({charge("calls", "sum"), charge("rows", "sum")})).ok());
    BOOST_CHECK_EQUAL(code_of(check_charges(Json::array())), "too_few_items");
    BOOST_CHECK_EQUAL(code_of(check_charges(Json::array({charge("a", "sum"), charge("a",
            "count")}))),
                      "repeated_item");
    for (const char* member : {"meter", "aggregation"}) {
        auto bad = charge("calls", "sum");
        bad.erase(member);
        BOOST_CHECK_EQUAL(code_of(check_charges(Json::array({bad}))), "missing_field");
    }
}

BOOST_AUTO_TEST_CASE(a_share_of_sales_is_for_prices_that_orders_have) {
    for (const char* aggregation : {"unique", "last", "max"})
        BOOST_CHECK(check_charges(Json::array({charge("users", aggregation)})).ok());
    auto share = charge("sales", "sum");
    share["model"] = "share";
    BOOST_CHECK(check_charges(Json::array({share})).ok());
    auto fee = charge("calls", "sum");
    fee["model"] = "unit";
    const auto both = Json::array({fee, share});
    BOOST_CHECK(check_models(PriceKind::data_use, both).ok());
    BOOST_CHECK(check_models(PriceKind::market, both).ok());
    const auto refused = check_models(PriceKind::operator_fee, both);
    BOOST_CHECK_EQUAL(code_of(refused), "share_needs_orders");
    BOOST_CHECK_EQUAL(refused.error().fields.front().pointer, "/charges/1/model");
    BOOST_CHECK(check_models(PriceKind::operator_fee, Json::array({fee})).ok());
}

BOOST_AUTO_TEST_CASE(several_meters_need_one_that_adds_up) {
    const auto two = Json::array({charge("calls", "sum"), charge("users", "unique")});
    const auto one = Json::array({charge("users", "unique")});
    const auto check = [](PriceKind kind, const Json& charges, std::optional<std::string> meter) {
        return code_of(check_allocation_meter(kind, charges, meter));
    };
    BOOST_CHECK_EQUAL(check(PriceKind::data_use, two, "calls"), "");
    BOOST_CHECK_EQUAL(check(PriceKind::data_use, two, std::nullopt), "missing_field");
    BOOST_CHECK_EQUAL(check(PriceKind::data_use, two, "users"), "meter_does_not_add_up");
    BOOST_CHECK_EQUAL(check(PriceKind::data_use, two, "rows"), "not_one_of");
    BOOST_CHECK_EQUAL(check(PriceKind::data_use, one, std::nullopt), "");
    BOOST_CHECK_EQUAL(check(PriceKind::operator_fee, two, std::nullopt), "");
    BOOST_CHECK_EQUAL(check(PriceKind::operator_fee, two, "calls"), "only_for_data_use");
}

BOOST_AUTO_TEST_CASE(prices_begin_on_the_first_day_of_a_month_that_is_not_past) {
    BOOST_CHECK(check_effective_from(day("2026-09-01"), day("2026-09-20")).ok());
    BOOST_CHECK(check_effective_from(day("2026-10-01"), day("2026-09-20")).ok());
    const auto middle = check_effective_from(day("2026-12-15"), day("2026-09-20"));
    BOOST_CHECK_EQUAL(code_of(middle), "not_first_of_month");
    BOOST_CHECK(middle.error().fields.front().args ==
                (ErrorArgs{{"first", "2026-12-01"}, {"next", "2027-01-01"}}));
    BOOST_CHECK_EQUAL(code_of(check_effective_from(day("2026-08-01"), day("2026-09-01"))),
                      "effective_in_past");
}

BOOST_AUTO_TEST_CASE(open_and_own_data_carry_no_charge) {
    BOOST_CHECK(check_chargeable({true, false}).ok());
    BOOST_CHECK_EQUAL(code_of(check_chargeable({true, true})), "open_data_not_chargeable");
    BOOST_CHECK_EQUAL(code_of(check_chargeable({})), "own_data_not_chargeable");
}

BOOST_AUTO_TEST_CASE(data_use_equals_the_standard_to_the_letter) {
    PricePlan plan;
    plan.product_id = ProductId{1};
    plan.scenario_id = ScenarioId{2};
    plan.effective_from = day("2026-09-01");
    plan.charges = Json::array({charge("calls", "sum"), charge("rows", "sum")});
    ApprovedStandard standard;
    standard.product_id = ProductId{1};
    standard.scenario_id = ScenarioId{2};
    standard.effective_from = day("2026-09-01");
    standard.charges = Json::array({charge("rows", "sum"), charge("calls", "sum")});
    BOOST_CHECK(check_standard(plan, standard).ok());
    auto other = plan;
    other.charges[0]["unit_price"] = "0.350001";
    BOOST_CHECK_EQUAL(code_of(check_standard(other, standard)), "standard_differs");
    other = plan;
    other.charges.erase(1);
    BOOST_CHECK_EQUAL(code_of(check_standard(other, standard)), "standard_differs");
    other = plan;
    other.scenario_id = ScenarioId{3};
    BOOST_CHECK_EQUAL(code_of(check_standard(other, standard)), "standard_differs");
    other = plan;
    other.effective_from = day("2026-08-01");
    BOOST_CHECK_EQUAL(code_of(check_standard(other, standard)), "standard_differs");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace price_plan_test
