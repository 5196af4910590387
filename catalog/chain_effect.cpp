#include "catalog/chain_effect.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

template <class Value>
bool contains(const std::vector<Value>& values, const Value& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

template <class Chain>
bool needs(const Chain& chain, ProductId product_id, ScenarioId scenario_id,
           const StoppedLinks& links) {
    if (contains(links.products, product_id)) return true;
    if (contains(links.listings, std::pair(product_id, scenario_id))) return true;
    for (const auto& version : chain.lineage)
        for (const auto& resource : version.resources)
            if (contains(links.grants, std::pair(scenario_id, resource.id))) return true;
    return false;
}

/// The chain with the stopped links open from `at` on.
template <class Chain>
Chain reopened(Chain chain, ProductId product_id, ScenarioId scenario_id,
               const StoppedLinks& links, Timestamp at) {
    const Interval open{at, Timestamp::max()};
    for (auto& version : chain.lineage)
        for (auto& resource : version.resources)
            if (contains(links.grants, std::pair(scenario_id, resource.id)))
                resource.granted.push_back(open);
    if (contains(links.products, product_id)) chain.product.push_back(open);
    if (contains(links.listings, std::pair(product_id, scenario_id))) chain.listing.push_back(open);
    return chain;
}

}  // namespace

StoppedOffers stopped_by(const TenantChains& chains, const StoppedLinks& links, Timestamp at) {
    StoppedOffers stopped;
    for (const auto& [key, chain] : chains.offers) {
        if (!needs(chain, key.first, key.second, links)) continue;
        const auto open = reopened(chain, key.first, key.second, links, at);
        for (const bool listed : {false, true})
            if (!judge(open, at, listed) && judge(chain, at, listed))
                (listed ? stopped.listings : stopped.products).push_back(key);
    }
    for (const auto& [code, chain] : chains.orders) {
        const auto& order = chain.order;
        if (!needs(chain, order.product_id, order.scenario_id, links)) continue;
        const auto open = reopened(chain, order.product_id, order.scenario_id, links, at);
        if (breaks_of(open, at).empty() && !breaks_of(chain, at).empty())
            stopped.order_codes.push_back(code);
    }
    return stopped;
}

}  // namespace yunhe::catalog
