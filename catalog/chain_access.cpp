#include "catalog/chain_access.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

void append(std::vector<AccessReason>& reasons, const std::vector<ChainBreak>& breaks,
            const std::string& scenario_code) {
    for (const auto& broken : breaks)
        reasons.push_back({broken.denial, scenario_code, broken.resource_code});
}

/// Open in one of the scenarios is open; else what is missing in each.
ChainAccess access_in(const TenantChains& chains, ProductId product_id,
                      const std::vector<ScenarioId>& scenario_ids, Timestamp at, bool listed) {
    ChainAccess access;
    for (const auto scenario_id : scenario_ids) {
        const auto offer = chains.offers.find({product_id, scenario_id});
        if (offer == chains.offers.end()) continue;
        const auto breaks = breaks_of(offer->second, at, listed);
        if (breaks.empty()) return {.open = true};
        append(access.reasons, breaks, offer->second.scenario_code);
    }
    if (access.reasons.empty()) access.reasons.push_back({Denial::no_live_product});
    return access;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

ChainAccess access_of_product(const TenantChains& chains, const Product& product, Timestamp at) {
    return access_in(chains, product.id, product.scenario_ids, at, false);
}

ChainAccess access_of_listing(const TenantChains& chains, const Listing& listing, Timestamp at) {
    auto access = access_in(chains, listing.product_id, listing.scenario_ids, at, true);
    const bool listed = std::any_of(listing.live.begin(), listing.live.end(),
                                    [&](const Interval& live) { return live.contains(at); });
    // Another listing of the product may hold the scenario that is open.
    if (access.open && !listed) return {false, {{Denial::no_live_listing}}};
    return access;
}

ChainAccess access_of_order(const TenantChains& chains, std::string_view order_code,
                            Timestamp at) {
    const auto found = chains.orders.find(order_code);
    if (found == chains.orders.end()) return {false, {{Denial::unknown_order}}};
    ChainAccess access;
    const auto breaks = breaks_of(found->second, at);
    access.open = breaks.empty();
    append(access.reasons, breaks, found->second.scenario_code);
    return access;
}

Json to_json(const ChainAccess& access) {
    Json reasons = Json::array();
    for (const auto& reason : access.reasons)
        reasons.push_back({{"code", std::string(to_text(reason.code))},
                           {"scenario_code", text_or_null(reason.scenario_code)},
                           {"resource_code", text_or_null(reason.resource_code)}});
    return {{"open", access.open}, {"reasons", std::move(reasons)}};
}

}  // namespace yunhe::catalog
