#include "tenants/webhook_service.hpp"

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "db/case_store.hpp"
#include "db/outbox.hpp"
#include "tenants/webhook_url.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::size_t kWebhookSecretBytes = 32;

/// Ties a sealed secret to its row.
std::string secret_context(WebhookEndpointId id) { return "webhook_endpoints/" + to_text(id); }

Status check_webhook(const Caller& caller, const WebhookWish& wish) {
    YUNHE_CHECK(parse_webhook_url(wish.url));
    for (std::size_t i = 0; i < wish.event_types.size(); ++i) {
        const auto* type = find_webhook_type(wish.event_types[i]);
        if (type == nullptr || (caller.is_developer() && !type->to_developers))
            return malformed("/event_types/" + std::to_string(i), "unknown_event_type",
                             {{"type", wish.event_types[i]}});
    }
    return Done{};
}

Result<WebhookEndpoint> lock_own_webhook(db::Transaction& tx, const Caller& caller,
                                         WebhookEndpointId id) {
    auto endpoint = lock_webhook_endpoint(tx, caller.scope, id);
    if (!endpoint || endpoint->body_id != caller.body_id ||
        endpoint->state == WebhookState::removed)
        return not_found();
    return std::move(*endpoint);
}

void close_failure(db::Transaction& tx, const Caller& caller, WebhookEndpointId id) {
    db::close_todos(tx, caller.scope, "webhook_endpoint", id.value, kWebhookFailedTask,
                    caller.now);
}

KeptWebhook saved(db::Transaction& tx, const Caller& caller, const WebhookEndpoint& endpoint,
                  std::string secret = "") {
    save_webhook_endpoint(tx, caller.scope, endpoint);
    return {*find_webhook_endpoint(tx, caller.scope, endpoint.id), std::move(secret)};
}

}  // namespace

Result<KeptWebhook> add_webhook(db::Transaction& tx, const Caller& caller, const Signer& signer,
                                const WebhookWish& wish) {
    YUNHE_CHECK(check_webhook(caller, wish));
    if (count_webhook_endpoints(tx, caller.scope, caller.body_id) >= kWebhookEndpointsMax)
        return refused_by_system("too_many_endpoints",
                                 {{"max", std::to_string(kWebhookEndpointsMax)}});
    const auto secret = crypto::random_bytes(kWebhookSecretBytes);
    WebhookEndpoint endpoint;
    endpoint.id = tx.new_id<WebhookEndpointId>();
    endpoint.body_id = caller.body_id;
    endpoint.url = wish.url;
    endpoint.description = wish.description;
    endpoint.event_types = wish.event_types;
    endpoint.sealed_secret = signer.seal(caller.scope, secret_context(endpoint.id), secret);
    endpoint.created_by_id = caller.user_id;
    endpoint.created_at = caller.now;
    insert_webhook_endpoint(tx, caller.scope, endpoint);
    return KeptWebhook{endpoint, webhook_secret_text(secret)};
}

Result<KeptWebhook> change_webhook(db::Transaction& tx, const Caller& caller,
                                   WebhookEndpointId id, const WebhookWish& wish) {
    YUNHE_TRY(endpoint, lock_own_webhook(tx, caller, id));
    YUNHE_CHECK(check_webhook(caller, wish));
    endpoint.url = wish.url;
    endpoint.description = wish.description;
    endpoint.event_types = wish.event_types;
    return saved(tx, caller, endpoint);
}

Result<KeptWebhook> rotate_webhook_secret(db::Transaction& tx, const Caller& caller,
                                          const Signer& signer, WebhookEndpointId id) {
    YUNHE_TRY(endpoint, lock_own_webhook(tx, caller, id));
    const auto secret = crypto::random_bytes(kWebhookSecretBytes);
    endpoint.former_sealed = endpoint.sealed_secret;
    endpoint.former_until = real_now() + kWebhookFormerSecretHours;
    endpoint.sealed_secret = signer.seal(caller.scope, secret_context(id), secret);
    return saved(tx, caller, endpoint, webhook_secret_text(secret));
}

Result<KeptWebhook> switch_webhook(db::Transaction& tx, const Caller& caller, WebhookEndpointId id,
                                   bool on) {
    YUNHE_TRY(endpoint, lock_own_webhook(tx, caller, id));
    const auto wanted = on ? WebhookState::active : WebhookState::switched_off;
    if (endpoint.state == wanted)
        return wrong_state("endpoint_in_state", {{"state", std::string(to_text(wanted))}});
    endpoint.state = wanted;
    endpoint.failures = 0;
    endpoint.ended_real = on ? std::nullopt : std::optional(real_now());
    close_failure(tx, caller, id);
    return saved(tx, caller, endpoint);
}

Status remove_webhook(db::Transaction& tx, const Caller& caller, WebhookEndpointId id) {
    YUNHE_TRY(endpoint, lock_own_webhook(tx, caller, id));
    endpoint.state = WebhookState::removed;
    endpoint.ended_real = real_now();
    close_failure(tx, caller, id);
    save_webhook_endpoint(tx, caller.scope, endpoint);
    return Done{};
}

Result<WebhookEndpoint> read_own_webhook(db::Transaction& tx, const Caller& caller,
                                         WebhookEndpointId id) {
    auto endpoint = find_webhook_endpoint(tx, caller.scope, id);
    if (!endpoint || endpoint->body_id != caller.body_id ||
        endpoint->state == WebhookState::removed)
        return not_found();
    return std::move(*endpoint);
}

Result<WebhookDelivery> read_own_delivery(db::Transaction& tx, const Caller& caller,
                                          WebhookDeliveryId id) {
    auto delivery = find_webhook_delivery(tx, caller.scope, id);
    if (!delivery) return not_found();
    YUNHE_CHECK(read_own_webhook(tx, caller, delivery->endpoint_id));
    return std::move(*delivery);
}

Result<WebhookDelivery> ping_webhook(db::Transaction& tx, const Caller& caller,
                                     WebhookEndpointId id) {
    YUNHE_TRY(endpoint, lock_own_webhook(tx, caller, id));
    if (endpoint.state != WebhookState::active) return wrong_state("endpoint_not_active");
    const WebhookEvent event{.id = tx.new_id<WebhookEventId>(),
                             .type = "webhook.ping",
                             .body_id = caller.body_id,
                             .subject = to_text(id),
                             .data = {{"endpoint_id", to_text(id)}},
                             .occurred_at = caller.now};
    insert_webhook_event(tx, caller.scope, event);
    return queue_webhook(tx, caller.scope, id, event, real_now());
}

Result<WebhookDelivery> resend_webhook(db::Transaction& tx, const Caller& caller,
                                       WebhookDeliveryId id) {
    YUNHE_TRY(known, read_own_delivery(tx, caller, id));
    YUNHE_TRY(endpoint, lock_own_webhook(tx, caller, known.endpoint_id));
    if (endpoint.state != WebhookState::active) return wrong_state("endpoint_not_active");
    YUNHE_TRY(delivery, read_own_delivery(tx, caller, id));
    if (delivery.state == WebhookDeliveryState::waiting) return wrong_state("delivery_waits");
    delivery.state = WebhookDeliveryState::waiting;
    delivery.ended_real.reset();
    save_webhook_delivery(tx, caller.scope, delivery);
    db::enqueue(tx, caller.scope, kWebhookTopic, {{"delivery_id", to_text(id)}}, real_now());
    return delivery;
}

WebhookDelivery queue_webhook(db::Transaction& tx, TenantScope scope,
                              WebhookEndpointId endpoint_id, const WebhookEvent& event,
                              Timestamp real_now) {
    WebhookDelivery delivery;
    delivery.id = tx.new_id<WebhookDeliveryId>();
    delivery.endpoint_id = endpoint_id;
    delivery.event = event;
    delivery.created_real = real_now;
    insert_webhook_delivery(tx, scope, delivery);
    db::enqueue(tx, scope, kWebhookTopic, {{"delivery_id", to_text(delivery.id)}}, real_now);
    return delivery;
}

std::vector<std::string> webhook_secrets(const Signer& signer, TenantScope scope,
                                         const WebhookEndpoint& endpoint, Timestamp real_now) {
    std::vector<std::string> secrets;
    const auto add = [&](const std::string& sealed) {
        const auto secret = signer.unseal(scope, secret_context(endpoint.id), sealed);
        if (!secret)
            throw std::runtime_error("the webhook's secret was sealed with another key");
        secrets.push_back(*secret);
    };
    add(endpoint.sealed_secret);
    if (endpoint.former_sealed && real_now < *endpoint.former_until) add(*endpoint.former_sealed);
    return secrets;
}

}  // namespace yunhe::tenants
