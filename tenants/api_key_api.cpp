/// API keys of one's own body.
#include "base/clock.hpp"
#include "base/text.hpp"
#include "http/call.hpp"
#include "tenants/api_key_service.hpp"
#include "tenants/api_key_store.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace api_key_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kKeyBodyFields[] = {
    field::text("name", 100),
    field::texts("scopes", 64).items(8).about("read, events:write, entitlements:check."),
    field::texts("addresses", 64).items(50).optional().about(
        "IP addresses or CIDR blocks; absent: from anywhere."),
    field::date("expires_on").optional().about("The last day, by real time."),
    field::integer("requests_per_minute", 1, kRequestsPerMinuteMax).optional().about(
        "How often it may call; left out: the tenant's limit. A key that isn't the operator's "
        "never gets more than that."),
};
constexpr Shape kKeyBody{"ApiKeyBody", kKeyBodyFields};

constexpr Field kKeyFields[] = {
    field::id<ApiKeyId>("id"),
    field::text("name", 100),
    field::texts("scopes", 64),
    field::texts("addresses", 64),
    field::date("expires_on").nullable(),
    field::timestamp("created_at"),
    field::timestamp("last_used_at").nullable().about("Exact to a minute."),
    field::timestamp("revoked_at").nullable(),
    field::integer("requests_per_minute", 1, kRequestsPerMinuteMax).nullable().about(
        "Null: the tenant's limit."),
};
constexpr Shape kKey{"ApiKey", kKeyFields};

constexpr Field kMadeKeyFields[] = {
    field::id<ApiKeyId>("id"),
    field::text("name", 100),
    field::texts("scopes", 64),
    field::texts("addresses", 64),
    field::date("expires_on").nullable(),
    field::timestamp("created_at"),
    field::timestamp("last_used_at").nullable(),
    field::timestamp("revoked_at").nullable(),
    field::integer("requests_per_minute", 1, kRequestsPerMinuteMax).nullable().about(
        "Null: the tenant's limit."),
    field::text("key", 100).about("The key itself: shown here and never again."),
};
constexpr Shape kMadeKey{"MadeApiKey", kMadeKeyFields};

template <class T>
Json optional_json(const std::optional<T>& value) {
    if (!value) return nullptr;
    return to_text(*value);
}

Json key_json(const ApiKey& key) {
    return {{"id", to_text(key.id)},
            {"name", key.name},
            {"scopes", key.scopes},
            {"addresses", key.addresses},
            {"expires_on", optional_json(key.expires_on)},
            {"created_at", to_text(key.created_at)},
            {"last_used_at", optional_json(key.last_used_at)},
            {"revoked_at", optional_json(key.revoked_at)},
            {"requests_per_minute",
             key.requests_per_minute ? Json(*key.requests_per_minute) : Json(nullptr)}};
}

/// Checked against its shape, so it fits.
std::optional<int> rate_of_body(const Input& body) {
    if (!body.has("requests_per_minute")) return std::nullopt;
    return static_cast<int>(body.integer("requests_per_minute"));
}

constexpr Field kRateFields[] = {
    field::integer("requests_per_minute", 1, kRequestsPerMinuteMax).optional().about(
        "Left out: the tenant's limit.")};
constexpr Shape kRate{"ApiKeyRate", kRateFields};

Status check_scopes(const std::vector<std::string>& scopes) {
    std::vector<std::string> known;
    for (const auto text : enum_values<KeyScope>) known.emplace_back(text);
    for (std::size_t i = 0; i < scopes.size(); ++i)
        if (!from_text<KeyScope>(scopes[i]))
            return malformed("/scopes/" + std::to_string(i), "not_one_of",
                             {{"allowed", join(known, ", ")}});
    return Done{};
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const NewApiKey wanted{.name = call.body.text("name"),
                           .scopes = call.body.texts("scopes"),
                           .addresses = call.body.texts("addresses"),
                           .expires_on = call.body.optional_date("expires_on"),
                           .requests_per_minute = rate_of_body(call.body)};
    YUNHE_CHECK(check_scopes(wanted.scopes));
    YUNHE_TRY(made, make_api_key(tx, call.caller, wanted, real_now()));
    Reply reply{.status = 201};
    reply.body = key_json(made.key);
    reply.body["key"] = made.text;
    return reply;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(call.page,
                           list_api_keys(tx, call.caller.scope, call.caller.body_id, call.page),
                           key_json, [](const ApiKey& key) { return key.id.value; });
    return reply;
}

Result<Reply> revoke(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApiKeyId>("key_id"));
    YUNHE_TRY(key, revoke_api_key(tx, call.caller, id, real_now()));
    Reply reply;
    reply.body = key_json(key);
    return reply;
}

Result<Reply> set_rate(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApiKeyId>("key_id"));
    YUNHE_TRY(key, set_api_key_rate(tx, call.caller, id, rate_of_body(call.body)));
    Reply reply;
    reply.body = key_json(key);
    return reply;
}

constexpr Route kRoutes[] = {
    // Repeatable, because a stored reply would keep the key's secret for a week: a request sent
    // twice makes two keys.
    {Method::post, "/api/v1/api-keys", Permission::api_key_manage, create, "createApiKey",
     "Makes a key of one's own body and shows it once.",
     {.body = &kKeyBody, .reply = &kMadeKey, .status = 201, .repeatable = true}},
    {Method::get, "/api/v1/api-keys", Permission::api_key_manage, list, "listApiKeys",
     "Keys of one's own body, oldest first.", {.page_of = &kKey}},
    {Method::post, "/api/v1/api-keys/:key_id/rate-limit", Permission::api_key_manage, set_rate,
     "setApiKeyRate", "Sets how many requests a key may send in a minute.",
     {.body = &kRate, .reply = &kKey}},
    {Method::post, "/api/v1/api-keys/:key_id/revoke", Permission::api_key_manage, revoke,
     "revokeApiKey", "Ends a key within a second.", {.reply = &kKey}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace api_key_api

std::span<const http::Route> api_key_routes() { return api_key_api::kRoutes; }

}  // namespace yunhe::tenants
