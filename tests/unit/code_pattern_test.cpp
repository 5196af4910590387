#include <boost/test/unit_test.hpp>

#include "base/code_pattern.hpp"

namespace yunhe::code_pattern_test {
namespace {

bool fits(std::string_view pattern, std::string_view code) {
    return CodePattern::parse(pattern).value().matches(code);
}

BOOST_AUTO_TEST_CASE(a_code_fits_its_pattern_as_a_whole) {
    BOOST_TEST(fits("9{20}", "32100100000000000001"));
    BOOST_TEST(!fits("9{20}", "3210010000000000000"));
    BOOST_TEST(!fits("9{20}", "321001000000000000012"));
    BOOST_TEST(!fits("9{20}", "3210010000000000000A"));
    BOOST_TEST(fits("A{2}9{6,18}", "ZD000012"));
    BOOST_TEST(!fits("A{2}9{6,18}", "zd000012"));
    BOOST_TEST(fits("X{4}-9", "A1B2-3"));
    BOOST_TEST(fits("32|33X", "33Q"));
    BOOST_TEST(!fits("32|33X", "32Q"));
    BOOST_TEST(fits("\\99", "98"));
    BOOST_TEST(!fits("\\99", "89"));
    BOOST_TEST(fits("9{0,2}9", "12"));
    BOOST_TEST(fits("X{0,3}A{0,3}9", "AAA1"));
}

BOOST_AUTO_TEST_CASE(a_pattern_that_takes_long_to_compare_can_not_be_made) {
    std::string pattern;
    for (int i = 0; i < 25; ++i) pattern += "X{0,64}";
    BOOST_TEST(!fits(pattern, std::string(200, 'a')));
    BOOST_TEST(fits(pattern, std::string(200, 'A')));
}

BOOST_AUTO_TEST_CASE(what_is_no_pattern_is_refused) {
    for (const auto* text : {"", "9{", "9{}", "9{0}", "9{3,2}", "9{65}", "{3}", "9}", "|9", "9|",
                             "9||A", "9\\", "9{1,2,3}", "\xE5\x8F\xB7", "9{a}"}) {
        BOOST_TEST_CONTEXT(text) {
            const auto parsed = CodePattern::parse(text);
            BOOST_REQUIRE(!parsed.ok());
            BOOST_TEST(parsed.error().fields.front().code == "bad_code_pattern");
        }
    }
}

}  // namespace
}  // namespace yunhe::code_pattern_test
