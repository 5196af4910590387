#include <boost/test/unit_test.hpp>

#include "billing/rating_json.hpp"

namespace yunhe::billing::rating_test {
namespace {

/// What `yunhe rate` answers: the amount, or "code pointer".
std::string answer(std::string_view text) {
    const auto request = parse_rating_request(parse_json(text).value());
    if (!request.ok())
        return request.error().fields.front().code + " " + request.error().fields.front().pointer;
    const auto rating = rate(request.value().charge, request.value().usage);
    return rating.ok() ? to_text(rating.value().amount) : rating.error().code;
}

/// The answer to a charge's members and what stands beside the charge.
std::string answer(const std::string& charge, const std::string& beside) {
    return answer("{\"charge\": {" + charge + "}, " + beside + "}");
}

const std::string kTiers =
    R"("tiers": [{"up_to": "10", "unit_price": "1.000000", "flat_fee": "5.00"},
                 {"up_to": null, "unit_price": "0.500000", "flat_fee": "7.00"}])";
const std::string kGraduated = R"("model": "graduated", )" + kTiers;
const std::string kVolume = R"("model": "volume", )" + kTiers;

BOOST_AUTO_TEST_SUITE(rating)

BOOST_AUTO_TEST_CASE(unit_prices_multiply_and_round_once) {
    BOOST_TEST(answer(R"("model": "unit", "unit_price": "0.005")", R"("quantity": "1")") == "0.01");
    BOOST_TEST(answer(R"("model": "unit", "unit_price": "0.005")", R"("quantity": "0.999999")") ==
               "0.00");
    BOOST_TEST(answer(R"("model": "unit", "unit_price": "2", "free_quantity": "3")",
                      R"("quantity": "5")") == "4.00");
    BOOST_TEST(answer(R"("model": "unit", "unit_price": "2", "free_quantity": "3")",
                      R"("quantity": "2.5")") == "0.00");
}

BOOST_AUTO_TEST_CASE(graduated_tiers_price_their_own_slices_and_flat_fees_of_slices_not_empty) {
    BOOST_TEST(answer(kGraduated, R"("quantity": "0")") == "0.00");
    BOOST_TEST(answer(kGraduated, R"("quantity": "10")") == "15.00");
    BOOST_TEST(answer(kGraduated, R"("quantity": "10.000001")") == "22.00");
    BOOST_TEST(answer(kGraduated, R"("quantity": "14")") == "24.00");
}

BOOST_AUTO_TEST_CASE(the_volume_tier_of_the_total_prices_all_of_it) {
    BOOST_TEST(answer(kVolume, R"("quantity": "0")") == "0.00");
    BOOST_TEST(answer(kVolume, R"("quantity": "10")") == "15.00");
    BOOST_TEST(answer(kVolume, R"("quantity": "14")") == "14.00");
}

BOOST_AUTO_TEST_CASE(packages_are_whole) {
    const std::string charge =
        R"("model": "package", "package_size": "100", "unit_price": "25", "free_quantity": "50")";
    BOOST_TEST(answer(charge, R"("quantity": "1207")") == "300.00");
    BOOST_TEST(answer(charge, R"("quantity": "50")") == "0.00");
    BOOST_TEST(answer(charge, R"("quantity": "150")") == "25.00");
    BOOST_TEST(answer(charge, R"("quantity": "150.000001")") == "50.00");
}

BOOST_AUTO_TEST_CASE(fixed_amounts_are_prorated_by_days_and_shares_taken_of_sales) {
    BOOST_TEST(answer(R"("model": "fixed", "amount": "100.00")",
                      R"("days_active": 1, "days_in_period": 3)") == "33.33");
    BOOST_TEST(answer(R"("model": "fixed", "amount": "100.00")",
                      R"("days_active": 0, "days_in_period": 31)") == "0.00");
    BOOST_TEST(answer(R"("model": "share", "percent": "100")", R"("sales": "12.34")") == "12.34");
    BOOST_TEST(answer(R"("model": "share", "percent": "50")", R"("sales": "0.01")") == "0.01");
}

BOOST_AUTO_TEST_CASE(minimum_and_maximum_clamp_before_rounding_also_without_use) {
    const std::string limits = R"("model": "unit", "unit_price": "1", "minimum": "2.00",
                                  "maximum": "3.00")";
    BOOST_TEST(answer(limits, R"("quantity": "0")") == "2.00");
    BOOST_TEST(answer(limits, R"("quantity": "2.5")") == "2.50");
    BOOST_TEST(answer(limits, R"("quantity": "9000000000000")") == "3.00");
}

BOOST_AUTO_TEST_CASE(a_maximum_tames_what_would_overflow_and_nothing_else_does) {
    const std::string huge = R"("model": "unit", "unit_price": "9000000000000")";
    BOOST_TEST(answer(huge, R"("quantity": "9000000000000")") == "overflow");
    BOOST_TEST(answer(huge + R"(, "maximum": "1.00")", R"("quantity": "9000000000000")") == "1.00");
    BOOST_TEST(answer(huge, R"("quantity": "10000000000000")") == "overflow /quantity");
}

BOOST_AUTO_TEST_CASE(the_explanation_adds_up_to_the_exact_value) {
    const auto request =
        parse_rating_request(parse_json("{\"charge\": {" + kGraduated +
                                        R"(, "maximum": "20.00"}, "quantity": "14"})")
                                 .value())
            .value();
    const auto rating = rate(request.charge, request.usage).value();
    const Json steps = to_json(rating, request)["steps"];
    BOOST_REQUIRE_EQUAL(steps.size(), 5u);
    BOOST_TEST(to_text(steps[0]) ==
               R"({"quantity":"10","unit_price":"1.000000","amount":"10.000000"})");
    BOOST_TEST(to_text(steps[1]) == R"({"flat_fee":"5.00","amount":"5.000000"})");
    BOOST_TEST(to_text(steps[4]) == R"({"maximum":"20.00","amount":"-4.000000"})");
    BOOST_TEST(exact_text(rating.exact) == "20.000000");
}

BOOST_AUTO_TEST_CASE(a_field_that_the_model_does_not_use_is_unknown) {
    const std::string unit = R"("model": "unit", "unit_price": "1")";
    BOOST_TEST(answer(unit + R"(, "tiers": [])", R"("quantity": "1")") ==
               "unknown_field /charge/tiers");
    BOOST_TEST(answer(unit, R"("quantity": "1", "sales": "1.00")") == "unknown_field /sales");
    BOOST_TEST(answer(R"("model": "fixed", "amount": "1.00")",
                      R"("days_active": 1, "days_in_period": 1, "quantity": "1")") ==
               "unknown_field /quantity");
    BOOST_TEST(answer(unit + R"(, "a/b~": 1)", R"("quantity": "1")") ==
               "unknown_field /charge/a~1b~0");
}

BOOST_AUTO_TEST_CASE(what_the_model_needs_is_missing_by_name) {
    BOOST_TEST(answer(R"("model": "unit")", R"("quantity": "1")") ==
               "missing_field /charge/unit_price");
    BOOST_TEST(answer(R"("unit_price": "1")", R"("quantity": "1")") ==
               "missing_field /charge/model");
    BOOST_TEST(answer(R"({"charge": {"model": "unit", "unit_price": "1"}})") ==
               "missing_field /quantity");
    BOOST_TEST(answer(R"({"quantity": "1"})") == "missing_field /charge");
    BOOST_TEST(answer(R"("model": "volume", "tiers": [{"unit_price": "1"}])",
                      R"("quantity": "1")") == "missing_field /charge/tiers/0/up_to");
}

BOOST_AUTO_TEST_CASE(mistakes_in_values_name_their_place) {
    const std::string quantity = R"("quantity": "1")";
    const auto tiers = [&](const std::string& list) {
        return answer(R"("model": "volume", "tiers": )" + list, quantity);
    };
    BOOST_TEST(answer(R"("model": "unit", "unit_price": 1)", quantity) ==
               "bad_decimal /charge/unit_price");
    BOOST_TEST(answer(R"("model": "unit", "unit_price": "1", "minimum": "-1.00")", quantity) ==
               "bad_money /charge/minimum");
    BOOST_TEST(answer(R"("model": "barter")", quantity) == "bad_charge /charge/model");
    BOOST_TEST(tiers("[]") == "bad_charge /charge/tiers");
    BOOST_TEST(tiers(R"([{"up_to": "5", "unit_price": "1"}])") ==
               "bad_charge /charge/tiers/0/up_to");
    BOOST_TEST(tiers(R"([{"up_to": null, "unit_price": "1"}, {"up_to": null, "unit_price": "1"}])")
               == "bad_charge /charge/tiers/0/up_to");
    BOOST_TEST(tiers(R"([{"up_to": "5", "unit_price": "1"}, {"up_to": "5", "unit_price": "1"},
                         {"up_to": null, "unit_price": "1"}])") ==
               "bad_charge /charge/tiers/1/up_to");
    BOOST_TEST(answer(R"("model": "package", "package_size": "0", "unit_price": "1")", quantity) ==
               "bad_charge /charge/package_size");
    BOOST_TEST(answer(R"("model": "unit", "unit_price": "1", "minimum": "2.00",
                         "maximum": "1.00")", quantity) == "bad_charge /charge/minimum");
    BOOST_TEST(answer(R"("model": "share", "percent": "100.000001")", R"("sales": "1.00")") ==
               "bad_charge /charge/percent");
    BOOST_TEST(answer(R"("model": "share", "percent": "1")", R"("sales": "-1.00")") ==
               "bad_money /sales");
}

BOOST_AUTO_TEST_CASE(days_are_integers_that_fit_their_period) {
    const auto days = [](const std::string& active, const std::string& period) {
        return answer(R"("model": "fixed", "amount": "1.00")",
                      "\"days_active\": " + active + ", \"days_in_period\": " + period);
    };
    BOOST_TEST(days("31", "30") == "bad_charge /days_active");
    BOOST_TEST(days("0", "0") == "bad_charge /days_in_period");
    BOOST_TEST(days("-1", "30") == "bad_charge /days_active");
    BOOST_TEST(days("1.5", "30") == "bad_charge /days_active");
    BOOST_TEST(days("\"1\"", "30") == "bad_charge /days_active");
    BOOST_TEST(days("30", "30") == "1.00");
}

BOOST_AUTO_TEST_CASE(of_several_mistakes_the_one_first_in_the_order_of_codes_is_named) {
    BOOST_TEST(answer(R"({"charge": {"model": "unit", "minimum": "x", "colour": 1}})") ==
               "unknown_field /charge/colour");
    BOOST_TEST(answer(R"({"charge": {"model": "unit", "unit_price": "x", "minimum": "x"}})") ==
               "missing_field /quantity");
    BOOST_TEST(answer(R"("model": "unit", "unit_price": "x", "minimum": "x")", R"("quantity": "1")")
               == "bad_money /charge/minimum");
}

BOOST_AUTO_TEST_CASE(a_charge_survives_its_json_form) {
    for (const std::string text :
         {R"({"meter":"calls","aggregation":"sum","model":"unit","unit_price":"0.350000"})",
          R"({"model":"package","unit_price":"1.000000","package_size":"2.5","minimum":"1.00"})",
          R"({"model":"fixed","amount":"9.45","maximum":"10.00"})",
          R"({"model":"share","percent":"12.5"})"})
        BOOST_TEST(to_text(to_json(parse_charge(parse_json(text).value()).value())) == text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::rating_test
