/// Liveness, readiness, metrics and the API's own description.
#include "app/health_api.hpp"

#include "app/documents.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/metrics.hpp"

namespace yunhe::app {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

Reply text(int status, std::string content_type, std::string words) {
    Reply reply;
    reply.status = status;
    reply.content_type = std::move(content_type);
    reply.raw = std::move(words);
    return reply;
}

Result<Reply> show_health(const Call&) { return text(200, "text/plain", "ok\n"); }

Result<Reply> show_readiness(const Call& call) {
    if (call.context.ready && !call.context.ready()) return text(503, "text/plain", "not ready\n");
    return text(200, "text/plain", "ready\n");
}

/// Only for the machine itself: nothing that stands in front of the server may pass it on.
Result<Reply> show_metrics(const Call& call) {
    const auto& address = call.request.remote_address;
    const bool local = address.starts_with("127.") || address == "::1";
    if (!local || !call.request.header("x-forwarded-for").empty()) return not_found();
    const auto* metrics = call.context.metrics;
    return text(200, "text/plain; version=0.0.4", metrics != nullptr ? metrics->text() : "");
}

Result<Reply> show_openapi(const Call&) {
    static const std::string document = openapi_text();
    return text(200, "application/json", document);
}

constexpr Route kRoutes[] = {
    {Method::get, "/healthz", Permission::open, show_health, "getHealth", "The process answers."},
    {Method::get, "/readyz", Permission::open, show_readiness, "getReadiness",
     "The server can take requests: its database answers and it isn't stopping."},
    {Method::get, "/metrics", Permission::open, show_metrics, "getMetrics",
     "Prometheus metrics, for clients on the same machine only."},
    {Method::get, "/openapi.json", Permission::open, show_openapi, "getOpenapi",
     "This description, generated from the route tables."},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> health_routes() { return kRoutes; }

}  // namespace yunhe::app
