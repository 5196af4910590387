/// Versions of editable things as ETag and If-Match (RFC 9110).
#pragma once

#include <string>

#include "base/result.hpp"
#include "http/call.hpp"

namespace yunhe::http {

/// The header's value: the version in quotes.
inline std::string etag(int version) { return "\"" + std::to_string(version) + "\""; }

/// Does the request mean this version? Errors: version `version_missing`, `version_conflict`.
inline Status check_if_match(const Call& call, int version) {
    const auto wanted = call.request.header("if-match");
    if (wanted.empty()) return Error{Errc::version, "version_missing"};
    if (wanted != etag(version)) return Error{Errc::version, "version_conflict"};
    return Done{};
}

}  // namespace yunhe::http
