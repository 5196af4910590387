/// Handing duties to a colleague and taking them back.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/delegation.hpp"

namespace yunhe::tenants {

struct NewDelegation {
    std::optional<std::string> principal;  ///< Username; absent: the caller's own duties.
    std::string delegate;                  ///< Username.
    Date from;
    Date to;  ///< Inclusive.
    std::string reason;
};

/// Errors: malformed at /principal, /delegate `unknown_user`; those of check_delegation.
Result<Delegation> delegate_duties(db::Transaction& tx, const Caller& caller,
                                   const NewDelegation& wanted);

/// From the next call on. Errors: not_found; those of check_revocation.
Result<Delegation> take_duties_back(db::Transaction& tx, const Caller& caller, DelegationId id);

/// The caller while it acts for that colleague, on the tenant's present day.
/// Errors: permission `delegation_not_in_force`.
Result<Caller> act_for(db::Transaction& tx, const Caller& delegate, UserId principal_id);

}  // namespace yunhe::tenants
