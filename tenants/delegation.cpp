#include "tenants/delegation.hpp"

namespace yunhe::tenants {
namespace {

/// The principal itself, or its body's administrator; nobody while acting for somebody else.
Status check_keeper(const Caller& caller, BodyId body_id, UserId principal_id) {
    if (caller.delegate_for_id) return wrong_party("delegate_cannot_delegate");
    if (caller.user_id == principal_id) return Done{};
    if (caller.body_id != body_id) return wrong_party("not_your_body");
    if (!caller.body_admin) return wrong_party("not_body_admin");
    return Done{};
}

}  // namespace

DelegationState state_on(const Delegation& delegation, Date day) {
    if (delegation.revoked_at) return DelegationState::revoked;
    if (day < delegation.from) return DelegationState::coming;
    if (delegation.to < day) return DelegationState::over;
    return DelegationState::in_force;
}

bool role_is_delegable(Role role) { return role != Role::expert && role != Role::platform_admin; }

Status check_delegation(const Caller& caller, const User& principal, const User& delegate,
                        Date from, Date to) {
    YUNHE_CHECK(check_keeper(caller, principal.body_id, principal.id));
    if (!role_is_delegable(principal.role)) return malformed("/principal", "role_not_delegable");
    if (delegate.id == principal.id) return malformed("/delegate", "delegate_to_oneself");
    if (delegate.body_id != principal.body_id) return malformed("/delegate", "not_a_colleague");
    if (delegate.state != UserState::active) return malformed("/delegate", "delegate_disabled");
    if (to < from) return malformed("/to", "bad_interval");
    if (from < date_of(caller.now)) return malformed("/from", "date_is_past");
    if (to >= from + std::chrono::days(kDelegationDaysMax))
        return malformed("/to", "delegation_too_long");
    return Done{};
}

Status check_revocation(const Caller& caller, const Delegation& delegation) {
    YUNHE_CHECK(check_keeper(caller, delegation.body_id, delegation.principal_id));
    const auto state = state_on(delegation, date_of(caller.now));
    if (state == DelegationState::over || state == DelegationState::revoked)
        return wrong_state("delegation_over");
    return Done{};
}

Caller acting_for(Caller delegate, const User& principal) {
    delegate.role = principal.role;
    delegate.body_admin = false;
    delegate.delegate_for_id = principal.id;
    return delegate;
}

}  // namespace yunhe::tenants
