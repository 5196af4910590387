#include "tenants/reminder_port.hpp"

#include <spdlog/spdlog.h>

namespace yunhe::tenants {
namespace {

class LogReminderPort final : public ReminderPort {
public:
    ReminderChannel channel() const override { return ReminderChannel::log; }
    Delivery send(const ReminderAddress& address, const Reminder& reminder, Timestamp) override {
        spdlog::info("reminder {} tenant={} stage={} kind={} body={} role={} due_on={}",
                     to_text(reminder.id), address.tenant_slug, to_text(reminder.stage),
                     to_text(reminder.kind), reminder.body_code, to_text(reminder.recipient.role),
                     to_text(reminder.due_on));
        Delivery delivery;
        delivery.channel = channel();
        delivery.outcome = DeliveryOutcome::sent;
        return delivery;
    }
};

class UnconfiguredMailPort final : public ReminderPort {
public:
    ReminderChannel channel() const override { return ReminderChannel::mail; }
    Delivery send(const ReminderAddress&, const Reminder&, Timestamp) override {
        Delivery delivery;
        delivery.channel = channel();
        delivery.outcome = DeliveryOutcome::not_configured;
        delivery.detail = "this server has no mail gateway";
        return delivery;
    }
};

}  // namespace

std::unique_ptr<ReminderPort> make_log_reminder_port() {
    return std::make_unique<LogReminderPort>();
}

std::unique_ptr<ReminderPort> make_unconfigured_mail_port() {
    return std::make_unique<UnconfiguredMailPort>();
}

}  // namespace yunhe::tenants
