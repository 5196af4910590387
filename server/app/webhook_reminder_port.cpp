#include "app/webhook_reminder_port.hpp"

namespace yunhe::app {
namespace {

using tenants::Delivery;
using tenants::DeliveryOutcome;
using tenants::Reminder;
using tenants::ReminderAddress;
using tenants::WebhookOutcome;

Delivery delivery_of(DeliveryOutcome outcome, std::string detail) {
    Delivery delivery;
    delivery.channel = tenants::ReminderChannel::webhook;
    delivery.outcome = outcome;
    delivery.detail = std::move(detail);
    return delivery;
}

DeliveryOutcome outcome_of(WebhookOutcome outcome) {
    switch (outcome) {
        case WebhookOutcome::sent: return DeliveryOutcome::sent;
        case WebhookOutcome::failed: return DeliveryOutcome::failed;
        case WebhookOutcome::refused: break;
    }
    return DeliveryOutcome::refused;
}

class WebhookReminderPort final : public tenants::ReminderPort {
public:
    explicit WebhookReminderPort(std::vector<std::string> allowed)
        : sender_(make_webhook_sender(std::move(allowed))) {}

    tenants::ReminderChannel channel() const override {
        return tenants::ReminderChannel::webhook;
    }

    Delivery send(const ReminderAddress& address, const Reminder& reminder,
                  Timestamp real_now) override {
        if (address.webhook_disabled)
            return delivery_of(DeliveryOutcome::not_configured, "switched off after failures");
        if (address.webhook_url.empty())
            return delivery_of(DeliveryOutcome::not_configured, "the tenant set no webhook");
        const auto answer = sender_->post(
            {.url = address.webhook_url,
             .secrets = {address.webhook_secret},
             .id = to_text(reminder.id),
             .body = to_text(tenants::reminder_payload(address.tenant_slug, reminder))},
            real_now);
        return delivery_of(outcome_of(answer.outcome), answer.detail);
    }

private:
    std::unique_ptr<tenants::WebhookPort> sender_;
};

}  // namespace

std::unique_ptr<tenants::ReminderPort> make_webhook_reminder_port(
    std::vector<std::string> allowed) {
    return std::make_unique<WebhookReminderPort>(std::move(allowed));
}

}  // namespace yunhe::app
