/// Reminders of obligations: which ones there are, when each falls due and who gets it. Pure.
///
/// Everybody is reminded 30, 7 and 1 working days before the last day, on a working day. A duty
/// that isn't done on its last day is reported the day after to its body's administrator and to the
/// authority; a term that ran out is announced to whom it concerns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "tenants/obligation.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {

struct ReminderEntity { static constexpr std::string_view prefix = "rem"; };
using ReminderId = Id<ReminderEntity>;

/// In the order in which they come.
enum class ReminderStage {
    opened,   ///< The window in which one may renew begins.
    days_30,  ///< Working days before the last day.
    days_7,
    days_1,
    overdue,  ///< A duty, the day after its last day.
    passed,   ///< A term, the day after its last day.
};

/// The last working day on which at least n working days still lie ahead, up to and including
/// `due_on`. REQUIRES: n >= 1.
Date working_day_before(Date due_on, int n, const Holidays& holidays);

struct DueStage {
    ReminderStage stage = ReminderStage::days_30;
    Timestamp at;  ///< By the tenant's clock: the beginning of a day in UTC+8.
};

/// All stages of an obligation, by time. Those that lay before it came into being are left out,
/// except that a duty that was late from the start is reported at once.
std::vector<DueStage> stages_of(ObligationKind kind, Date opens_on, Date due_on,
                                Timestamp opened_at, const Holidays& holidays);
/// Those of `stages_of` that were not sent yet.
std::vector<DueStage> stages_left(const Obligation& obligation, const Holidays& holidays);

/// Is less than 30 working days left at that instant, so that the duty belongs on the desk?
bool belongs_on_desk(ObligationKind kind, Date due_on, Timestamp at, const Holidays& holidays);

/// To whom a reminder goes: a role of a body.
struct Recipient {
    BodyId body_id;
    Role role = Role::operator_staff;
    bool escalated = false;  ///< Above the one who must act.
    friend bool operator==(const Recipient&, const Recipient&) = default;
};
/// Without an authority in the tenant only the body itself.
std::vector<Recipient> recipients_of(ReminderStage stage, BodyId body_id, Role role,
                                     std::optional<BodyId> authority_id);

/// One reminder to one addressee, as it is kept.
struct Reminder {
    ReminderId id;
    ObligationId obligation_id;
    ReminderStage stage = ReminderStage::days_30;
    Recipient recipient;
    std::string body_code;
    std::string body_name;
    ObligationKind kind = ObligationKind::rectification;
    std::string subject;
    Date due_on;
    Timestamp at;  ///< The tenant's time at which it fell due.
};

/// Outside the program: where a reminder can go.
enum class ReminderChannel { log, webhook, mail };

enum class DeliveryOutcome {
    sent,
    failed,          ///< Tried in vain; it is tried again.
    refused,         ///< Never tried: the address may not be called.
    not_configured,  ///< The channel isn't set up for this tenant or server.
};

/// What became of a reminder on one channel.
struct Delivery {
    ReminderChannel channel = ReminderChannel::log;
    DeliveryOutcome outcome = DeliveryOutcome::not_configured;
    std::string detail;  ///< A status or the reason, in English; may be empty.
    int attempts = 1;
    Timestamp at_real;
};

/// The reminder as a receiver reads it.
Json reminder_payload(const std::string& tenant_slug, const Reminder& reminder);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ReminderStage> =
    yunhe::texts_of(std::pair{yunhe::tenants::ReminderStage::opened, "opened"},
                    std::pair{yunhe::tenants::ReminderStage::days_30, "days_30"},
                    std::pair{yunhe::tenants::ReminderStage::days_7, "days_7"},
                    std::pair{yunhe::tenants::ReminderStage::days_1, "days_1"},
                    std::pair{yunhe::tenants::ReminderStage::overdue, "overdue"},
                    std::pair{yunhe::tenants::ReminderStage::passed, "passed"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ReminderChannel> =
    yunhe::texts_of(std::pair{yunhe::tenants::ReminderChannel::log, "log"},
                    std::pair{yunhe::tenants::ReminderChannel::webhook, "webhook"},
                    std::pair{yunhe::tenants::ReminderChannel::mail, "mail"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::DeliveryOutcome> =
    yunhe::texts_of(std::pair{yunhe::tenants::DeliveryOutcome::sent, "sent"},
                    std::pair{yunhe::tenants::DeliveryOutcome::failed, "failed"},
                    std::pair{yunhe::tenants::DeliveryOutcome::refused, "refused"},
                    std::pair{yunhe::tenants::DeliveryOutcome::not_configured, "not_configured"});
