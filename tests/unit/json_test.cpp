#include <boost/test/unit_test.hpp>

#include "base/json.hpp"

namespace json_test {

using namespace yunhe;

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(members_keep_their_order) {
    BOOST_TEST(to_text(parse_json(R"( {"b": 1, "a": [true, null, "中"]} )").value()) ==
               R"({"b":1,"a":[true,null,"中"]})");
}

BOOST_AUTO_TEST_CASE(the_canonical_text_sorts_members_at_every_depth) {
    const auto one = parse_json(R"({"b": {"d": 1, "c": [ {"y": 1, "x": 2} ]}, "a": "x"})").value();
    const auto other = parse_json(R"({"a":"x","b":{"c":[{"x":2,"y":1}],"d":1}})").value();
    BOOST_TEST(canonical_text(one) == R"({"a":"x","b":{"c":[{"x":2,"y":1}],"d":1}})");
    BOOST_TEST(canonical_text(one) == canonical_text(other));
}

BOOST_AUTO_TEST_CASE(what_is_not_one_strict_value_is_refused) {
    for (const auto* wrong : {"", " ", "{", "[1,]", "{\"a\":1,}", "{} {}", "{'a':1}",
                              "{\"a\":1,\"a\":2}", "[{\"a\":1,\"a\":1}]", "NaN", "01",
                              "\"\\ud800\"", "\"\xff\"", "\"a\nb\"", "1e999", "// x\n1", "tru"}) {
        const auto value = parse_json(wrong);
        BOOST_TEST(!value.ok(), wrong);
        if (!value.ok()) BOOST_TEST(value.error().code == "bad_json");
    }
}

BOOST_AUTO_TEST_CASE(a_name_may_come_back_in_another_object) {
    BOOST_TEST(parse_json(R"([{"a": {"a": 1}}, {"a": 2}])").ok());
}

BOOST_AUTO_TEST_CASE(nesting_ends_at_thirty_two_levels) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    BOOST_TEST(parse_json(nested(32)).ok());
    BOOST_TEST(!parse_json(nested(33)).ok());
    BOOST_TEST(!parse_json(std::string(100'000, '[')).ok());
}

BOOST_AUTO_TEST_CASE(the_error_names_the_byte) {
    const auto value = parse_json(R"({"a": x})");
    BOOST_TEST(value.error().args.at(0).first == "byte");
    BOOST_TEST(value.error().args.at(0).second == "7");
}

BOOST_AUTO_TEST_CASE(pointer_tokens_are_escaped) {
    BOOST_TEST(pointer_token("a/b~c") == "a~1b~0c");
    BOOST_TEST(pointer_token("~1") == "~01");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace json_test
