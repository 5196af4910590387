#include "catalog/listing_store.hpp"

#include <map>

namespace yunhe::catalog {
namespace {

#define YUNHE_LISTING_COLUMNS                                                                      \
    "SELECT id, code, product_id, developer_id, listed_from, state, version, visibility, "         \
    "trial_days, trial_quotas, delist_on, pending_change FROM listings "

Json quotas_json(const TrialTerms& trial) {
    Json json = Json::array();
    for (const auto& [meter, most] : trial.quantities)
        json.push_back({{"meter", meter}, {"quantity", to_text(most)}});
    return json;
}

TrialTerms read_trial(const db::Row& row) {
    TrialTerms trial;
    if (const auto days = row.optional_int64("trial_days")) trial.days = static_cast<int>(*days);
    for (const auto& quota : row.json("trial_quotas"))
        trial.quantities.emplace(
            quota.at("meter").get<std::string>(),
            Quantity::parse(quota.at("quantity").get<std::string>()).value());
    return trial;
}

std::optional<ListingChange> read_change(const db::Row& row) {
    const auto json = row.optional_json("pending_change");
    if (!json) return std::nullopt;
    return listing_change_of(*json);
}

std::optional<Json> change_json(const Listing& listing) {
    if (!listing.change) return std::nullopt;
    return to_json(*listing.change);
}

Listing read_listing(const db::Row& row) {
    return {.id = row.id<ListingId>("id"),
            .code = row.text("code"),
            .product_id = row.id<ProductId>("product_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .scenario_ids = {},
            .from = row.date("listed_from"),
            .state = row.enumerator<ListingState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .live = {},
            .visibility = row.enumerator<ListingVisibility>("visibility"),
            .party_ids = {},
            .trial = read_trial(row),
            .delist_on = row.optional_date("delist_on"),
            .change = read_change(row),
            .offered = {}};
}

/// Scenarios, intervals and parties of all the listings; of more than a page, of the whole tenant.
std::vector<Listing> filled(db::Transaction& tx, TenantScope scope, std::vector<Listing> listings) {
    if (listings.empty()) return listings;
    std::map<ListingId, Listing*> by_id;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (auto& listing : listings) {
        by_id.emplace(listing.id, &listing);
        if (listings.size() <= kPageLimitMax + 1) bound.push_back(db::to_value(listing.id));
    }
    const auto narrowed = bound.size() == 1
                              ? std::string()
                              : "AND listing_id IN (" + db::placeholders(listings.size()) + ") ";
    const auto visit = [&](const db::Row& row, auto add) {
        const auto found = by_id.find(row.id<ListingId>("listing_id"));
        if (found != by_id.end()) add(*found->second);
    };
    tx.each("SELECT listing_id, scenario_id, offered_from, offered_to FROM listing_scenarios "
            "WHERE tenant_id = ? " + narrowed +
                "ORDER BY listing_id, scenario_id, offered_from",
            bound, [&](const db::Row& row) {
                visit(row, [&](Listing& listing) {
                    const auto id = row.id<ScenarioId>("scenario_id");
                    const auto to = row.optional_timestamp("offered_to");
                    listing.offered.push_back(
                        {id, {row.timestamp("offered_from"), to.value_or(Timestamp::max())}});
                    if (!to) listing.scenario_ids.push_back(id);
                });
            });
    tx.each("SELECT listing_id, body_id FROM listing_parties WHERE tenant_id = ? " + narrowed +
                "ORDER BY listing_id, body_id",
            bound, [&](const db::Row& row) {
                visit(row, [&](Listing& listing) {
                    listing.party_ids.push_back(row.id<BodyId>("body_id"));
                });
            });
    tx.each("SELECT listing_id, live_from, live_to FROM listing_intervals WHERE tenant_id = ? " +
                narrowed + "ORDER BY listing_id, live_from",
            bound, [&](const db::Row& row) {
                visit(row, [&](Listing& listing) {
                    listing.live.push_back(
                        {row.timestamp("live_from"),
                         row.optional_timestamp("live_to").value_or(Timestamp::max())});
                });
            });
    return listings;
}

std::optional<Listing> filled(db::Transaction& tx, TenantScope scope,
        std::optional<Listing> found) {
    if (!found) return found;
    return std::move(filled(tx, scope, std::vector<Listing>{std::move(*found)}).front());
}

}  // namespace

std::optional<Listing> find_listing(db::Transaction& tx, TenantScope scope, ListingId id) {
    return filled(tx, scope,
                  tx.find(YUNHE_LISTING_COLUMNS "WHERE tenant_id = ? AND id = ?", read_listing,
                          scope,
                          id));
}

std::optional<Listing> lock_listing(db::Transaction& tx, TenantScope scope, ListingId id) {
    return filled(tx, scope,
                  tx.find(YUNHE_LISTING_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                          read_listing, scope, id));
}

std::optional<Listing> find_listing_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code) {
    return filled(tx, scope,
                  tx.find(YUNHE_LISTING_COLUMNS "WHERE tenant_id = ? AND code = ?", read_listing,
                          scope,
                          code));
}

std::vector<Listing> all_listings(db::Transaction& tx, TenantScope scope,
                                  std::optional<ProductId> product_id) {
    return filled(tx, scope,
                  tx.list(YUNHE_LISTING_COLUMNS "WHERE tenant_id = ? "
                          "AND (? IS NULL OR product_id = ?) ORDER BY id",
                          read_listing, scope, product_id, product_id));
}

std::vector<Listing> list_listings(db::Transaction& tx, TenantScope scope, BodyId body_id,
                                   bool sees_all, const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_LISTING_COLUMNS "WHERE tenant_id = ? AND id > ? "
                          "AND (? OR developer_id = ? "
                          "OR (state IN ('listed', 'suspended', 'delisted') "
                          "AND (visibility <> 'named' OR EXISTS (SELECT 1 FROM listing_parties "
                          "WHERE listing_parties.tenant_id = listings.tenant_id "
                          "AND listing_parties.listing_id = listings.id "
                          "AND listing_parties.body_id = ?)))) "
                          "ORDER BY id LIMIT ?",
                          read_listing, scope, page.after_id, sees_all, body_id, body_id,
                          page.fetch()));
}

std::vector<Listing> list_public_listings(db::Transaction& tx, TenantScope scope,
                                          const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_LISTING_COLUMNS "WHERE tenant_id = ? AND id > ? "
                          "AND state = 'listed' AND visibility = 'public' ORDER BY id LIMIT ?",
                          read_listing, scope, page.after_id, page.fetch()));
}

namespace {

void insert_parties(db::Transaction& tx, TenantScope scope, const Listing& listing) {
    for (const auto body_id : listing.party_ids)
        tx.execute("INSERT INTO listing_parties (tenant_id, listing_id, body_id) "
                   "VALUES (?, ?, ?)",
                   scope, listing.id, body_id);
}

std::optional<Timestamp> end_or_null(const Interval& interval) {
    return interval.to == Timestamp::max() ? std::nullopt : std::optional(interval.to);
}

}  // namespace

void insert_listing(db::Transaction& tx, TenantScope scope, const Listing& listing, Timestamp now) {
    tx.execute("INSERT INTO listings (tenant_id, id, code, product_id, developer_id, listed_from, "
               "state, version, created_at, visibility, trial_days, trial_quotas) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, listing.id, listing.code, listing.product_id, listing.developer_id,
               listing.from, listing.state, listing.version, now, listing.visibility,
               listing.trial.days, quotas_json(listing.trial));
    for (const auto scenario_id : listing.scenario_ids)
        tx.execute("INSERT INTO listing_scenarios (tenant_id, listing_id, scenario_id) VALUES (?, "
                   "?, ?)",
                   scope, listing.id, scenario_id);
    insert_parties(tx, scope, listing);
}

void save_listing(db::Transaction& tx, TenantScope scope, const Listing& listing) {
    tx.execute("UPDATE listings SET state = ?, visibility = ?, trial_days = ?, trial_quotas = ?, "
               "delist_on = ?, pending_change = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               listing.state, listing.visibility, listing.trial.days, quotas_json(listing.trial),
               listing.delist_on, change_json(listing), scope, listing.id);
    tx.execute("DELETE FROM listing_intervals WHERE tenant_id = ? AND listing_id = ?", scope,
               listing.id);
    for (const auto& live : listing.live)
        tx.execute("INSERT INTO listing_intervals (tenant_id, listing_id, live_from, live_to) "
                   "VALUES (?, ?, ?, ?)", scope, listing.id, live.from, end_or_null(live));
    if (!listing.offered.empty())
        tx.execute("DELETE FROM listing_scenarios WHERE tenant_id = ? AND listing_id = ?", scope,
                   listing.id);
    for (const auto& scenario : listing.offered)
        tx.execute("INSERT INTO listing_scenarios (tenant_id, listing_id, scenario_id, "
                   "offered_from, offered_to) VALUES (?, ?, ?, ?, ?)",
                   scope, listing.id, scenario.id, scenario.offered.from,
                   end_or_null(scenario.offered));
    tx.execute("DELETE FROM listing_parties WHERE tenant_id = ? AND listing_id = ?", scope,
               listing.id);
    insert_parties(tx, scope, listing);
}

}  // namespace yunhe::catalog
