/// Total control (总量控制): how many units and scenarios there may be, in all and per field.
///
/// The numbers are the tenant's (policy member `quotas`); that there is a total is the pack's where
/// it says so (`total_control`: Quzhou 三(三)4; Zhoushan 四). Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/result.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::tenants {

enum class Controlled { units, scenarios };

/// Is there room for one more with these fields? `present` holds the fields of each that is there,
/// in codes or titles. Errors: rule `total_control_reached`, `total_control_field_reached` (args:
/// what, quota, field), citing the pack where it has the rule, else source `tenant_policy`.
Status check_total_control(const RulePack& pack, const TenantPolicy& policy, Controlled what,
                           const std::vector<std::string>& fields,
                           std::span<const std::vector<std::string>> present);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::Controlled> =
    yunhe::texts_of(std::pair{yunhe::tenants::Controlled::units, "units"},
                    std::pair{yunhe::tenants::Controlled::scenarios, "scenarios"});
