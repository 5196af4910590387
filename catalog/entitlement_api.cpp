#include "catalog/entitlement_view.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"

namespace yunhe::catalog {
namespace entitlement_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kCheckFields[] = {
    field::text("order", 64),
    field::text("scenario", 64).optional().about("Left out: the order's."),
    field::text("product", 64).optional().about("What the gateway is about to serve; left out: "
                                                "not checked."),
    field::text("meter", 64).optional()};
constexpr Shape kCheckBody{"EntitlementCheckBody", kCheckFields};

/// From memory, at most half a second old. The reason of a denial is the problem's code.
Result<Reply> check(const Call& call, const Input& asked) {
    if (!asked.has("order")) return malformed("?order", "missing_field");
    const auto chains = call.context.entitlements.recent_chains(call.caller.scope);
    const auto order = chains->orders.find(asked.text("order"));
    const auto deny = [](Denial denial) { return wrong_party(std::string(to_text(denial))); };
    if (order == chains->orders.end()) return deny(Denial::unknown_order);
    const auto& chain = order->second;
    if (asked.has("product") && asked.text("product") != chain.product_code)
        return deny(Denial::wrong_product);
    const auto meter = asked.optional_text("meter");
    const auto denial = judge(chain, call.caller.now, asked.text_or("scenario", ""), nullptr,
                              meter ? std::optional<std::string_view>(*meter) : std::nullopt);
    if (denial) return deny(*denial);
    Reply reply;
    reply.status = 204;
    return reply;
}

Result<Reply> check_query(const Call& call) { return check(call, call.query); }
Result<Reply> check_body(const Call& call) { return check(call, call.body); }

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/entitlements/check", Permission::entitlement_check, check_query,
     "checkEntitlementByQuery", "Gateway check: 204 allows, 403 denies with a code.",
     {.query = kCheckFields, .status = 204, .repeatable = true}},
    {Method::post, "/api/v1/entitlements/check", Permission::entitlement_check, check_body,
     "checkEntitlement", "Gateway check: 204 allows, 403 denies with a code.",
     {.body = &kCheckBody, .status = 204, .repeatable = true}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace entitlement_api

std::span<const http::Route> entitlement_routes() { return entitlement_api::kRoutes; }

}  // namespace yunhe::catalog
