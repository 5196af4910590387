#include <boost/test/unit_test.hpp>

#include "base/money.hpp"

namespace yunhe::money_test {
namespace {

std::string code_of_money(std::string_view text) {
    const auto parsed = Money::parse(text);
    return parsed.ok() ? "" : parsed.error().code;
}

std::string code_of_quantity(std::string_view text) {
    const auto parsed = Quantity::parse(text);
    return parsed.ok() ? "" : parsed.error().code;
}

BOOST_AUTO_TEST_SUITE(money)

BOOST_AUTO_TEST_CASE(money_is_read_and_written_with_two_decimals_over_its_whole_range) {
    for (const char* text : {"0.00", "0.01", "-0.01", "1234.56", "92233720368547758.07",
                             "-92233720368547758.08", "-100.00"})
        BOOST_TEST(to_text(Money::parse(text).value()) == text);
    BOOST_TEST(Money::parse("1234.56").value().fen() == 123456);
}

BOOST_AUTO_TEST_CASE(anything_but_the_one_form_of_money_is_refused) {
    for (const char* text :
         {"", "-", "1", "1.", "1.5", "1.555", "01.00", "+1.00", "-0.00", ".50", "1,00", "1 .00",
          " 1.00", "1.00 ", "--1.00", "1e3", "1.0a", "92233720368547758.08",
          "-92233720368547758.09", "99999999999999999999.00", "1.00\n"})
        BOOST_TEST(code_of_money(text) == "bad_money", text);
    BOOST_TEST(code_of_money(std::string_view("1.0\0", 4)) == "bad_money");
}

BOOST_AUTO_TEST_CASE(a_sum_that_leaves_its_range_is_a_bug) {
    const Money most = Money::parse("92233720368547758.07").value();
    BOOST_CHECK_THROW(most + Money::fen(1), InvariantViolation);
    BOOST_CHECK_THROW(-Money::parse("-92233720368547758.08").value(), InvariantViolation);
}

BOOST_AUTO_TEST_CASE(quantities_drop_needless_zeros_and_unit_prices_keep_six_decimals) {
    BOOST_TEST(to_text(Quantity::parse("12.500000").value()) == "12.5");
    BOOST_TEST(to_text(Quantity::parse("0").value()) == "0");
    BOOST_TEST(to_text(Quantity::parse("100").value()) == "100");
    BOOST_TEST(to_text(Quantity::parse("9223372036854.775807").value()) ==
               "9223372036854.775807");
    BOOST_TEST(to_text(UnitPrice::parse("0.00125").value()) == "0.001250");
    BOOST_TEST(UnitPrice::parse("2").value().micro_yuan == 2'000'000);
}

BOOST_AUTO_TEST_CASE(malformed_decimals_and_overflows_are_told_apart) {
    for (const char* text : {"", ".5", "1.", "01", "+1", "-1", "1.1234567", "1e2", "1 ", "a"})
        BOOST_TEST(code_of_quantity(text) == "bad_decimal", text);
    BOOST_TEST(code_of_quantity("9223372036854.775808") == "overflow");
    BOOST_TEST(code_of_quantity("99999999999999999999999") == "overflow");
    BOOST_TEST(UnitPrice::parse("9223372036855").error().code == "overflow");
}

BOOST_AUTO_TEST_CASE(adding_quantities_reports_overflow) {
    const Quantity most{std::numeric_limits<std::int64_t>::max()};
    BOOST_TEST(!checked_add(most, Quantity{1}).has_value());
    BOOST_TEST(checked_add(Quantity{1}, Quantity{2})->micro == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::money_test
