/// Lines of a gateway's access log as usage events (docs/gateway.md).
///
/// Each line is a JSON object, as nginx writes it by the log format of docs/gateway. A mapping says
/// which lines are use, of which product, and what is metered. The events' ids come from the
/// request's id, so that a line that is read twice is a duplicate and never charged twice. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/money.hpp"
#include "base/result.hpp"

namespace yunhe::billing {

/// What one use counts.
struct LoggedMeter {
    std::string meter;
    Quantity quantity;   ///< Fixed; where `field` is set, what stands there is multiplied by it.
    std::string field;   ///< Name in the line; empty: fixed.
};

/// All requests below a path.
struct LoggedPath {
    std::string prefix;  ///< "/products/P01/"
    std::vector<LoggedMeter> meters;
    std::vector<std::string> resources;  ///< Touched; empty: all of the lineage.
};

struct LogMapping {
    std::string source;              ///< The events' `source`: names the gateway.
    std::vector<int> statuses;       ///< That are use; default 200.
    std::vector<LoggedPath> paths;
};

/// From JSON:
///   {"source": "gateway/1", "statuses": [200, 206], "paths": [{"prefix": "/products/P01/",
///    "meters": [{"meter": "calls", "quantity": "1"},
///               {"meter": "mb", "field": "bytes", "quantity": "0.000001"}],
///    "resources": ["R1"]}]}
/// Errors: malformed with pointer: bad_json, missing_field, wrong_type, unknown_field, empty_list,
/// bad_decimal, not_one_of.
Result<LogMapping> parse_log_mapping(std::string_view text);

/// Why a line can't be read: bad_json, missing_field, wrong_type, bad_timestamp, bad_decimal, no
/// path of the mapping (unknown_path), a use without order (missing_order).
struct BadLine {
    std::string code;
    std::string field;  ///< Empty: the line as a whole.
};

/// One CloudEvent as a line of JSON without its end.
struct LoggedEvent {
    std::string id;
    std::string json;
};

/// What a line comes to: its events, in the order of the meters; none for what is no use (another
/// status); or why it can't be read. The event's time is that of the request's beginning, for that
/// is when access was checked.
std::variant<std::vector<LoggedEvent>, BadLine> read_log_line(const LogMapping& mapping,
                                                              std::string_view line);

}  // namespace yunhe::billing
