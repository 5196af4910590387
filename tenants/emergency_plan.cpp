#include "tenants/emergency_plan.hpp"

#include <algorithm>

namespace yunhe::tenants {

BodyKind emergency_plan_maker(const RulePack& pack) {
    const auto maker = pack.code("emergency_plan_maker");
    if (maker == "developer") return BodyKind::developer;
    if (maker == "authority") return BodyKind::authority;
    if (maker == "operator" || pack.tiers == 2) return BodyKind::operator_body;
    return BodyKind::authority;
}

Status check_participants(const RulePack& pack, const std::vector<std::string>& participants) {
    constexpr const char* kKey = "emergency_plan_with";
    for (const auto& body : pack.list(kKey))
        if (std::ranges::find(participants, body) == participants.end())
            return refuse_by_rule(pack, kKey, "plan_participant_missing", {{"body", body}});
    return Done{};
}

}  // namespace yunhe::tenants
