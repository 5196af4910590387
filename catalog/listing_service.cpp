#include "catalog/listing_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/chain_effect_service.hpp"
#include "catalog/listing_store.hpp"
#include "catalog/listing_workflow.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/offer_notice_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "catalog/search_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

constexpr auto kListTask = "list_product";
constexpr auto kChangeTask = "decide_listing_change";

CaseRef case_of(const Listing& listing, const Product& product) {
    return {"listing", listing.id.value, listing.code + " " + product.name};
}

bool stands_elsewhere(const std::vector<Listing>& others, const Listing& listing,
                      ScenarioId scenario_id) {
    return std::any_of(others.begin(), others.end(), [&](const Listing& other) {
        const auto& ids = other.scenario_ids;
        return other.id != listing.id && is_open(other.state) &&
               std::find(ids.begin(), ids.end(), scenario_id) != ids.end();
    });
}

Status check(db::Transaction& tx, TenantScope scope, const Product& product,
        const Listing& listing) {
    const auto others = all_listings(tx, scope, product.id);
    std::vector<ListingFacts> facts;
    for (const auto scenario_id : listing.scenario_ids) {
        const auto scenario = find_scenario(tx, scope, scenario_id);
        YUNHE_ASSERT(scenario.has_value());
        const auto& ids = product.scenario_ids;
        facts.push_back({.scenario_id = scenario_id,
                         .scenario_code = scenario->code,
                         .in_product = std::find(ids.begin(), ids.end(), scenario_id) != ids.end(),
                         .has_price = has_data_use_price(tx, scope, product.id, scenario_id),
                         .offered_elsewhere = stands_elsewhere(others, listing, scenario_id)});
    }
    const bool chargeable = check_chargeable(unconditional_sources(tx, scope, product)).ok();
    return check_listing(product, chargeable, facts);
}

bool reason_needed(ListingAction action) {
    return action != ListingAction::list && action != ListingAction::resume;
}

ListingActor actor_of(const Caller& caller) {
    return caller.is_developer() ? ListingActor::developer : ListingActor::operator_staff;
}

Result<std::vector<ScenarioId>> find_scenarios(db::Transaction& tx, TenantScope scope,
                                               const std::vector<std::string>& codes) {
    if (codes.empty()) return malformed("/scenario_codes", "too_few_items", {{"min", "1"}});
    std::vector<ScenarioId> ids;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto scenario = find_scenario_by_code(tx, scope, codes[i]);
        if (!scenario)
            return malformed("/scenario_codes/" + std::to_string(i), "unknown_reference",
                             {{"code", codes[i]}});
        ids.push_back(scenario->id);
    }
    return ids;
}

Result<std::vector<BodyId>> find_parties(db::Transaction& tx, TenantScope scope,
                                         const std::vector<std::string>& codes) {
    std::vector<BodyId> ids;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto body = tenants::find_body_by_code(tx, scope, codes[i]);
        if (!body)
            return malformed("/party_codes/" + std::to_string(i), "unknown_reference",
                             {{"code", codes[i]}});
        ids.push_back(body->id);
    }
    return ids;
}

Status check_terms_by_policy(const Listing& listing, const tenants::Rules& rules) {
    return check_terms(listing, rules.policy.trial_days_max,
                       Quantity{rules.policy.trial_quantity_max * kMicro});
}

/// When orders that run lose the listing: after the policy's notice, at once where nobody has one.
Timestamp notice_ends(const Caller& caller, const tenants::Rules& rules,
                      const std::vector<Order>& orders) {
    const std::chrono::days notice(rules.policy.delisting_notice_days);
    if (orders.empty() || notice.count() == 0) return caller.now;
    return start_of(date_of(caller.now) + notice);
}

std::vector<Order> orders_of(db::Transaction& tx, const Caller& caller, const Listing& listing,
                             const std::vector<ScenarioId>& scenario_ids) {
    auto orders = running_orders(tx, caller.scope, listing.product_id, scenario_ids,
                                 date_of(caller.now));
    std::erase_if(orders, [&](const Order& order) { return order.listing_id != listing.id; });
    return orders;
}

/// The chain's own stop tells those whose use ends; the others, whose orders aren't accepted yet,
/// are told here.
void tell_of_stop(db::Transaction& tx, const Caller& caller, const Listing& listing,
                  const CaseRef& subject, const ListingAct& act, Timestamp stop_at,
                  std::vector<Order> orders) {
    const bool suspended = act.action == ListingAction::suspend;
    const auto stopped = record_chain_stop(
        tx, caller,
        {.cause = suspended ? StopCause::listing_suspended : StopCause::listing_delisted,
         .aggregate = subject.aggregate,
         .aggregate_id = subject.id,
         .title = subject.title,
         .listing_ids = {listing.id},
         .reason = act.reason,
         .at = stop_at});
    const OfferNotice notice{
        .change = suspended ? "listing_suspended" : "listing_delisted",
        .reason = act.reason,
        .details = {{"listing", listing.code}, {"from", to_text(stop_at)}}};
    send_notices(tx, caller, orders, notice);
    std::erase_if(orders, [&](const Order& order) {
        return std::find(stopped.order_ids.begin(), stopped.order_ids.end(), order.id) !=
               stopped.order_ids.end();
    });
    put_notices(tx, caller, orders, notice);
}

Result<Listing> lock_own_or_any(db::Transaction& tx, const Caller& caller, ListingId id) {
    YUNHE_CHECK(read_visible_listing(tx, caller, id));
    auto listing = lock_listing(tx, caller.scope, id);
    YUNHE_ASSERT(listing.has_value());
    if (caller.is_developer() && listing->developer_id != caller.body_id)
        return wrong_party("not_your_object");
    return std::move(*listing);
}

Product product_of(db::Transaction& tx, TenantScope scope, const Listing& listing) {
    auto product = find_product(tx, scope, listing.product_id);
    YUNHE_ASSERT(product.has_value());
    return std::move(*product);
}

bool stops(ListingAction action) {
    return action == ListingAction::suspend || action == ListingAction::delist ||
           action == ListingAction::cut;
}

/// An urgent delisting of what is delisted already cuts the notice short.
ListingAction meant_by(const ListingAct& act, ListingState state) {
    const bool cut = act.action == ListingAction::delist && act.urgent &&
                     state == ListingState::delisted;
    return cut ? ListingAction::cut : act.action;
}

std::vector<ScenarioId> leaving(const Listing& listing, const ListingChange& change) {
    std::vector<ScenarioId> ids;
    if (!change.scenario_ids) return ids;
    for (const auto id : listing.scenario_ids)
        if (std::find(change.scenario_ids->begin(), change.scenario_ids->end(), id) ==
            change.scenario_ids->end())
            ids.push_back(id);
    return ids;
}

Listing changed(const Caller& caller, const Listing& listing, const ListingChange& change,
                Timestamp leave_at) {
    auto next = apply(listing, change, caller.now, leave_at);
    // What isn't listed yet was never offered: it just names other scenarios.
    if (listing.state != ListingState::proposed) return next;
    next.offered.clear();
    for (const auto id : next.scenario_ids)
        next.offered.push_back({id, {Timestamp{}, Timestamp::max()}});
    return next;
}

}  // namespace

bool sees_all_listings(const Caller& caller) {
    return caller.is_operator() || caller.body_kind == tenants::BodyKind::authority ||
           caller.role == tenants::Role::auditor;
}

Result<Listing> read_visible_listing(db::Transaction& tx, const Caller& caller, ListingId id) {
    auto listing = find_listing(tx, caller.scope, id);
    if (!listing) return not_found();
    const bool proposal = listing->state == ListingState::proposed ||
                          listing->state == ListingState::refused;
    if (sees_all_listings(caller) || listing->developer_id == caller.body_id)
        return std::move(*listing);
    if (proposal || !visible_to(*listing, caller.body_id)) return not_found();
    return std::move(*listing);
}

Result<Listing> propose_listing(db::Transaction& tx, const Caller& caller,
                                const tenants::Rules& rules, const ListingDraft& draft) {
    Listing listing;
    listing.from = draft.from;
    listing.visibility = draft.visibility;
    listing.trial = draft.trial;
    if (draft.scenario_codes.empty())
        return malformed("/scenario_codes", "too_few_items", {{"min", "1"}});
    const auto product = lock_product_by_code(tx, caller.scope, draft.product_code);
    const bool visible = product && (product->developer_id == caller.body_id ||
                                     product->state == ProductState::registered);
    if (!visible)
        return malformed("/product_code", "unknown_reference", {{"code", draft.product_code}});
    YUNHE_TRY(scenario_ids, find_scenarios(tx, caller.scope, draft.scenario_codes));
    YUNHE_TRY(party_ids, find_parties(tx, caller.scope, draft.party_codes));
    listing.scenario_ids = std::move(scenario_ids);
    listing.party_ids = std::move(party_ids);
    for (const auto id : listing.scenario_ids)
        listing.offered.push_back({id, {Timestamp{}, Timestamp::max()}});
    YUNHE_CHECK(check_terms_by_policy(listing, rules));
    if (product->developer_id != caller.body_id) return wrong_party("not_your_object");
    YUNHE_TRY(code, code_or_number(tx, caller.scope, draft.code, "listing", [&](const auto& taken) {
                  return find_listing_by_code(tx, caller.scope, taken).has_value();
              }));
    listing.code = std::move(code);
    listing.id = tx.new_id<ListingId>();
    listing.product_id = product->id;
    listing.developer_id = product->developer_id;
    YUNHE_CHECK(check(tx, caller.scope, *product, listing));
    insert_listing(tx, caller.scope, listing, caller.now);
    const auto subject = case_of(listing, *product);
    record_step(tx, caller, subject, "propose", "", to_text(listing.state));
    open_role_todos(tx, caller, subject, kListTask, tenants::Role::operator_staff);
    return listing;
}

Result<Listing> act_on_listing(db::Transaction& tx, const Caller& caller,
                               const tenants::Rules& rules, ListingId id, const ListingAct& act) {
    if (reason_needed(act.action) && blank(act.reason))
        return malformed("/reason", "reason_required");
    YUNHE_TRY(listing, lock_own_or_any(tx, caller, id));
    const auto action = meant_by(act, listing.state);
    YUNHE_TRY(to, next_state(kListingMoves, listing.state, action, actor_of(caller)));
    const auto product = product_of(tx, caller.scope, listing);
    if (to == ListingState::listed) YUNHE_CHECK(check(tx, caller.scope, product, listing));

    const auto orders = orders_of(tx, caller, listing, listing.scenario_ids);
    const bool at_once = action != ListingAction::delist || act.urgent;
    const auto stop_at = at_once ? caller.now : notice_ends(caller, rules, orders);
    auto next = apply(listing, action, to, caller.now, stop_at);
    save_listing(tx, caller.scope, next);
    index_product(tx, caller.scope, next.product_id);
    next.version += 1;
    const auto subject = case_of(next, product);
    Json details = Json::object();
    if (stops(action))
        details = {{"orders", orders.size()}, {"from", to_text(stop_at)}, {"urgent", act.urgent}};
    record_step(tx, caller, subject, to_text(action), to_text(listing.state), to_text(to),
                act.reason, std::move(details));
    close_task(tx, caller, subject, kListTask);
    if (to == ListingState::delisted) close_task(tx, caller, subject, kChangeTask);
    if (stops(action)) tell_of_stop(tx, caller, next, subject, act, stop_at, orders);
    tenants::bump_entitlement_version(tx, caller.scope);
    return next;
}

Result<Listing> propose_change(db::Transaction& tx, const Caller& caller,
                               const tenants::Rules& rules, ListingId id,
                               const ListingChangeDraft& draft) {
    if (blank(draft.reason)) return malformed("/reason", "reason_required");
    if (!draft.scenario_codes && !draft.visibility && !draft.trial)
        return malformed("", "too_few_items", {{"min", "1"}});
    ListingChange change{.scenario_ids = {},
                         .visibility = draft.visibility,
                         .party_ids = {},
                         .trial = draft.trial,
                         .reason = draft.reason};
    if (draft.scenario_codes) {
        YUNHE_TRY(scenario_ids, find_scenarios(tx, caller.scope, *draft.scenario_codes));
        change.scenario_ids = std::move(scenario_ids);
    }
    YUNHE_TRY(party_ids, find_parties(tx, caller.scope, draft.party_codes));
    if (!draft.visibility && !party_ids.empty())
        return malformed("/party_codes", "only_for_named");
    change.party_ids = std::move(party_ids);
    YUNHE_TRY(listing, lock_own_or_any(tx, caller, id));
    const auto after = changed(caller, listing, change, caller.now);
    YUNHE_CHECK(check_terms_by_policy(after, rules));
    if (!is_open(listing.state)) return wrong_state("listing_not_open");
    if (listing.change) return wrong_state("change_pending");
    const auto product = product_of(tx, caller.scope, listing);
    YUNHE_CHECK(check(tx, caller.scope, product, after));
    listing.change = change;
    save_listing(tx, caller.scope, listing);
    index_product(tx, caller.scope, listing.product_id);
    listing.version += 1;
    const auto subject = case_of(listing, product);
    record_step(tx, caller, subject, "propose_change", to_text(listing.state),
                to_text(listing.state), draft.reason, to_json(change));
    open_role_todos(tx, caller, subject, kChangeTask, tenants::Role::operator_staff);
    return listing;
}

Result<Listing> decide_change(db::Transaction& tx, const Caller& caller,
                              const tenants::Rules& rules, ListingId id, bool accept,
                              const std::string& reason) {
    if (!accept && blank(reason)) return malformed("/reason", "reason_required");
    YUNHE_TRY(listing, lock_own_or_any(tx, caller, id));
    if (accept && caller.is_developer()) return wrong_party("not_your_move");
    if (!listing.change) return wrong_state("no_change_pending");
    const auto change = *listing.change;
    const auto product = product_of(tx, caller.scope, listing);
    const auto left = orders_of(tx, caller, listing, leaving(listing, change));
    const auto leave_at = notice_ends(caller, rules, left);
    auto next = listing;
    next.change.reset();
    if (accept) next = changed(caller, listing, change, leave_at);
    if (accept) YUNHE_CHECK(check(tx, caller.scope, product, next));
    save_listing(tx, caller.scope, next);
    index_product(tx, caller.scope, next.product_id);
    next.version += 1;
    const auto subject = case_of(next, product);
    const auto action = accept                  ? "accept_change"
                        : caller.is_developer() ? "withdraw_change"
                                                : "refuse_change";
    record_step(tx, caller, subject, action, to_text(listing.state), to_text(next.state), reason,
                {{"orders", left.size()}});
    close_task(tx, caller, subject, kChangeTask);
    if (accept)
        notify_buyers(tx, caller, orders_of(tx, caller, listing, listing.scenario_ids),
                      {.change = "listing_changed",
                       .reason = change.reason,
                       .details = {{"listing", listing.code}, {"leaves_from", to_text(leave_at)}}});
    tenants::bump_entitlement_version(tx, caller.scope);
    return next;
}

}  // namespace yunhe::catalog
