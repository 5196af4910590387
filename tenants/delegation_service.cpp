#include "tenants/delegation_service.hpp"

#include "tenants/delegation_store.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {

Result<Delegation> delegate_duties(db::Transaction& tx, const Caller& caller,
                                   const NewDelegation& wanted) {
    const auto principal = wanted.principal
                               ? find_user_by_username(tx, caller.scope, *wanted.principal)
                               : find_user(tx, caller.scope, caller.user_id);
    if (!principal) return malformed("/principal", "unknown_user");
    const auto delegate = find_user_by_username(tx, caller.scope, wanted.delegate);
    if (!delegate) return malformed("/delegate", "unknown_user");
    YUNHE_CHECK(check_delegation(caller, *principal, *delegate, wanted.from, wanted.to));

    const Delegation delegation{.id = tx.new_id<DelegationId>(),
                                .body_id = principal->body_id,
                                .principal_id = principal->id,
                                .principal_username = principal->username,
                                .principal_role = principal->role,
                                .delegate_id = delegate->id,
                                .delegate_username = delegate->username,
                                .from = wanted.from,
                                .to = wanted.to,
                                .reason = wanted.reason,
                                .created_at = caller.now,
                                .revoked_at = {}};
    insert_delegation(tx, caller.scope, delegation, caller.user_id);
    return delegation;
}

Result<Delegation> take_duties_back(db::Transaction& tx, const Caller& caller, DelegationId id) {
    auto delegation = lock_delegation(tx, caller.scope, id);
    if (!delegation) return not_found();
    YUNHE_CHECK(check_revocation(caller, *delegation));
    revoke_delegation(tx, caller.scope, id, caller.user_id, caller.now);
    delegation->revoked_at = caller.now;
    return *delegation;
}

Result<Caller> act_for(db::Transaction& tx, const Caller& delegate, UserId principal_id) {
    const Error refused{Errc::permission, "delegation_not_in_force"};
    if (delegate.api_key_id || delegate.anonymous) return refused;
    const auto principal = find_user(tx, delegate.scope, principal_id);
    if (!principal || principal->state != UserState::active) return refused;
    const auto today = date_of(delegate.now);
    if (!delegation_stands(tx, delegate.scope, principal_id, delegate.user_id, today))
        return refused;
    return acting_for(delegate, *principal);
}

}  // namespace yunhe::tenants
