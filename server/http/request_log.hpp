/// The log: one JSON object per line on stderr or in a file. No secrets, no personal data, no query
/// values.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "http/message.hpp"

namespace yunhe::http {

/// Sets up spdlog for the process: every message becomes {"time", "level", "message"}. Lines go to
/// `file` if one is given, else to stderr. Call once, before threads start.
void start_log(std::optional<std::filesystem::path> file, bool with_debug = false);

/// What one request's line says besides time and level.
struct RequestLine {
    const HttpRequest& request;
    std::string_view route;  ///< The pattern; "none" where no route was found.
    int status = 0;
    std::chrono::microseconds duration{0};
    std::uint64_t tenant_id = 0;
    std::uint64_t user_id = 0;
};
/// 5xx at level error, else info.
void log_request(const RequestLine& line);

}  // namespace yunhe::http
