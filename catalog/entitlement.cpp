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

/// Agreement, sources, product and listing; what an order and an offer have in common.
template <class Chain>
std::optional<Denial> judge_offer(const Chain& chain, Timestamp at, bool listed) {
    if (const auto denial = judge_agreement(chain.agreement, at)) return denial;
    const auto& resources = resources_at(chain.lineage, at);
    if (!all_granted(resources, at)) return Denial::no_live_grant;
    if (!any_contains(chain.product, at)) return Denial::no_live_product;
    if (listed && !any_contains(chain.listing, at)) return Denial::no_live_listing;
    return std::nullopt;
}

template <class Chain>
std::vector<ChainBreak> offer_breaks(const Chain& chain, Timestamp at, bool listed) {
    std::vector<ChainBreak> breaks;
    if (const auto denial = judge_agreement(chain.agreement, at)) breaks.push_back({*denial, {}});
    for (const auto& resource : resources_at(chain.lineage, at))
        if (!any_contains(resource.granted, at))
            breaks.push_back({Denial::no_live_grant, resource.code});
    if (!any_contains(chain.product, at)) breaks.push_back({Denial::no_live_product, {}});
    if (listed && !any_contains(chain.listing, at)) breaks.push_back({Denial::no_live_listing, {}});
    return breaks;
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

const std::vector<ChainResource>& resources_at(const std::vector<ChainLineage>& lineage,
                                               Timestamp at) {
    static const std::vector<ChainResource> none;
    for (const auto& version : lineage)
        if (version.in_force.contains(at)) return version.resources;
    return none;
}

std::vector<ChainBreak> breaks_of(const OrderChain& chain, Timestamp at) {
    auto breaks = offer_breaks(chain, at, true);
    if (!live_at(chain.order, at)) breaks.push_back({Denial::no_live_order, {}});
    if (quota_full_at(chain.order, at, std::nullopt))
        breaks.push_back({Denial::quota_used_up, {}});
    if (quota_full_at(chain.order, at, std::nullopt))
        breaks.push_back({Denial::quota_used_up, {}});
    return breaks;
}

std::vector<ChainBreak> breaks_of(const OfferChain& chain, Timestamp at, bool listed) {
    return offer_breaks(chain, at, listed);
}

std::optional<Denial> judge(const OrderChain& chain, Timestamp at, std::string_view scenario_code,
                            const std::vector<std::string>* resource_codes,
                            std::optional<std::string_view> meter) {
    if (!scenario_code.empty() && scenario_code != chain.scenario_code)
        return Denial::wrong_scenario;
    if (const auto denial = judge_offer(chain, at, true)) return denial;
    if (!live_at(chain.order, at)) return Denial::no_live_order;
    if (quota_full_at(chain.order, at, meter)) return Denial::quota_used_up;
    if (quota_full_at(chain.order, at, meter)) return Denial::quota_used_up;
    if (resource_codes != nullptr)
        for (const auto& code : *resource_codes)
            if (!inside(resources_at(chain.lineage, at), code))
                return Denial::resource_outside_lineage;
    if (meter && !charges(chain.plans, at, *meter)) return Denial::meter_without_charge;
    return std::nullopt;
}

std::optional<Denial> judge(const DeveloperChain& chain, Timestamp at, std::string_view meter) {
    if (const auto denial = judge_agreement(chain.agreement, at)) return denial;
    if (!charges(chain.plans, at, meter)) return Denial::meter_without_charge;
    return std::nullopt;
}

std::optional<Denial> judge(const OfferChain& chain, Timestamp at, bool listed) {
    return judge_offer(chain, at, listed);
}

}  // namespace yunhe::catalog
