/// Expected outcomes as values: `Result<T>` is a T or an `Error`.
///
/// Three kinds of failure, three means: an outcome a caller must expect is a `Result`; a broken
/// environment (SQL, network) is an exception; our own bug is YUNHE_ASSERT.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/assert.hpp"

namespace yunhe {

/// The kind of refusal; it alone decides the HTTP status (http/problem.cpp). Order = the fixed
/// order in which a request is refused.
enum class Errc {
    too_large,               ///< 413
    unsupported_media_type,  ///< 415
    too_many_requests,       ///< 429
    unauthenticated,         ///< 401
    permission,              ///< 403: the role or key may never do this
    idempotency_key_missing, ///< 428
    idempotency_in_flight,   ///< 409
    idempotency_reused,      ///< 422: the same key came with another request
    malformed,               ///< 400
    not_found,               ///< 404: also everything that belongs to another tenant
    party,                   ///< 403: somebody else's object, or the other party's move
    version,                 ///< 412: If-Match does not match
    state,                   ///< 409: the object's state does not allow this
    rule,                    ///< 422: a rule of regulation, nation, tenant or system refuses
    funds,                   ///< 422: money or quota does not suffice
    unavailable,             ///< 503
};

/// Named values that fill the `{name}` marks of an error's text.
using ErrorArgs = std::vector<std::pair<std::string, std::string>>;

/// One field that is wrong. `pointer` is an RFC 6901 JSON pointer into the body, or `?name` for a
/// query parameter.
struct FieldError {
    std::string pointer;
    std::string code;
    ErrorArgs args = {};
};

/// The rule that refuses. `source` is regulation | national | tenant_policy | system; `article` is
/// set for the first two only (a false citation is worse than none).
struct RuleReference {
    std::string source;
    std::string rule;
    std::string rule_pack;
    std::optional<std::string> article;
};

/// Why something was refused. `code` is stable snake_case and has its zh and en text in
/// base/error_text.cpp.
struct Error {
    Errc kind = Errc::malformed;
    std::string code;
    ErrorArgs args = {};
    std::vector<FieldError> fields = {};
    std::optional<RuleReference> rule = {};
};

/// A T, or the Error why there is none. Both convert implicitly, so `return value;` and
/// `return Error{...};` work alike. Taking the side that is not there is a bug and asserts.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const noexcept { return state_.index() == 0; }

    const T& value() const& { YUNHE_ASSERT(ok()); return *std::get_if<0>(&state_); }
    T& value() & { YUNHE_ASSERT(ok()); return *std::get_if<0>(&state_); }
    T value() && { YUNHE_ASSERT(ok()); return std::move(*std::get_if<0>(&state_)); }
    const Error& error() const& { YUNHE_ASSERT(!ok()); return *std::get_if<1>(&state_); }
    Error error() && { YUNHE_ASSERT(!ok()); return std::move(*std::get_if<1>(&state_)); }

private:
    std::variant<T, Error> state_;
};

/// The value of something that succeeds without one: `return Done{};`.
struct Done {};
using Status = Result<Done>;

inline Error malformed(std::string pointer, std::string code, ErrorArgs args = {}) {
    return {Errc::malformed,
            "invalid_request",
            {},
            {{std::move(pointer), std::move(code), std::move(args)}},
            {}};
}
inline Error not_found(std::string code = "not_found") {
    return {Errc::not_found, std::move(code)};
}
inline Error wrong_party(std::string code) { return {Errc::party, std::move(code)}; }
inline Error wrong_state(std::string code, ErrorArgs args = {}) {
    return {Errc::state, std::move(code), std::move(args)};
}
/// A refusal by the product itself (source `system`). Refusals by a rule pack or policy are made by
/// `tenants::refuse_by_rule`, which cites.
inline Error refused_by_system(std::string rule, ErrorArgs args = {}) {
    return {Errc::rule, rule, std::move(args), {}, RuleReference{"system", rule, {}, {}}};
}

}  // namespace yunhe

/// `YUNHE_TRY(order, load(...));` declares `order`, or returns the error to our caller.
#define YUNHE_TRY(name, expr)                                              \
    auto name##_result = (expr);                                           \
    if (!name##_result.ok()) return std::move(name##_result).error();      \
    auto name = std::move(name##_result).value()

/// The same when the value is not needed.
#define YUNHE_CHECK(expr)                                                  \
    do {                                                                   \
        if (auto check_result = (expr); !check_result.ok())                \
            return std::move(check_result).error();                        \
    } while (false)
