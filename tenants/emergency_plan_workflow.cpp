#include "tenants/emergency_plan_workflow.hpp"

namespace yunhe::tenants {

EmergencyPlanActor emergency_plan_actor(const RulePack& pack, BodyKind kind, Role role) {
    const auto maker = emergency_plan_maker(pack);
    if (role == Role::data_authority)
        return maker == BodyKind::authority ? EmergencyPlanActor::approving_maker
                                            : EmergencyPlanActor::approver;
    const bool by_staff = role == Role::operator_admin || role == Role::operator_staff ||
                          role == Role::developer_admin || role == Role::developer_staff;
    return by_staff && kind == maker ? EmergencyPlanActor::maker : EmergencyPlanActor::other;
}

}  // namespace yunhe::tenants
