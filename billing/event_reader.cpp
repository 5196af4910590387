#include "billing/event_reader.hpp"

#include <algorithm>

#include <simdjson.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace yunhe::billing {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kTextMax = 128;
constexpr std::size_t kResourcesMax = 50;

/// Where the members of a usage stand, as pointers into the event.
struct UsagePlace {
    const char* whole;
    const char* meter;
    const char* quantity;
    const char* scenario;
    const char* resources;
    const char* property;
};
constexpr UsagePlace kEventData{"/data",          "/data/meter",     "/data/quantity",
                                "/data/scenario", "/data/resources", "/data/property"};
constexpr UsagePlace kReplacement{"/data/usage",           "/data/usage/meter",
                                  "/data/usage/quantity",  "/data/usage/scenario",
                                  "/data/usage/resources", "/data/usage/property"};

/// Reads one event; keeps the first thing that is wrong with it.
class EventReader {
public:
    ReadEvent read(element value) {
        object members;
        if (value.get(members) != simdjson::SUCCESS) return reject("", "wrong_type");
        for (const auto member : members) read_member(member.key, member.value);
        // What `data` may hold depends on `type`, which may stand behind it.
        UsageCorrection correction;
        if (data_ && is_correction_) read_correction(*data_, correction);
        if (data_ && !is_correction_) read_usage(*data_, kEventData, event_);
        require_members();
        if (failed()) return EventOutcome{event_.id, EventStatus::rejected, code_, pointer_};
        if (!is_correction_) {
            finish_event(event_);
            return std::move(event_);
        }
        correction.event = std::move(event_);
        finish_correction(correction);
        return correction;
    }

    ReadEvent reject(std::string pointer, std::string code) {
        fail(std::move(pointer), std::move(code));
        return EventOutcome{event_.id, EventStatus::rejected, code_, pointer_};
    }

private:
    bool failed() const { return !code_.empty(); }

    void fail(std::string pointer, std::string code) {
        if (failed()) return;
        pointer_ = std::move(pointer);
        code_ = std::move(code);
    }

    void read_member(std::string_view name, element value) {
        if (name == "id") return read_text(value, "/id", event_.id);
        if (name == "source") return read_text(value, "/source", event_.source);
        if (name == "subject") return read_text(value, "/subject", event_.subject);
        if (name == "time") return read_time(value, "/time", event_.time, has_time_);
        if (name == "data") {
            data_ = value;
            return;
        }
        if (name == "specversion") {
            has_version_ = expect(value, "/specversion", "1.0", "unsupported_version");
            return;
        }
        if (name == "type") return read_type(value);
        if (name == "datacontenttype") {
            expect(value, "/datacontenttype", "application/json", "unsupported_type");
            return;
        }
        if (is_extension(name)) return;
        fail("/" + std::string(name), "unknown_field");
    }

    /// CloudEvents extension attributes (lower-case letters and digits) may travel along: tracing
    /// systems add them on the way. They are no part of the metered fact.
    static bool is_extension(std::string_view name) {
        return !name.empty() && name.size() <= 20 &&
               std::all_of(name.begin(), name.end(), [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
               });
    }

    bool expect(element value, const char* pointer, std::string_view wanted, const char* code) {
        std::string text;
        read_text(value, pointer, text);
        if (text != wanted) fail(pointer, code);
        return text == wanted;
    }

    void read_type(element value) {
        std::string text;
        read_text(value, "/type", text);
        is_correction_ = text == kCorrectionType;
        has_type_ = is_correction_ || text == kUsageType;
        if (!has_type_) fail("/type", "unsupported_type");
    }

    void read_text(element value, const char* pointer, std::string& into,
                   std::size_t size_max = kTextMax) {
        std::string_view text;
        if (value.get(text) != simdjson::SUCCESS) return fail(pointer, "wrong_type");
        if (text.empty()) return fail(pointer, "empty_text");
        if (text.size() > size_max) return fail(pointer, "too_long");
        if (has_control_characters(text)) return fail(pointer, "bad_text");
        into = text;
    }

    void read_time(element value, const char* pointer, Timestamp& into, bool& has) {
        std::string text;
        read_text(value, pointer, text);
        const auto time = parse_timestamp(text);
        if (!time.ok()) return fail(pointer, "bad_timestamp");
        into = time.value();
        has = true;
    }

    /// What was used: an event's data, or a correction's `usage`.
    void read_usage(element value, const UsagePlace& place, UsageEvent& into) {
        object members;
        if (value.get(members) != simdjson::SUCCESS) return fail(place.whole, "wrong_type");
        bool has_quantity = false;
        for (const auto member : members) {
            if (member.key == "meter") read_text(member.value, place.meter, into.meter);
            else if (member.key == "quantity")
                read_quantity(member.value, place, into, has_quantity);
            else if (member.key == "scenario")
                read_text(member.value, place.scenario, into.scenario);
            else if (member.key == "resources") read_resources(member.value, place, into);
            else if (member.key == "property")
                read_text(member.value, place.property, into.property);
            else fail(std::string(place.whole) + "/" + std::string(member.key), "unknown_field");
        }
        meter_fault_ = into.meter.empty() ? place.meter : nullptr;
        quantity_fault_ = has_quantity ? nullptr : place.quantity;
    }

    void read_quantity(element value, const UsagePlace& place, UsageEvent& into, bool& has) {
        std::string text;
        read_text(value, place.quantity, text);
        const auto quantity = Quantity::parse(text);
        if (!quantity.ok()) return fail(place.quantity, quantity.error().code);
        if (quantity.value() > kEventQuantityMax) return fail(place.quantity, "out_of_range");
        into.quantity = quantity.value();
        has = true;
    }

    void read_resources(element value, const UsagePlace& place, UsageEvent& into) {
        simdjson::dom::array items;
        if (value.get(items) != simdjson::SUCCESS) return fail(place.resources, "wrong_type");
        into.resources.emplace();
        for (const auto item : items) {
            std::string code;
            read_text(item, place.resources, code);
            into.resources->push_back(std::move(code));
        }
        auto sorted = *into.resources;
        std::sort(sorted.begin(), sorted.end());
        if (sorted.empty()) return fail(place.resources, "empty_list");
        if (sorted.size() > kResourcesMax) return fail(place.resources, "too_many_items");
        if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
            fail(place.resources, "repeated_item");
    }

    void read_correction(element value, UsageCorrection& into) {
        object members;
        if (value.get(members) != simdjson::SUCCESS) return fail("/data", "wrong_type");
        bool has_action = false;
        bool has_corrects = false;
        for (const auto member : members) {
            if (member.key == "action") has_action = read_action(member.value, into);
            else if (member.key == "corrects") has_corrects = read_corrects(member.value, into);
            else if (member.key == "reason")
                read_text(member.value, "/data/reason", into.reason, kCorrectionReasonMax);
            else if (member.key == "usage")
                read_usage(member.value, kReplacement, into.replacement.emplace());
            else fail("/data/" + std::string(member.key), "unknown_field");
        }
        if (!has_action) fail("/data/action", "missing_field");
        if (!has_corrects) fail("/data/corrects", "missing_field");
        if (into.reason.empty()) fail("/data/reason", "missing_field");
        const bool replaces = into.action == CorrectionAction::replace;
        if (replaces && !into.replacement) fail("/data/usage", "missing_field");
        if (!replaces && into.replacement) fail("/data/usage", "unknown_field");
    }

    bool read_action(element value, UsageCorrection& into) {
        std::string text;
        read_text(value, "/data/action", text);
        const auto action = from_text<CorrectionAction>(text);
        if (!action) fail("/data/action", "not_one_of");
        else into.action = *action;
        return true;
    }

    bool read_corrects(element value, UsageCorrection& into) {
        object members;
        if (value.get(members) != simdjson::SUCCESS) {
            fail("/data/corrects", "wrong_type");
            return true;
        }
        bool has_time = false;
        for (const auto member : members) {
            if (member.key == "id")
                read_text(member.value, "/data/corrects/id", into.corrected_id);
            else if (member.key == "source")
                read_text(member.value, "/data/corrects/source", into.corrected_source);
            else if (member.key == "time")
                read_time(member.value, "/data/corrects/time", into.corrected_time, has_time);
            else fail("/data/corrects/" + std::string(member.key), "unknown_field");
        }
        if (into.corrected_id.empty()) fail("/data/corrects/id", "missing_field");
        if (!has_time) fail("/data/corrects/time", "missing_field");
        return true;
    }

    void require_members() {
        if (!has_version_) fail("/specversion", "missing_field");
        if (event_.id.empty()) fail("/id", "missing_field");
        if (event_.source.empty()) fail("/source", "missing_field");
        if (!has_type_) fail("/type", "missing_field");
        if (event_.subject.empty()) fail("/subject", "missing_field");
        if (!has_time_) fail("/time", "missing_field");
        if (!data_) fail("/data", "missing_field");
        if (meter_fault_ != nullptr) fail(meter_fault_, "missing_field");
        if (quantity_fault_ != nullptr) fail(quantity_fault_, "missing_field");
    }

    UsageEvent event_;
    std::optional<element> data_;
    std::string code_;
    std::string pointer_;
    const char* meter_fault_ = nullptr;     ///< Where a meter is missing.
    const char* quantity_fault_ = nullptr;  ///< Where a quantity is missing.
    bool has_version_ = false;
    bool has_type_ = false;
    bool has_time_ = false;
    bool is_correction_ = false;
};

Error too_many_events() {
    return {Errc::too_large, "too_many_events", {{"most", std::to_string(kEventsPerRequestMax)}}};
}

/// simdjson doesn't say where; the slower parser does. Only numbers can pass there and not here.
Error no_json(std::string_view body) {
    const auto parsed = parse_json(body);
    if (!parsed.ok()) return parsed.error();
    return malformed("", "bad_decimal");
}

Result<std::vector<ReadEvent>> read_lines(simdjson::dom::parser& parser, std::string_view body) {
    std::vector<ReadEvent> events;
    while (!body.empty()) {
        const auto end = std::min(body.find('\n'), body.size());
        const auto line = trim(body.substr(0, end));
        body.remove_prefix(std::min(end + 1, body.size()));
        if (line.empty()) continue;
        if (events.size() == kEventsPerRequestMax) return too_many_events();
        element value;
        if (parser.parse(simdjson::padded_string(line)).get(value) != simdjson::SUCCESS)
            events.push_back(EventReader().reject("", "bad_json"));
        else
            events.push_back(EventReader().read(value));
    }
    if (events.empty()) return malformed("", "empty_list");
    return events;
}

}  // namespace

Result<EventFormat> event_format_of(std::string_view content_type) {
    const auto media = trim(content_type.substr(0, content_type.find(';')));
    if (media == "application/cloudevents+json" || media == "application/json")
        return EventFormat::single;
    if (media == "application/cloudevents-batch+json") return EventFormat::batch;
    if (media == "application/x-ndjson") return EventFormat::lines;
    return Error{Errc::unsupported_media_type,
                 "unsupported_media_type",
                 {{"expected", "application/cloudevents+json, application/cloudevents-batch+json, "
                               "application/x-ndjson"}}};
}

Result<std::vector<ReadEvent>> read_events(EventFormat format, std::string_view body) {
    thread_local simdjson::dom::parser parser;  // Keeps its buffers between requests.
    if (format == EventFormat::lines) return read_lines(parser, body);

    element root;
    if (parser.parse(simdjson::padded_string(body)).get(root) != simdjson::SUCCESS)
        return no_json(body);
    std::vector<ReadEvent> events;
    if (format == EventFormat::single) {
        events.push_back(EventReader().read(root));
        return events;
    }
    simdjson::dom::array items;
    if (root.get(items) != simdjson::SUCCESS)
        return malformed("", "wrong_type", {{"expected", "array"}});
    if (items.size() == 0) return malformed("", "empty_list");
    if (items.size() > kEventsPerRequestMax) return too_many_events();
    events.reserve(items.size());
    for (const auto item : items) events.push_back(EventReader().read(item));
    return events;
}

}  // namespace yunhe::billing
