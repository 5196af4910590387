#include "tenants/notice_workflow.hpp"

#include "tenants/acting_role.hpp"

namespace yunhe::tenants {

Role notice_publisher(const RulePack& pack) {
    const auto named = from_text<Role>(pack.code("notice_publisher"));
    return named.value_or(pack.tiers == 2 ? Role::operator_staff : Role::data_authority);
}

NoticeActor notice_actor(const RulePack& pack, Role role) {
    return acts_as(role, notice_publisher(pack)) ? NoticeActor::publisher : NoticeActor::other;
}

}  // namespace yunhe::tenants
