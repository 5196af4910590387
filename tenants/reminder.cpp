#include "tenants/reminder.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

using std::chrono::days;

struct Before {
    ReminderStage stage;
    int working_days;
};
constexpr Before kBefore[] = {
    {ReminderStage::days_30, 30},
    {ReminderStage::days_7, 7},
    {ReminderStage::days_1, 1},
};

Role administrator_of(Role role) {
    if (role == Role::operator_staff) return Role::operator_admin;
    if (role == Role::developer_staff) return Role::developer_admin;
    return role;
}

}  // namespace

Date working_day_before(Date due_on, int n, const Holidays& holidays) {
    YUNHE_ASSERT(n >= 1);
    auto day = due_on;
    while (n > 0) {
        if (is_working_day(day, holidays)) --n;
        day -= days(1);
    }
    while (!is_working_day(day, holidays)) day -= days(1);
    return day;
}

std::vector<DueStage> stages_of(ObligationKind kind, Date opens_on, Date due_on,
                                Timestamp opened_at, const Holidays& holidays) {
    std::vector<DueStage> stages;
    if (kind == ObligationKind::renewal_window)
        stages.push_back({ReminderStage::opened, std::max(start_of(opens_on), opened_at)});
    for (const auto& before : kBefore) {
        const auto at = start_of(working_day_before(due_on, before.working_days, holidays));
        if (at >= opened_at) stages.push_back({before.stage, at});
    }
    const bool is_term = traits_of(kind).nature == ObligationNature::term;
    stages.push_back({is_term ? ReminderStage::passed : ReminderStage::overdue,
                      std::max(end_of(due_on), opened_at)});
    std::ranges::stable_sort(stages, {}, &DueStage::at);
    return stages;
}

std::vector<DueStage> stages_left(const Obligation& obligation, const Holidays& holidays) {
    auto stages = stages_of(obligation.kind, obligation.opens_on, obligation.due_on,
                            obligation.opened_at, holidays);
    std::erase_if(stages, [&](const DueStage& due) {
        return std::ranges::find(obligation.reminded, to_text(due.stage)) !=
               obligation.reminded.end();
    });
    return stages;
}

bool belongs_on_desk(ObligationKind kind, Date due_on, Timestamp at, const Holidays& holidays) {
    return traits_of(kind).on_desk && at >= start_of(working_day_before(due_on, 30, holidays));
}

std::vector<Recipient> recipients_of(ReminderStage stage, BodyId body_id, Role role,
                                     std::optional<BodyId> authority_id) {
    if (stage != ReminderStage::overdue) return {{body_id, role, false}};
    const auto administrator = administrator_of(role);
    std::vector<Recipient> recipients = {{body_id, administrator, administrator != role}};
    if (authority_id && *authority_id != body_id)
        recipients.push_back({*authority_id, Role::data_authority, true});
    return recipients;
}

Json reminder_payload(const std::string& tenant_slug, const Reminder& reminder) {
    return {{"type", "yunhe.reminder"},
            {"id", to_text(reminder.id)},
            {"tenant", tenant_slug},
            {"stage", to_text(reminder.stage)},
            {"obligation_id", to_text(reminder.obligation_id)},
            {"kind", to_text(reminder.kind)},
            {"subject", reminder.subject},
            {"due_on", to_text(reminder.due_on)},
            {"body_code", reminder.body_code},
            {"body_name", reminder.body_name},
            {"role", to_text(reminder.recipient.role)},
            {"escalated", reminder.recipient.escalated},
            {"at", to_text(reminder.at)}};
}

}  // namespace yunhe::tenants
