#include "tenants/case_actor_service.hpp"

#include "tenants/acting_role.hpp"

namespace yunhe::tenants {

db::CaseActor case_actor(const Caller& caller) {
    YUNHE_ASSERT(!caller.anonymous);
    return {.user_id = caller.user_id,
            .body_id = caller.body_id,
            .role = std::string(to_text(caller.role)),
            .delegate_for_id = caller.delegate_for_id};
}

db::Desk desk_of(const Caller& caller) {
    YUNHE_ASSERT(!caller.anonymous);
    db::Desk desk{.body_id = caller.body_id,
                  .roles = {},
                  .user_id = caller.delegate_for_id.value_or(caller.user_id)};
    for (const auto& role : enum_texts<Role>)
        if (acts_as(caller.role, role.value)) desk.roles.emplace_back(role.text);
    return desk;
}

}  // namespace yunhe::tenants
