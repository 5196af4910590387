/// Reminders, what became of them, and where a tenant wants them sent, in SQL.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/reminder.hpp"

namespace yunhe::tenants {

/// False: this addressee was reminded of this stage before.
bool insert_reminder(db::Transaction& tx, TenantScope scope, ReminderId id,
                     ObligationId obligation_id, ReminderStage stage, const Recipient& recipient,
                     Timestamp at);
std::optional<Reminder> find_reminder(db::Transaction& tx, TenantScope scope, ReminderId id);

/// In the order in which they fell due, one page; `body_id` narrows it to one body's.
std::vector<Reminder> list_reminders(db::Transaction& tx, TenantScope scope,
                                     std::optional<BodyId> body_id,
                                     std::optional<ObligationId> obligation_id,
                                     const PageRequest& page);

/// By channel.
std::vector<Delivery> list_deliveries(db::Transaction& tx, TenantScope scope, ReminderId id);
/// Of several reminders; those without any are absent.
std::map<ReminderId, std::vector<Delivery>> deliveries_of(db::Transaction& tx, TenantScope scope,
                                                          const std::vector<ReminderId>& ids);
/// Replaces what was known of the channel; attempts add up.
void save_delivery(db::Transaction& tx, TenantScope scope, ReminderId id,
                   const Delivery& delivery);

/// Where a tenant wants its reminders sent beside the log.
struct ReminderSettings {
    std::string webhook_url;     ///< Empty: none.
    std::string sealed_secret;   ///< Bytes; empty: none.
    int failures = 0;            ///< In a row.
    std::optional<Timestamp> disabled_at;  ///< Real time: after too many failures.
    Timestamp updated_at;
};
std::optional<ReminderSettings> find_reminder_settings(db::Transaction& tx, TenantScope scope);
void save_reminder_settings(db::Transaction& tx, TenantScope scope,
                            const ReminderSettings& settings);
/// One more failure in a row, or none any more. The `failures_max`-th disables the webhook.
void count_webhook_failure(db::Transaction& tx, TenantScope scope, int failures_max, Timestamp now);
void clear_webhook_failures(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::tenants
