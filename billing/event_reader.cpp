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

/// Reads one event; keeps the first thing that is wrong with it.
class EventReader {
public:
    ReadEvent read(element value) {
        object members;
        if (value.get(members) != simdjson::SUCCESS) return reject("", "wrong_type");
        for (const auto member : members) read_member(member.key, member.value);
        require_members();
        if (failed()) return EventOutcome{event_.id, EventStatus::rejected, code_, pointer_};
        finish_event(event_);
        return std::move(event_);
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
        if (name == "time") return read_time(value);
        if (name == "data") return read_data(value);
        if (name == "specversion")
            return expect(value, "/specversion", "1.0", "unsupported_version");
        if (name == "type") return expect(value, "/type", kUsageType, "unsupported_type");
        if (name == "datacontenttype")
            return expect(value, "/datacontenttype", "application/json", "unsupported_type");
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

    void expect(element value, const char* pointer, std::string_view wanted, const char* code) {
        std::string text;
        read_text(value, pointer, text);
        if (text != wanted) return fail(pointer, code);
        if (pointer == std::string_view("/specversion")) has_version_ = true;
        if (pointer == std::string_view("/type")) has_type_ = true;
    }

    void read_text(element value, const char* pointer, std::string& into) {
        std::string_view text;
        if (value.get(text) != simdjson::SUCCESS) return fail(pointer, "wrong_type");
        if (text.empty()) return fail(pointer, "empty_text");
        if (text.size() > kTextMax) return fail(pointer, "too_long");
        if (has_control_characters(text)) return fail(pointer, "bad_text");
        into = text;
    }

    void read_time(element value) {
        std::string text;
        read_text(value, "/time", text);
        const auto time = parse_timestamp(text);
        if (!time.ok()) return fail("/time", "bad_timestamp");
        event_.time = time.value();
        has_time_ = true;
    }

    void read_data(element value) {
        object members;
        if (value.get(members) != simdjson::SUCCESS) return fail("/data", "wrong_type");
        has_data_ = true;
        for (const auto member : members) {
            if (member.key == "meter") read_text(member.value, "/data/meter", event_.meter);
            else if (member.key == "quantity") read_quantity(member.value);
            else if (member.key == "scenario")
                read_text(member.value, "/data/scenario", event_.scenario);
            else if (member.key == "resources") read_resources(member.value);
            else fail("/data/" + std::string(member.key), "unknown_field");
        }
    }

    void read_quantity(element value) {
        std::string text;
        read_text(value, "/data/quantity", text);
        const auto quantity = Quantity::parse(text);
        if (!quantity.ok()) return fail("/data/quantity", quantity.error().code);
        if (quantity.value() > kEventQuantityMax) return fail("/data/quantity", "out_of_range");
        event_.quantity = quantity.value();
        has_quantity_ = true;
    }

    void read_resources(element value) {
        simdjson::dom::array items;
        if (value.get(items) != simdjson::SUCCESS) return fail("/data/resources", "wrong_type");
        event_.resources.emplace();
        for (const auto item : items) {
            std::string code;
            read_text(item, "/data/resources", code);
            event_.resources->push_back(std::move(code));
        }
        auto sorted = *event_.resources;
        std::sort(sorted.begin(), sorted.end());
        if (sorted.empty()) return fail("/data/resources", "empty_list");
        if (sorted.size() > kResourcesMax) return fail("/data/resources", "too_many_items");
        if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
            fail("/data/resources", "repeated_item");
    }

    void require_members() {
        if (!has_version_) fail("/specversion", "missing_field");
        if (event_.id.empty()) fail("/id", "missing_field");
        if (event_.source.empty()) fail("/source", "missing_field");
        if (!has_type_) fail("/type", "missing_field");
        if (event_.subject.empty()) fail("/subject", "missing_field");
        if (!has_time_) fail("/time", "missing_field");
        if (!has_data_) fail("/data", "missing_field");
        if (event_.meter.empty()) fail("/data/meter", "missing_field");
        if (!has_quantity_) fail("/data/quantity", "missing_field");
    }

    UsageEvent event_;
    std::string code_;
    std::string pointer_;
    bool has_version_ = false;
    bool has_type_ = false;
    bool has_time_ = false;
    bool has_data_ = false;
    bool has_quantity_ = false;
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
