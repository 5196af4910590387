#include "tenants/webhook_worker.hpp"

#include <exception>

#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "db/case_store.hpp"
#include "db/lease.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/webhook_service.hpp"
#include "tenants/webhook_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::chrono::seconds kWebhookPause{2};
constexpr std::chrono::seconds kWebhookLease{180};
constexpr std::chrono::seconds kWebhookMessageLease{120};
constexpr std::uint32_t kWebhookBatch = 10;  ///< Ten slow receivers stay inside the lease.

struct WaitingWebhook {
    WebhookDelivery delivery;
    WebhookEndpoint endpoint;
};

std::optional<WaitingWebhook> find_waiting(db::Transaction& tx, TenantScope scope,
                                           const db::OutboxMessage& message) {
    const auto id =
        parse_id<WebhookDeliveryId>(message.payload.at("delivery_id").get<std::string>());
    if (!id.ok()) return std::nullopt;
    const auto delivery = find_webhook_delivery(tx, scope, id.value());
    if (!delivery || delivery->state != WebhookDeliveryState::waiting) return std::nullopt;
    const auto endpoint = find_webhook_endpoint(tx, scope, delivery->endpoint_id);
    YUNHE_ASSERT(endpoint.has_value());
    return WaitingWebhook{*delivery, *endpoint};
}

void end_delivery(db::Transaction& tx, TenantScope scope, WebhookDelivery& delivery,
                  WebhookDeliveryState state, Timestamp real_now) {
    delivery.state = state;
    delivery.ended_real = real_now;
    save_webhook_delivery(tx, scope, delivery);
}

/// Switches the endpoint off and puts it onto its body's desk.
void give_up_endpoint(db::Transaction& tx, TenantScope scope, WebhookEndpoint endpoint,
                      Timestamp real_now) {
    endpoint.state = WebhookState::failed;
    endpoint.ended_real = real_now;
    save_webhook_endpoint(tx, scope, endpoint);
    db::Todo todo;
    todo.aggregate = "webhook_endpoint";
    todo.aggregate_id = endpoint.id.value;
    todo.task = kWebhookFailedTask;
    todo.title = endpoint.description.empty() ? endpoint.url : endpoint.description;
    todo.body_id = endpoint.body_id;
    todo.opened_at = read_tenant(tx, scope).now(real_now);
    db::open_todo(tx, scope, todo);
}

void count_outcome(db::Transaction& tx, TenantScope scope, const WebhookEndpoint& known,
                   const WebhookAnswer& answer, Timestamp real_now) {
    auto endpoint = lock_webhook_endpoint(tx, scope, known.id);
    if (!endpoint || endpoint->state != WebhookState::active) return;
    if (answer.outcome == WebhookOutcome::sent) {
        if (endpoint->failures > 0) save_webhook_failures(tx, scope, endpoint->id, 0);
        return;
    }
    ++endpoint->failures;
    if (answer.gone || endpoint->failures >= kWebhookEndpointFailuresMax)
        return give_up_endpoint(tx, scope, *endpoint, real_now);
    save_webhook_failures(tx, scope, endpoint->id, endpoint->failures);
}

WebhookDeliveryState end_of(WebhookOutcome outcome) {
    switch (outcome) {
        case WebhookOutcome::sent: return WebhookDeliveryState::sent;
        case WebhookOutcome::refused: return WebhookDeliveryState::refused;
        case WebhookOutcome::failed: break;
    }
    return WebhookDeliveryState::failed;
}

/// What the answer means for the delivery and its message. False: somebody else has it by now.
bool settle(db::Transaction& tx, TenantScope scope, const db::OutboxMessage& message,
            const WaitingWebhook& waiting, const WebhookAnswer& answer, Timestamp real_now) {
    const bool last = message.attempts >= kWebhookAttemptsMax;
    const bool again = answer.outcome == WebhookOutcome::failed && !last && !answer.gone;
    const bool ours =
        again ? db::mark_failed(tx, scope, message, real_now, answer.detail, kWebhookAttemptsMax)
              : db::mark_done(tx, scope, message);
    if (!ours) return false;
    auto delivery = waiting.delivery;
    ++delivery.attempts;
    insert_webhook_attempt(tx, scope, delivery.id,
                           {.attempt = delivery.attempts,
                            .at_real = real_now,
                            .outcome = answer.outcome,
                            .detail = answer.detail});
    if (again) save_webhook_delivery(tx, scope, delivery);
    else end_delivery(tx, scope, delivery, end_of(answer.outcome), real_now);
    count_outcome(tx, scope, waiting.endpoint, answer, real_now);
    return true;
}

/// Lets any server do the next round.
void hand_over(db::Database& database, const std::string& holder) {
    const auto done = database.transact([&](db::Transaction& tx) -> Result<bool> {
        if (const auto lease = db::take_lease(tx, "webhooks", holder, kWebhookLease))
            db::release_lease(tx, *lease);
        return true;
    });
    if (!done.ok()) spdlog::warn("the lease of webhooks wasn't given up");
}

}  // namespace

WebhookWorker::WebhookWorker(db::Database& database, const Signer& signer,
                             std::unique_ptr<WebhookPort> port)
    : database_(database),
      signer_(signer),
      port_(std::move(port)),
      holder_("webhooks-" + crypto::random_hex(8)),
      thread_(kWebhookPause, [this] { run_once(real_now()); }, [](const char* what) {
          spdlog::error("the round of webhooks failed: {}", what);
      }) {}

std::size_t WebhookWorker::run_once(Timestamp real_now) {
    const auto tenants =
        database_.read([&](db::Transaction& tx) -> Result<std::vector<TenantId>> {
            return db::list_tenants_with_due_across_tenants(tx, real_now);
        }).value();
    std::size_t tries = 0;
    for (const auto tenant : tenants) {
        if (thread_.stopping()) break;
        try {
            tries += run_tenant(tenant, real_now);
        } catch (const std::exception& failure) {
            // One tenant's trouble is not the others'.
            spdlog::error("webhooks of tenant {} failed: {}", tenant.value, failure.what());
        }
    }
    if (!tenants.empty()) hand_over(database_, holder_);
    return tries;
}

std::size_t WebhookWorker::run_tenant(TenantId tenant, Timestamp real_now) {
    std::optional<TenantScope> scope;
    const auto found = database_.read([&](db::Transaction& tx) -> Result<bool> {
        for_each_tenant_across_tenants(tx, [&](TenantScope one, const Tenant&) {
            if (one.tenant() == tenant) scope = one;
        });
        return true;
    });
    if (!found.ok() || !scope) return 0;
    std::size_t tries = 0;
    for (;;) {
        const auto batch =
            database_.transact([&](db::Transaction& tx) -> Result<std::vector<db::OutboxMessage>> {
                if (!db::take_lease(tx, "webhooks", holder_, kWebhookLease))
                    return std::vector<db::OutboxMessage>{};
                return db::claim_batch(tx, *scope, kWebhookTopic, real_now, kWebhookMessageLease,
                                       kWebhookBatch);
            }).value();
        for (const auto& message : batch) {
            if (thread_.stopping()) return tries;
            deliver(*scope, message, real_now);
            ++tries;
        }
        if (batch.size() < kWebhookBatch) return tries;
    }
}

void WebhookWorker::deliver(TenantScope scope, const db::OutboxMessage& message,
                            Timestamp real_now) {
    const auto waiting =
        database_.read([&](db::Transaction& tx) -> Result<std::optional<WaitingWebhook>> {
            return find_waiting(tx, scope, message);
        }).value();
    std::optional<WebhookAnswer> answer;
    if (waiting && waiting->endpoint.state == WebhookState::active) {
        const auto& event = waiting->delivery.event;
        answer = port_->post(
            {.url = waiting->endpoint.url,
             .secrets = webhook_secrets(signer_, scope, waiting->endpoint, real_now),
             .id = to_text(event.id),
             .body = webhook_message(event.type, event.occurred_at, event.data)},
            real_now);
    }
    const auto kept = database_.transact([&](db::Transaction& tx) -> Result<bool> {
        if (answer) return settle(tx, scope, message, *waiting, *answer, real_now);
        if (!db::mark_done(tx, scope, message)) return false;
        if (!waiting) return true;
        auto delivery = waiting->delivery;
        end_delivery(tx, scope, delivery, WebhookDeliveryState::dropped, real_now);
        return true;
    });
    if (!kept.value()) spdlog::warn("a webhook was claimed by another server meanwhile");
}

}  // namespace yunhe::tenants
