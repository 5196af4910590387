/// Four eyes: who prepared can't approve. Pure.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

/// The people behind an act: who does it, and in whose name (代理).
struct Hands {
    UserId user_id;
    std::optional<UserId> delegate_for_id = {};
};
Hands hands_of(const Caller& caller);

/// Neither the one who prepared nor somebody who acts in that one's name may approve, nor the one
/// in whose name it was prepared (`prepared_for`): what a delegate does is the principal's own act.
/// Errors: party `four_eyes`.
Status check_four_eyes(const Hands& approver, UserId prepared_by,
                       std::optional<UserId> prepared_for = {});

}  // namespace yunhe::tenants
