#include <boost/test/unit_test.hpp>

#include "base/text.hpp"

namespace text_test {

using namespace yunhe;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(characters_are_code_points) {
    BOOST_TEST(character_count("").value() == 0u);
    BOOST_TEST(character_count("abc").value() == 3u);
    BOOST_TEST(character_count("数据é😀").value() == 4u);
    BOOST_TEST(character_count("\u007f\u0080\u07ff\u0800\uffff").value() == 5u);
    BOOST_TEST(character_count("\U00010000\U0010ffff").value() == 2u);
}

BOOST_AUTO_TEST_CASE(what_rfc_3629_forbids_is_not_utf8) {
    for (const auto* wrong :
         {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
          "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
          "\xe4\xb8", "\xe4", "a\xc3", "\xc3(", "\xe4\xb8("})
        BOOST_TEST(!valid_utf8(wrong));
}

BOOST_AUTO_TEST_CASE(code_points_come_back) {
    const std::string sample = "a\u00e9\u4e2d\U0001f600";
    BOOST_TEST(utf8_of(code_points(sample)) == sample);
    BOOST_TEST((code_points(sample) == U"a\u00e9\u4e2d\U0001f600"));
}

BOOST_AUTO_TEST_CASE(trim_takes_white_space_of_both_scripts_at_the_ends_only) {
    BOOST_TEST(trim("  a b\t\n") == "a b");
    BOOST_TEST(trim("\u3000数 据\u3000\u00a0") == "数 据");
    BOOST_TEST(trim("\u3000 \n").empty());
    BOOST_TEST(trim("").empty());
    BOOST_TEST(trim("a") == "a");
    BOOST_TEST(blank(" \u3000"));
    BOOST_TEST(!blank(" . "));
}

BOOST_AUTO_TEST_CASE(control_characters_are_found) {
    BOOST_TEST(!has_control_characters("a\n\tb 数据"));
    BOOST_TEST(has_control_characters("a\r"));
    BOOST_TEST(has_control_characters(std::string_view("\0", 1)));
    BOOST_TEST(has_control_characters("\x7f"));
    BOOST_TEST(has_control_characters("\u009f"));
}

BOOST_AUTO_TEST_CASE(split_keeps_empty_pieces) {
    const auto pieces = [](std::string_view sample) {
        std::vector<std::string> copies;
        for (const auto piece : split(sample, ',')) copies.emplace_back(piece);
        return copies;
    };
    BOOST_TEST((pieces("a,,b") == std::vector<std::string>{"a", "", "b"}));
    BOOST_TEST((pieces("") == std::vector<std::string>{""}));
    BOOST_TEST((pieces(",") == std::vector<std::string>{"", ""}));
    BOOST_TEST(join({"a", "", "b"}, ", ") == "a, , b");
    BOOST_TEST(join({}, ", ") == "");
    BOOST_TEST(lower_case("X-Csrf-ÉZ") == "x-csrf-Éz");
}

BOOST_AUTO_TEST_CASE(credit_codes_are_judged_by_their_check_character) {
    for (const auto* right : {"913210001001210102", "91321000100232028D", "91321000100343035N",
                              "913210001004540420", "9132100010056505X6"})
        BOOST_TEST(valid_uscc(right), right);
    // Each single wrong character and each swap of neighbours that differ is found.
    const std::string right = "91321000100232028D";
    for (std::size_t i = 0; i < right.size(); ++i) {
        auto wrong = right;
        wrong[i] = right[i] == '3' ? '4' : '3';
        BOOST_TEST(!valid_uscc(wrong), wrong);
        if (i + 1 == right.size() || right[i] == right[i + 1]) continue;
        wrong = right;
        std::swap(wrong[i], wrong[i + 1]);
        BOOST_TEST(!valid_uscc(wrong), wrong);
    }
    BOOST_TEST(!valid_uscc("91321000100232028d"));
    BOOST_TEST(!valid_uscc("9132100010023202D"));
    BOOST_TEST(!valid_uscc(""));
    BOOST_TEST(!valid_uscc("91321000100232028DD"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace text_test
