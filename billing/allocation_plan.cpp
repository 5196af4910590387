#include "billing/allocation_plan.hpp"

#include "billing/allocation_json.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kCostPrefix = "cost:";
constexpr const char* kBudgetFields[] = {"budget_item", "document"};

bool has_text(const Json& step, const char* name) {
    const auto found = step.find(name);
    return found != step.end() && found->is_string() &&
           !found->get_ref<const std::string&>().empty();
}

}  // namespace

Result<AllocationPlan> parse_plan_steps(const std::string& code, const Json& steps) {
    Json bare = steps;
    if (bare.is_array()) {
        for (std::size_t i = 0; i < bare.size(); ++i) {
            if (!bare[i].is_object()) continue;
            for (const auto* name : kBudgetFields) {
                if (bare[i].contains(name) && !has_text(bare[i], name))
                    return malformed("/steps/" + std::to_string(i) + "/" + name, "bad_plan");
                bare[i].erase(name);
            }
        }
    }
    return parse_allocation_plan({{"id", code}, {"steps", std::move(bare)}});
}

Status check_plan_start(Date effective_from) {
    if (first_day(period_of(effective_from)) != effective_from)
        return malformed("/effective_from", "plan_not_first_of_month");
    return Done{};
}

Status check_costs_budgeted(const Json& steps) {
    for (const auto& step : steps) {
        const auto to = step.at("to").get<std::string>();
        if (!to.starts_with(kCostPrefix)) continue;
        for (const auto* name : kBudgetFields)
            if (!has_text(step, name))
                return refused_by_system("cost_without_budget", {{"to", to}});
    }
    return Done{};
}

}  // namespace yunhe::billing
