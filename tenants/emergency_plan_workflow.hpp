/// The moves of an emergency plan. Pure.
#pragma once

#include <array>

#include "base/workflow.hpp"
#include "tenants/emergency_plan.hpp"

namespace yunhe::tenants {

enum class EmergencyPlanAction { approve, supersede, withdraw };
/// `maker`: a user of the body that makes plans under the pack; `approver`: the data authority;
/// `approving_maker`: the authority where it makes the plans itself.
enum class EmergencyPlanActor { maker, approver, approving_maker, other };

/// `supersede` comes with the approval of the next version.
inline constexpr auto kEmergencyPlanMoves = [] {
    using enum EmergencyPlanState;
    using enum EmergencyPlanAction;
    using enum EmergencyPlanActor;
    using Row = Move<EmergencyPlanState, EmergencyPlanAction, EmergencyPlanActor>;
    return std::array{
        Row{draft, approve, approver, approved},
        Row{draft, approve, approving_maker, approved},
        Row{draft, withdraw, maker, withdrawn},
        Row{draft, withdraw, approving_maker, withdrawn},
        Row{approved, supersede, approver, superseded},
        Row{approved, supersede, approving_maker, superseded},
        Row{approved, withdraw, approver, withdrawn},
        Row{approved, withdraw, approving_maker, withdrawn},
    };
}();

/// Who somebody of this kind of body with this role is to a plan under the pack.
EmergencyPlanActor emergency_plan_actor(const RulePack& pack, BodyKind kind, Role role);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::EmergencyPlanAction> = yunhe::texts_of(
    std::pair{yunhe::tenants::EmergencyPlanAction::approve, "approve"},
    std::pair{yunhe::tenants::EmergencyPlanAction::supersede, "supersede"},
    std::pair{yunhe::tenants::EmergencyPlanAction::withdraw, "withdraw"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::EmergencyPlanActor> = yunhe::texts_of(
    std::pair{yunhe::tenants::EmergencyPlanActor::maker, "maker"},
    std::pair{yunhe::tenants::EmergencyPlanActor::approver, "approver"},
    std::pair{yunhe::tenants::EmergencyPlanActor::approving_maker, "approving_maker"},
    std::pair{yunhe::tenants::EmergencyPlanActor::other, "other"});
