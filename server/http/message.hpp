/// HTTP requests and replies as the rest of the program sees them; only pistache_adapter.cpp knows
/// Pistache's types.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/enum_text.hpp"
#include "base/json.hpp"

namespace yunhe::http {

enum class Method { get, head, post, put, patch, delete_, options };

using Headers = std::vector<std::pair<std::string, std::string>>;

/// `path` and `query` are decoded once, valid UTF-8, without NUL. Header names are lower case.
struct HttpRequest {
    Method method = Method::get;
    std::string path = {};
    std::vector<std::pair<std::string, std::string>> query = {};
    Headers headers = {};
    std::string body = {};
    std::string remote_address = {};
    std::string request_id = {};  ///< Echoed as X-Request-Id, in every log line and problem.

    std::string_view header(std::string_view lower_case_name) const;  ///< Empty if absent.
    std::string_view cookie(std::string_view name) const;             ///< Empty if absent.
};

/// What goes back. Exactly one of: JSON `body` (unless discarded), `raw`, `file`.
struct Reply {
    int status = 200;
    Json body = Json(Json::value_t::discarded);
    Headers headers = {};
    std::string content_type = "application/json";
    std::optional<std::string> raw = {};
    std::optional<std::filesystem::path> file = {};  ///< Sent with sendfile; for big downloads.
};

}  // namespace yunhe::http

template <>
inline constexpr auto yunhe::enum_texts<yunhe::http::Method> = yunhe::texts_of(
    std::pair{yunhe::http::Method::get, "GET"}, std::pair{yunhe::http::Method::head, "HEAD"},
    std::pair{yunhe::http::Method::post, "POST"}, std::pair{yunhe::http::Method::put, "PUT"},
    std::pair{yunhe::http::Method::patch, "PATCH"}, std::pair{yunhe::http::Method::delete_,
        "DELETE"},
    std::pair{yunhe::http::Method::options, "OPTIONS"});
