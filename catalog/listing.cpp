#include "catalog/listing.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

void open_interval(Listing& listing, Timestamp from) {
    // Where a clock stands still, a stop and a restart can fall on one moment: it then never
    // stopped.
    if (!listing.live.empty() && listing.live.back().to >= from) {
        listing.live.back().to = Timestamp::max();
        return;
    }
    listing.live.push_back({from, Timestamp::max()});
}

void close_interval(Listing& listing, Timestamp at) {
    if (listing.live.empty()) return;
    auto& last = listing.live.back();
    last.to = std::min(last.to, at);
    if (last.empty()) listing.live.pop_back();
}

}  // namespace

Status check_listing(const Product& product, bool chargeable,
                     const std::vector<ListingFacts>& facts) {
    if (product.state != ProductState::registered) return wrong_state("product_not_registered");
    for (const auto& fact : facts)
        if (fact.offered_elsewhere)
            return wrong_state("already_offered", {{"scenario", fact.scenario_code}});
    for (const auto& fact : facts) {
        const ErrorArgs args = {{"scenario", fact.scenario_code}};
        if (!fact.in_product) return refused_by_system("scenario_outside_product", args);
        if (chargeable && !fact.has_price) return refused_by_system("price_missing", args);
    }
    return Done{};
}

Listing apply(Listing listing, ListingAction action, ListingState to, Timestamp now) {
    listing.state = to;
    switch (action) {
        case ListingAction::list:
            open_interval(listing, std::max(start_of(listing.from), start_of(date_of(now))));
            break;
        case ListingAction::resume:
            open_interval(listing, std::max(start_of(listing.from), now));
            break;
        case ListingAction::suspend:
        case ListingAction::delist: close_interval(listing, now); break;
        case ListingAction::refuse: break;
    }
    return listing;
}

}  // namespace yunhe::catalog
