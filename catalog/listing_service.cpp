#include "catalog/listing_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/listing_store.hpp"
#include "catalog/listing_workflow.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

constexpr auto kListTask = "list_product";

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
    if (proposal && !sees_all_listings(caller) && listing->developer_id != caller.body_id)
        return not_found();
    return std::move(*listing);
}

Result<Listing> propose_listing(db::Transaction& tx, const Caller& caller,
        const ListingDraft& draft) {
    Listing listing;
    listing.from = draft.from;
    if (draft.scenario_codes.empty())
        return malformed("/scenario_codes", "too_few_items", {{"min", "1"}});
    const auto product = lock_product_by_code(tx, caller.scope, draft.product_code);
    const bool visible = product && (product->developer_id == caller.body_id ||
                                     product->state == ProductState::registered);
    if (!visible)
        return malformed("/product_code", "unknown_reference", {{"code", draft.product_code}});
    for (std::size_t i = 0; i < draft.scenario_codes.size(); ++i) {
        const auto& code = draft.scenario_codes[i];
        const auto scenario = find_scenario_by_code(tx, caller.scope, code);
        if (!scenario)
            return malformed("/scenario_codes/" + std::to_string(i), "unknown_reference",
                             {{"code", code}});
        listing.scenario_ids.push_back(scenario->id);
    }
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

Result<Listing> act_on_listing(db::Transaction& tx, const Caller& caller, ListingId id,
                               ListingAction action, const std::string& reason) {
    if (reason_needed(action) && blank(reason)) return malformed("/reason", "reason_required");
    YUNHE_CHECK(read_visible_listing(tx, caller, id));
    const auto listing = lock_listing(tx, caller.scope, id);
    YUNHE_ASSERT(listing.has_value());
    if (caller.is_developer() && listing->developer_id != caller.body_id)
        return wrong_party("not_your_object");
    YUNHE_TRY(to, next_state(kListingMoves, listing->state, action, actor_of(caller)));
    const auto product = find_product(tx, caller.scope, listing->product_id);
    YUNHE_ASSERT(product.has_value());
    if (to == ListingState::listed) YUNHE_CHECK(check(tx, caller.scope, *product, *listing));

    auto next = apply(*listing, action, to, caller.now);
    save_listing(tx, caller.scope, next);
    next.version += 1;
    const auto subject = case_of(next, *product);
    record_step(tx, caller, subject, to_text(action), to_text(listing->state), to_text(to), reason);
    close_task(tx, caller, subject, kListTask);
    tenants::bump_entitlement_version(tx, caller.scope);
    return next;
}

}  // namespace yunhe::catalog
