/// Webhook endpoints of a body, what was sent to them, and sending it again.
#include "base/clock.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/routes.hpp"
#include "tenants/webhook_service.hpp"

namespace yunhe::tenants {
namespace webhook_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kBodyFields[] = {
    field::text("webhook_url", 500).about("https://host/path."),
    field::text("description").optional(),
    field::texts("event_types", 64).about("See listWebhookEventTypes.").items(100),
};
constexpr Shape kBody{"WebhookEndpointBody", kBodyFields};

constexpr Field kEndpointFields[] = {
    field::id<WebhookEndpointId>("id"),
    field::text("webhook_url", 500),
    field::text("description").nullable(),
    field::texts("event_types", 64),
    field::one_of("state", enum_values<WebhookState>),
    field::integer("version", 1),
    field::integer("failures").about("In a row."),
    field::timestamp("former_secret_until")
        .nullable()
        .about("Until then the former secret signs beside the new one. Real time."),
    field::timestamp("created_at"),
    field::timestamp("ended_at").nullable().about("Since when it is off. Real time."),
    field::text("secret", 100)
        .nullable()
        .about("Signs each message (Standard Webhooks); shown once, when it is made."),
};
constexpr Shape kEndpoint{"WebhookEndpoint", kEndpointFields};

constexpr Field kAttemptFields[] = {
    field::integer("attempt", 1),
    field::timestamp("at").about("Real time."),
    field::one_of("outcome", enum_values<WebhookOutcome>),
    field::text("detail", 300).nullable(),
};
constexpr Shape kAttempt{"WebhookAttempt", kAttemptFields};
constexpr Field kDeliveryFields[] = {
    field::id<WebhookDeliveryId>("id"),
    field::id<WebhookEndpointId>("endpoint_id"),
    field::id<WebhookEventId>("event_id").about("The header webhook-id; the same for every try."),
    field::text("type", 64),
    field::text("subject", 128).nullable(),
    field::any("data"),
    field::timestamp("occurred_at").about("By the tenant's clock."),
    field::one_of("state", enum_values<WebhookDeliveryState>),
    field::integer("attempts"),
    field::timestamp("created_at").about("Real time, as the next."),
    field::timestamp("ended_at").nullable(),
    field::objects("tries", kAttempt).optional().about("Of one delivery only."),
};
constexpr Shape kDelivery{"WebhookDelivery", kDeliveryFields};
constexpr Field kDeliveryFilters[] = {
    field::one_of("state", enum_values<WebhookDeliveryState>)};

constexpr Field kTypeFields[] = {field::text("type", 64), field::boolean("to_developers"),
                                 field::text("about")};
constexpr Shape kType{"WebhookEventType", kTypeFields};
constexpr Field kTypesFields[] = {field::objects("types", kType)};
constexpr Shape kTypes{"WebhookEventTypes", kTypesFields};
constexpr Field kRemovedFields[] = {field::id<WebhookEndpointId>("id"),
                                    field::one_of("state", enum_values<WebhookState>)};
constexpr Shape kRemoved{"RemovedWebhookEndpoint", kRemovedFields};

Json time_or_null(const std::optional<Timestamp>& time) {
    return time ? Json(to_text(*time)) : Json(nullptr);
}

Json endpoint_json(const WebhookEndpoint& endpoint, const std::string& secret = "") {
    return {{"id", to_text(endpoint.id)},
            {"webhook_url", endpoint.url},
            {"description", or_null(endpoint.description)},
            {"event_types", endpoint.event_types},
            {"state", std::string(to_text(endpoint.state))},
            {"version", endpoint.version},
            {"failures", endpoint.failures},
            {"former_secret_until", time_or_null(endpoint.former_until)},
            {"created_at", to_text(endpoint.created_at)},
            {"ended_at", time_or_null(endpoint.ended_real)},
            {"secret", or_null(secret)}};
}

Json delivery_json(const WebhookDelivery& delivery) {
    return {{"id", to_text(delivery.id)},
            {"endpoint_id", to_text(delivery.endpoint_id)},
            {"event_id", to_text(delivery.event.id)},
            {"type", delivery.event.type},
            {"subject", or_null(delivery.event.subject)},
            {"data", delivery.event.data},
            {"occurred_at", to_text(delivery.event.occurred_at)},
            {"state", std::string(to_text(delivery.state))},
            {"attempts", delivery.attempts},
            {"created_at", to_text(delivery.created_real)},
            {"ended_at", time_or_null(delivery.ended_real)}};
}

WebhookWish wish_of(const Call& call) {
    return {.url = call.body.text("webhook_url"),
            .description = call.body.text_or("description", ""),
            .event_types = call.body.texts("event_types")};
}

Reply endpoint_reply(const KeptWebhook& kept, int status = 200) {
    Reply reply{.status = status, .body = endpoint_json(kept.endpoint, kept.secret)};
    reply.headers.emplace_back("ETag", http::etag(kept.endpoint.version));
    return reply;
}

Result<Reply> list_types(const Call& call, db::Transaction&) {
    Json types = Json::array();
    for (const auto& type : webhook_types())
        if (!call.caller.is_developer() || type.to_developers)
            types.push_back({{"type", std::string(type.name)},
                             {"to_developers", type.to_developers},
                             {"about", std::string(type.about)}});
    return Reply{.body = {{"types", std::move(types)}}};
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(kept, add_webhook(tx, call.caller, call.context.signer, wish_of(call)));
    return endpoint_reply(kept, 201);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rows =
        list_webhook_endpoints(tx, call.caller.scope, call.caller.body_id, call.page);
    return Reply{.body = page_json(
                     call.page, rows, [](const WebhookEndpoint& row) { return endpoint_json(row); },
                     [](const WebhookEndpoint& row) { return row.id.value; })};
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<WebhookEndpointId>("endpoint_id"));
    YUNHE_TRY(endpoint, read_own_webhook(tx, call.caller, id));
    return endpoint_reply({endpoint, ""});
}

Result<Reply> change(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<WebhookEndpointId>("endpoint_id"));
    YUNHE_TRY(endpoint, read_own_webhook(tx, call.caller, id));
    YUNHE_CHECK(http::check_if_match(call, endpoint.version));
    YUNHE_TRY(kept, change_webhook(tx, call.caller, id, wish_of(call)));
    return endpoint_reply(kept);
}

Result<Reply> rotate(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<WebhookEndpointId>("endpoint_id"));
    YUNHE_TRY(kept, rotate_webhook_secret(tx, call.caller, call.context.signer, id));
    return endpoint_reply(kept);
}

Result<Reply> switch_to(const Call& call, db::Transaction& tx, bool on) {
    YUNHE_TRY(id, call.path_id<WebhookEndpointId>("endpoint_id"));
    YUNHE_TRY(kept, switch_webhook(tx, call.caller, id, on));
    return endpoint_reply(kept);
}
Result<Reply> switch_on(const Call& call, db::Transaction& tx) { return switch_to(call, tx, true); }
Result<Reply> switch_off(const Call& call, db::Transaction& tx) {
    return switch_to(call, tx, false);
}

Result<Reply> remove(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<WebhookEndpointId>("endpoint_id"));
    YUNHE_CHECK(remove_webhook(tx, call.caller, id));
    return Reply{.body = {{"id", to_text(id)},
                          {"state", std::string(to_text(WebhookState::removed))}}};
}

Result<Reply> ping(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<WebhookEndpointId>("endpoint_id"));
    YUNHE_TRY(delivery, ping_webhook(tx, call.caller, id));
    return Reply{.status = 202, .body = delivery_json(delivery)};
}

Result<Reply> list_deliveries(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<WebhookEndpointId>("endpoint_id"));
    YUNHE_CHECK(read_own_webhook(tx, call.caller, id));
    const auto rows = list_webhook_deliveries(
        tx, call.caller.scope, id, call.query.optional_enumerator<WebhookDeliveryState>("state"),
        call.page);
    return Reply{.body = page_json(
                     call.page, rows, [](const WebhookDelivery& row) { return delivery_json(row); },
                     [](const WebhookDelivery& row) { return row.id.value; })};
}

Result<Reply> show_delivery(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<WebhookDeliveryId>("delivery_id"));
    YUNHE_TRY(delivery, read_own_delivery(tx, call.caller, id));
    auto body = delivery_json(delivery);
    body["tries"] = Json::array();
    for (const auto& attempt : webhook_attempts_of(tx, call.caller.scope, id))
        body["tries"].push_back({{"attempt", attempt.attempt},
                                 {"at", to_text(attempt.at_real)},
                                 {"outcome", std::string(to_text(attempt.outcome))},
                                 {"detail", or_null(attempt.detail)}});
    return Reply{.body = std::move(body)};
}

Result<Reply> resend(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<WebhookDeliveryId>("delivery_id"));
    YUNHE_TRY(delivery, resend_webhook(tx, call.caller, id));
    return Reply{.status = 202, .body = delivery_json(delivery)};
}

constexpr auto kManage = Permission::webhook_manage;
constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/webhook-event-types", kManage, list_types, "listWebhookEventTypes",
     "What the caller's body can have sent to it.", {.reply = &kTypes}},
    {Method::post, "/api/v1/webhook-endpoints", kManage, create, "createWebhookEndpoint",
     "Adds an address; the reply carries its secret, once.",
     {.body = &kBody, .reply = &kEndpoint, .status = 201}},
    {Method::get, "/api/v1/webhook-endpoints", kManage, list, "listWebhookEndpoints",
     "The body's endpoints.", {.page_of = &kEndpoint}},
    {Method::get, "/api/v1/webhook-endpoints/:endpoint_id", kManage, show, "showWebhookEndpoint",
     "One endpoint.", {.reply = &kEndpoint}},
    {Method::put, "/api/v1/webhook-endpoints/:endpoint_id", kManage, change,
     "changeWebhookEndpoint", "Changes address, description and event types.",
     {.body = &kBody, .reply = &kEndpoint}},
    {Method::post, "/api/v1/webhook-endpoints/:endpoint_id/rotate-secret", kManage, rotate,
     "rotateWebhookSecret", "Makes a new secret; the former one signs beside it for a day.",
     {.reply = &kEndpoint}},
    {Method::post, "/api/v1/webhook-endpoints/:endpoint_id/switch-on", kManage, switch_on,
     "switchWebhookOn", "Sends to it again.", {.reply = &kEndpoint}},
    {Method::post, "/api/v1/webhook-endpoints/:endpoint_id/switch-off", kManage, switch_off,
     "switchWebhookOff", "Sends nothing more; what waits is dropped.", {.reply = &kEndpoint}},
    {Method::post, "/api/v1/webhook-endpoints/:endpoint_id/remove", kManage, remove,
     "removeWebhookEndpoint", "Removes it for good.", {.reply = &kRemoved}},
    {Method::post, "/api/v1/webhook-endpoints/:endpoint_id/ping", kManage, ping, "pingWebhook",
     "Sends a webhook.ping to try it out.", {.reply = &kDelivery, .status = 202}},
    {Method::get, "/api/v1/webhook-endpoints/:endpoint_id/deliveries", kManage, list_deliveries,
     "listWebhookDeliveries", "What was sent, or waits to be, in order.",
     {.query = kDeliveryFilters, .page_of = &kDelivery}},
    {Method::get, "/api/v1/webhook-deliveries/:delivery_id", kManage, show_delivery,
     "showWebhookDelivery", "One delivery with its tries.", {.reply = &kDelivery}},
    {Method::post, "/api/v1/webhook-deliveries/:delivery_id/resend", kManage, resend,
     "resendWebhook", "Sends it again under the same id.", {.reply = &kDelivery, .status = 202}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace webhook_api

std::span<const http::Route> webhook_routes() { return webhook_api::kRoutes; }

}  // namespace yunhe::tenants
