#include "tenants/webhook_publish_service.hpp"

#include "base/clock.hpp"
#include "tenants/webhook_service.hpp"
#include "tenants/webhook_store.hpp"

namespace yunhe::tenants {

void publish_webhook(db::Transaction& tx, TenantScope scope, const WebhookNews& news,
                     Timestamp now) {
    YUNHE_ASSERT(find_webhook_type(news.type) != nullptr);
    const auto endpoints = webhook_subscribers(tx, scope, news);
    if (endpoints.empty()) return;
    const WebhookEvent event{.id = tx.new_id<WebhookEventId>(),
                             .type = std::string(news.type),
                             .body_id = news.body_id,
                             .subject = news.subject,
                             .data = news.data,
                             .occurred_at = now};
    insert_webhook_event(tx, scope, event);
    for (const auto& endpoint : endpoints) queue_webhook(tx, scope, endpoint.id, event, real_now());
}

}  // namespace yunhe::tenants
