/// What the clock does about a silent seat of a joint decision: its body's head is told the day
/// after its last day, and the coordination when the head's days are over. Nobody decides for it.
#pragma once

#include "db/transaction.hpp"
#include "tenants/obligation.hpp"

namespace yunhe::tenants {

/// Puts the overdue duty on the desk above. `request_decision`: on those of the body's
/// administrators, who get days of their own; `request_head_decision`: on the coordination's.
/// Nothing for other kinds.
void escalate_overdue_seat(db::Transaction& tx, TenantScope scope, const Obligation& obligation,
                           Timestamp at);

/// The two steps, for whoever keeps the desks of the case right.
void open_head_todos(db::Transaction& tx, TenantScope scope, const std::string& aggregate,
                     std::uint64_t aggregate_id, const std::string& title, BodyId body_id,
                     Timestamp at);
void open_coordination_todos(db::Transaction& tx, TenantScope scope, const std::string& aggregate,
                             std::uint64_t aggregate_id, const std::string& title, Timestamp at);

}  // namespace yunhe::tenants
