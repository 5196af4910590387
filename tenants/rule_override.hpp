/// A departure from a rule that allows one with a reason (force soft: 一般不超过; principle:
/// 原则上). Recorded beside the act itself, so that an auditor finds all of them in one place. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/time.hpp"
#include "tenants/role.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

struct RuleOverrideEntity { static constexpr std::string_view prefix = "ovr"; };
using RuleOverrideId = Id<RuleOverrideEntity>;

struct RuleOverride {
    RuleOverrideId id;
    std::string rule_key;
    std::string rule_pack_id;
    std::string rule_pack_digest;  ///< Which text of the pack.
    std::string article;           ///< As that text numbers it.
    std::string reason;
    std::string aggregate;  ///< What the act was done to: "agreement" ...
    std::uint64_t aggregate_id = 0;
    BodyId body_id;
    std::string body_code;  ///< Read, not stored.
    std::string username;  ///< Who decided it.
    Role role = Role::operator_admin;
    Timestamp recorded_at;
};

/// May a written reason stand in for this rule? Only soft rules and principles; what is exact or
/// hard never, and what is optional needs none.
inline bool may_be_overridden(const Rule& rule) {
    return rule.force == Force::soft || rule.force == Force::principle;
}

}  // namespace yunhe::tenants
