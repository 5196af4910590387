/// Keeping webhook endpoints: a body's own users look after its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/signer_service.hpp"
#include "tenants/webhook_store.hpp"

namespace yunhe::tenants {

inline constexpr std::uint64_t kWebhookEndpointsMax = 10;  ///< Of one body.
/// The outbox topic of deliveries {delivery_id}.
inline constexpr std::string_view kWebhookTopic = "webhook";
/// On the desk of a body whose endpoint was switched off after failures.
inline constexpr std::string_view kWebhookFailedTask = "webhook_failed";

struct WebhookWish {
    std::string url;
    std::string description;
    std::vector<std::string> event_types;
};

/// With the secret in words, which is shown this once.
struct KeptWebhook {
    WebhookEndpoint endpoint;
    std::string secret;  ///< "whsec_..."; empty where no new one was made.
};

/// Errors: malformed `bad_webhook_url` at /webhook_url, /event_types/n `unknown_event_type` (also
/// one that developers don't get); rule `too_many_endpoints` (args: max).
Result<KeptWebhook> add_webhook(db::Transaction& tx, const Caller& caller, const Signer& signer,
                                const WebhookWish& wish);
/// Errors: not_found (another body's, or removed) here and below; those of add_webhook.
Result<KeptWebhook> change_webhook(db::Transaction& tx, const Caller& caller,
                                   WebhookEndpointId id, const WebhookWish& wish);
/// A new secret; the former one signs beside it for a day.
Result<KeptWebhook> rotate_webhook_secret(db::Transaction& tx, const Caller& caller,
                                          const Signer& signer, WebhookEndpointId id);
/// Errors: state `endpoint_in_state` (args: state) where it is so already.
Result<KeptWebhook> switch_webhook(db::Transaction& tx, const Caller& caller, WebhookEndpointId id,
                                   bool on);
Status remove_webhook(db::Transaction& tx, const Caller& caller, WebhookEndpointId id);

/// The caller's own endpoint. Errors: not_found.
Result<WebhookEndpoint> read_own_webhook(db::Transaction& tx, const Caller& caller,
                                         WebhookEndpointId id);
/// A delivery of an own endpoint. Errors: not_found.
Result<WebhookDelivery> read_own_delivery(db::Transaction& tx, const Caller& caller,
                                          WebhookDeliveryId id);

/// Sends `webhook.ping` to this endpoint alone. Errors: state `endpoint_not_active`.
Result<WebhookDelivery> ping_webhook(db::Transaction& tx, const Caller& caller,
                                     WebhookEndpointId id);
/// Sends it again under the same id, whatever became of it. Errors: state `delivery_waits`,
/// `endpoint_not_active`.
Result<WebhookDelivery> resend_webhook(db::Transaction& tx, const Caller& caller,
                                       WebhookDeliveryId id);

/// Puts one event into the delivery log of one endpoint and into the outbox.
WebhookDelivery queue_webhook(db::Transaction& tx, TenantScope scope,
                              WebhookEndpointId endpoint_id, const WebhookEvent& event,
                              Timestamp real_now);

/// The secrets that sign for an endpoint now. Throws std::runtime_error where they were sealed with
/// another key.
std::vector<std::string> webhook_secrets(const Signer& signer, TenantScope scope,
                                         const WebhookEndpoint& endpoint, Timestamp real_now);

}  // namespace yunhe::tenants
