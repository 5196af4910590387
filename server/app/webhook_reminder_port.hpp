/// Reminders by webhook, sent as all webhooks are (app/webhook_sender.hpp).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/webhook_sender.hpp"
#include "tenants/reminder_port.hpp"

namespace yunhe::app {

/// `allowed`: numeric addresses that may be called though they aren't public.
std::unique_ptr<tenants::ReminderPort> make_webhook_reminder_port(
    std::vector<std::string> allowed);

}  // namespace yunhe::app
