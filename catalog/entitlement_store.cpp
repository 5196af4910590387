#include "catalog/entitlement_store.hpp"

#include <algorithm>
#include <set>

#include "catalog/listing_store.hpp"
#include "catalog/order_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"
#include "tenants/access_gate_store.hpp"
#include "tenants/agreement.hpp"
#include "tenants/hold.hpp"
#include "tenants/mandate_store.hpp"

namespace yunhe::catalog {
namespace {

using Subject = std::pair<ProductId, ScenarioId>;

/// Everything that chains are put together from.
struct Parts {
    std::map<tenants::AgreementId, AgreementAccess> agreements;
    std::map<BodyId, AgreementAccess> developers;  ///< All agreements of one together.
    std::map<BodyId, std::string> usccs;
    std::map<ScenarioId, std::string> scenario_codes;
    std::map<ScenarioId, tenants::AgreementId> scenario_agreements;
    std::map<std::pair<ScenarioId, ResourceId>, std::vector<Interval>> grants;
    std::map<ProductId, Product> products;
    std::map<ProductId, LineageVersions> lineages;  ///< Of those that were ever registered.
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

std::vector<Interval> common(const std::vector<Interval>& left,
                             const std::vector<Interval>& right) {
    std::vector<Interval> both;
    for (const auto& a : left)
        for (const auto& b : right) both.push_back(intersection(a, b));
    return disjoint(std::move(both));
}

void append(std::vector<Interval>& all, const std::vector<Interval>& more) {
    all.insert(all.end(), more.begin(), more.end());
    all = disjoint(std::move(all));
}

/// Parsed once: the packs are part of the program.
const tenants::RulePackLibrary& rule_packs() {
    static const tenants::RulePackLibrary library;
    return library;
}

/// When the gates of the agreement's own pack are met. A pack that this program doesn't know any
/// more opens nothing.
std::vector<Interval> gates_of(db::Transaction& tx, TenantScope scope,
                               const tenants::Agreement& agreement) {
    const auto* pack = rule_packs().find(agreement.rule_pack_id);
    if (pack == nullptr) return {};
    return tenants::gates_met_intervals(tx, scope, *pack, agreement.id, agreement.developer_id);
}

std::map<tenants::AgreementId, std::vector<Interval>> load_holds(db::Transaction& tx,
                                                                 TenantScope scope) {
    std::map<tenants::AgreementId, std::vector<Interval>> holds;
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT agreement_id, placed_at, released_at FROM holds WHERE tenant_id = ?", bound,
            [&](const db::Row& row) {
                const auto until = row.optional_timestamp("released_at");
                holds[row.id<tenants::AgreementId>("agreement_id")].push_back(
                    {row.timestamp("placed_at"), until.value_or(Timestamp::max())});
            });
    return holds;
}

std::vector<tenants::Agreement> load_signed(db::Transaction& tx, TenantScope scope, Parts& parts) {
    std::vector<tenants::Agreement> agreements;
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT agreements.id, agreements.developer_id, bodies.code, agreements.state, "
            "agreements.from_on, COALESCE(agreements.amended_to_on, agreements.to_on) AS to_on, "
            "agreements.signed_at, "
            "agreements.terminated_at, agreements.rule_pack_id "
            "FROM agreements JOIN bodies ON bodies.tenant_id = agreements.tenant_id "
            "AND bodies.id = agreements.developer_id "
            "WHERE agreements.tenant_id = ? AND agreements.signed_at IS NOT NULL",
            bound, [&](const db::Row& row) {
                auto& agreement = agreements.emplace_back();
                agreement.id = row.id<tenants::AgreementId>("id");
                agreement.developer_id = row.id<BodyId>("developer_id");
                agreement.state = row.enumerator<tenants::AgreementState>("state");
                agreement.from = row.date("from_on");
                agreement.to = row.date("to_on");
                agreement.signed_at = row.optional_timestamp("signed_at");
                agreement.terminated_at = row.optional_timestamp("terminated_at");
                agreement.rule_pack_id = row.text("rule_pack_id");
                parts.usccs.emplace(agreement.developer_id, row.text("code"));
            });
    return agreements;
}

/// The term, cut by holds and by gates that aren't met. What lies outside of the operator's own
/// mandate belongs to no term.
AgreementAccess access_of(const Interval& term, const std::vector<Interval>& mandates,
                          const std::vector<Interval>& holds,
                          const std::vector<Interval>& gates) {
    const auto whole = common({term}, mandates);
    AgreementAccess access;
    access.held = common(whole, holds);
    const auto free = tenants::subtract(whole, holds);
    access.open = common(free, gates);
    access.gated = tenants::subtract(free, gates);
    return access;
}

void load_agreements(db::Transaction& tx, TenantScope scope, Parts& parts) {
    const auto holds = load_holds(tx, scope);
    const auto mandates = tenants::mandate_intervals(tx, scope);
    for (const auto& agreement : load_signed(tx, scope, parts)) {
        const auto held = holds.find(agreement.id);
        const auto access =
            access_of(access_interval(agreement), mandates,
                      held == holds.end() ? std::vector<Interval>{} : held->second,
                      gates_of(tx, scope, agreement));
        auto& all = parts.developers[agreement.developer_id];
        append(all.open, access.open);
        append(all.held, access.held);
        append(all.gated, access.gated);
        parts.agreements.emplace(agreement.id, access);
    }
}

/// What an agreement closes itself while its term runs.
std::vector<Interval> closed_by(const Parts& parts, tenants::AgreementId id) {
    const auto found = parts.agreements.find(id);
    if (found == parts.agreements.end()) return {};
    auto closed = found->second.held;
    append(closed, found->second.gated);
    return closed;
}

void load_grants(db::Transaction& tx, TenantScope scope, Parts& parts) {
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT id, code, agreement_id FROM scenarios WHERE tenant_id = ?", bound,
            [&](const db::Row& row) {
                const auto id = row.id<ScenarioId>("id");
                parts.scenario_codes.emplace(id, row.text("code"));
                parts.scenario_agreements.emplace(
                    id, row.id<tenants::AgreementId>("agreement_id"));
            });
    // Another agreement of the same developer doesn't open what hangs on one that is closed.
    tx.each("SELECT scenario_id, resource_id, agreement_id, from_at, to_at, revoked_at FROM grants "
            "WHERE tenant_id = ?",
            bound, [&](const db::Row& row) {
                Interval granted{row.timestamp("from_at"), row.timestamp("to_at")};
                if (const auto revoked = row.optional_timestamp("revoked_at"))
                    granted.to = std::min(granted.to, *revoked);
                const auto agreement_id = row.id<tenants::AgreementId>("agreement_id");
                auto& grants = parts.grants[{row.id<ScenarioId>("scenario_id"),
                                             row.id<ResourceId>("resource_id")}];
                for (const auto& live :
                     tenants::subtract({granted}, closed_by(parts, agreement_id)))
                    grants.push_back(live);
            });
    make_disjoint(parts.grants);
    // A department may stop its resource for everybody for a while.
    const auto stops = resource_stops(tx, scope);
    for (auto& [subject, granted] : parts.grants)
        if (const auto stopped = stops.find(subject.second); stopped != stops.end())
            granted = tenants::subtract(std::move(granted), stopped->second);
}

void load_products(db::Transaction& tx, TenantScope scope, std::optional<ProductId> product_id,
                   Parts& parts) {
    if (product_id) {
        if (auto product = find_product(tx, scope, *product_id))
            parts.products.emplace(product->id, std::move(*product));
        auto versions = lineage_versions(tx, scope, *product_id);
        if (!versions.empty()) parts.lineages.emplace(*product_id, std::move(versions));
        return;
    }
    parts.lineages = all_lineage_versions(tx, scope);
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
        for (const auto& scenario : listing.offered) {
            const auto live = live_in(listing, scenario.id);
            auto& intervals = parts.listings[{listing.product_id, scenario.id}];
            intervals.insert(intervals.end(), live.begin(), live.end());
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

std::vector<ChainResource> chain_resources(const Parts& parts,
                                           const std::vector<LineageItem>& lineage,
                                           ScenarioId scenario_id) {
    std::vector<ChainResource> resources;
    for (const auto& item : lineage) {
        if (!item.resource_id) continue;
        const std::pair subject(scenario_id, *item.resource_id);
        resources.push_back({.id = *item.resource_id,
                             .code = item.resource_code,
                             .granted = value_or_empty(parts.grants, subject)});
    }
    std::sort(resources.begin(), resources.end(),
              [](const auto& a, const auto& b) { return a.code < b.code; });
    return resources;
}

/// The developer's access; while the scenario's own agreement is closed, the scenario is too.
AgreementAccess scenario_access(const Parts& parts, BodyId developer_id, ScenarioId scenario_id) {
    auto access = value_or_empty(parts.developers, developer_id);
    const auto own = parts.scenario_agreements.find(scenario_id);
    if (own == parts.scenario_agreements.end()) return access;
    const auto found = parts.agreements.find(own->second);
    if (found == parts.agreements.end()) return access;
    access.open = tenants::subtract(std::move(access.open), closed_by(parts, own->second));
    return access;
}

std::vector<ChainLineage> chain_lineage(const Parts& parts, const Product& product,
                                        ScenarioId scenario_id) {
    const auto versions = parts.lineages.find(product.id);
    // Never registered: what it will be made of.
    if (versions == parts.lineages.end())
        return {{.in_force = {Timestamp::min(), Timestamp::max()},
                 .resources = chain_resources(parts, product.lineage, scenario_id)}};
    std::vector<ChainLineage> lineage;
    for (const auto& version : versions->second)
        lineage.push_back({.in_force = version.in_force,
                           .resources = chain_resources(parts, version.lineage, scenario_id)});
    return lineage;
}

OfferChain offer_chain(const Parts& parts, const Product& product, ScenarioId scenario_id) {
    return {.product_id = product.id,
            .scenario_id = scenario_id,
            .scenario_code = parts.scenario_codes.at(scenario_id),
            .agreement = scenario_access(parts, product.developer_id, scenario_id),
            .product = disjoint({live_interval(product)}),
            .listing = value_or_empty(parts.listings, Subject{product.id, scenario_id}),
            .lineage = chain_lineage(parts, product, scenario_id)};
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
            .lineage = offer.lineage,
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
            uscc, DeveloperChain{id, uscc, parts.developers.at(id), parts.platform_plans});
    return chains;
}

}  // namespace yunhe::catalog
