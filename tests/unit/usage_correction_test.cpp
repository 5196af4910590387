#include <boost/test/unit_test.hpp>

#include "base/json.hpp"
#include "billing/event_reader.hpp"

namespace yunhe::billing::usage_correction_test {
namespace {

Json void_of(const char* id) {
    return {{"specversion", "1.0"},
            {"id", "c-1"},
            {"source", "gateway/1"},
            {"type", "yunhe.usage.correction"},
            {"subject", "O01"},
            {"time", "2026-10-02T01:00:00Z"},
            {"data",
             {{"action", "void"},
              {"corrects", {{"id", id}, {"time", "2026-09-30T16:30:00Z"}}},
              {"reason", "重复上报"}}}};
}

Json replacement_of(const char* id) {
    auto json = void_of(id);
    json["data"]["action"] = "replace";
    json["data"]["usage"] = {{"meter", "calls"}, {"quantity", "2"}};
    return json;
}

ReadEvent correction_read(const Json& json) {
    auto events = read_events(EventFormat::single, to_text(json));
    BOOST_REQUIRE(events.ok());
    return std::move(events.value().front());
}

UsageCorrection correction_from(const Json& json) {
    const auto read = correction_read(json);
    const auto* outcome = std::get_if<EventOutcome>(&read);
    BOOST_REQUIRE_MESSAGE(outcome == nullptr, (outcome ? outcome->code + outcome->pointer : ""));
    return std::get<UsageCorrection>(read);
}

std::string correction_refusal(const Json& json) {
    const auto read = correction_read(json);
    const auto* outcome = std::get_if<EventOutcome>(&read);
    return outcome == nullptr ? "none" : outcome->code + " " + outcome->pointer;
}

Json with_data(Json json, const char* name, Json value) {
    json["data"][name] = std::move(value);
    return json;
}

Json without_data(Json json, const char* name) {
    json["data"].erase(name);
    return json;
}

UsageEvent plain_event(const char* id, const char* source) {
    UsageEvent event;
    event.id = id;
    event.source = source;
    event.subject = "O01";
    event.time = parse_timestamp("2026-09-30T16:30:00Z").value();
    event.meter = "calls";
    event.quantity = {1'000'000};
    finish_event(event);
    return event;
}

BOOST_AUTO_TEST_SUITE(usage_correction)

BOOST_AUTO_TEST_CASE(a_correction_names_the_event_as_it_was_sent) {
    const auto correction = correction_from(void_of("e-1"));
    const auto event = plain_event("e-1", "gateway/1");
    BOOST_CHECK(correction.action == CorrectionAction::take_back);
    BOOST_CHECK(correction.corrected_key == event.key);
    BOOST_CHECK(correction.corrected_on == event.occurred_on);  // 2026-10-01 in UTC+8.
    BOOST_CHECK(correction.corrected_source == "gateway/1");
    BOOST_CHECK(!correction.replacement);

    auto other = void_of("e-1");
    other["data"]["corrects"]["source"] = "gateway/2";
    BOOST_CHECK(correction_from(other).corrected_key == plain_event("e-1", "gateway/2").key);
    BOOST_CHECK(correction_from(other).event.key == correction.event.key);
    BOOST_CHECK(correction_from(other).event.content != correction.event.content);
}

BOOST_AUTO_TEST_CASE(a_replacement_counts_when_the_event_did_under_a_key_of_its_own) {
    auto json = replacement_of("e-1");
    json["data"]["usage"]["resources"] = {"R2", "R1"};
    json["data"]["usage"]["property"] = "91320000000000000X";
    const auto correction = correction_from(json);
    BOOST_REQUIRE(correction.replacement.has_value());
    const auto& replacement = *correction.replacement;
    BOOST_CHECK(replacement.time == correction.corrected_time);
    BOOST_CHECK(replacement.occurred_on == correction.corrected_on);
    BOOST_CHECK(replacement.key != correction.event.key);
    BOOST_CHECK(replacement.key != correction.corrected_key);
    BOOST_CHECK(replacement.subject == "O01");
    BOOST_CHECK(resources_text(replacement.resources) == "R1,R2");
    BOOST_CHECK(replacement.property_key == short_digest("91320000000000000X"));
    json["data"]["usage"]["quantity"] = "3";
    BOOST_CHECK(correction_from(json).event.content != correction.event.content);
}

BOOST_AUTO_TEST_CASE(type_may_stand_behind_data) {
    const std::string text =
        R"({"data":{"action":"void","corrects":{"id":"e","time":"2026-09-30T16:30:00Z"},)"
        R"("reason":"r"},"specversion":"1.0","id":"c","source":"s","subject":"O","time":)"
        R"("2026-10-01T00:00:00Z","type":"yunhe.usage.correction"})";
    const auto events = read_events(EventFormat::lines, text);
    BOOST_REQUIRE(events.ok());
    BOOST_CHECK(std::holds_alternative<UsageCorrection>(events.value().front()));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_correction_is_named) {
    const auto good = void_of("e-1");
    const auto replace = replacement_of("e-1");
    BOOST_TEST(correction_refusal(without_data(good, "action")) == "missing_field /data/action");
    BOOST_TEST(correction_refusal(without_data(good, "corrects")) ==
               "missing_field /data/corrects");
    BOOST_TEST(correction_refusal(without_data(good, "reason")) == "missing_field /data/reason");
    BOOST_TEST(correction_refusal(with_data(good, "action", "undo")) ==
               "not_one_of /data/action");
    BOOST_TEST(correction_refusal(with_data(good, "reason", std::string(401, 'x'))) ==
               "too_long /data/reason");
    BOOST_TEST(correction_refusal(with_data(good, "usage", Json::object())) ==
               "unknown_field /data/usage");
    BOOST_TEST(correction_refusal(with_data(good, "meter", "calls")) ==
               "unknown_field /data/meter");
    BOOST_TEST(correction_refusal(with_data(good, "corrects", {{"id", "e"}})) ==
               "missing_field /data/corrects/time");
    BOOST_TEST(correction_refusal(with_data(good, "corrects", {{"id", "e"}, {"day", "x"}})) ==
               "unknown_field /data/corrects/day");
    BOOST_TEST(correction_refusal(without_data(replace, "usage")) ==
               "missing_field /data/usage");
    BOOST_TEST(correction_refusal(with_data(replace, "usage", {{"meter", "calls"}})) ==
               "missing_field /data/usage/quantity");
    BOOST_TEST(correction_refusal(
                   with_data(replace, "usage", {{"meter", "calls"}, {"quantity", "-1"}})) ==
               "bad_decimal /data/usage/quantity");
}

BOOST_AUTO_TEST_CASE(an_event_may_name_the_property_that_unique_meters_count) {
    auto json = void_of("x");
    json["type"] = "yunhe.usage";
    json["data"] = {{"meter", "companies"}, {"quantity", "1"}, {"property", "A"}};
    const auto read = correction_read(json);
    const auto* event = std::get_if<UsageEvent>(&read);
    BOOST_REQUIRE(event != nullptr);
    BOOST_CHECK(event->property == "A");
    json["data"]["property"] = "B";
    BOOST_CHECK(std::get<UsageEvent>(correction_read(json)).content != event->content);
    json["data"].erase("property");
    BOOST_CHECK(std::get<UsageEvent>(correction_read(json)).property_key == ShortDigest{});
}

BOOST_AUTO_TEST_CASE(the_greatest_text_is_the_latest_event) {
    auto early = plain_event("b", "s");
    auto late = plain_event("a", "s");
    late.time += std::chrono::microseconds(1);
    late.quantity = {7};
    BOOST_CHECK(latest_text(early) < latest_text(late));
    BOOST_CHECK(quantity_of_latest(latest_text(late)) == Quantity{7});
    // Of equal times the larger id, also where one is the beginning of the other.
    auto longer = plain_event("b0", "s");
    BOOST_CHECK(latest_text(early) < latest_text(longer));
    auto larger = plain_event("b", "s");
    larger.quantity = kEventQuantityMax;
    BOOST_CHECK(latest_text(early) < latest_text(larger));
    BOOST_CHECK(quantity_of_latest(latest_text(larger)) == kEventQuantityMax);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::usage_correction_test
