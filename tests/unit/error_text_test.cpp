#include <set>

#include <boost/test/unit_test.hpp>

#include "base/error_text.hpp"
#include "base/text.hpp"

namespace error_text_test {

using namespace yunhe;

namespace {

std::set<std::string> marks(std::string_view sentence) {
    std::set<std::string> names;
    for (auto open = sentence.find('{'); open != sentence.npos; open = sentence.find('{', open + 1))
        names.emplace(sentence.substr(open, sentence.find('}', open) - open + 1));
    return names;
}

bool holds_chinese(std::string_view text) {
    for (const char32_t c : code_points(text))
        if (c >= 0x4E00 && c <= 0x9FFF) return true;
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(error_texts)

BOOST_AUTO_TEST_CASE(every_code_stands_once_in_snake_case) {
    std::set<std::string_view> seen;
    for (const auto& row : all_error_texts()) {
        BOOST_TEST(seen.insert(row.code).second, row.code << " stands twice");
        BOOST_TEST(
            row.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == row.code.npos,
            row.code << " is not snake_case");
    }
    BOOST_TEST(seen.size() > 50u);
}

BOOST_AUTO_TEST_CASE(every_text_is_a_full_sentence_in_its_language) {
    for (const auto& row : all_error_texts()) {
        BOOST_TEST_CONTEXT(row.code) {
            BOOST_TEST(row.chinese.ends_with("。"));
            BOOST_TEST(row.english.ends_with("."));
            BOOST_TEST(holds_chinese(row.chinese));
            BOOST_TEST(!holds_chinese(row.english));
        }
    }
}

BOOST_AUTO_TEST_CASE(both_languages_use_the_same_marks) {
    for (const auto& row : all_error_texts())
        BOOST_TEST((marks(row.chinese) == marks(row.english)), row.code << " has different marks");
}

BOOST_AUTO_TEST_CASE(marks_are_filled_once_and_in_place) {
    BOOST_TEST(
        error_text("illegal_transition", {{"state", "{action}"}, {"action", "submit"}},
                   Language::english) ==
        "In the state {action} the action submit is not possible. Reload and act on the current "
        "state.");
    BOOST_TEST(error_text("bad_period", {}, Language::chinese) == "账期应为 2026-09 的形式，请改正。");
}

BOOST_AUTO_TEST_CASE(an_unknown_code_gives_itself) {
    BOOST_TEST(!has_error_text("no_such_code"));
    BOOST_TEST(has_error_text("not_found"));
    BOOST_TEST(error_text("no_such_code", {}, Language::chinese) == "no_such_code");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace error_text_test
