#include <boost/test/unit_test.hpp>

#include "catalog/search.hpp"

namespace search_text_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {
using Tokens = std::vector<std::string>;

Tokens sorted(Tokens tokens) {
    std::sort(tokens.begin(), tokens.end());
    return tokens;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(search_text)

BOOST_AUTO_TEST_CASE(width_and_case_are_folded_one_for_one) {
    BOOST_TEST(folded("ＡＢｃ１２　Ｌ４") == "abc12 l4");
    BOOST_TEST(folded("ÄÖÜ Ω Ж m²") == "äöü ω ж m2");
    BOOST_TEST(folded("不动产登记") == "不动产登记");
}

BOOST_AUTO_TEST_CASE(chinese_gives_characters_and_pairs_and_latin_gives_words) {
    BOOST_TEST((text_tokens("不动产") == sorted({"不", "动", "产", "不动", "动产"})));
    BOOST_TEST((text_tokens("GB18030 编码, L-4") ==
                sorted({"gb18030", "编", "码", "编码", "l", "4"})));
    BOOST_TEST((text_tokens("API接口api") == sorted({"api", "接", "口", "接口"})));
    BOOST_TEST(text_tokens(" ，。!? ").empty());
}

BOOST_AUTO_TEST_CASE(a_query_asks_for_pairs_or_for_the_one_character) {
    BOOST_TEST((query_tokens("不动产") == sorted({"不动", "动产"})));
    BOOST_TEST((query_tokens("产") == Tokens{"产"}));
    BOOST_TEST((query_tokens("不动产 ＡＰＩ 权") == sorted({"不动", "动产", "api", "权"})));
    BOOST_TEST(query_tokens("——").empty());
}

// What a text asks for, the same text is found by.
BOOST_AUTO_TEST_CASE(a_text_is_found_by_itself_and_by_each_of_its_parts) {
    const std::string text = "扬州市企业ＣＲＥＤＩＴ信用评分2026版";
    const auto there = text_tokens(text);
    for (const auto* part : {"扬州", "州", "企业credit", "Credit", "信用评分", "2026", "2026版"})
        for (const auto& token : query_tokens(part))
            BOOST_TEST(std::binary_search(there.begin(), there.end(), token), part);
    for (const auto* other : {"cred", "202", "州扬", "评信"})
        for (const auto& token : query_tokens(other))
            BOOST_TEST(!std::binary_search(there.begin(), there.end(), token), other);
}

BOOST_AUTO_TEST_CASE(highlights_are_in_characters_and_joined) {
    using Ranges = std::vector<TextRange>;
    BOOST_CHECK((highlight_ranges("不动产登记信息", query_tokens("动产登")) == Ranges{{1, 3}}));
    BOOST_CHECK((highlight_ranges("企业API与api2", query_tokens("api")) == Ranges{{2, 3}}));
    BOOST_CHECK((highlight_ranges("信用和信用", query_tokens("信用")) == Ranges{{0, 2}, {3, 2}}));
    BOOST_CHECK(highlight_ranges("登记", query_tokens("信用")).empty());
}

BOOST_AUTO_TEST_CASE(a_document_stands_under_its_words_facets_state_and_owner) {
    const SearchDocument document{.type = SearchType::resource,
                                  .subject_id = 7,
                                  .code = "R1",
                                  .name = "登记",
                                  .more = "登记 时间",
                                  .facets = {{Facet::field, "交通"}, {Facet::level, "L2"},
                                             {Facet::department, " "}},
                                  .state = "published",
                                  .owner_id = 9};
    const auto keys = index_keys(document);
    BOOST_TEST((keys == sorted({"n:r1", "n:登", "n:记", "n:登记", "a:时", "a:间", "a:时间",
                                "f:type:resource", "f:field:交通", "f:level:L2",
                                "s:resource:published", "o:resource:9"})));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace search_text_test
