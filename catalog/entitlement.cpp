#include "catalog/entitlement.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

bool any_contains(const std::vector<Interval>& intervals, Timestamp at) {
    return std::any_of(intervals.begin(), intervals.end(),
                       [&](const Interval& interval) { return interval.contains(at); });
}

std::optional<Denial> judge_agreement(const AgreementAccess& agreement, Timestamp at) {
    if (any_contains(agreement.open, at)) return std::nullopt;
    if (any_contains(agreement.held, at)) return Denial::agreement_on_hold;
    if (any_contains(agreement.gated, at)) return Denial::access_gate_unmet;
    return Denial::no_live_agreement;
}

bool all_granted(const std::vector<ChainResource>& resources, Timestamp at) {
    return std::all_of(resources.begin(), resources.end(), [&](const ChainResource& resource) {
        return any_contains(resource.granted, at);
    });
}

bool inside(const std::vector<ChainResource>& resources, const std::string& code) {
    return std::any_of(resources.begin(), resources.end(),
                       [&](const ChainResource& resource) { return resource.code == code; });
}

bool charges(const std::vector<PlanMeters>& plans, Timestamp at, std::string_view meter) {
    const auto* plan = plan_at(plans, at);
    return plan != nullptr &&
           std::find(plan->meters.begin(), plan->meters.end(), meter) != plan->meters.end();
}

}  // namespace

bool has_access(const TenantChains& chains, BodyId developer_id, Timestamp at) {
    for (const auto& [uscc, chain] : chains.developers)
        if (chain.developer_id == developer_id) return any_contains(chain.agreement.open, at);
    return false;
}

const PlanMeters* plan_at(const std::vector<PlanMeters>& plans, Timestamp at) {
    const auto day = first_day(period_of(at));
    const PlanMeters* found = nullptr;
    for (const auto& plan : plans)
        if (plan.effective_from <= day) found = &plan;
    return found;
}

std::optional<Denial> judge(const OrderChain& chain, Timestamp at, std::string_view scenario_code,
                            const std::vector<std::string>* resource_codes,
                            std::optional<std::string_view> meter) {
    if (!scenario_code.empty() && scenario_code != chain.scenario_code)
        return Denial::wrong_scenario;
    if (const auto denial = judge_agreement(chain.agreement, at)) return denial;
    if (!all_granted(chain.resources, at)) return Denial::no_live_grant;
    if (!chain.product.contains(at)) return Denial::no_live_product;
    if (!any_contains(chain.listing, at)) return Denial::no_live_listing;
    if (!live_at(chain.order, at)) return Denial::no_live_order;
    if (resource_codes != nullptr)
        for (const auto& code : *resource_codes)
            if (!inside(chain.resources, code)) return Denial::resource_outside_lineage;
    if (meter && !charges(chain.plans, at, *meter)) return Denial::meter_without_charge;
    return std::nullopt;
}

std::optional<Denial> judge(const DeveloperChain& chain, Timestamp at, std::string_view meter) {
    if (const auto denial = judge_agreement(chain.agreement, at)) return denial;
    if (!charges(chain.plans, at, meter)) return Denial::meter_without_charge;
    return std::nullopt;
}

std::optional<Denial> judge(const OfferChain& chain, Timestamp at, bool listed) {
    if (const auto denial = judge_agreement(chain.agreement, at)) return denial;
    if (!all_granted(chain.resources, at)) return Denial::no_live_grant;
    if (!chain.product.contains(at)) return Denial::no_live_product;
    if (listed && !any_contains(chain.listing, at)) return Denial::no_live_listing;
    return std::nullopt;
}

}  // namespace yunhe::catalog
