#include "tenants/total_control.hpp"

#include <algorithm>

#include "tenants/notice.hpp"

namespace yunhe::tenants {
namespace {

Error refuse(const RulePack& pack, std::string code, ErrorArgs args) {
    if (pack.flag("total_control"))
        return refuse_by_rule(pack, "total_control", std::move(code), std::move(args));
    return refuse_by_policy("quotas", std::move(code), std::move(args));
}

bool has_field(const RulePack& pack, const std::vector<std::string>& fields,
               std::string_view wanted) {
    return std::ranges::any_of(
        fields, [&](const auto& field) { return same_field(pack, field, wanted); });
}

}  // namespace

Status check_total_control(const RulePack& pack, const TenantPolicy& policy, Controlled what,
                           const std::vector<std::string>& fields,
                           std::span<const std::vector<std::string>> present) {
    const auto& quotas = policy.quotas;
    const auto in_all = what == Controlled::units ? quotas.units : quotas.scenarios;
    const auto& by_field =
        what == Controlled::units ? quotas.units_by_field : quotas.scenarios_by_field;
    const std::string word(to_text(what));
    if (in_all && present.size() >= static_cast<std::size_t>(*in_all))
        return refuse(pack, "total_control_reached",
                      {{"what", word}, {"quota", std::to_string(*in_all)}});
    for (const auto& [field, quota] : by_field) {
        if (!has_field(pack, fields, field)) continue;
        const auto count = std::ranges::count_if(
            present, [&](const auto& its) { return has_field(pack, its, field); });
        if (count >= quota)
            return refuse(pack, "total_control_field_reached",
                          {{"what", word}, {"quota", std::to_string(quota)}, {"field", field}});
    }
    return Done{};
}

}  // namespace yunhe::tenants
