#include <boost/test/unit_test.hpp>

#include "billing/fee_limit.hpp"

namespace yunhe::billing::fee_limit_test {
namespace {

constexpr Period kPeriod{2026, 9};

Date day(const char* text) { return parse_date(text).value(); }
Quantity units(const char* text) { return Quantity::parse(text).value(); }
UnitPrice price(const char* text) { return UnitPrice::parse(text).value(); }
Money money(const char* text) { return Money::parse(text).value(); }
Charge charge_of(const char* json) { return parse_charge(parse_json(json).value()).value(); }

catalog::PriceCap cap(const char* code, const char* from, std::vector<catalog::CapTier> tiers,
                      std::optional<Money> amount_max = {}) {
    catalog::PriceCap made;
    made.code = code;
    made.document = "示例文号";
    made.effective_from = day(from);
    made.state = catalog::PriceCapState::confirmed;
    made.items = {{.meter = "calls", .tiers = std::move(tiers), .amount_max = amount_max}};
    return made;
}
std::vector<catalog::CapTier> flat(const char* most) { return {{std::nullopt, price(most)}}; }

Usage used(const char* quantity) {
    Usage usage;
    usage.quantity = units(quantity);
    usage.days_active = usage.days_in_period = 30;
    return usage;
}

LimitedRating limited(const char* charge, const char* quantity,
                      const std::vector<catalog::PriceCap>& caps,
                      const std::vector<UsedBefore>& before = {}) {
    return rate_limited(charge_of(charge), used(quantity), limit_slices(caps, "calls", kPeriod),
                        before)
        .value();
}
std::string amount(const LimitedRating& rating) { return to_text(rating.allowed.amount); }

constexpr auto kUnit = R"({"model": "unit", "unit_price": "0.50"})";
constexpr auto kGraduated = R"({"model": "graduated", "tiers": [
    {"up_to": "100", "unit_price": "1.00", "flat_fee": "10.00"},
    {"up_to": null, "unit_price": "0.40", "flat_fee": "5.00"}]})";
constexpr auto kVolume = R"({"model": "volume", "tiers": [
    {"up_to": "100", "unit_price": "1.00"}, {"up_to": null, "unit_price": "0.60"}]})";
constexpr auto kPackage = R"({"model": "package", "unit_price": "10.00", "package_size": "20"})";
constexpr auto kFixed = R"({"model": "fixed", "amount": "300.00"})";

BOOST_AUTO_TEST_SUITE(fee_limit)

BOOST_AUTO_TEST_CASE(a_period_is_cut_where_another_cap_begins) {
    const auto early = cap("C1", "2026-01-01", flat("0.30"));
    const auto middle = cap("C2", "2026-09-16", flat("0.20"));
    auto refused = cap("C3", "2026-09-20", flat("0.01"));
    refused.state = catalog::PriceCapState::refused;
    const auto later = cap("C4", "2026-10-01", flat("0.01"));
    const auto slices = limit_slices({later, middle, refused, early}, "calls", kPeriod);
    BOOST_REQUIRE(slices.size() == 2u);
    BOOST_TEST((slices[0].from == day("2026-09-01") && slices[0].to == day("2026-09-15")));
    BOOST_TEST((slices[1].from == day("2026-09-16") && slices[1].to == day("2026-09-30")));
    BOOST_TEST(slices[0].cap_code == "C1");
    BOOST_TEST(slices[1].cap_code == "C2");
    BOOST_TEST((cut_days(slices) == std::vector{day("2026-09-16")}));
    BOOST_TEST(limit_slices({middle}, "calls", kPeriod).at(0).item.has_value() == false);
    BOOST_TEST(limit_slices({later, refused}, "calls", kPeriod).empty());
    BOOST_TEST(limit_slices({early}, "rows", kPeriod).empty());
}

BOOST_AUTO_TEST_CASE(a_price_at_or_below_the_cap_stays) {
    const auto at = limited(kUnit, "1000", {cap("C1", "2026-01-01", flat("0.50"))});
    BOOST_TEST(amount(at) == "500.00");
    BOOST_TEST(at.allowed.steps.size() == 1u);
    BOOST_TEST((at.slices.at(0).taken_off == 0));
    const auto above = limited(kUnit, "1000", {cap("C1", "2026-01-01", flat("0.499999"))});
    BOOST_TEST(amount(above) == "500.00");  // 499.999: one rounding.
    BOOST_TEST(exact_text(above.allowed.exact) == "499.999000");
}

BOOST_AUTO_TEST_CASE(a_cap_that_sinks_inside_the_month_counts_from_its_day) {
    // 600 calls before the 16th at 0.50, 400 from then on at 0.20.
    const auto rating = limited(kUnit, "1000", {cap("C2", "2026-09-16", flat("0.20"))},
                                {{day("2026-09-16"), units("600")}});
    BOOST_TEST(to_text(rating.list.amount) == "500.00");
    BOOST_TEST(amount(rating) == "380.00");
    BOOST_REQUIRE(rating.slices.size() == 2u);
    BOOST_TEST(to_text(rating.slices[0].quantity) == "600");
    BOOST_TEST(to_text(rating.slices[1].quantity) == "400");
    BOOST_TEST(exact_text(rating.slices[1].taken_off) == "120.000000");
    const auto& step = rating.allowed.steps.back();
    BOOST_TEST((step.kind == RatingStepKind::price_cap));
    BOOST_TEST(step.cap_code == "C2");
    BOOST_TEST(exact_text(step.amount) == "-120.000000");
}

BOOST_AUTO_TEST_CASE(graduated_units_keep_their_place_in_the_period) {
    // Units 1..100 at 1.00, later ones at 0.40; the cap of 0.50 counts for units 81..150.
    const auto rating = limited(kGraduated, "150",
                                {cap("C1", "2026-09-10", flat("0.50"), money("100.00"))},
                                {{day("2026-09-10"), units("80")}});
    // 100 + 20 + fees 15, less 20 units x 0.50.
    BOOST_TEST(to_text(rating.list.amount) == "135.00");
    BOOST_TEST(amount(rating) == "125.00");
}

BOOST_AUTO_TEST_CASE(a_cap_in_tiers_counts_by_place_too) {
    // Up to 50 units 0.80, then 0.30: 50 x 0.20 and 50 x 0.70 and 50 x 0.10 come off.
    const auto rating =
        limited(kGraduated, "150",
                {cap("C1", "2026-01-01", {{units("50"), price("0.80")}, {{}, price("0.30")}},
                     money("15.00"))});
    BOOST_TEST(amount(rating) == "85.00");
}

BOOST_AUTO_TEST_CASE(flat_fees_together_stay_below_the_caps_amount) {
    const auto none = limited(kGraduated, "150", {cap("C1", "2026-01-01", flat("1.00"))});
    BOOST_TEST(amount(none) == "120.00");
    const auto some = limited(kGraduated, "150", {cap("C1", "2026-01-01", flat("1.00"),
                                                      money("12.00"))});
    BOOST_TEST(amount(some) == "132.00");
    // The first fee fell due before there was a cap; of the second, 2.00 are left below it.
    const auto later = limited(kGraduated, "150",
                               {cap("C1", "2026-09-10", flat("1.00"), money("12.00"))},
                               {{day("2026-09-10"), units("80")}});
    BOOST_TEST(amount(later) == "132.00");
}

BOOST_AUTO_TEST_CASE(the_volume_price_of_the_total_holds_for_all_units) {
    // 150 units at 0.60, all of them; 90 of them below a cap of 0.50.
    const auto rating = limited(kVolume, "150", {cap("C1", "2026-09-10", flat("0.50"))},
                                {{day("2026-09-10"), units("60")}});
    BOOST_TEST(amount(rating) == "81.00");
}

BOOST_AUTO_TEST_CASE(a_package_counts_where_it_is_opened) {
    // Packages of 20 at 10.00; a cap of 0.30 allows 6.00 each. Of 70 units, 25 came before it: two
    // packages were open by then.
    const auto rating = limited(kPackage, "70", {cap("C1", "2026-09-10", flat("0.30"))},
                                {{day("2026-09-10"), units("25")}});
    BOOST_TEST(to_text(rating.list.amount) == "40.00");
    BOOST_TEST(amount(rating) == "32.00");
    // Two tiers: a package across the border is worth 10 x 0.50 + 10 x 0.10.
    const auto across = limited(
        kPackage, "60",
        {cap("C1", "2026-01-01", {{units("30"), price("0.50")}, {{}, price("0.10")}})});
    BOOST_TEST(amount(across) == "18.00");  // 10 + 6 + 2
}

BOOST_AUTO_TEST_CASE(very_many_packages_take_no_time) {
    const auto rating =
        limited(R"({"model": "package", "unit_price": "0.02", "package_size": "0.001"})",
                "9000000000", {cap("C1", "2026-01-01", flat("10.00"))});
    BOOST_TEST(amount(rating) == "90000000000.00");
}

BOOST_AUTO_TEST_CASE(what_is_owed_anyway_is_limited_day_by_day) {
    const auto fixed = limited(kFixed, "0", {cap("C1", "2026-09-11", {}, money("150.00"))},
                               {{day("2026-09-11"), {}}});
    BOOST_TEST(amount(fixed) == "200.00");  // 10 days of 300, 20 days of 150.
    const auto least =
        limited(R"({"model": "unit", "unit_price": "0.01", "minimum": "60.00"})", "100",
                {cap("C1", "2026-09-16", flat("1.00"), money("20.00"))},
                {{day("2026-09-16"), units("50")}});
    BOOST_TEST(to_text(least.list.amount) == "60.00");
    BOOST_TEST(amount(least) == "40.00");
}

BOOST_AUTO_TEST_CASE(free_units_and_the_maximum_work_as_ever) {
    const auto rating = limited(
        R"({"model": "unit", "unit_price": "0.50", "free_quantity": "100", "maximum": "150.00"})",
        "1000", {cap("C1", "2026-09-16", flat("0.10"))}, {{day("2026-09-16"), units("300")}});
    // 200 x 0.50 + 700 x 0.10 = 170, at most 150.
    BOOST_TEST(amount(rating) == "150.00");
    BOOST_TEST((rating.allowed.steps.back().kind == RatingStepKind::maximum));
}

BOOST_AUTO_TEST_CASE(the_line_shows_what_was_taken_off_slice_by_slice) {
    ChargeLine line;
    line.period = kPeriod;
    line.meter = "calls";
    line.list_amount = line.amount = money("500.00");
    const auto charge = charge_of(kUnit);
    auto untouched = line;
    BOOST_REQUIRE(limit_line(untouched, charge, used("1000"), {}, {}).ok());
    BOOST_TEST(to_text(untouched.amount) == "500.00");
    BOOST_TEST(!untouched.explanation.contains("price_cap"));
    const auto caps = std::vector{cap("C2", "2026-09-16", flat("0.20"))};
    BOOST_REQUIRE(limit_line(line, charge, used("1000"), {{day("2026-09-16"), units("600")}}, caps)
                      .ok());
    BOOST_TEST(to_text(line.amount) == "380.00");
    BOOST_TEST(line.explanation.at("exact") == "380.000000");
    BOOST_TEST(line.explanation.at("steps").at(1).at("price_cap") == "C2");
    BOOST_TEST(line.explanation.at("steps").at(1).at("amount") == "-120.000000");
    const auto& shown = line.explanation.at("price_cap");
    BOOST_TEST(shown.at("list_amount") == "500.00");
    BOOST_TEST(shown.at("taken_off") == "120.00");
    BOOST_TEST(shown.at("slices").at(0).at("cap").is_null());
    BOOST_TEST(shown.at("slices").at(1).at("from") == "2026-09-16");
    BOOST_TEST(shown.at("slices").at(1).at("document") == "示例文号");
    BOOST_TEST(shown.at("slices").at(1).at("quantity") == "400");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::fee_limit_test
