#include "tenants/safety_head.hpp"

#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

constexpr auto kRule = "first_responsible_person";

}  // namespace

SafetyHeadOf safety_head_of(const RulePack& pack) {
    const auto side = pack.code(kRule);
    if (side == "operator_head") return SafetyHeadOf::operator_body;
    if (side == "unit_head") return SafetyHeadOf::unit;
    return SafetyHeadOf::nobody;
}

Status check_safety_head(const RulePack& pack, SafetyHeadOf side,
                         const std::optional<std::string>& name) {
    if (side != safety_head_of(pack) || (name && !blank(*name))) return Done{};
    return refuse_by_rule(pack, kRule, "safety_head_missing");
}

}  // namespace yunhe::tenants
