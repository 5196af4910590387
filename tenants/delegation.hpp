/// Delegation (代理): for some days a user's duties are in the hands of a colleague.
///
/// The delegate signs in as itself and says for whom it acts, call by call. The act then counts as
/// the principal's role, and everything that records it (case event, audit row, signature) names
/// both people. What is personal stays personal: looking after users, a seat on a panel, passing
/// a delegation on. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/user.hpp"

namespace yunhe::tenants {

struct DelegationEntity { static constexpr std::string_view prefix = "dlg"; };
using DelegationId = Id<DelegationEntity>;

/// The longest time for which duties may be handed over at once, both days included.
inline constexpr int kDelegationDaysMax = 366;

struct Delegation {
    DelegationId id;
    BodyId body_id;  ///< Of both.
    UserId principal_id;
    std::string principal_username;
    Role principal_role = Role::department;
    UserId delegate_id;
    std::string delegate_username;
    Date from;
    Date to;  ///< Inclusive, by the tenant's clock in UTC+8.
    std::string reason;
    Timestamp created_at;
    std::optional<Timestamp> revoked_at;
};

enum class DelegationState { coming, in_force, over, revoked };

DelegationState state_on(const Delegation& delegation, Date day);

/// Which roles' duties can be handed over. An expert was drawn as a person (01-domain, section 2),
/// and the platform's administrator has no colleagues.
bool role_is_delegable(Role role);

/// May the caller hand `principal`'s duties to `delegate`? Its own, or, for the body's
/// administrator, those of any colleague (who may be ill).
/// Errors: party `delegate_cannot_delegate` (while acting for somebody), `not_your_body`,
/// `not_body_admin`; malformed at /to `bad_interval`, `delegation_too_long`, /from `date_is_past`,
/// /delegate `delegate_to_oneself`, `not_a_colleague`, `delegate_disabled`, /principal
/// `role_not_delegable`.
Status check_delegation(const Caller& caller, const User& principal, const User& delegate,
                        Date from, Date to);

/// May the caller end it before its last day? The principal, and the body's administrator.
/// Errors: party `delegate_cannot_delegate`, `not_your_body`, `not_body_admin`; state
/// `delegation_over`.
Status check_revocation(const Caller& caller, const Delegation& delegation);

/// The delegate's caller while it acts for `principal`: the principal's role without the
/// principal's charge over users. REQUIRES: a delegation between the two in force.
Caller acting_for(Caller delegate, const User& principal);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::DelegationState> =
    yunhe::texts_of(std::pair{yunhe::tenants::DelegationState::coming, "coming"},
                    std::pair{yunhe::tenants::DelegationState::in_force, "in_force"},
                    std::pair{yunhe::tenants::DelegationState::over, "over"},
                    std::pair{yunhe::tenants::DelegationState::revoked, "revoked"});
