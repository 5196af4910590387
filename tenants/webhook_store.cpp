#include "tenants/webhook_store.hpp"

#include "base/crypto.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_WEBHOOK_ENDPOINT                                                                 \
    "SELECT id, body_id, url, description, event_types, secret_sealed, former_sealed, "        \
    "former_until, state, version, failures, created_by_id, created_at, ended_real "           \
    "FROM webhook_endpoints WHERE tenant_id = ? "
#define YUNHE_WEBHOOK_DELIVERY                                                                 \
    "SELECT deliveries.id, deliveries.endpoint_id, deliveries.event_id, deliveries.state, "    \
    "deliveries.attempts, deliveries.created_real, deliveries.ended_real, events.type, "       \
    "events.body_id, events.subject, events.payload, events.occurred_at "                      \
    "FROM webhook_deliveries deliveries JOIN webhook_events events "                           \
    "ON events.tenant_id = deliveries.tenant_id AND events.id = deliveries.event_id "          \
    "WHERE deliveries.tenant_id = ? "

WebhookEndpoint read_webhook_endpoint(const db::Row& row) {
    WebhookEndpoint endpoint;
    endpoint.id = row.id<WebhookEndpointId>("id");
    endpoint.body_id = row.id<BodyId>("body_id");
    endpoint.url = row.text("url");
    endpoint.description = row.text("description");
    endpoint.event_types = row.json("event_types").get<std::vector<std::string>>();
    endpoint.sealed_secret = crypto::from_base64(row.text("secret_sealed")).value_or("");
    if (const auto former = row.optional_text("former_sealed"))
        endpoint.former_sealed = crypto::from_base64(*former).value_or("");
    endpoint.former_until = row.optional_timestamp("former_until");
    endpoint.state = row.enumerator<WebhookState>("state");
    endpoint.version = static_cast<int>(row.int64("version"));
    endpoint.failures = static_cast<int>(row.int64("failures"));
    endpoint.created_by_id = row.id<UserId>("created_by_id");
    endpoint.created_at = row.timestamp("created_at");
    endpoint.ended_real = row.optional_timestamp("ended_real");
    return endpoint;
}

WebhookDelivery read_webhook_delivery(const db::Row& row) {
    WebhookDelivery delivery;
    delivery.id = row.id<WebhookDeliveryId>("id");
    delivery.endpoint_id = row.id<WebhookEndpointId>("endpoint_id");
    delivery.event = {.id = row.id<WebhookEventId>("event_id"),
                      .type = row.text("type"),
                      .body_id = row.optional_id<BodyId>("body_id"),
                      .subject = row.text("subject"),
                      .data = row.json("payload"),
                      .occurred_at = row.timestamp("occurred_at")};
    delivery.state = row.enumerator<WebhookDeliveryState>("state");
    delivery.attempts = static_cast<int>(row.int64("attempts"));
    delivery.created_real = row.timestamp("created_real");
    delivery.ended_real = row.optional_timestamp("ended_real");
    return delivery;
}

std::optional<std::string> sealed_text(const std::optional<std::string>& sealed) {
    if (!sealed) return std::nullopt;
    return crypto::base64(*sealed);
}

}  // namespace

void insert_webhook_endpoint(db::Transaction& tx, TenantScope scope,
                             const WebhookEndpoint& endpoint) {
    tx.execute(R"(
        INSERT INTO webhook_endpoints (tenant_id, id, body_id, url, description, event_types,
                                       secret_sealed, state, created_by_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, endpoint.id, endpoint.body_id, endpoint.url, endpoint.description,
               Json(endpoint.event_types), crypto::base64(endpoint.sealed_secret), endpoint.state,
               endpoint.created_by_id, endpoint.created_at);
}

std::optional<WebhookEndpoint> find_webhook_endpoint(db::Transaction& tx, TenantScope scope,
                                                     WebhookEndpointId id) {
    return tx.find(YUNHE_WEBHOOK_ENDPOINT "AND id = ?", read_webhook_endpoint, scope, id);
}

std::optional<WebhookEndpoint> lock_webhook_endpoint(db::Transaction& tx, TenantScope scope,
                                                     WebhookEndpointId id) {
    return tx.find(YUNHE_WEBHOOK_ENDPOINT "AND id = ? FOR UPDATE", read_webhook_endpoint, scope,
                   id);
}

std::vector<WebhookEndpoint> list_webhook_endpoints(db::Transaction& tx, TenantScope scope,
                                                    BodyId body_id, const PageRequest& page) {
    return tx.list(YUNHE_WEBHOOK_ENDPOINT
                   "AND body_id = ? AND state <> 'removed' AND id > ? ORDER BY id LIMIT ?",
                   read_webhook_endpoint, scope, body_id, page.after_id, page.fetch());
}

std::uint64_t count_webhook_endpoints(db::Transaction& tx, TenantScope scope, BodyId body_id) {
    return tx.one(R"(
        SELECT COUNT(*) AS endpoint_count FROM webhook_endpoints
         WHERE tenant_id = ? AND body_id = ? AND state <> 'removed')",
                  [](const db::Row& row) { return row.uint64("endpoint_count"); }, scope,
                  body_id);
}

void save_webhook_endpoint(db::Transaction& tx, TenantScope scope,
                           const WebhookEndpoint& endpoint) {
    tx.execute(R"(
        UPDATE webhook_endpoints
           SET url = ?, description = ?, event_types = ?, secret_sealed = ?, former_sealed = ?,
               former_until = ?, state = ?, failures = ?, ended_real = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               endpoint.url, endpoint.description, Json(endpoint.event_types),
               crypto::base64(endpoint.sealed_secret), sealed_text(endpoint.former_sealed),
               endpoint.former_until, endpoint.state, endpoint.failures, endpoint.ended_real,
               scope, endpoint.id);
}

void save_webhook_failures(db::Transaction& tx, TenantScope scope, WebhookEndpointId id,
                           int failures) {
    tx.execute("UPDATE webhook_endpoints SET failures = ? WHERE tenant_id = ? AND id = ?",
               failures, scope, id);
}

std::vector<WebhookEndpoint> webhook_subscribers(db::Transaction& tx, TenantScope scope,
                                                 const WebhookNews& news) {
    auto endpoints = tx.list(R"(
        SELECT endpoints.id, endpoints.body_id, endpoints.url, endpoints.description,
               endpoints.event_types, endpoints.secret_sealed, endpoints.former_sealed,
               endpoints.former_until, endpoints.state, endpoints.version, endpoints.failures,
               endpoints.created_by_id, endpoints.created_at, endpoints.ended_real
          FROM webhook_endpoints endpoints
          JOIN bodies
            ON bodies.tenant_id = endpoints.tenant_id AND bodies.id = endpoints.body_id
         WHERE endpoints.tenant_id = ? AND endpoints.state = 'active'
           AND (bodies.kind <> 'developer' OR (? AND endpoints.body_id = ?))
         ORDER BY endpoints.id)",
                             read_webhook_endpoint, scope,
                             find_webhook_type(news.type)->to_developers, news.body_id);
    std::erase_if(endpoints, [&](const WebhookEndpoint& endpoint) {
        return std::ranges::find(endpoint.event_types, news.type) == endpoint.event_types.end();
    });
    return endpoints;
}

void insert_webhook_event(db::Transaction& tx, TenantScope scope, const WebhookEvent& event) {
    tx.execute(R"(
        INSERT INTO webhook_events (tenant_id, id, type, body_id, subject, payload, occurred_at)
        VALUES (?, ?, ?, ?, ?, ?, ?))",
               scope, event.id, event.type, event.body_id, event.subject, event.data,
               event.occurred_at);
}

void insert_webhook_delivery(db::Transaction& tx, TenantScope scope,
                             const WebhookDelivery& delivery) {
    tx.execute(R"(
        INSERT INTO webhook_deliveries (tenant_id, id, endpoint_id, event_id, state, created_real)
        VALUES (?, ?, ?, ?, ?, ?))",
               scope, delivery.id, delivery.endpoint_id, delivery.event.id, delivery.state,
               delivery.created_real);
}

std::optional<WebhookDelivery> find_webhook_delivery(db::Transaction& tx, TenantScope scope,
                                                     WebhookDeliveryId id) {
    return tx.find(YUNHE_WEBHOOK_DELIVERY "AND deliveries.id = ?", read_webhook_delivery, scope,
                   id);
}

std::vector<WebhookDelivery> list_webhook_deliveries(db::Transaction& tx, TenantScope scope,
                                                     WebhookEndpointId endpoint_id,
                                                     std::optional<WebhookDeliveryState> state,
                                                     const PageRequest& page) {
    const auto wanted = state ? std::string(to_text(*state)) : "";
    return tx.list(YUNHE_WEBHOOK_DELIVERY
                   "AND deliveries.endpoint_id = ? AND (? = '' OR deliveries.state = ?) "
                   "AND deliveries.id > ? ORDER BY deliveries.id LIMIT ?",
                   read_webhook_delivery, scope, endpoint_id, wanted, wanted, page.after_id,
                   page.fetch());
}

void save_webhook_delivery(db::Transaction& tx, TenantScope scope,
                           const WebhookDelivery& delivery) {
    tx.execute(R"(
        UPDATE webhook_deliveries SET state = ?, attempts = ?, ended_real = ?
         WHERE tenant_id = ? AND id = ?)",
               delivery.state, delivery.attempts, delivery.ended_real, scope, delivery.id);
}

void insert_webhook_attempt(db::Transaction& tx, TenantScope scope, WebhookDeliveryId id,
                            const WebhookAttempt& attempt) {
    tx.execute(R"(
        INSERT INTO webhook_attempts (tenant_id, delivery_id, attempt, at_real, outcome, detail)
        VALUES (?, ?, ?, ?, ?, ?))",
               scope, id, attempt.attempt, attempt.at_real, attempt.outcome, attempt.detail);
}

std::vector<WebhookAttempt> webhook_attempts_of(db::Transaction& tx, TenantScope scope,
                                                WebhookDeliveryId id) {
    return tx.list(R"(
        SELECT attempt, at_real, outcome, detail
          FROM webhook_attempts
         WHERE tenant_id = ? AND delivery_id = ?
         ORDER BY attempt)",
                   [](const db::Row& row) {
                       return WebhookAttempt{.attempt = static_cast<int>(row.int64("attempt")),
                                             .at_real = row.timestamp("at_real"),
                                             .outcome = row.enumerator<WebhookOutcome>("outcome"),
                                             .detail = row.text("detail")};
                   },
                   scope, id);
}

#undef YUNHE_WEBHOOK_ENDPOINT
#undef YUNHE_WEBHOOK_DELIVERY

}  // namespace yunhe::tenants
