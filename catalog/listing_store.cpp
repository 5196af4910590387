#include "catalog/listing_store.hpp"

#include <map>

namespace yunhe::catalog {
namespace {

#define YUNHE_LISTING_COLUMNS                                                                      \
    "SELECT id, code, product_id, developer_id, listed_from, state, version FROM listings "

Listing read_listing(const db::Row& row) {
    return {.id = row.id<ListingId>("id"),
            .code = row.text("code"),
            .product_id = row.id<ProductId>("product_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .scenario_ids = {},
            .from = row.date("listed_from"),
            .state = row.enumerator<ListingState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .live = {}};
}

/// Scenarios and intervals of all the listings; of more than a page, of the whole tenant.
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
    tx.each("SELECT listing_id, scenario_id FROM listing_scenarios "
            "WHERE tenant_id = ? " + narrowed +
                "ORDER BY listing_id, scenario_id",
            bound, [&](const db::Row& row) {
                visit(row, [&](Listing& listing) {
                    listing.scenario_ids.push_back(row.id<ScenarioId>("scenario_id"));
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

std::vector<Listing> list_listings(db::Transaction& tx, TenantScope scope,
                                   std::optional<BodyId> developer_id, bool sees_all,
                                   const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_LISTING_COLUMNS "WHERE tenant_id = ? AND id > ? "
                          "AND (? OR developer_id = ? OR state IN ('listed', 'suspended', "
                          "'delisted')) "
                          "ORDER BY id LIMIT ?",
                          read_listing, scope, page.after_id, sees_all, developer_id,
                                  page.fetch()));
}

void insert_listing(db::Transaction& tx, TenantScope scope, const Listing& listing, Timestamp now) {
    tx.execute("INSERT INTO listings (tenant_id, id, code, product_id, developer_id, listed_from, "
               "state, "
               "version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, listing.id, listing.code, listing.product_id, listing.developer_id,
                       listing.from,
               listing.state, listing.version, now);
    for (const auto scenario_id : listing.scenario_ids)
        tx.execute("INSERT INTO listing_scenarios (tenant_id, listing_id, scenario_id) VALUES (?, "
                   "?, ?)",
                   scope, listing.id, scenario_id);
}

void save_listing(db::Transaction& tx, TenantScope scope, const Listing& listing) {
    tx.execute("UPDATE listings SET state = ?, version = version + 1 WHERE tenant_id = ? AND id = "
               "?",
               listing.state, scope, listing.id);
    tx.execute("DELETE FROM listing_intervals WHERE tenant_id = ? AND listing_id = ?", scope,
               listing.id);
    for (const auto& live : listing.live) {
        const auto to = live.to == Timestamp::max() ? std::nullopt : std::optional(live.to);
        tx.execute("INSERT INTO listing_intervals (tenant_id, listing_id, live_from, live_to) "
                   "VALUES (?, ?, ?, ?)", scope, listing.id, live.from, to);
    }
}

}  // namespace yunhe::catalog
