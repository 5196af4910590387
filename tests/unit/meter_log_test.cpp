#include <boost/test/unit_test.hpp>

#include "base/json.hpp"
#include "billing/event_reader.hpp"
#include "billing/meter_log.hpp"

namespace meter_log_test {

using namespace yunhe;
using namespace yunhe::billing;

namespace {

constexpr auto kMapping = R"({"source": "gateway/1", "statuses": [200, 206], "paths": [
    {"prefix": "/products/", "meters": [{"meter": "calls", "quantity": "1"}]},
    {"prefix": "/products/P02/", "resources": ["R1", "R2"],
     "meters": [{"meter": "calls", "quantity": "1"},
                {"meter": "mb", "field": "bytes", "quantity": "0.000001"}]}]})";

LogMapping mapping() { return parse_log_mapping(kMapping).value(); }

Json line() {
    return {{"msec", "1789000000.250"}, {"request_time", "0.125"}, {"request_id", "abc"},
            {"order", "O01"},           {"scenario", "S01"},       {"uri", "/products/P01/x"},
            {"status", "200"},          {"bytes", "123456"}};
}

std::vector<LoggedEvent> events_of(const Json& logged) {
    const auto read = read_log_line(mapping(), to_text(logged));
    BOOST_REQUIRE(std::holds_alternative<std::vector<LoggedEvent>>(read));
    return std::get<std::vector<LoggedEvent>>(read);
}

std::string refusal_of(std::string_view text) {
    const auto read = read_log_line(mapping(), text);
    if (const auto* bad = std::get_if<BadLine>(&read)) return bad->code + " " + bad->field;
    return "";
}

std::string refusal_with(const char* name, const Json& value) {
    auto logged = line();
    logged[name] = value;
    return refusal_of(to_text(logged));
}

std::string mapping_error(const std::string& text) {
    const auto parsed = parse_log_mapping(text);
    if (parsed.ok()) return "";
    const auto& fields = parsed.error().fields;
    return fields.empty() ? parsed.error().code : fields[0].pointer + " " + fields[0].code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(meter_log)

BOOST_AUTO_TEST_CASE(a_line_becomes_an_event_at_the_requests_beginning) {
    const auto events = events_of(line());
    BOOST_TEST_REQUIRE(events.size() == 1u);
    BOOST_TEST(events[0].id == "abc:calls");
    const auto json = parse_json(events[0].json).value();
    BOOST_TEST(json.at("time") == "2026-09-10T00:26:40.125000Z");
    BOOST_TEST(json.at("subject") == "O01");
    BOOST_TEST(json.at("source") == "gateway/1");
    BOOST_TEST((json.at("data") == Json{{"meter", "calls"}, {"quantity", "1"},
                                        {"scenario", "S01"}}));
}

BOOST_AUTO_TEST_CASE(the_longest_path_counts_and_fields_are_multiplied_exactly) {
    auto logged = line();
    logged["uri"] = "/products/P02/rows";
    logged["scenario"] = "";
    const auto events = events_of(logged);
    BOOST_TEST_REQUIRE(events.size() == 2u);
    BOOST_TEST(events[1].id == "abc:mb");
    const auto data = parse_json(events[1].json).value().at("data");
    BOOST_TEST(data.at("quantity") == "0.123456");
    BOOST_TEST(!data.contains("scenario"));
    BOOST_TEST(data.at("resources").size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_was_refused_is_no_use) {
    for (const auto* status : {"403", "401", "500", "304"}) {
        auto logged = line();
        logged["status"] = status;
        BOOST_TEST(events_of(logged).empty());
    }
    auto logged = line();
    logged["status"] = "206";
    BOOST_TEST(events_of(logged).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_line_that_cant_be_read_says_why) {
    BOOST_TEST(refusal_of("{") == "bad_json ");
    BOOST_TEST(refusal_of("") == "bad_json ");
    BOOST_TEST(refusal_of("[1]") == "bad_json ");
    BOOST_TEST(refusal_of("{\"status\":\"\xff\"}") == "bad_json ");
    BOOST_TEST(refusal_of("{}") == "missing_field status");
    BOOST_TEST(refusal_with("status", 200) == "wrong_type status");
    BOOST_TEST(refusal_with("request_id", "") == "missing_field request_id");
    BOOST_TEST(refusal_with("order", "") == "missing_order order");
    BOOST_TEST(refusal_with("msec", "yesterday") == "bad_decimal msec");
    BOOST_TEST(refusal_with("msec", "0.1") == "bad_timestamp msec");
    BOOST_TEST(refusal_with("uri", "/other") == "unknown_path uri");
    auto logged = line();
    logged["uri"] = "/products/P02/rows";
    logged["bytes"] = "-";
    BOOST_TEST(refusal_of(to_text(logged)) == "bad_decimal bytes");
    logged["bytes"] = "0.5";
    BOOST_TEST(refusal_of(to_text(logged)) == "bad_decimal bytes");
}

// What comes out is what the server reads.
BOOST_AUTO_TEST_CASE(the_events_are_the_servers) {
    auto logged = line();
    logged["uri"] = "/products/P02/rows";
    for (const auto& event : events_of(logged)) {
        const auto read = read_events(EventFormat::single, event.json).value();
        BOOST_TEST(std::holds_alternative<UsageEvent>(read.at(0)));
    }
}

BOOST_AUTO_TEST_CASE(a_mapping_is_checked_to_the_last_member) {
    BOOST_TEST(mapping_error(kMapping) == "");
    BOOST_TEST(mapping_error("[]") == " wrong_type");
    BOOST_TEST(mapping_error("{\"paths\":[]}") == "/source missing_field");
    BOOST_TEST(mapping_error(R"({"source":"a","paths":[]})") == "/paths empty_list");
    BOOST_TEST(mapping_error(R"({"source":"a","paths":[{"prefix":"x","meters":[]}]})") ==
               "/paths/0/prefix not_one_of");
    BOOST_TEST(mapping_error(R"({"source":"a","paths":[{"prefix":"/","meters":[]}]})") ==
               "/paths/0/meters empty_list");
    BOOST_TEST(mapping_error(R"({"source":"a","paths":[{"prefix":"/","meters":[{"meter":"m",
        "quantity":"0"}]}]})") == "/paths/0/meters/0/quantity bad_decimal");
    BOOST_TEST(mapping_error(R"({"source":"a","extra":1,"paths":[]})") == "/extra unknown_field");
    BOOST_TEST(mapping_error(R"({"source":"a","statuses":[20],"paths":[]})") ==
               "/statuses not_one_of");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace meter_log_test
