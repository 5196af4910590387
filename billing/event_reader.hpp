/// From the bytes of a request to usage events, with simdjson. Pure.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "billing/usage_correction.hpp"

namespace yunhe::billing {

/// How a request carries its events.
enum class EventFormat {
    single,  ///< application/cloudevents+json, application/json: one event.
    batch,   ///< application/cloudevents-batch+json: an array.
    lines,   ///< application/x-ndjson: one event per line, blank lines skipped.
};

/// By Content-Type. Errors: unsupported_media_type.
Result<EventFormat> event_format_of(std::string_view content_type);

/// An event, a correction, or why this one is rejected.
using ReadEvent = std::variant<UsageEvent, UsageCorrection, EventOutcome>;

/// Reads a whole request. One bad event doesn't touch the others: it becomes a rejected outcome
/// with code and pointer (bad_json, missing_field, wrong_type, unknown_field, unsupported_version,
/// unsupported_type, empty_text, too_long, bad_text, bad_timestamp, bad_decimal, out_of_range,
/// overflow, empty_list, too_many_items, repeated_item, not_one_of).
/// Errors, for the request as a whole: malformed `bad_json` (an array that doesn't parse, a single
/// event that isn't JSON), `empty_list` (no event), rule-free too_large `too_many_events`.
Result<std::vector<ReadEvent>> read_events(EventFormat format, std::string_view body);

}  // namespace yunhe::billing
