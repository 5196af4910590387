/// Reminders that were sent, to whom, with what outcome; and where a tenant wants them.
#include "base/clock.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/reminder_settings_service.hpp"
#include "tenants/reminder_store.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace reminder_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kDeliveryFields[] = {
    field::one_of("channel", enum_values<ReminderChannel>),
    field::one_of("outcome", enum_values<DeliveryOutcome>),
    field::text("detail", 300).nullable(),
    field::integer("attempts"),
    field::timestamp("at").about("Real time."),
};
constexpr Shape kDelivery{"ReminderDelivery", kDeliveryFields};
constexpr Field kReminderFields[] = {
    field::id<ReminderId>("id"),
    field::id<ObligationId>("obligation_id"),
    field::one_of("kind", enum_values<ObligationKind>),
    field::text("subject", 300),
    field::date("due_on"),
    field::one_of("stage", enum_values<ReminderStage>),
    field::text("body_code", 64).about("Who got it."),
    field::text("body_name", 200),
    field::one_of("role", enum_values<Role>),
    field::boolean("escalated").about("Sent above the one who must act."),
    field::timestamp("at").about("When it fell due, by the tenant's clock."),
    field::objects("deliveries", kDelivery).about("Empty: it waits to be delivered."),
};
constexpr Shape kReminder{"Reminder", kReminderFields};
constexpr Field kFilters[] = {field::id<ObligationId>("obligation_id")};

constexpr Field kSettingsBodyFields[] = {
    field::text("webhook_url", 500)
        .nullable()
        .about("https://host/path; null: no webhook. Setting it makes a new secret."),
};
constexpr Shape kSettingsBody{"ReminderSettingsBody", kSettingsBodyFields};
constexpr Field kSettingsFields[] = {
    field::text("webhook_url", 500).nullable(),
    field::text("webhook_secret", 100)
        .nullable()
        .about("Signs each message (Standard Webhooks); shown once, when it is set."),
    field::integer("failures").about("In a row."),
    field::timestamp("disabled_at").nullable().about("Switched off after too many failures."),
    field::boolean("mail_configured"),
};
constexpr Shape kSettings{"ReminderSettings", kSettingsFields};

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// What a delivery met with (addresses, hosts) is for those who look after the webhook only.
Json to_json(const Reminder& reminder, const std::vector<Delivery>& deliveries, bool detailed) {
    Json sent = Json::array();
    for (const auto& delivery : deliveries)
        sent.push_back({{"channel", to_text(delivery.channel)},
                        {"outcome", to_text(delivery.outcome)},
                        {"detail", text_or_null(detailed ? delivery.detail : "")},
                        {"attempts", delivery.attempts},
                        {"at", to_text(delivery.at_real)}});
    return {{"id", to_text(reminder.id)},
            {"obligation_id", to_text(reminder.obligation_id)},
            {"kind", to_text(reminder.kind)},
            {"subject", reminder.subject},
            {"due_on", to_text(reminder.due_on)},
            {"stage", to_text(reminder.stage)},
            {"body_code", reminder.body_code},
            {"body_name", reminder.body_name},
            {"role", to_text(reminder.recipient.role)},
            {"escalated", reminder.recipient.escalated},
            {"at", to_text(reminder.at)},
            {"deliveries", std::move(sent)}};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto scope = call.caller.scope;
    std::optional<BodyId> body_id;
    if (!sees_all_obligations(call.caller)) body_id = call.caller.body_id;
    const auto rows = list_reminders(tx, scope, body_id,
                                     call.query.optional_id<ObligationId>("obligation_id"),
                                     call.page);
    std::vector<ReminderId> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    const auto deliveries = deliveries_of(tx, scope, ids);
    return Reply{.body = page_json(call.page, rows,
                                   [&](const Reminder& reminder) {
                                       const auto sent = deliveries.find(reminder.id);
                                       return to_json(reminder, sent == deliveries.end()
                                                                    ? std::vector<Delivery>{}
                                                                    : sent->second,
                                                      !body_id);
                                   },
                                   [](const Reminder& reminder) { return reminder.id.value; })};
}

Json to_json(const ReminderSettings& settings, const std::string& secret) {
    return {{"webhook_url", text_or_null(settings.webhook_url)},
            {"webhook_secret", text_or_null(secret)},
            {"failures", settings.failures},
            {"disabled_at",
             settings.disabled_at ? Json(to_text(*settings.disabled_at)) : Json(nullptr)},
            {"mail_configured", false}};
}

Result<Reply> show_settings(const Call& call, db::Transaction& tx) {
    const auto settings = find_reminder_settings(tx, call.caller.scope);
    return Reply{.body = to_json(settings.value_or(ReminderSettings{}), "")};
}

Result<Reply> put_settings(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(set, set_reminder_webhook(tx, call.caller, call.context.signer,
                                        call.body.optional_text("webhook_url"), real_now()));
    return Reply{.body = to_json(set.settings, set.secret)};
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/reminders", Permission::signed_in, list, "listReminders",
     "Reminders in the order in which they fell due; a body sees its own.",
     {.query = kFilters, .page_of = &kReminder}},
    {Method::get, "/api/v1/reminder-settings", Permission::tenant_configure, show_settings,
     "showReminderSettings", "Where reminders are sent beside the log.", {.reply = &kSettings}},
    {Method::put, "/api/v1/reminder-settings", Permission::tenant_configure, put_settings,
     "putReminderSettings", "Sets or removes the webhook that gets the reminders.",
     {.body = &kSettingsBody, .reply = &kSettings}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace reminder_api

std::span<const http::Route> reminder_routes() { return reminder_api::kRoutes; }

}  // namespace yunhe::tenants
