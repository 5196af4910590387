/// JSON values and strict parsing (RFC 8259). Numbers never carry money: see base/money.hpp.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.hpp"

namespace yunhe {

/// Keeps the order in which members were added, so that replies read as their schema does.
using Json = nlohmann::ordered_json;

/// Strict: one value, valid UTF-8, no duplicate members, depth <= 32.
/// Errors: malformed `bad_json` with the byte where reading stopped.
Result<Json> parse_json(std::string_view text);

/// Compact text. REQUIRES: every string in it is valid UTF-8 (all input is checked at the door).
std::string to_text(const Json& value);

/// Members sorted, no spaces: the form that digests are taken of (as RFC 8785, for values without
/// floating-point numbers).
std::string canonical_text(const Json& value);

/// A member's name as one RFC 6901 reference token: "~" and "/" escaped.
std::string pointer_token(std::string_view name);

}  // namespace yunhe
