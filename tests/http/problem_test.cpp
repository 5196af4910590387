#include <boost/test/unit_test.hpp>

#include "http/problem.hpp"

namespace yunhe::http::problem_test {

BOOST_AUTO_TEST_SUITE(problem)

BOOST_AUTO_TEST_CASE(a_malformed_request_names_each_field_in_the_callers_language) {
    Error error = malformed("/items/0/amount", "bad_money");
    error.fields.push_back({"?limit", "bad_limit"});
    const auto reply = problem_reply(error, Language::english, "r-1");
    BOOST_TEST(reply.status == 400);
    BOOST_TEST(reply.content_type == "application/problem+json");
    BOOST_TEST(to_text(reply.body) ==
               R"({"type":"urn:yunhe:problem:invalid_request","title":"The request is malformed",)"
               R"("status":400,"detail":"The request does not have the required form. Correct the )"
               R"(items listed and send it again.","code":"invalid_request","request_id":"r-1",)"
               R"("errors":[{"pointer":"/items/0/amount","code":"bad_money",)"
               R"("detail":"An amount is a text with two decimals, like \"1234.56\", within the )"
               R"(allowed range. Correct it."},{"pointer":"?limit","code":"bad_limit",)"
               R"("detail":"The limit must be an integer from 1 to 200. Correct it."}]})");
}

BOOST_AUTO_TEST_CASE(a_refusal_by_a_rule_cites_an_article_only_where_there_is_one) {
    Error error{Errc::rule, "not_found", {}, {}, RuleReference{"regulation", "quorum", "city-1",
        "第十二条"}};
    auto reply = problem_reply(error, Language::chinese, "r-2");
    BOOST_TEST(reply.status == 422);
    BOOST_TEST(reply.body.at("source").get<std::string>() == "regulation");
    BOOST_TEST(reply.body.at("rule").get<std::string>() == "quorum");
    BOOST_TEST(reply.body.at("rule_pack").get<std::string>() == "city-1");
    BOOST_TEST(reply.body.at("article").get<std::string>() == "第十二条");
    error.rule->article.reset();
    reply = problem_reply(error, Language::chinese, "r-2");
    BOOST_TEST(!reply.body.contains("article"));
}

BOOST_AUTO_TEST_CASE(chinese_is_the_language_unless_english_is_clearly_wanted) {
    const auto english =
        [](std::string_view header) { return language_of(header) == Language::english; };
    for (const auto* header : {"", "zh-CN", "zh;q=0.9, en;q=0.8", "*", "fr", "en;q=0", "en;q=bad",
        ",;q=,"})
        BOOST_TEST(!english(header), header);
    for (const auto* header : {"en", "en-GB,en;q=0.9", "zh;q=0.3, en;q=0.8", "EN"})
        BOOST_TEST(english(header), header);
}

BOOST_AUTO_TEST_CASE(every_kind_of_refusal_has_its_status_and_a_title) {
    for (int kind = 0; kind <= static_cast<int>(Errc::unavailable); ++kind) {
        const auto reply = problem_reply(Error{static_cast<Errc>(kind), "internal"},
            Language::english, "r");
        BOOST_TEST(reply.status >= 400);
        BOOST_TEST(!reply.body.at("title").get<std::string>().empty());
    }
    BOOST_TEST(http_status(Errc::idempotency_key_missing) == 428);
    BOOST_TEST(http_status(Errc::version) == 412);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::http::problem_test
