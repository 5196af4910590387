/// Errors as RFC 9457 problem details: `type, title, status, detail, code, request_id`, `errors[]`
/// with pointer, code and detail, and for a refusal by a rule `source, rule, rule_pack, article`.
/// Pure.
#pragma once

#include <string_view>

#include "base/error_text.hpp"
#include "http/message.hpp"

namespace yunhe::http {

inline constexpr std::string_view kProblemType = "application/problem+json";

/// The status of a kind of refusal: the only place where the two meet.
int http_status(Errc kind);

/// `Accept-Language: en` -> english; Chinese if it isn't clearly English (RFC 9110 section 12.5.4).
Language language_of(std::string_view accept_language);

/// A 429 carries the error's argument `seconds` as Retry-After.
Reply problem_reply(const Error& error, Language language, std::string_view request_id);
/// With a status of its own, for what no kind of Error stands for (405, 414, 431, 501, 505).
Reply problem_reply(int status, const Error& error, Language language, std::string_view request_id);
/// 500 `internal`: says nothing but the request's id.
Reply internal_problem(const HttpRequest& request);
/// 503 with Retry-After: the database or another part is away for a moment.
Reply unavailable_problem(const HttpRequest& request);

}  // namespace yunhe::http
