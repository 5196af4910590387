/// Where a tenant wants its reminders sent beside the log.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/reminder_store.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::tenants {

/// The context under which a tenant's webhook secret is sealed.
inline constexpr std::string_view kWebhookSecretContext = "reminder_settings/webhook_secret";

struct SetWebhook {
    ReminderSettings settings;
    std::string secret;  ///< "whsec_..." of a webhook; shown this once. Empty without one.
};
/// Sets the webhook with a fresh secret, or removes it (nullopt). A webhook that was switched off
/// after failures is on again. Errors: malformed `bad_webhook_url` at /webhook_url.
Result<SetWebhook> set_reminder_webhook(db::Transaction& tx, const Caller& caller,
                                        const Signer& signer,
                                        const std::optional<std::string>& url, Timestamp real_now);

}  // namespace yunhe::tenants
