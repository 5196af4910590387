#include <boost/test/unit_test.hpp>

#include "base/error_text.hpp"
#include "base/schema.hpp"

using namespace yunhe;

namespace {

enum class Purpose { industry, welfare };

constexpr std::string_view kPurposes[] = {"industry", "welfare"};
constexpr Field kItemFields[] = {field::code("code"), field::quantity("quantity").optional()};
constexpr Shape kItem{"Item", kItemFields};
constexpr Field kFields[] = {
    field::text("title", 5),
    field::code("code").optional(),
    field::integer("days", 1, 60).optional(),
    field::boolean("urgent").optional(),
    field::money("amount").optional(),
    field::unit_price("price").optional(),
    field::quantity("quantity").optional(),
    field::decimal("weight").optional(),
    field::date("from").optional(),
    field::timestamp("at").optional(),
    field::period("period").optional().nullable(),
    field::id<BodyId>("body").optional(),
    field::one_of("purpose", kPurposes).optional(),
    field::object("item", kItem).optional(),
    field::texts("materials", 4).items(3).optional(),
    field::objects("items", kItem).items(2).optional(),
    field::any("value").optional(),
};
constexpr Shape kShape{"Sample", kFields};

/// "pointer code" of each departure of a sample that has a title and these members besides.
std::vector<std::string> found(const std::string& members) {
    const auto json =
        parse_json(R"({"title": "ok")" + std::string(members.empty() ? "" : ", ") + members + "}");
    std::vector<std::string> result;
    for (const auto& wrong : departures(kShape, json.value()))
        result.push_back(wrong.pointer + " " + wrong.code);
    return result;
}

std::vector<std::string> list(std::initializer_list<std::string> items) { return items; }

void check_refused(const std::string& member, const std::string& departure) {
    BOOST_TEST_CONTEXT(member) {
        BOOST_TEST(found(member) == list({departure}), boost::test_tools::per_element());
    }
}

void check_taken(const std::string& member) {
    BOOST_TEST_CONTEXT(member) { BOOST_TEST(found(member).empty()); }
}

}  // namespace

template <>
inline constexpr auto yunhe::enum_texts<Purpose> = yunhe::texts_of(
    std::pair{Purpose::industry, "industry"}, std::pair{Purpose::welfare, "welfare"});

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(what_conforms_is_taken) {
    check_taken("");
    check_taken(R"("code": "A.b_c-9")");
    check_taken(R"("days": 1)");
    check_taken(R"("days": 60)");
    check_taken(R"("amount": "-12.30")");
    check_taken(R"("price": "0.001250")");
    check_taken(R"("quantity": "12.5", "weight": "33.333333")");
    check_taken(R"("from": "2028-02-29", "at": "2026-09-01T09:00:00+08:00", "period": null)");
    check_taken(R"("body": "bod_000000000001a", "purpose": "welfare")");
    check_taken(R"("materials": [], "items": [{"code": "R1"}, {"code": "R2", "quantity": "1"}])");
    check_taken(R"("value": {"anything": [1, null]}, "urgent": false, "item": {"code": "x"})");
}

BOOST_AUTO_TEST_CASE(every_kind_of_departure_has_its_code_and_pointer) {
    check_refused(R"("titel": 1)", "/titel unknown_field");
    check_refused(R"("code": "a b")", "/code bad_code");
    check_refused(R"("code": "")", "/code bad_code");
    check_refused(R"("code": ")" + std::string(65, 'a') + '"', "/code bad_code");
    check_refused(R"("code": "中")", "/code bad_code");
    check_refused(R"("code": null)", "/code wrong_type");
    check_refused(R"("days": 0)", "/days out_of_range");
    check_refused(R"("days": 61)", "/days out_of_range");
    check_refused(R"("days": 18446744073709551615)", "/days out_of_range");
    check_refused(R"("days": 1.0)", "/days wrong_type");
    check_refused(R"("days": "1")", "/days wrong_type");
    check_refused(R"("urgent": 1)", "/urgent wrong_type");
    check_refused(R"("amount": "1.5")", "/amount bad_money");
    check_refused(R"("amount": 1.5)", "/amount bad_money");
    check_refused(R"("weight": 1)", "/weight bad_decimal");
    check_refused(R"("price": "-1")", "/price bad_decimal");
    check_refused(R"("quantity": "01")", "/quantity bad_decimal");
    check_refused(R"("quantity": "9999999999999999")", "/quantity overflow");
    check_refused(R"("weight": "1.1234567")", "/weight bad_decimal");
    check_refused(R"("from": "2026-02-29")", "/from bad_date");
    check_refused(R"("at": "2026-09-01 09:00:00Z")", "/at bad_timestamp");
    check_refused(R"("period": "2026-13")", "/period bad_period");
    check_refused(R"("body": "usr_000000000001a")", "/body bad_id");
    check_refused(R"("purpose": "Welfare")", "/purpose not_one_of");
    check_refused(R"("item": [])", "/item wrong_type");
    check_refused(R"("item": {"code": "a", "x/y~z": 1})", "/item/x~1y~0z unknown_field");
    check_refused(R"("materials": "a")", "/materials wrong_type");
    check_refused(R"("materials": ["a", "b", "a"])", "/materials/2 repeated_item");
    check_refused(R"("materials": ["a", 1])", "/materials/1 wrong_type");
    check_refused(R"("materials": ["abcde"])", "/materials/0 too_long");
    check_refused(R"("materials": ["a", "b", "c", "d"])", "/materials too_many_items");
    check_refused(R"("items": [{"code": "a"}, {}])", "/items/1/code missing_field");
    check_refused(R"("items": [{"code": "a"}, 3])", "/items/1 wrong_type");
}

BOOST_AUTO_TEST_CASE(a_text_is_counted_in_characters_and_never_blank) {
    const auto title = [](const std::string& text) {
        const auto wrong = departures(kShape, Json{{"title", text}});
        return wrong.empty() ? std::string() : wrong.front().code;
    };
    BOOST_TEST(title("数源单位名") == "");
    BOOST_TEST(title("数源单位名称") == "too_long");
    BOOST_TEST(title("😀😀😀😀😀") == "");
    BOOST_TEST(title("a\n\tb") == "");
    BOOST_TEST(title("") == "empty_text");
    BOOST_TEST(title(" \u3000 ") == "empty_text");
    BOOST_TEST(title(std::string("a\0b", 3)) == "bad_text");
    BOOST_TEST(title("a\x7f") == "bad_text");
    BOOST_TEST(title("a\u0085b") == "bad_text");
    BOOST_TEST(title("\xff") == "bad_text");
    BOOST_TEST(title("\xed\xa0\x80") == "bad_text");
}

BOOST_AUTO_TEST_CASE(all_departures_come_at_once_fields_in_the_shapes_order) {
    const auto json = parse_json(R"({"days": 0, "zz": 1, "code": "?"})").value();
    std::vector<std::string> pointers;
    for (const auto& wrong : departures(kShape, json, "/data")) pointers.push_back(wrong.pointer);
    BOOST_TEST(pointers == list({"/data/title", "/data/code", "/data/days", "/data/zz"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_object_is_refused_at_the_root) {
    const auto wrong = departures(kShape, Json::array());
    BOOST_REQUIRE_EQUAL(wrong.size(), 1u);
    BOOST_TEST(wrong.front().pointer == "");
    BOOST_TEST(wrong.front().code == "wrong_type");
}

BOOST_AUTO_TEST_CASE(arguments_name_what_is_allowed) {
    const auto json = parse_json(R"({"title": "a", "purpose": "x", "days": 99})").value();
    const auto wrong = departures(kShape, json);
    BOOST_REQUIRE_EQUAL(wrong.size(), 2u);
    BOOST_TEST(wrong[0].args.at(0).second == "1");
    BOOST_TEST(wrong[0].args.at(1).second == "60");
    BOOST_TEST(error_text(wrong[1].code, wrong[1].args, Language::english) ==
               "The value must be one of: industry, welfare. Choose one.");
}

BOOST_AUTO_TEST_CASE(typed_getters_read_what_was_checked) {
    const auto json = parse_json(R"({"title": "甲", "days": 7, "urgent": true, "amount": "12.34",
        "price": "0.5", "quantity": "2", "weight": "33.5", "from": "2026-09-01",
        "at": "2026-09-01T00:00:00Z", "period": "2026-09", "body": "bod_000000000001a",
        "purpose": "industry", "item": {"code": "R1"}, "materials": ["a", "b"],
        "items": [{"code": "R2"}], "value": 5})").value();
    BOOST_REQUIRE(departures(kShape, json).empty());
    const Input input(json);
    BOOST_TEST(input.text("title") == "甲");
    BOOST_TEST(input.integer("days") == 7);
    BOOST_TEST(input.boolean("urgent"));
    BOOST_TEST(input.money("amount").fen() == 1234);
    BOOST_TEST(input.unit_price("price").micro_yuan == 500'000);
    BOOST_TEST(input.quantity("quantity").micro == 2'000'000);
    BOOST_TEST(exact_text(input.decimal("weight")) == "33.500000");
    BOOST_TEST(to_text(input.date("from")) == "2026-09-01");
    BOOST_TEST(to_text(input.timestamp("at")) == "2026-09-01T00:00:00Z");
    BOOST_TEST(to_text(input.period("period")) == "2026-09");
    BOOST_TEST(input.id<BodyId>("body").value == 42u);
    BOOST_TEST((input.enumerator<Purpose>("purpose") == Purpose::industry));
    BOOST_TEST(input.object("item").text("code") == "R1");
    BOOST_TEST(input.texts("materials").size() == 2u);
    BOOST_TEST(input.objects("items").at(0).text("code") == "R2");
    BOOST_TEST(input.any("value") == Json(5));
}

BOOST_AUTO_TEST_CASE(absent_and_null_members_are_asked_for_by_optional_getters_only) {
    const auto json = parse_json(R"({"title": "a", "period": null})").value();
    const Input input(json);
    BOOST_TEST(!input.has("period"));
    BOOST_TEST(!input.optional_period("period").has_value());
    BOOST_TEST(!input.optional_money("amount").has_value());
    BOOST_TEST(!input.optional_id<BodyId>("body").has_value());
    BOOST_TEST(!input.optional_enumerator<Purpose>("purpose").has_value());
    BOOST_TEST(input.texts("materials").empty());
    BOOST_TEST(input.objects("items").empty());
    BOOST_TEST(input.text_or("code", "none") == "none");
    BOOST_TEST(input.boolean_or("urgent", true));
    BOOST_CHECK_THROW(input.text("code"), InvariantViolation);
    BOOST_CHECK_THROW(input.period("period"), InvariantViolation);
    BOOST_CHECK_THROW(input.integer("title"), InvariantViolation);
}

BOOST_AUTO_TEST_SUITE_END()
