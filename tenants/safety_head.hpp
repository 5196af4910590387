/// The person first responsible for the safety of the data (首要责任人): the head of the first-level
/// operator (Yangzhou 17) or of the authorised unit (Quzhou 六(一), Hangzhou 三(五)6, Ningbo 24).
/// The operator's stands on its mandate, a unit's on its agreement and in the text that is signed.
/// Zhoushan's text is silent. Pure.
#pragma once

#include <optional>
#include <string>

#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

enum class SafetyHeadOf { nobody, operator_body, unit };
SafetyHeadOf safety_head_of(const RulePack& pack);

/// Errors: rule `safety_head_missing`, citing the pack's `first_responsible_person`, where `side`
/// is the one whose head the pack names and nobody is named.
Status check_safety_head(const RulePack& pack, SafetyHeadOf side,
                         const std::optional<std::string>& name);

}  // namespace yunhe::tenants
