#include "billing/meter_log.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace yunhe::billing {
namespace {


/// A member that must be there and of this kind.
Status require(const Json& object, const char* name, bool (Json::*is)() const noexcept,
               const std::string& at) {
    if (!object.contains(name)) return malformed(at + "/" + name, "missing_field");
    if (!(object.at(name).*is)()) return malformed(at + "/" + name, "wrong_type");
    return Done{};
}

Status only(const Json& object, std::initializer_list<std::string_view> names,
            const std::string& at) {
    for (const auto& [name, value] : object.items())
        if (std::find(names.begin(), names.end(), name) == names.end())
            return malformed(at + "/" + name, "unknown_field");
    return Done{};
}

Result<LoggedMeter> meter_of(const Json& json, const std::string& at) {
    if (!json.is_object()) return malformed(at, "wrong_type");
    YUNHE_CHECK(only(json, {"meter", "quantity", "field"}, at));
    YUNHE_CHECK(require(json, "meter", &Json::is_string, at));
    YUNHE_CHECK(require(json, "quantity", &Json::is_string, at));
    if (json.contains("field")) YUNHE_CHECK(require(json, "field", &Json::is_string, at));
    const auto quantity = Quantity::parse(json.at("quantity").get<std::string>());
    if (!quantity.ok() || quantity.value().micro == 0)
        return malformed(at + "/quantity", "bad_decimal");
    return LoggedMeter{.meter = json.at("meter"),
                       .quantity = quantity.value(),
                       .field = json.value("field", std::string())};
}

Result<LoggedPath> path_of(const Json& json, const std::string& at) {
    if (!json.is_object()) return malformed(at, "wrong_type");
    YUNHE_CHECK(only(json, {"prefix", "meters", "resources"}, at));
    YUNHE_CHECK(require(json, "prefix", &Json::is_string, at));
    YUNHE_CHECK(require(json, "meters", &Json::is_array, at));
    LoggedPath path{.prefix = json.at("prefix"), .meters = {}, .resources = {}};
    if (!path.prefix.starts_with("/")) return malformed(at + "/prefix", "not_one_of");
    if (json.at("meters").empty()) return malformed(at + "/meters", "empty_list");
    for (std::size_t i = 0; i < json.at("meters").size(); ++i) {
        YUNHE_TRY(meter, meter_of(json.at("meters")[i], at + "/meters/" + std::to_string(i)));
        path.meters.push_back(std::move(meter));
    }
    if (!json.contains("resources")) return path;
    YUNHE_CHECK(require(json, "resources", &Json::is_array, at));
    for (const auto& code : json.at("resources")) {
        if (!code.is_string()) return malformed(at + "/resources", "wrong_type");
        path.resources.push_back(code);
    }
    return path;
}

Result<std::vector<int>> statuses_of(const Json& json) {
    if (!json.contains("statuses")) return std::vector<int>{200};
    YUNHE_CHECK(require(json, "statuses", &Json::is_array, ""));
    std::vector<int> statuses;
    for (const auto& status : json.at("statuses")) {
        if (!status.is_number_integer() || status < 100 || status > 599)
            return malformed("/statuses", "not_one_of");
        statuses.push_back(status);
    }
    if (statuses.empty()) return malformed("/statuses", "empty_list");
    return statuses;
}

/// One line on its way to events.
class LineReader {
public:
    LineReader(const LogMapping& mapping, const Json& line) : mapping_(mapping), line_(line) {}

    std::variant<std::vector<LoggedEvent>, BadLine> read() {
        const auto status = text("status");
        if (bad_) return *bad_;
        const auto used = std::any_of(
            mapping_.statuses.begin(), mapping_.statuses.end(),
            [&](int wanted) { return std::to_string(wanted) == status; });
        if (!used) return std::vector<LoggedEvent>{};
        const auto id = text("request_id");
        const auto uri = text("uri");
        const auto time = begun();
        const auto order = text("order", "missing_order");
        if (bad_) return *bad_;
        const auto* path = path_of_uri(uri);
        if (path == nullptr) return BadLine{"unknown_path", "uri"};
        std::vector<LoggedEvent> events;
        for (const auto& meter : path->meters) {
            const auto quantity = quantity_of(meter);
            if (bad_) return *bad_;
            events.push_back(event(id + ":" + meter.meter, order, time, *path, meter, quantity));
        }
        return events;
    }

private:
    void fail(std::string code, std::string_view field) {
        if (!bad_) bad_ = BadLine{std::move(code), std::string(field)};
    }

    /// A member that must be a text and not empty.
    std::string text(std::string_view name, const char* if_empty = "missing_field") {
        const auto found = line_.find(name);
        if (found == line_.end()) {
            fail(if_empty, name);
            return {};
        }
        if (!found->is_string()) {
            fail("wrong_type", name);
            return {};
        }
        auto value = found->get<std::string>();
        if (value.empty()) fail(if_empty, name);
        return value;
    }

    Quantity decimal(std::string_view name) {
        const auto value = text(name);
        if (bad_) return {};
        const auto parsed = Quantity::parse(value);
        if (parsed.ok()) return parsed.value();
        fail("bad_decimal", name);
        return {};
    }

    /// nginx writes the line when the request ends.
    Timestamp begun() {
        const auto ended = decimal("msec");
        const auto took = decimal("request_time");
        if (!bad_ && (ended < took || ended.micro > std::int64_t{kMicro} * 32'503'680'000))
            fail("bad_timestamp", "msec");
        return Timestamp(std::chrono::microseconds(ended.micro - took.micro));
    }

    const LoggedPath* path_of_uri(std::string_view uri) const {
        const LoggedPath* found = nullptr;
        for (const auto& path : mapping_.paths)
            if (uri.starts_with(path.prefix) &&
                (found == nullptr || path.prefix.size() > found->prefix.size()))
                found = &path;
        return found;
    }

    Quantity quantity_of(const LoggedMeter& meter) {
        if (meter.field.empty()) return meter.quantity;
        const auto there = decimal(meter.field);
        if (bad_) return {};
        const auto product = static_cast<__int128>(there.micro) * meter.quantity.micro;
        // What doesn't come out even in millionths would have to be rounded; nobody said how.
        if (product % kMicro != 0 || product / kMicro > INT64_MAX) {
            fail("bad_decimal", meter.field);
            return {};
        }
        return Quantity{static_cast<std::int64_t>(product / kMicro)};
    }

    LoggedEvent event(const std::string& id, const std::string& order, Timestamp time,
                      const LoggedPath& path, const LoggedMeter& meter, Quantity quantity) const {
        Json data = {{"meter", meter.meter}, {"quantity", to_text(quantity)}};
        const auto scenario = line_.value("scenario", Json(""));
        if (scenario.is_string() && !scenario.get<std::string>().empty())
            data["scenario"] = scenario;
        if (!path.resources.empty()) data["resources"] = path.resources;
        return {id, to_text(Json{{"specversion", "1.0"},
                                 {"id", id},
                                 {"source", mapping_.source},
                                 {"type", "yunhe.usage"},
                                 {"subject", order},
                                 {"time", to_text(time)},
                                 {"data", std::move(data)}})};
    }

    const LogMapping& mapping_;
    const Json& line_;
    std::optional<BadLine> bad_;
};

}  // namespace

Result<LogMapping> parse_log_mapping(std::string_view text) {
    YUNHE_TRY(json, parse_json(text));
    if (!json.is_object()) return malformed("", "wrong_type");
    YUNHE_CHECK(only(json, {"source", "statuses", "paths"}, ""));
    YUNHE_CHECK(require(json, "source", &Json::is_string, ""));
    YUNHE_CHECK(require(json, "paths", &Json::is_array, ""));
    YUNHE_TRY(statuses, statuses_of(json));
    LogMapping mapping{.source = json.at("source"), .statuses = std::move(statuses), .paths = {}};
    if (mapping.source.empty()) return malformed("/source", "missing_field");
    if (json.at("paths").empty()) return malformed("/paths", "empty_list");
    for (std::size_t i = 0; i < json.at("paths").size(); ++i) {
        YUNHE_TRY(path, path_of(json.at("paths")[i], "/paths/" + std::to_string(i)));
        mapping.paths.push_back(std::move(path));
    }
    return mapping;
}

std::variant<std::vector<LoggedEvent>, BadLine> read_log_line(const LogMapping& mapping,
                                                              std::string_view line) {
    if (!valid_utf8(line)) return BadLine{"bad_json", ""};
    const auto json = parse_json(line);
    if (!json.ok() || !json.value().is_object()) return BadLine{"bad_json", ""};
    return LineReader(mapping, json.value()).read();
}

}  // namespace yunhe::billing
