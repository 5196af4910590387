#include "catalog/entitlement_store.hpp"

#include <algorithm>
#include <set>

#include "catalog/listing_store.hpp"
#include "catalog/order_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_store.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::catalog {
namespace {

using Subject = std::pair<ProductId, ScenarioId>;

/// Everything that chains are put together from.
struct Parts {
    std::map<BodyId, std::vector<Interval>> agreements;
    std::map<BodyId, std::string> usccs;
    std::map<ScenarioId, std::string> scenario_codes;
    std::map<std::pair<ScenarioId, ResourceId>, std::vector<Interval>> grants;
    std::map<ProductId, Product> products;
    std::map<Subject, std::vector<Interval>> listings;
    std::map<Subject, std::vector<PlanMeters>> plans;
    std::vector<PlanMeters> platform_plans;
};

/// Ascending and disjoint; empty ones are left out.
std::vector<Interval> disjoint(std::vector<Interval> intervals) {
    std::erase_if(intervals, [](const Interval& interval) { return interval.empty(); });
    std::sort(intervals.begin(), intervals.end(),
              [](const Interval& a, const Interval& b) { return a.from < b.from; });
    std::vector<Interval> merged;
    for (const auto& interval : intervals) {
        if (merged.empty() || merged.back().to < interval.from) merged.push_back(interval);
        merged.back().to = std::max(merged.back().to, interval.to);
    }
    return merged;
}

template <class Key>
void make_disjoint(std::map<Key, std::vector<Interval>>& all) {
    for (auto& [key, intervals] : all) intervals = disjoint(std::move(intervals));
}

template <class Map, class Key>
auto value_or_empty(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

void load_agreements(db::Transaction& tx, TenantScope scope, Parts& parts) {
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT agreements.developer_id, bodies.code, agreements.state, agreements.from_on, "
            "agreements.to_on, agreements.signed_at, agreements.terminated_at "
            "FROM agreements JOIN bodies ON bodies.tenant_id = agreements.tenant_id "
            "AND bodies.id = agreements.developer_id "
            "WHERE agreements.tenant_id = ? AND agreements.signed_at IS NOT NULL",
            bound, [&](const db::Row& row) {
                tenants::Agreement agreement;
                agreement.developer_id = row.id<BodyId>("developer_id");
                agreement.state = row.enumerator<tenants::AgreementState>("state");
                agreement.from = row.date("from_on");
                agreement.to = row.date("to_on");
                agreement.signed_at = row.optional_timestamp("signed_at");
                agreement.terminated_at = row.optional_timestamp("terminated_at");
                parts.agreements[agreement.developer_id].push_back(access_interval(agreement));
                parts.usccs.emplace(agreement.developer_id, row.text("code"));
            });
    make_disjoint(parts.agreements);
}

void load_grants(db::Transaction& tx, TenantScope scope, Parts& parts) {
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT id, code FROM scenarios WHERE tenant_id = ?", bound, [&](const db::Row& row) {
        parts.scenario_codes.emplace(row.id<ScenarioId>("id"), row.text("code"));
    });
    tx.each("SELECT scenario_id, resource_id, from_at, to_at, revoked_at FROM grants "
            "WHERE tenant_id = ?",
            bound, [&](const db::Row& row) {
                Interval granted{row.timestamp("from_at"), row.timestamp("to_at")};
                if (const auto revoked = row.optional_timestamp("revoked_at"))
                    granted.to = std::min(granted.to, *revoked);
                parts.grants[{row.id<ScenarioId>("scenario_id"), row.id<ResourceId>("resource_id")}]
                    .push_back(granted);
            });
    make_disjoint(parts.grants);
}

void load_products(db::Transaction& tx, TenantScope scope, std::optional<ProductId> product_id,
                   Parts& parts) {
    if (product_id) {
        if (auto product = find_product(tx, scope, *product_id))
            parts.products.emplace(product->id, std::move(*product));
        return;
    }
    PageRequest page{.after_id = 0, .limit = kPageLimitMax};
    while (true) {
        auto products = list_products(tx, scope, std::nullopt, page);
        const bool last = products.size() <= page.limit;
        if (!products.empty()) page.after_id = products.back().id.value;
        for (auto& product : products) parts.products.emplace(product.id, std::move(product));
        if (last) return;
    }
}

void load_listings(db::Transaction& tx, TenantScope scope, std::optional<ProductId> product_id,
                   Parts& parts) {
    for (const auto& listing : all_listings(tx, scope, product_id))
        for (const auto scenario_id : listing.scenario_ids) {
            auto& intervals = parts.listings[{listing.product_id, scenario_id}];
            intervals.insert(intervals.end(), listing.live.begin(), listing.live.end());
        }
    make_disjoint(parts.listings);
}

/// Plans of one subject that begin on one day charge together.
void add_plan(std::vector<PlanMeters>& plans, Date effective_from,
        std::vector<std::string> meters) {
    if (plans.empty() || plans.back().effective_from != effective_from)
        plans.push_back({effective_from, {}});
    auto& all = plans.back().meters;
    all.insert(all.end(), meters.begin(), meters.end());
}

void load_plans(db::Transaction& tx, TenantScope scope, Parts& parts) {
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT product_id, scenario_id, effective_from, charges FROM price_plans "
            "WHERE tenant_id = ? AND state = 'approved' AND kind <> 'market' "
            "ORDER BY effective_from, code",
            bound, [&](const db::Row& row) {
                const auto product_id = row.optional_id<ProductId>("product_id");
                auto& plans = product_id
                                  ? parts.plans[{*product_id, row.id<ScenarioId>("scenario_id")}]
                                  : parts.platform_plans;
                add_plan(plans, row.date("effective_from"), meters_of(row.json("charges")));
            });
}

std::vector<ChainResource> chain_resources(const Parts& parts, const Product& product,
                                           ScenarioId scenario_id) {
    std::vector<ChainResource> resources;
    for (const auto& item : product.lineage) {
        if (!item.resource_id) continue;
        resources.push_back({*item.resource_id, item.resource_code,
                             value_or_empty(parts.grants, std::pair(scenario_id,
                                     *item.resource_id))});
    }
    std::sort(resources.begin(), resources.end(),
              [](const auto& a, const auto& b) { return a.code < b.code; });
    return resources;
}

OfferChain offer_chain(const Parts& parts, const Product& product, ScenarioId scenario_id) {
    return {.product_id = product.id,
            .scenario_id = scenario_id,
            .agreement = value_or_empty(parts.agreements, product.developer_id),
            .product = live_interval(product),
            .listing = value_or_empty(parts.listings, Subject{product.id, scenario_id}),
            .resources = chain_resources(parts, product, scenario_id)};
}

OrderChain order_chain(const Parts& parts, const Product& product, Order order) {
    const auto offer = offer_chain(parts, product, order.scenario_id);
    const Subject subject{product.id, order.scenario_id};
    return {.order = std::move(order),
            .product_code = product.code,
            .scenario_code = parts.scenario_codes.at(subject.second),
            .agreement = offer.agreement,
            .product = offer.product,
            .listing = offer.listing,
            .resources = offer.resources,
            .plans = value_or_empty(parts.plans, subject)};
}

}  // namespace

TenantChains load_chains(db::Transaction& tx, TenantScope scope,
        std::optional<ProductId> product_id) {
    Parts parts;
    load_agreements(tx, scope, parts);
    load_grants(tx, scope, parts);
    load_products(tx, scope, product_id, parts);
    load_listings(tx, scope, product_id, parts);
    load_plans(tx, scope, parts);

    TenantChains chains;
    for (const auto& [id, product] : parts.products)
        for (const auto scenario_id : product.scenario_ids)
            chains.offers.emplace(Subject{id, scenario_id}, offer_chain(parts, product,
                    scenario_id));
    for (auto& order : all_orders(tx, scope, product_id)) {
        const auto product = parts.products.find(order.product_id);
        YUNHE_ASSERT(product != parts.products.end());
        auto code = order.code;
        chains.orders.emplace(std::move(code), order_chain(parts, product->second,
                std::move(order)));
    }
    for (const auto& [id, uscc] : parts.usccs)
        chains.developers.emplace(
            uscc, DeveloperChain{id, uscc, parts.agreements.at(id), parts.platform_plans});
    return chains;
}

}  // namespace yunhe::catalog
