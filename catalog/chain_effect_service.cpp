#include "catalog/chain_effect_service.hpp"

#include <map>
#include <set>

#include "base/text.hpp"
#include "catalog/chain_effect_store.hpp"
#include "catalog/entitlement_store.hpp"
#include "catalog/grant_store.hpp"
#include "catalog/listing_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/product_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

constexpr auto kStopAggregate = "chain_stop";
constexpr auto kStoppedTask = "chain_stopped";

CaseRef case_of(const RecordedStop& stop) { return {kStopAggregate, stop.id.value, stop.title}; }

/// Finds, writes down and tells.
class Effect {
public:
    Effect(db::Transaction& tx, const Caller& caller, const ChainStop& stop)
        : tx_(tx), caller_(caller), stop_(stop) {}

    StoppedThings record() {
        const auto chains = load_chains(tx_, caller_.scope, only_product());
        const auto stopped = stopped_by(chains, links(), stop_.at);
        if (stopped.empty()) return {};
        for (const auto& [product_id, scenario_id] : stopped.products)
            add_product(product_id, scenario_id);
        for (const auto& [product_id, scenario_id] : stopped.listings)
            add_listing(product_id, scenario_id);
        for (const auto& code : stopped.order_codes) add_order(chains.orders.at(code).order);
        keep();
        for (const auto& item : items_) note(item);
        tell();
        return things();
    }

private:
    /// A grant may stand under any product; a product or listing names its own.
    std::optional<ProductId> only_product() {
        if (!stop_.grant_ids.empty()) return std::nullopt;
        std::set<ProductId> ids(stop_.product_ids.begin(), stop_.product_ids.end());
        for (const auto id : stop_.listing_ids) ids.insert(listing(id).product_id);
        if (ids.size() != 1) return std::nullopt;
        return *ids.begin();
    }

    StoppedLinks links() {
        StoppedLinks links;
        for (const auto id : stop_.grant_ids) {
            const auto grant = find_grant(tx_, caller_.scope, id);
            YUNHE_ASSERT(grant.has_value());
            links.grants.emplace_back(grant->scenario_id, grant->resource_id);
        }
        links.products = stop_.product_ids;
        for (const auto id : stop_.listing_ids)
            for (const auto scenario_id : listing(id).scenario_ids)
                links.listings.emplace_back(listing(id).product_id, scenario_id);
        return links;
    }

    const Listing& listing(ListingId id) {
        const auto known = listings_.find(id);
        if (known != listings_.end()) return known->second;
        auto found = find_listing(tx_, caller_.scope, id);
        YUNHE_ASSERT(found.has_value());
        return listings_.emplace(id, std::move(*found)).first->second;
    }

    const Product& product(ProductId id) {
        const auto known = products_.find(id);
        if (known != products_.end()) return known->second;
        auto found = find_product(tx_, caller_.scope, id);
        YUNHE_ASSERT(found.has_value());
        return products_.emplace(id, std::move(*found)).first->second;
    }

    void add_product(ProductId id, ScenarioId scenario_id) {
        const auto& stopped = product(id);
        items_.push_back({.aggregate = "product",
                          .aggregate_id = id.value,
                          .code = stopped.code,
                          .scenario_id = scenario_id,
                          .body_id = stopped.developer_id});
    }

    /// Which of the product's listings stood open there, were it not for the stop.
    void add_listing(ProductId id, ScenarioId scenario_id) {
        for (const auto& other : all_listings(tx_, caller_.scope, id)) {
            const auto& scenarios = other.scenario_ids;
            if (std::find(scenarios.begin(), scenarios.end(), scenario_id) == scenarios.end())
                continue;
            const auto& stopped = stop_.listing_ids;
            const bool named =
                std::find(stopped.begin(), stopped.end(), other.id) != stopped.end();
            const bool listed =
                std::any_of(other.live.begin(), other.live.end(),
                            [&](const Interval& live) { return live.contains(stop_.at); });
            if (!named && !listed) continue;
            items_.push_back({.aggregate = "listing",
                              .aggregate_id = other.id.value,
                              .code = other.code,
                              .scenario_id = scenario_id,
                              .body_id = other.developer_id});
        }
    }

    void add_order(const Order& order) {
        items_.push_back({.aggregate = "order",
                          .aggregate_id = order.id.value,
                          .code = order.code,
                          .scenario_id = order.scenario_id,
                          .body_id = order.department_id.value_or(order.developer_id)});
    }

    void keep() {
        recorded_ = {.id = tx_.new_id<ChainStopId>(),
                     .cause = stop_.cause,
                     .aggregate = stop_.aggregate,
                     .aggregate_id = stop_.aggregate_id,
                     .title = stop_.title,
                     .reason = stop_.reason,
                     .at = stop_.at,
                     .recorded_at = caller_.now};
        insert_chain_stop(tx_, caller_.scope, recorded_, caller_.body_id, caller_.user_id);
        insert_stopped_items(tx_, caller_.scope, recorded_.id, items_);
        record_step(tx_, caller_, case_of(recorded_), to_text(stop_.cause), "", "", stop_.reason,
                    {{"aggregate", stop_.aggregate}, {"stopped", items_.size()}});
    }

    void note(const StoppedItem& item) {
        record_step(tx_, caller_, {item.aggregate, item.aggregate_id, item.code}, kStoppedTask, "",
                    "", stop_.reason,
                    {{"cause", to_text(stop_.cause)},
                     {"stop_id", to_text(recorded_.id)},
                     {"scenario_id", to_text(item.scenario_id)},
                     {"closed_from", to_text(stop_.at)}});
    }

    /// Everybody concerned but the body that stopped it: that one knows.
    void tell() {
        std::set<BodyId> owners;
        for (const auto& item : items_) owners.insert(item.body_id);
        owners.erase(caller_.body_id);
        for (const auto id : owners) {
            insert_stop_party(tx_, caller_.scope, recorded_.id, id);
            open_body_todo(tx_, caller_, case_of(recorded_), kStoppedTask, id);
        }
        if (caller_.is_operator()) return;
        for (const auto& body : tenants::all_bodies_of_kind(tx_, caller_.scope,
                                                            tenants::BodyKind::operator_body))
            insert_stop_party(tx_, caller_.scope, recorded_.id, body.id);
        open_role_todos(tx_, caller_, case_of(recorded_), kStoppedTask,
                        tenants::Role::operator_staff);
    }

    StoppedThings things() const {
        StoppedThings things{.id = recorded_.id, .product_ids = {}, .listing_ids = {},
                             .order_ids = {}};
        std::set<std::pair<std::string, std::uint64_t>> seen;
        for (const auto& item : items_) {
            if (!seen.emplace(item.aggregate, item.aggregate_id).second) continue;
            if (item.aggregate == "product") things.product_ids.push_back({item.aggregate_id});
            if (item.aggregate == "listing") things.listing_ids.push_back({item.aggregate_id});
            if (item.aggregate == "order") things.order_ids.push_back({item.aggregate_id});
        }
        return things;
    }

    db::Transaction& tx_;
    const Caller& caller_;
    const ChainStop& stop_;
    std::map<ListingId, Listing> listings_;
    std::map<ProductId, Product> products_;
    std::vector<StoppedItem> items_;
    RecordedStop recorded_;
};

}  // namespace

StoppedThings record_chain_stop(db::Transaction& tx, const Caller& caller, const ChainStop& stop) {
    tenants::bump_entitlement_version(tx, caller.scope);
    return Effect(tx, caller, stop).record();
}

Result<RecordedStop> acknowledge_chain_stop(db::Transaction& tx, const Caller& caller,
                                            ChainStopId id, const std::string& measure) {
    const auto stop = find_chain_stop(tx, caller.scope, id);
    const auto parties = stop ? list_stop_parties(tx, caller.scope, id) : std::vector<StopParty>{};
    const bool told = std::any_of(parties.begin(), parties.end(), [&](const StopParty& party) {
        return party.body_id == caller.body_id;
    });
    if (!told) return not_found();
    if (blank(measure)) return malformed("/measure", "reason_required");
    if (!save_stop_party(tx, caller.scope, id, caller.body_id, measure, caller.user_id,
                         caller.now))
        return wrong_state("chain_stop_seen");
    record_step(tx, caller, case_of(*stop), "acknowledge", "", "", measure);
    db::close_todos(tx, caller.scope, kStopAggregate, id.value, kStoppedTask, caller.now,
                    caller.body_id);
    return *stop;
}

}  // namespace yunhe::catalog
