/// Tells the world: whoever makes something happen calls this in the same transaction.
#pragma once

#include "db/transaction.hpp"
#include "tenants/webhook.hpp"

namespace yunhe::tenants {

/// Puts the event into the delivery log of every active endpoint that subscribed to its type and
/// may see it, and into the outbox. Without such an endpoint nothing is stored. `now` is the
/// tenant's clock.
void publish_webhook(db::Transaction& tx, TenantScope scope, const WebhookNews& news,
                     Timestamp now);

}  // namespace yunhe::tenants
