#include "tenants/case_actor_service.hpp"

namespace yunhe::tenants {

db::CaseActor case_actor(const Caller& caller) {
    YUNHE_ASSERT(!caller.anonymous);
    return {.user_id = caller.user_id,
            .body_id = caller.body_id,
            .role = std::string(to_text(caller.role)),
            .delegate_for_id = caller.delegate_for_id};
}

}  // namespace yunhe::tenants
