#include "tenants/exit.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

constexpr std::string_view kDisposal = "asset_disposal_at_end";

}  // namespace

ExitSide side_of(ExitStep step) {
    const bool developer = step == ExitStep::delete_data || step == ExitStep::asset_disposal;
    return developer ? ExitSide::developer : ExitSide::grantor;
}

std::vector<ExitStep> exit_steps(const RulePack& pack) {
    std::vector<ExitStep> steps;
    for (const auto& code : pack.list("exit_steps"))
        if (const auto step = from_text<ExitStep>(code)) steps.push_back(*step);
    if (steps.empty())
        steps = {ExitStep::close_access, ExitStep::delete_data, ExitStep::keep_logs};
    if (pack.flag(kDisposal))
        steps.insert(std::ranges::find(steps, ExitStep::keep_logs), ExitStep::asset_disposal);
    return steps;
}

RuleReference cite_exit_step(const RulePack& pack, ExitStep step) {
    return cite(pack, step == ExitStep::asset_disposal ? kDisposal : "exit_steps");
}

int log_retention_months(const RulePack& pack, const TenantPolicy& policy) {
    return effective_integer(pack, policy, "log_retention_months_min")
        .value_or(kLogRetentionMonths);
}

}  // namespace yunhe::tenants
