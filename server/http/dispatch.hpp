/// The one place where an outcome becomes an HTTP response, and where exceptions end.
///
/// Order of refusals, the same for every route: no such path (404) or method (405), media type,
/// rate of open routes, unauthenticated, rate of the API key, permission, idempotency key,
/// malformed; then the handler's own. A transactional write runs as ONE transaction: idempotency
/// claim, handler, audit row, stored reply, COMMIT (docs/adr/0001-one-transaction-per-call.md).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "http/call.hpp"
#include "http/context.hpp"
#include "http/limits.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"

namespace yunhe::http {

/// The browser session's cookie.
inline constexpr std::string_view kSessionCookie = "yunhe_session";

struct DispatchOptions {
    /// For tests: a reply that departs from its declared shape is a 500 that names the pointer.
    bool check_replies = false;
    Metrics* metrics = nullptr;
    /// Limits open routes, by address; null: no limit.
    RateLimit* open_limit = nullptr;
    /// Who calls; tests put their own in. Empty: tenants/authenticator_service.hpp.
    std::function<Result<tenants::Caller>(const HttpRequest&, const Route&)> authenticate = {};
    /// Answers what no route does (the console's files); empty: 404.
    std::function<Reply(const HttpRequest&)> otherwise = {};
};

/// Thread-safe; calls run in the threads that call.
class Dispatcher {
public:
    /// `all` and `context` must outlive it. The tables together must be a Router's.
    Dispatcher(std::span<const Route> all, Context& context, DispatchOptions options = {});

    /// Never throws.
    Reply operator()(const HttpRequest& request) const;

private:
    struct Progress;
    struct Prepared;

    Reply answer(const HttpRequest& request, Progress& progress) const;
    Reply answer_unrouted(const HttpRequest& request, const Router::Match& match) const;
    Result<Reply> run(const HttpRequest& request, const Router::Match& match,
                      Progress& progress) const;
    Result<tenants::Caller> caller_of(const HttpRequest& request, const Router::Match& match,
                                      Progress& progress) const;
    Result<Prepared> prepare(const HttpRequest& request, const Route& route) const;
    Result<Reply> handle(const Route& route, const Call& call) const;
    Result<Reply> write(const Route& route, const Call& call) const;
    Result<Reply> checked(const Route& route, Result<Reply> reply) const;

    std::span<const Route> routes_;
    Context& context_;
    DispatchOptions options_;
    Router router_;
    std::vector<std::vector<Field>> query_fields_;  ///< Per route, all optional.
    std::unique_ptr<RateLimit> key_limit_ = std::make_unique<RateLimit>();  ///< Of API keys.
};

}  // namespace yunhe::http
