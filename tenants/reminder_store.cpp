#include "tenants/reminder_store.hpp"

#include "base/crypto.hpp"

namespace yunhe::tenants {
namespace {

constexpr const char* kSelectReminders =
    "SELECT r.id AS id, r.obligation_id AS obligation_id, r.stage AS stage, "
    "r.body_id AS body_id, b.code AS body_code, b.name AS body_name, r.role AS role, "
    "r.escalated AS escalated, r.at AS at, o.kind AS kind, o.subject AS subject, "
    "o.due_on AS due_on FROM reminders r "
    "JOIN obligations o ON o.tenant_id = r.tenant_id AND o.id = r.obligation_id "
    "JOIN bodies b ON b.tenant_id = r.tenant_id AND b.id = r.body_id ";

Reminder read_reminder(const db::Row& row) {
    return {.id = row.id<ReminderId>("id"),
            .obligation_id = row.id<ObligationId>("obligation_id"),
            .stage = row.enumerator<ReminderStage>("stage"),
            .recipient = {.body_id = row.id<BodyId>("body_id"),
                          .role = row.enumerator<Role>("role"),
                          .escalated = row.boolean("escalated")},
            .body_code = row.text("body_code"),
            .body_name = row.text("body_name"),
            .kind = row.enumerator<ObligationKind>("kind"),
            .subject = row.text("subject"),
            .due_on = row.date("due_on"),
            .at = row.timestamp("at")};
}

Delivery read_delivery(const db::Row& row) {
    return {.channel = row.enumerator<ReminderChannel>("channel"),
            .outcome = row.enumerator<DeliveryOutcome>("outcome"),
            .detail = row.text("detail"),
            .attempts = static_cast<int>(row.int64("attempts")),
            .at_real = row.timestamp("at_real")};
}

std::string select_reminders(std::string_view rest) {
    return std::string(kSelectReminders).append(rest);
}

}  // namespace

bool insert_reminder(db::Transaction& tx, TenantScope scope, ReminderId id,
                     ObligationId obligation_id, ReminderStage stage, const Recipient& recipient,
                     Timestamp at) {
    return tx.execute(R"(
        INSERT INTO reminders (tenant_id, id, obligation_id, stage, body_id, role, escalated, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON DUPLICATE KEY UPDATE stage = stage)",
                      scope, id, obligation_id, stage, recipient.body_id, recipient.role,
                      recipient.escalated, at) == 1;
}

std::optional<Reminder> find_reminder(db::Transaction& tx, TenantScope scope, ReminderId id) {
    return tx.find(select_reminders("WHERE r.tenant_id = ? AND r.id = ?"), read_reminder,
                   scope, id);
}

std::vector<Reminder> list_reminders(db::Transaction& tx, TenantScope scope,
                                     std::optional<BodyId> body_id,
                                     std::optional<ObligationId> obligation_id,
                                     const PageRequest& page) {
    return tx.list(select_reminders(R"(
         WHERE r.tenant_id = ?
           AND (? IS NULL OR r.body_id = ?)
           AND (? IS NULL OR r.obligation_id = ?)
           AND (? = 0 OR (r.at, r.id) > (SELECT c.at, c.id
                                           FROM reminders c
                                          WHERE c.tenant_id = ? AND c.id = ?))
         ORDER BY r.at, r.id
         LIMIT ?)"),
                   read_reminder, scope, body_id, body_id, obligation_id, obligation_id,
                   page.after_id, scope, page.after_id, page.fetch());
}

std::vector<Delivery> list_deliveries(db::Transaction& tx, TenantScope scope, ReminderId id) {
    const auto found = deliveries_of(tx, scope, {id});
    return found.empty() ? std::vector<Delivery>{} : found.begin()->second;
}

std::map<ReminderId, std::vector<Delivery>> deliveries_of(db::Transaction& tx, TenantScope scope,
                                                          const std::vector<ReminderId>& ids) {
    std::map<ReminderId, std::vector<Delivery>> deliveries;
    if (ids.empty()) return deliveries;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (const auto id : ids) bound.push_back(db::to_value(id));
    tx.each("SELECT reminder_id, channel, outcome, detail, attempts, at_real "
            "FROM reminder_deliveries WHERE tenant_id = ? AND reminder_id IN (" +
                db::placeholders(ids.size()) + ") ORDER BY channel",
            bound, [&](const db::Row& row) {
                deliveries[row.id<ReminderId>("reminder_id")].push_back(read_delivery(row));
            });
    return deliveries;
}

void save_delivery(db::Transaction& tx, TenantScope scope, ReminderId id,
                   const Delivery& delivery) {
    tx.execute(R"(
        INSERT INTO reminder_deliveries (tenant_id, reminder_id, channel, outcome, detail,
                                         attempts, at_real)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON DUPLICATE KEY UPDATE outcome = VALUES(outcome), detail = VALUES(detail),
                                attempts = attempts + VALUES(attempts),
                                at_real = VALUES(at_real))",
               scope, id, delivery.channel, delivery.outcome, delivery.detail, delivery.attempts,
               delivery.at_real);
}

std::optional<ReminderSettings> find_reminder_settings(db::Transaction& tx, TenantScope scope) {
    return tx.find(R"(
        SELECT webhook_url, webhook_secret_sealed, failures, disabled_at, updated_at
          FROM reminder_settings
         WHERE tenant_id = ?)",
                   [](const db::Row& row) {
                       const auto sealed = crypto::from_base64(row.text("webhook_secret_sealed"));
                       YUNHE_ASSERT(sealed.has_value());
                       return ReminderSettings{
                           .webhook_url = row.text("webhook_url"),
                           .sealed_secret = *sealed,
                           .failures = static_cast<int>(row.int64("failures")),
                           .disabled_at = row.optional_timestamp("disabled_at"),
                           .updated_at = row.timestamp("updated_at")};
                   },
                   scope);
}

void save_reminder_settings(db::Transaction& tx, TenantScope scope,
                            const ReminderSettings& settings) {
    tx.execute(R"(
        INSERT INTO reminder_settings (tenant_id, webhook_url, webhook_secret_sealed, failures,
                                       disabled_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON DUPLICATE KEY UPDATE webhook_url = VALUES(webhook_url),
                                webhook_secret_sealed = VALUES(webhook_secret_sealed),
                                failures = VALUES(failures), disabled_at = VALUES(disabled_at),
                                updated_at = VALUES(updated_at))",
               scope, settings.webhook_url, crypto::base64(settings.sealed_secret),
               settings.failures, settings.disabled_at, settings.updated_at);
}

void count_webhook_failure(db::Transaction& tx, TenantScope scope, int failures_max,
                           Timestamp now) {
    tx.execute(R"(
        UPDATE reminder_settings
           SET failures = failures + 1,
               disabled_at = IF(failures >= ? AND disabled_at IS NULL, ?, disabled_at)
         WHERE tenant_id = ?)", failures_max, now, scope);
}

void clear_webhook_failures(db::Transaction& tx, TenantScope scope) {
    tx.execute("UPDATE reminder_settings SET failures = 0 WHERE tenant_id = ? AND failures <> 0",
               scope);
}

}  // namespace yunhe::tenants
