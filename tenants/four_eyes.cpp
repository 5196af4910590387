#include "tenants/four_eyes.hpp"

namespace yunhe::tenants {

Hands hands_of(const Caller& caller) { return {caller.user_id, caller.delegate_for_id}; }

Status check_four_eyes(const Hands& approver, UserId prepared_by,
                       std::optional<UserId> prepared_for) {
    if (approver.user_id == prepared_by || approver.delegate_for_id == prepared_by)
        return wrong_party("four_eyes");
    if (!prepared_for) return Done{};
    if (approver.user_id == prepared_for || approver.delegate_for_id == prepared_for)
        return wrong_party("four_eyes");
    return Done{};
}

}  // namespace yunhe::tenants
