#include "tenants/laboratory_workflow.hpp"

#include <algorithm>

#include "tenants/acting_role.hpp"

namespace yunhe::tenants {

LaboratoryActor laboratory_actor(const Stage& stage, Role role) {
    if (acts_as(role, stage.concluder())) return LaboratoryActor::keeper;
    const auto takes_part = std::ranges::any_of(
        stage.participants, [&](Role participant) { return acts_as(role, participant); });
    if (takes_part) return LaboratoryActor::helper;
    if (role == Role::developer_admin || role == Role::developer_staff)
        return LaboratoryActor::applicant;
    return LaboratoryActor::other;
}

}  // namespace yunhe::tenants
