/// Webhook endpoints, events, deliveries and tries in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/webhook.hpp"

namespace yunhe::tenants {

/// Where a body wants events sent. Times named real are the machine's.
struct WebhookEndpoint {
    WebhookEndpointId id;
    BodyId body_id;
    std::string url;
    std::string description;
    std::vector<std::string> event_types;
    std::string sealed_secret;  ///< Bytes.
    /// Signs beside the new one until `former_until`.
    std::optional<std::string> former_sealed;
    std::optional<Timestamp> former_until;
    WebhookState state = WebhookState::active;
    int version = 1;
    int failures = 0;  ///< In a row.
    UserId created_by_id;
    Timestamp created_at;
    std::optional<Timestamp> ended_real;
};
void insert_webhook_endpoint(db::Transaction& tx, TenantScope scope,
                             const WebhookEndpoint& endpoint);
std::optional<WebhookEndpoint> find_webhook_endpoint(db::Transaction& tx, TenantScope scope,
                                                     WebhookEndpointId id);
std::optional<WebhookEndpoint> lock_webhook_endpoint(db::Transaction& tx, TenantScope scope,
                                                     WebhookEndpointId id);
/// By id, without removed ones.
std::vector<WebhookEndpoint> list_webhook_endpoints(db::Transaction& tx, TenantScope scope,
                                                    BodyId body_id, const PageRequest& page);
std::uint64_t count_webhook_endpoints(db::Transaction& tx, TenantScope scope, BodyId body_id);
/// Saves everything that can change; counts the version up.
void save_webhook_endpoint(db::Transaction& tx, TenantScope scope,
                           const WebhookEndpoint& endpoint);
/// Without touching the version: tries go on while somebody edits.
void save_webhook_failures(db::Transaction& tx, TenantScope scope, WebhookEndpointId id,
                           int failures);

/// The active endpoints of the tenant that subscribed to this type and may see an event of this
/// developer (none: of nobody outside).
std::vector<WebhookEndpoint> webhook_subscribers(db::Transaction& tx, TenantScope scope,
                                                 const WebhookNews& news);

struct WebhookEvent {
    WebhookEventId id;
    std::string type;
    std::optional<BodyId> body_id;
    std::string subject;
    Json data = Json::object();
    Timestamp occurred_at;
};
void insert_webhook_event(db::Transaction& tx, TenantScope scope, const WebhookEvent& event);

struct WebhookDelivery {
    WebhookDeliveryId id;
    WebhookEndpointId endpoint_id;
    WebhookEvent event;
    WebhookDeliveryState state = WebhookDeliveryState::waiting;
    int attempts = 0;
    Timestamp created_real;
    std::optional<Timestamp> ended_real;
};
void insert_webhook_delivery(db::Transaction& tx, TenantScope scope,
                             const WebhookDelivery& delivery);
std::optional<WebhookDelivery> find_webhook_delivery(db::Transaction& tx, TenantScope scope,
                                                     WebhookDeliveryId id);
std::vector<WebhookDelivery> list_webhook_deliveries(db::Transaction& tx, TenantScope scope,
                                                     WebhookEndpointId endpoint_id,
                                                     std::optional<WebhookDeliveryState> state,
                                                     const PageRequest& page);
void save_webhook_delivery(db::Transaction& tx, TenantScope scope,
                           const WebhookDelivery& delivery);

struct WebhookAttempt {
    int attempt = 0;
    Timestamp at_real;
    WebhookOutcome outcome = WebhookOutcome::failed;
    std::string detail;
};
void insert_webhook_attempt(db::Transaction& tx, TenantScope scope, WebhookDeliveryId id,
                            const WebhookAttempt& attempt);
/// Oldest first.
std::vector<WebhookAttempt> webhook_attempts_of(db::Transaction& tx, TenantScope scope,
                                                WebhookDeliveryId id);

}  // namespace yunhe::tenants
