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

template <class T>
bool holds(const std::vector<T>& values, const T& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// Scenarios that leave go at `leave_at`; those that come back before that never left.
void offer_in(Listing& listing, const std::vector<ScenarioId>& wanted, Timestamp now,
              Timestamp leave_at) {
    for (auto& scenario : listing.offered) {
        if (scenario.offered.to <= now) continue;
        const bool stays = holds(wanted, scenario.id);
        if (stays) scenario.offered.to = Timestamp::max();
        else scenario.offered.to = std::min(scenario.offered.to, leave_at);
    }
    for (const auto id : wanted) {
        const bool there = std::any_of(
            listing.offered.begin(), listing.offered.end(), [&](const OfferedScenario& scenario) {
                return scenario.id == id && scenario.offered.to == Timestamp::max();
            });
        if (!there) listing.offered.push_back({id, {now, Timestamp::max()}});
    }
    listing.scenario_ids = wanted;
}

Json trial_json(const TrialTerms& trial) {
    Json json = {{"days", trial.days ? Json(*trial.days) : Json()},
                 {"quantities", Json::object()}};
    for (const auto& [meter, most] : trial.quantities) json["quantities"][meter] = to_text(most);
    return json;
}

TrialTerms trial_of(const Json& json) {
    TrialTerms trial;
    if (!json.at("days").is_null()) trial.days = json.at("days").get<int>();
    for (const auto& [meter, most] : json.at("quantities").items())
        trial.quantities.emplace(meter, Quantity::parse(most.get<std::string>()).value());
    return trial;
}

}  // namespace

std::vector<Interval> live_in(const Listing& listing, ScenarioId scenario_id) {
    std::vector<Interval> both;
    for (const auto& scenario : listing.offered) {
        if (scenario.id != scenario_id) continue;
        for (const auto& live : listing.live) {
            const auto part = intersection(live, scenario.offered);
            if (!part.empty()) both.push_back(part);
        }
    }
    std::sort(both.begin(), both.end(),
              [](const Interval& a, const Interval& b) { return a.from < b.from; });
    return both;
}

bool visible_to(const Listing& listing, std::optional<BodyId> body_id) {
    if (listing.visibility == ListingVisibility::everybody) return true;
    if (!body_id) return false;
    if (listing.visibility == ListingVisibility::members) return true;
    return *body_id == listing.developer_id || holds(listing.party_ids, *body_id);
}

Status check_terms(const Listing& listing, int trial_days_most, Quantity trial_quantity_most) {
    const bool named = listing.visibility == ListingVisibility::named;
    if (named && listing.party_ids.empty())
        return malformed("/party_codes", "too_few_items", {{"min", "1"}});
    if (!named && !listing.party_ids.empty()) return malformed("/party_codes", "only_for_named");
    if (listing.trial.days && (*listing.trial.days < 1 || *listing.trial.days > trial_days_most))
        return malformed("/trial_days", "out_of_range",
                         {{"min", "1"}, {"max", std::to_string(trial_days_most)}});
    for (const auto& [meter, most] : listing.trial.quantities)
        if (most.micro <= 0 || trial_quantity_most < most)
            return malformed("/trial_quotas", "out_of_range",
                             {{"min", "0.000001"}, {"max", to_text(trial_quantity_most)}});
    return Done{};
}

Listing apply(Listing listing, const ListingChange& change, Timestamp now, Timestamp leave_at) {
    if (change.scenario_ids) offer_in(listing, *change.scenario_ids, now, leave_at);
    if (change.visibility) {
        listing.visibility = *change.visibility;
        listing.party_ids = change.party_ids;
    }
    if (change.trial) listing.trial = *change.trial;
    listing.change.reset();
    return listing;
}

Json to_json(const ListingChange& change) {
    Json json = {{"reason", change.reason}};
    if (change.scenario_ids) {
        json["scenario_ids"] = Json::array();
        for (const auto id : *change.scenario_ids) json["scenario_ids"].push_back(id.value);
    }
    if (change.visibility) {
        json["visibility"] = std::string(to_text(*change.visibility));
        json["party_ids"] = Json::array();
        for (const auto id : change.party_ids) json["party_ids"].push_back(id.value);
    }
    if (change.trial) json["trial"] = trial_json(*change.trial);
    return json;
}

ListingChange listing_change_of(const Json& json) {
    ListingChange change;
    change.reason = json.at("reason").get<std::string>();
    if (json.contains("scenario_ids")) {
        change.scenario_ids.emplace();
        for (const auto& id : json.at("scenario_ids"))
            change.scenario_ids->push_back(ScenarioId{id.get<std::uint64_t>()});
    }
    if (json.contains("visibility")) {
        change.visibility = from_text<ListingVisibility>(json.at("visibility").get<std::string>());
        for (const auto& id : json.at("party_ids"))
            change.party_ids.push_back(BodyId{id.get<std::uint64_t>()});
    }
    if (json.contains("trial")) change.trial = trial_of(json.at("trial"));
    return change;
}

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

Listing apply(Listing listing, ListingAction action, ListingState to, Timestamp now,
              std::optional<Timestamp> stop_at) {
    listing.state = to;
    switch (action) {
        case ListingAction::list:
            open_interval(listing, std::max(start_of(listing.from), start_of(date_of(now))));
            break;
        case ListingAction::resume:
            open_interval(listing, std::max(start_of(listing.from), now));
            break;
        case ListingAction::suspend: close_interval(listing, now); break;
        case ListingAction::delist:
            close_interval(listing, stop_at.value_or(now));
            if (stop_at && now < *stop_at) listing.delist_on = date_of(*stop_at);
            listing.change.reset();
            break;
        case ListingAction::cut:
            close_interval(listing, now);
            listing.delist_on = date_of(now);
            break;
        case ListingAction::refuse: break;
    }
    return listing;
}

}  // namespace yunhe::catalog
