/// The bytes of a reply (RFC 9112), with the headers that every reply carries: security headers,
/// X-Request-Id, Cache-Control: no-store unless the reply says otherwise. Pure.
#pragma once

#include <string>

#include "http/message.hpp"

namespace yunhe::http {

/// Status line and headers for a body of `body_bytes`, with the empty line.
std::string reply_head(const HttpRequest& request, const Reply& reply, std::size_t body_bytes,
                       bool keep_alive);
/// Head and body; without the body for HEAD, 204 and 304. A `file` counts as empty here.
std::string reply_text(const HttpRequest& request, const Reply& reply, bool keep_alive);

std::string_view reason_phrase(int status);

}  // namespace yunhe::http
