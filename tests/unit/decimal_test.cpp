#include <boost/test/unit_test.hpp>

#include "base/decimal.hpp"

namespace yunhe::decimal_test {
namespace {

std::string rounded(std::int64_t numerator, std::int64_t denominator) {
    return to_text(*round_to_fen(Rational(numerator, denominator)));
}

BOOST_AUTO_TEST_SUITE(decimal)

BOOST_AUTO_TEST_CASE(decimals_of_any_size_keep_their_value) {
    for (const char* text : {"0", "0.000001", "33.333333", "12.5", "100", "9223372036854775808.1",
                             "123456789012345678901234567890.000001"})
        BOOST_TEST(to_text(Decimal::parse(text).value()) == text);
    BOOST_TEST(to_text(Decimal::parse("0.950000").value()) == "0.95");
    BOOST_TEST((parse_decimal("0.25").value() == Rational(1, 4)));
}

BOOST_AUTO_TEST_CASE(malformed_decimals_are_refused) {
    for (const char* text : {"", ".5", "1.", "01", "00", "+1", "-1", "1.1234567", "1e2", " 1",
                             "1,5", "0x10", "1.2.3"})
        BOOST_TEST(Decimal::parse(text).error().code == "bad_decimal", text);
}

BOOST_AUTO_TEST_CASE(exact_texts_have_six_decimals_or_are_fractions) {
    BOOST_TEST(exact_text(Rational(34868364, 10000)) == "3486.836400");
    BOOST_TEST(exact_text(Rational(1, 3)) == "1/3");
    BOOST_TEST(exact_text(Rational(-2, 6)) == "-1/3");
    BOOST_TEST(exact_text(Rational(-1, 2)) == "-0.500000");
    BOOST_TEST(exact_text(Rational(0)) == "0.000000");
}

BOOST_AUTO_TEST_CASE(rounding_goes_half_away_from_zero) {
    BOOST_TEST(rounded(5, 1000) == "0.01");
    BOOST_TEST(rounded(-5, 1000) == "-0.01");
    BOOST_TEST(rounded(4999, 1000000) == "0.00");
    BOOST_TEST(rounded(15, 1000) == "0.02");
    BOOST_TEST(rounded(1, 3) == "0.33");
    BOOST_TEST(rounded(-2, 3) == "-0.67");
}

BOOST_AUTO_TEST_CASE(rounding_beyond_the_range_of_money_gives_nothing) {
    const Rational most = rational_of(Money::fen(std::numeric_limits<std::int64_t>::max()));
    BOOST_TEST(round_to_fen(most).has_value());
    BOOST_TEST(!round_to_fen(most + Rational(1, 200)).has_value());
    BOOST_TEST(round_to_fen(most + Rational(1, 201)).has_value());
}

BOOST_AUTO_TEST_CASE(the_floor_lies_below_also_under_zero) {
    BOOST_TEST((floor_of(Rational(7, 2)) == 3));
    BOOST_TEST((floor_of(Rational(-7, 2)) == -4));
    BOOST_TEST((floor_of(Rational(-4)) == -4));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::decimal_test
