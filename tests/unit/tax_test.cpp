#include <boost/test/unit_test.hpp>

#include "billing/tax.hpp"

namespace yunhe::billing::tax_test {
namespace {

TaxSplit split(std::string_view amount, std::string_view percent) {
    return split_tax(Money::parse(amount).value(), TaxRate::parse(percent).value());
}

BOOST_AUTO_TEST_SUITE(tax)

BOOST_AUTO_TEST_CASE(net_and_tax_always_make_the_amount) {
    BOOST_TEST(to_text(split("106.00", "6").net) == "100.00");
    BOOST_TEST(to_text(split("106.00", "6").tax) == "6.00");
    BOOST_TEST(to_text(split("100.00", "6").net) == "94.34");
    BOOST_TEST(to_text(split("100.00", "6").tax) == "5.66");
    BOOST_TEST(to_text(split("0.01", "6").net) == "0.01");
    BOOST_TEST(to_text(split("0.03", "100").net) == "0.02");  // 0.015 goes up.
    BOOST_TEST(to_text(split("55.55", "0").tax) == "0.00");
}

BOOST_AUTO_TEST_CASE(a_credit_is_the_mirror_of_its_bill) {
    BOOST_TEST(to_text(split("-0.03", "100").net) == "-0.02");
    BOOST_TEST(to_text(split("-100.00", "6").tax) == "-5.66");
}

BOOST_AUTO_TEST_CASE(rates_are_decimals_up_to_a_hundred) {
    BOOST_TEST(TaxRate::parse("100.000001").error().code == "bad_percent");
    BOOST_TEST(TaxRate::parse("-6").error().code == "bad_decimal");
    BOOST_TEST(TaxRate::parse("6%").error().code == "bad_decimal");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::tax_test
