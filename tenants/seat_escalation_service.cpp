#include "tenants/seat_escalation_service.hpp"

#include "db/case_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/seat_escalation.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {

void open_head_todos(db::Transaction& tx, TenantScope scope, const std::string& aggregate,
                     std::uint64_t aggregate_id, const std::string& title, BodyId body_id,
                     Timestamp at) {
    const PageRequest everybody{.after_id = 0, .limit = kPageLimitMax};
    for (const auto& user : list_users(tx, scope, body_id, everybody)) {
        if (!user.body_admin || user.state != UserState::active) continue;
        db::open_todo(tx, scope,
                      {.aggregate = aggregate,
                       .aggregate_id = aggregate_id,
                       .task = "request_decide_head",
                       .title = title,
                       .body_id = body_id,
                       .role = {},
                       .user_id = user.id,
                       .opened_at = at,
                       .due_on = {}});
    }
}

void open_coordination_todos(db::Transaction& tx, TenantScope scope, const std::string& aggregate,
                             std::uint64_t aggregate_id, const std::string& title, Timestamp at) {
    for (const auto& body : all_bodies_of_kind(tx, scope, BodyKind::authority))
        db::open_todo(tx, scope,
                      {.aggregate = aggregate,
                       .aggregate_id = aggregate_id,
                       .task = "request_escalate",
                       .title = title,
                       .body_id = body.id,
                       .role = std::string(to_text(Role::coordination)),
                       .user_id = {},
                       .opened_at = at,
                       .due_on = {}});
}

void escalate_overdue_seat(db::Transaction& tx, TenantScope scope, const Obligation& obligation,
                           Timestamp at) {
    if (obligation.kind == ObligationKind::request_head_decision)
        return open_coordination_todos(tx, scope, obligation.aggregate, obligation.aggregate_id,
                                       obligation.subject, at);
    if (obligation.kind != ObligationKind::request_decision) return;
    open_head_todos(tx, scope, obligation.aggregate, obligation.aggregate_id, obligation.subject,
                    obligation.body_id, at);
    record_obligation(tx, scope,
                      {.kind = ObligationKind::request_head_decision,
                       .aggregate = obligation.aggregate,
                       .aggregate_id = obligation.aggregate_id,
                       .body_id = obligation.body_id,
                       .role = obligation.role,
                       .subject = obligation.subject,
                       .due_on = add_working_days(obligation.due_on, kSeatHeadWorkingDays,
                                                  embedded_holidays()),
                       .rule = {},
                       .at = at,
                       .due_source = DueSource::system});
}

}  // namespace yunhe::tenants
