#include <boost/test/unit_test.hpp>

#include "base/json.hpp"
#include "billing/event_reader.hpp"

namespace yunhe::billing::event_reader_test {
namespace {

Json good_event() {
    return {{"specversion", "1.0"},
            {"id", "e-1"},
            {"source", "gateway/1"},
            {"type", "yunhe.usage"},
            {"subject", "O01"},
            {"time", "2026-09-30T16:30:00Z"},
            {"data", {{"meter", "calls"}, {"quantity", "2.5"}}}};
}

ReadEvent read_one(const std::string& text) {
    auto events = read_events(EventFormat::single, text);
    BOOST_REQUIRE(events.ok());
    BOOST_REQUIRE_EQUAL(events.value().size(), 1u);
    return std::move(events.value().front());
}
ReadEvent read_one(const Json& json) { return read_one(to_text(json)); }

UsageEvent accepted(const ReadEvent& read) {
    const auto* outcome = std::get_if<EventOutcome>(&read);
    BOOST_REQUIRE_MESSAGE(outcome == nullptr, (outcome ? outcome->code + outcome->pointer : ""));
    return std::get<UsageEvent>(read);
}
UsageEvent accepted(const Json& json) { return accepted(read_one(json)); }

/// "code pointer" of a refused event.
std::string refusal(const ReadEvent& read) {
    const auto* outcome = std::get_if<EventOutcome>(&read);
    if (outcome == nullptr) return "none";
    BOOST_TEST((outcome->status == EventStatus::rejected));
    return outcome->code + " " + outcome->pointer;
}
std::string refusal(const Json& json) { return refusal(read_one(json)); }

Json changed(const char* name, Json value) {
    auto event = good_event();
    event[name] = std::move(value);
    return event;
}
Json changed_data(const char* name, Json value) {
    auto event = good_event();
    event["data"][name] = std::move(value);
    return event;
}

std::string code_of(const Result<std::vector<ReadEvent>>& events) {
    if (events.ok()) return "none";
    const auto& error = events.error();
    return error.fields.empty() ? error.code : error.fields.front().code;
}

BOOST_AUTO_TEST_SUITE(event_reader)

BOOST_AUTO_TEST_CASE(content_types_name_the_format) {
    const auto is = [](std::string_view type, EventFormat format) {
        const auto found = event_format_of(type);
        return found.ok() && found.value() == format;
    };
    BOOST_TEST(is("application/cloudevents+json", EventFormat::single));
    BOOST_TEST(is("application/json; charset=utf-8", EventFormat::single));
    BOOST_TEST(is("application/cloudevents-batch+json ; charset=utf-8", EventFormat::batch));
    BOOST_TEST(is("application/x-ndjson", EventFormat::lines));
    for (const auto* type : {"", "text/plain", "application/cloudevents", "application/xml"}) {
        const auto refused = event_format_of(type);
        BOOST_REQUIRE(!refused.ok());
        BOOST_TEST(refused.error().code == "unsupported_media_type");
    }
}

BOOST_AUTO_TEST_CASE(a_whole_event_is_read) {
    auto json = changed_data("resources", {"R003", "R001"});
    json["data"]["scenario"] = "S01";
    json["datacontenttype"] = "application/json";
    json["traceparent"] = "00-1";
    const auto event = accepted(json);
    BOOST_TEST(event.id == "e-1");
    BOOST_TEST(event.source == "gateway/1");
    BOOST_TEST(event.subject == "O01");
    BOOST_TEST(event.meter == "calls");
    BOOST_TEST(event.quantity.micro == 2'500'000);
    BOOST_TEST(event.scenario == "S01");
    BOOST_TEST(resources_text(event.resources) == "R001,R003");
    BOOST_TEST(to_text(event.time) == "2026-09-30T16:30:00Z");
    // Half past midnight of the next day, and month, in UTC+8.
    BOOST_TEST(to_text(event.occurred_on) == "2026-10-01");
    BOOST_TEST(resources_text(accepted(good_event()).resources) == "*");
}

BOOST_AUTO_TEST_CASE(one_bad_event_of_a_batch_does_not_touch_the_others) {
    const Json batch = {good_event(), 7, changed("id", ""), changed("id", "e-2")};
    const auto events = read_events(EventFormat::batch, to_text(batch));
    BOOST_REQUIRE(events.ok());
    const auto& read = events.value();
    BOOST_REQUIRE_EQUAL(read.size(), 4u);
    BOOST_TEST(accepted(read[0]).id == "e-1");
    BOOST_TEST(refusal(read[1]) == "wrong_type ");
    BOOST_TEST(refusal(read[2]) == "empty_text /id");
    BOOST_TEST(accepted(read[3]).id == "e-2");
}

BOOST_AUTO_TEST_CASE(lines_are_read_one_by_one_and_blank_ones_skipped) {
    const auto text = to_text(good_event()) + "\r\n\n  \n{\"id\": \"half\n" +
                      to_text(changed("id", "e-2"));
    const auto events = read_events(EventFormat::lines, text);
    BOOST_REQUIRE(events.ok());
    const auto& read = events.value();
    BOOST_REQUIRE_EQUAL(read.size(), 3u);
    BOOST_TEST(accepted(read[0]).id == "e-1");
    BOOST_TEST(refusal(read[1]) == "bad_json ");
    BOOST_TEST(accepted(read[2]).id == "e-2");
}

BOOST_AUTO_TEST_CASE(a_request_without_events_is_refused_as_a_whole) {
    BOOST_TEST(code_of(read_events(EventFormat::single, "{")) == "bad_json");
    BOOST_TEST(code_of(read_events(EventFormat::single, "")) == "bad_json");
    BOOST_TEST(code_of(read_events(EventFormat::batch, "[{]")) == "bad_json");
    BOOST_TEST(code_of(read_events(EventFormat::batch, "{}")) == "wrong_type");
    BOOST_TEST(code_of(read_events(EventFormat::batch, "[]")) == "empty_list");
    BOOST_TEST(code_of(read_events(EventFormat::lines, " \n\n")) == "empty_list");
}

BOOST_AUTO_TEST_CASE(a_thousand_events_are_taken_and_one_more_is_not) {
    Json batch = Json::array();
    std::string lines;
    for (std::size_t i = 0; i < kEventsPerRequestMax; ++i) {
        batch.push_back(changed("id", "e-" + std::to_string(i)));
        lines += to_text(batch.back()) + "\n";
    }
    BOOST_TEST(code_of(read_events(EventFormat::batch, to_text(batch))) == "none");
    BOOST_TEST(code_of(read_events(EventFormat::lines, lines)) == "none");
    batch.push_back(good_event());
    lines += to_text(good_event());
    BOOST_TEST(code_of(read_events(EventFormat::batch, to_text(batch))) == "too_many_events");
    BOOST_TEST(code_of(read_events(EventFormat::lines, lines)) == "too_many_events");
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_named) {
    for (const auto* name : {"specversion", "id", "source", "type", "subject", "time", "data"}) {
        auto event = good_event();
        event.erase(name);
        BOOST_TEST(refusal(event) == "missing_field /" + std::string(name));
    }
    for (const auto* name : {"meter", "quantity"}) {
        auto event = good_event();
        event["data"].erase(name);
        BOOST_TEST(refusal(event) == "missing_field /data/" + std::string(name));
    }
}

BOOST_AUTO_TEST_CASE(texts_are_checked) {
    for (const auto* name : {"id", "source", "subject"}) {
        const auto pointer = " /" + std::string(name);
        BOOST_TEST(refusal(changed(name, 5)) == "wrong_type" + pointer);
        BOOST_TEST(refusal(changed(name, nullptr)) == "wrong_type" + pointer);
        BOOST_TEST(refusal(changed(name, "")) == "empty_text" + pointer);
        BOOST_TEST(refusal(changed(name, "a\x01" "b")) == "bad_text" + pointer);
        BOOST_TEST(refusal(changed(name, std::string(128, 'x'))) == "none");
        BOOST_TEST(refusal(changed(name, std::string(129, 'x'))) == "too_long" + pointer);
    }
    BOOST_TEST(refusal(changed_data("meter", "")) == "empty_text /data/meter");
    BOOST_TEST(refusal(changed_data("scenario", 1)) == "wrong_type /data/scenario");
}

BOOST_AUTO_TEST_CASE(what_the_format_does_not_know_is_refused) {
    BOOST_TEST(refusal(changed("specversion", "0.3")) == "unsupported_version /specversion");
    BOOST_TEST(refusal(changed("type", "other.usage")) == "unsupported_type /type");
    BOOST_TEST(refusal(changed("datacontenttype", "text/xml")) ==
               "unsupported_type /datacontenttype");
    BOOST_TEST(refusal(changed("data", "calls")) == "wrong_type /data");
    BOOST_TEST(refusal(changed_data("amount", "1")) == "unknown_field /data/amount");
    BOOST_TEST(refusal(changed("Data_base64", "x")) == "unknown_field /Data_base64");
    // Extension attributes of CloudEvents 1.0.2: lower-case letters and digits, 20 at most.
    BOOST_TEST(refusal(changed(std::string(20, 'a').c_str(), "x")) == "none");
    BOOST_TEST(refusal(changed(std::string(21, 'a').c_str(), "x")) ==
               "unknown_field /" + std::string(21, 'a'));
}

BOOST_AUTO_TEST_CASE(times_and_quantities_are_checked) {
    for (const auto* time : {"2026-09-30", "2026-09-30T16:30:00", "2026-02-30T00:00:00Z", "now"})
        BOOST_TEST(refusal(changed("time", time)) == "bad_timestamp /time");
    BOOST_TEST(refusal(changed("time", 1790000000)) == "wrong_type /time");
    for (const auto* quantity : {"-1", "1.", ".5", "01", "1e3", "0.0000001", "1,5"})
        BOOST_TEST(refusal(changed_data("quantity", quantity)) == "bad_decimal /data/quantity");
    BOOST_TEST(refusal(changed_data("quantity", 2.5)) == "wrong_type /data/quantity");
    BOOST_TEST(refusal(changed_data("quantity", "1000000000")) == "none");
    BOOST_TEST(refusal(changed_data("quantity", "1000000000.000001")) ==
               "out_of_range /data/quantity");
    BOOST_TEST(refusal(changed_data("quantity", "9223372036855")) == "overflow /data/quantity");
}

BOOST_AUTO_TEST_CASE(resources_are_checked) {
    const auto with = [](Json value) {
        return refusal(changed_data("resources", std::move(value)));
    };
    BOOST_TEST(with("R001") == "wrong_type /data/resources");
    BOOST_TEST(with(Json::array()) == "empty_list /data/resources");
    BOOST_TEST(with({"R001", 2}) == "wrong_type /data/resources");
    BOOST_TEST(with({"R001", "R002", "R001"}) == "repeated_item /data/resources");
    Json many = Json::array();
    for (int i = 0; i < 50; ++i) many.push_back("R" + std::to_string(i));
    BOOST_TEST(with(many) == "none");
    many.push_back("R50");
    BOOST_TEST(with(many) == "too_many_items /data/resources");
}

BOOST_AUTO_TEST_CASE(the_first_fault_is_the_one_that_is_told) {
    const auto read = read_one(std::string(R"({"specversion":"0.3","id":"","time":"x"})"));
    BOOST_TEST(refusal(read) == "unsupported_version /specversion");
}

BOOST_AUTO_TEST_CASE(a_refused_event_keeps_its_id_as_far_as_it_could_be_read) {
    const auto read = read_one(changed("type", "other"));
    BOOST_TEST(std::get<EventOutcome>(read).id == "e-1");
}

BOOST_AUTO_TEST_CASE(two_spellings_of_one_fact_have_one_digest) {
    auto json = changed_data("resources", {"R001", "R002"});
    const auto plain = accepted(json);
    const auto other = accepted(read_one(std::string(
        R"({ "data": {"resources": ["R002", "R001"], "quantity": "2.500000", "meter": "c\u0061lls"},
             "time": "2026-10-01T00:30:00.000+08:00", "subject": "O01", "type": "yunhe.usage",
             "source": "gateway\/1", "id": "e-1", "specversion": "1.0", "tracestate": "b" })")));
    BOOST_TEST((plain.key == other.key));
    BOOST_TEST((plain.content == other.content));
}

BOOST_AUTO_TEST_CASE(another_fact_has_another_digest) {
    const auto plain = accepted(good_event());
    const Json others[] = {changed("subject", "O02"),
                           changed("time", "2026-09-30T16:30:00.000001Z"),
                           changed_data("meter", "rows"),
                           changed_data("quantity", "2.500001"),
                           changed_data("scenario", "S01"),
                           changed_data("resources", Json::array({"R001"}))};
    for (const auto& json : others) {
        const auto other = accepted(json);
        BOOST_TEST((plain.key == other.key));
        BOOST_TEST((plain.content != other.content));
    }
    BOOST_TEST((accepted(changed("id", "e-2")).key != plain.key));
    // Where one field ends and the next begins is part of the digest.
    auto shifted = changed("source", "gateway/");
    shifted["id"] = "1e-1";
    BOOST_TEST((accepted(shifted).key != plain.key));
}

BOOST_AUTO_TEST_CASE(an_event_may_be_35_days_old_and_5_minutes_ahead) {
    using std::chrono::microseconds;
    const auto now = parse_timestamp("2026-10-01T00:00:00Z").value();
    BOOST_TEST(!age_refusal(now, now).has_value());
    BOOST_TEST(!age_refusal(now - std::chrono::days(35), now).has_value());
    const auto oldest = now - std::chrono::days(35);
    BOOST_TEST(age_refusal(oldest - microseconds(1), now).value() == "too_old");
    BOOST_TEST(!age_refusal(now + std::chrono::minutes(5), now).has_value());
    BOOST_TEST(age_refusal(now + std::chrono::minutes(5) + microseconds(1), now).value() ==
               "in_future");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::event_reader_test
