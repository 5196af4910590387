#include "catalog/order_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/buyer_service.hpp"
#include "catalog/buyer_store.hpp"
#include "catalog/listing_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/order_quota_store.hpp"
#include "catalog/order_store.hpp"
#include "catalog/order_workflow.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "catalog/supply_terms_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::catalog {
namespace {

using tenants::BodyKind;
using tenants::Caller;
using tenants::Role;

constexpr auto kAcceptTask = "accept_order";
constexpr auto kWaiverTask = "confirm_waiver";
constexpr auto kExtendTask = "decide_extension";

bool is_department(const Caller& caller) { return caller.body_kind == BodyKind::department; }

/// Of the developer whose product it is, or of the department that buys.
bool owns(const Caller& caller, const Order& order) {
    if (is_department(caller)) return order.department_id == caller.body_id;
    return order.developer_id == caller.body_id;
}

bool sees_all_orders(const Caller& caller) {
    return !caller.is_developer() && !is_department(caller);
}

/// The errors of a part, with pointers from the whole.
Error below(std::string_view at, Error error) {
    for (auto& field : error.fields) field.pointer = std::string(at) + field.pointer;
    return error;
}

Status check_shape(const Caller& caller, const OrderDraft& draft) {
    if (draft.to < draft.from) return malformed("/to", "bad_interval");
    const bool names_buyer = draft.buyer || draft.buyer_id;
    if (is_department(caller) && names_buyer) return malformed("/buyer", "not_for_departments");
    if (!is_department(caller) && !names_buyer) return malformed("/buyer", "missing_field");
    if (draft.buyer && draft.buyer_id) return malformed("/buyer_id", "one_buyer");
    if (draft.buyer)
        if (auto fits = check_buyer(*draft.buyer); !fits.ok())
            return below("/buyer", std::move(fits).error());
    if (draft.waiver_document && !draft.waiver_ground)
        return malformed("/waiver_ground", "missing_field");
    return Done{};
}

/// The listing in which the product is offered in this scenario now, to this department if it is
/// one that buys.
Result<Listing> find_offer(db::Transaction& tx, TenantScope scope, const Order& order) {
    for (auto& listing : all_listings(tx, scope, order.product_id)) {
        const auto& ids = listing.scenario_ids;
        if (listing.state != ListingState::listed ||
            std::find(ids.begin(), ids.end(), order.scenario_id) == ids.end())
            continue;
        if (order.department_id && !visible_to(listing, order.department_id)) continue;
        return std::move(listing);
    }
    return wrong_state("not_listed");
}

/// The meters that use in the scenario is charged by and that can be counted, with how.
std::vector<OrderQuota> counted_meters(db::Transaction& tx, TenantScope scope,
                                       const Order& order) {
    const auto plan_of = [&](Period period) {
        return find_price_plan_in_force(tx, scope, PriceKind::data_use, order.product_id,
                                        order.scenario_id, period);
    };
    auto plan = plan_of(period_of(order.from));
    if (!plan) plan = plan_of(period_of(order.to));
    std::vector<OrderQuota> counted;
    if (!plan) return counted;
    for (const auto& charge : plan->charges) {
        const auto aggregation = charge.at("aggregation").get<std::string>();
        if (aggregation != "sum" && aggregation != "count") continue;
        counted.push_back({.meter = charge.at("meter").get<std::string>(),
                           .span = QuotaSpan::period,
                           .quantity = {},
                           .each_event = aggregation == "count"});
    }
    return counted;
}

/// What the listing grants a trial, else the policy.
TrialBox box_of(const Listing& listing, const tenants::Rules& rules,
                const std::vector<OrderQuota>& counted) {
    TrialBox box{.days_max = listing.trial.days.value_or(rules.policy.trial_days_max),
                 .quantities = {}};
    for (const auto& quota : counted) {
        const auto own = listing.trial.quantities.find(quota.meter);
        box.quantities[quota.meter] = own == listing.trial.quantities.end()
                                          ? Quantity{rules.policy.trial_quantity_max * kMicro}
                                          : own->second;
    }
    return box;
}

/// A refusal cites the policy, where the box is the policy's and not the listing's own.
Result<Order> boxed(db::Transaction& tx, TenantScope scope, const tenants::Rules& rules,
                    Order order) {
    const auto counted = counted_meters(tx, scope, order);
    const auto listing = find_listing(tx, scope, order.listing_id);
    YUNHE_ASSERT(listing.has_value());
    auto fitted = into_box(std::move(order), box_of(*listing, rules, counted), counted);
    if (fitted.ok()) return fitted;
    auto error = std::move(fitted).error();
    const bool days = error.code == "trial_too_long";
    const bool own = days ? listing->trial.days.has_value() : !listing->trial.quantities.empty();
    if (own) return error;
    return tenants::refuse_by_policy(days ? "trial_days_max" : "trial_quantity_max", error.code,
                                     error.args);
}

Status set_checked_quotas(db::Transaction& tx, TenantScope scope, Order& order,
                          std::vector<OrderQuota> quotas) {
    YUNHE_CHECK(check_quotas(quotas, counted_meters(tx, scope, order)));
    order.quotas = std::move(quotas);
    return Done{};
}

/// Is a resource of this department in the product's lineage?
bool in_lineage(db::Transaction& tx, TenantScope scope, const Product& product,
        BodyId department_id) {
    return std::any_of(product.lineage.begin(), product.lineage.end(),
            [&](const LineageItem& item) {
        if (!item.resource_id) return false;
        const auto resource = find_resource(tx, scope, *item.resource_id);
        return resource && resource->department_id == department_id;
    });
}

bool all_given_free(db::Transaction& tx, TenantScope scope, const Product& product) {
    return std::all_of(product.lineage.begin(), product.lineage.end(),
                       [&](const LineageItem& item) {
        if (!item.resource_id) return true;
        const auto terms = find_supply_terms(tx, scope, *item.resource_id);
        return terms && terms->free_of_charge;
    });
}

/// May the department use without charge, by the pack or the policy?
Status check_right(db::Transaction& tx, TenantScope scope, const tenants::Rules& rules,
                   const Order& order, const Product& product) {
    constexpr auto kKey = "source_department_right";
    auto fits = check_source_right(
        order, {.right = tenants::effective_code(*rules.pack, rules.policy, kKey),
                .buyer_in_lineage = order.department_id &&
                                    in_lineage(tx, scope, product, *order.department_id),
                .all_given_free = all_given_free(tx, scope, product)});
    if (fits.ok()) return fits;
    auto error = std::move(fits).error();
    if (error.code == "no_source_right" || error.code == "not_given_free")
        error.rule = tenants::cite_effective(*rules.pack, rules.policy, kKey);
    return error;
}

std::vector<std::string> meters_of(const std::vector<OrderQuota>& counted) {
    std::vector<std::string> meters;
    for (const auto& quota : counted) meters.push_back(quota.meter);
    return meters;
}

/// Puts the waiver on the order. A public purpose stands on the scenario's decision and is
/// confirmed by it; the other grounds wait for the collecting unit.
Status put_waiver(db::Transaction& tx, const Caller& caller, const tenants::Rules& rules,
                  Order& order, const WaiverDraft& draft, const char* document_pointer) {
    const auto product = find_product(tx, caller.scope, order.product_id);
    const auto scenario = find_scenario(tx, caller.scope, order.scenario_id);
    YUNHE_ASSERT(product.has_value() && scenario.has_value());
    const bool by_scenario = draft.ground == WaiverGround::public_purpose;
    if (!by_scenario && (!draft.document || blank(*draft.document)))
        return malformed(document_pointer, "missing_field");
    const Waiver waiver{.ground = draft.ground,
                        .state = by_scenario ? WaiverState::confirmed : WaiverState::requested,
                        .document = draft.document.value_or(""),
                        .limits = draft.limits,
                        .requested_by_id = caller.user_id,
                        .confirmed_by_id = {},
                        .until = draft.until,
                        .quotas = draft.quotas};
    YUNHE_CHECK(check_waiver_limits(order, waiver,
                                    meters_of(counted_meters(tx, caller.scope, order))));
    const bool from_source = order.department_id &&
                             in_lineage(tx, caller.scope, *product, *order.department_id);
    YUNHE_CHECK(check_waiver(order, draft.ground, scenario->purpose, from_source));
    if (draft.ground == WaiverGround::source_trial)
        YUNHE_CHECK(check_right(tx, caller.scope, rules, order, *product));
    order.waiver = waiver;
    return Done{};
}

void follow_waiver(db::Transaction& tx, const Caller& caller, const Order& order) {
    const auto state = to_text(state_on(order, date_of(caller.now)));
    record_step(tx, caller, case_of(order), "request_waiver", state, state, "",
                {{"ground", std::string(to_text(order.waiver->ground))},
                 {"document", order.waiver->document},
                 {"limits", order.waiver->limits},
                 {"until", order.waiver->until ? Json(to_text(*order.waiver->until)) : Json()},
                 {"quotas", order.waiver->quotas.size()}});
    if (order.waiver->state == WaiverState::requested)
        open_role_todos(tx, caller, case_of(order), kWaiverTask, Role::collector);
}

Status set_buyer(db::Transaction& tx, const Caller& caller, const OrderDraft& draft, Order& order) {
    if (is_department(caller)) {
        const auto department = tenants::find_body(tx, caller.scope, caller.body_id);
        YUNHE_ASSERT(department.has_value());
        order.buyer_name = department->name;
        order.buyer_uscc = department->uscc;
        return Done{};
    }
    std::optional<Buyer> buyer;
    if (draft.buyer_id) {
        buyer = find_buyer(tx, caller.scope, *draft.buyer_id);
        if (!buyer || buyer->developer_id != order.developer_id)
            return malformed("/buyer_id", "unknown_reference",
                             {{"code", to_text(*draft.buyer_id)}});
    } else {
        YUNHE_TRY(made, find_or_record_buyer(tx, caller, order.developer_id, *draft.buyer));
        buyer = std::move(made);
    }
    order.buyer_id = buyer->id;
    order.buyer_name = buyer->name;
    order.buyer_uscc = buyer->uscc;
    return Done{};
}

/// The product and the scenario that the draft names, and the listing that offers the two.
Status set_offer(db::Transaction& tx, const Caller& caller, const OrderDraft& draft, Order& order) {
    const auto product = find_product_by_code(tx, caller.scope, draft.product_code);
    const bool visible = product && (product->state == ProductState::registered ||
                                     product->developer_id == caller.body_id);
    if (!visible)
        return malformed("/product_code", "unknown_reference", {{"code", draft.product_code}});
    const auto scenario = find_scenario_by_code(tx, caller.scope, draft.scenario_code);
    if (!scenario)
        return malformed("/scenario_code", "unknown_reference", {{"code", draft.scenario_code}});
    if (!is_department(caller) && product->developer_id != caller.body_id)
        return wrong_party("not_your_object");
    order.product_id = product->id;
    order.scenario_id = scenario->id;
    order.developer_id = product->developer_id;
    if (is_department(caller)) order.department_id = caller.body_id;
    YUNHE_TRY(listing, find_offer(tx, caller.scope, order));
    order.listing_id = listing.id;
    return Done{};
}

bool reason_needed(OrderAction action) {
    return action != OrderAction::accept && action != OrderAction::resume;
}

Result<Order> lock_visible_order(db::Transaction& tx, const Caller& caller, std::string_view code) {
    YUNHE_CHECK(read_visible_order(tx, caller, code));
    auto order = lock_order_by_code(tx, caller.scope, code);
    YUNHE_ASSERT(order.has_value());
    return std::move(*order);
}

}  // namespace

Result<Order> read_visible_order(db::Transaction& tx, const Caller& caller, std::string_view code) {
    auto order = find_order_by_code(tx, caller.scope, code);
    if (!order || (!sees_all_orders(caller) && !owns(caller, *order))) return not_found();
    return std::move(*order);
}

Result<Order> record_order(db::Transaction& tx, const Caller& caller, const tenants::Rules& rules,
                           const OrderDraft& draft) {
    YUNHE_CHECK(check_shape(caller, draft));
    Order order;
    order.kind = draft.kind;
    order.from = draft.from;
    order.to = draft.to;
    order.follows_id = draft.follows_id;
    order.link = draft.link;
    YUNHE_CHECK(set_offer(tx, caller, draft, order));
    YUNHE_TRY(code, code_or_number(tx, caller.scope, draft.code, "order", [&](const auto& taken) {
                  return find_order_by_code(tx, caller.scope, taken).has_value();
              }));
    order.code = std::move(code);
    order.id = tx.new_id<OrderId>();
    YUNHE_CHECK(set_checked_quotas(tx, caller.scope, order, draft.quotas));
    const auto product = find_product(tx, caller.scope, order.product_id);
    YUNHE_ASSERT(product.has_value());
    if (order.kind == OrderKind::source_free)
        YUNHE_CHECK(check_right(tx, caller.scope, rules, order, *product));
    if (order.kind == OrderKind::trial) {
        YUNHE_TRY(fitted, boxed(tx, caller.scope, rules, std::move(order)));
        order = std::move(fitted);
    }
    if (draft.waiver_ground)
        YUNHE_CHECK(put_waiver(tx, caller, rules, order,
                               {*draft.waiver_ground, draft.waiver_document, ""},
                               "/waiver_document"));
    YUNHE_CHECK(set_buyer(tx, caller, draft, order));
    insert_order(tx, caller.scope, order, caller.now);
    record_step(tx, caller, case_of(order), "record", "", to_text(order.state));
    open_role_todos(tx, caller, case_of(order), kAcceptTask, Role::operator_staff);
    if (order.waiver) follow_waiver(tx, caller, order);
    tenants::bump_entitlement_version(tx, caller.scope);
    return order;
}

namespace {

/// The trial ends where the paid order begins to count.
void end_converted(db::Transaction& tx, const Caller& caller, const Order& paid) {
    const auto found = find_order(tx, caller.scope, *paid.follows_id);
    YUNHE_ASSERT(found.has_value());
    const auto trial = lock_order_by_code(tx, caller.scope, found->code);
    const auto from = state_on(*trial, date_of(caller.now));
    const auto to = next_state(kOrderMoves, from, OrderAction::end, OrderActor::operator_staff);
    if (!to.ok()) return;
    const auto ended = apply(*trial, OrderAction::end, to.value(), caller.now);
    save_order(tx, caller.scope, ended);
    record_step(tx, caller, case_of(ended), "convert", to_text(from), to_text(ended.state), "",
                {{"order", paid.code}});
    close_case(tx, caller, case_of(ended));
}

}  // namespace

Result<Order> act_on_order(db::Transaction& tx, const Caller& caller, std::string_view code,
                           OrderAction action, const std::string& reason) {
    if (reason_needed(action) && blank(reason)) return malformed("/reason", "reason_required");
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    const auto actor = caller.is_operator() ? OrderActor::operator_staff : OrderActor::buyer_side;
    const auto from = state_on(order, date_of(caller.now));
    YUNHE_TRY(to, next_state(kOrderMoves, from, action, actor));
    if (action == OrderAction::accept) {
        YUNHE_CHECK(check_accept(order));
        YUNHE_CHECK(find_offer(tx, caller.scope, order));
    }
    auto next = apply(order, action, to, caller.now);
    save_order(tx, caller.scope, next);
    next.version += 1;
    const auto subject = case_of(next);
    record_step(tx, caller, subject, to_text(action), to_text(from), to_text(to), reason);
    close_task(tx, caller, subject, kAcceptTask);
    if (to == OrderState::refused || to == OrderState::cancelled || to == OrderState::ended)
        close_case(tx, caller, subject);
    if (action == OrderAction::accept && next.link == OrderLink::conversion)
        end_converted(tx, caller, next);
    tenants::bump_entitlement_version(tx, caller.scope);
    return next;
}

Result<Order> follow_order(db::Transaction& tx, const Caller& caller, const tenants::Rules& rules,
                           std::string_view code, OrderLink link, const FollowDraft& draft) {
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    if (!owns(caller, order)) return wrong_party("not_your_move");
    YUNHE_CHECK(check_follow(order, link));
    if (find_follower(tx, caller.scope, order.id)) return wrong_state("followed_already");
    const auto product = find_product(tx, caller.scope, order.product_id);
    const auto scenario = find_scenario(tx, caller.scope, order.scenario_id);
    YUNHE_ASSERT(product.has_value() && scenario.has_value());
    const bool conversion = link == OrderLink::conversion;
    const auto first = conversion ? date_of(caller.now) : order.to + std::chrono::days(1);
    OrderDraft next{.code = draft.code,
                    .product_code = product->code,
                    .scenario_code = scenario->code,
                    .kind = conversion ? OrderKind::paid : order.kind,
                    .from = draft.from.value_or(first),
                    .to = draft.to,
                    .buyer_id = order.buyer_id,
                    .buyer = {},
                    .waiver_ground = {},
                    .waiver_document = {},
                    .quotas = draft.quotas,
                    .follows_id = order.id,
                    .link = link};
    YUNHE_TRY(recorded, record_order(tx, caller, rules, next));
    const auto state = to_text(state_on(order, date_of(caller.now)));
    record_step(tx, caller, case_of(order), conversion ? "request_conversion" : "request_renewal",
                state, state, "", {{"order", recorded.code}});
    return recorded;
}

Result<Order> request_extension(db::Transaction& tx, const Caller& caller,
                                const tenants::Rules& rules, std::string_view code, Date to,
                                const std::string& reason) {
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    if (!owns(caller, order)) return wrong_party("not_your_move");
    YUNHE_CHECK(check_extension(order, to, date_of(caller.now)));
    // What was waived was waived for the agreed time.
    if (order.waiver && order.waiver->state != WaiverState::refused)
        return wrong_state("waived_order_not_extended");
    if (order.kind == OrderKind::trial) {
        auto longer = order;
        longer.to = to;
        YUNHE_CHECK(boxed(tx, caller.scope, rules, std::move(longer)));
    }
    order.extend_to = to;
    save_order(tx, caller.scope, order);
    order.version += 1;
    const auto state = to_text(state_on(order, date_of(caller.now)));
    record_step(tx, caller, case_of(order), "request_extension", state, state, reason,
                {{"to", to_text(to)}});
    open_role_todos(tx, caller, case_of(order), kExtendTask, Role::operator_staff);
    return order;
}

Result<Order> decide_extension(db::Transaction& tx, const Caller& caller, std::string_view code,
                               bool accept, const std::string& reason) {
    if (!accept && blank(reason)) return malformed("/reason", "reason_required");
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    if (!order.extend_to) return wrong_state("no_extension_pending");
    const auto to = *order.extend_to;
    order.extend_to.reset();
    if (accept) {
        YUNHE_CHECK(check_extension(order, to, date_of(caller.now)));
        YUNHE_CHECK(find_offer(tx, caller.scope, order));
        order.to = to;
    }
    save_order(tx, caller.scope, order);
    order.version += 1;
    const auto state = to_text(state_on(order, date_of(caller.now)));
    record_step(tx, caller, case_of(order), accept ? "extend" : "refuse_extension", state, state,
                reason, {{"to", to_text(to)}});
    close_task(tx, caller, case_of(order), kExtendTask);
    tenants::bump_entitlement_version(tx, caller.scope);
    return order;
}

Result<Order> set_quotas(db::Transaction& tx, const Caller& caller, const tenants::Rules& rules,
                         std::string_view code, std::vector<OrderQuota> quotas,
                         const std::string& reason) {
    if (blank(reason)) return malformed("/reason", "reason_required");
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    YUNHE_CHECK(set_checked_quotas(tx, caller.scope, order, std::move(quotas)));
    // A trial whose box is full may be given a larger one while its time runs.
    const auto state = order.state == OrderState::accepted && order.to < date_of(caller.now)
                           ? OrderState::ended
                           : order.state;
    if (state != OrderState::requested && state != OrderState::accepted &&
        state != OrderState::suspended)
        return wrong_state("order_over", {{"state", std::string(to_text(state))}});
    if (order.kind == OrderKind::trial) {
        YUNHE_TRY(fitted, boxed(tx, caller.scope, rules, std::move(order)));
        order = std::move(fitted);
    }
    save_order(tx, caller.scope, order);
    save_quotas(tx, caller.scope, order.id, order.quotas, caller.now);
    const auto word = to_text(state);
    record_step(tx, caller, case_of(order), "set_quotas", word, word, reason,
                {{"quotas", order.quotas.size()}});
    tenants::bump_entitlement_version(tx, caller.scope);
    return *find_order(tx, caller.scope, order.id);
}

Result<Order> request_waiver(db::Transaction& tx, const Caller& caller,
                             const tenants::Rules& rules, std::string_view code,
                             const WaiverDraft& draft) {
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    const auto state = state_on(order, date_of(caller.now));
    if (order.state == OrderState::ended || state == OrderState::refused ||
        state == OrderState::cancelled)
        return wrong_state("order_over", {{"state", std::string(to_text(state))}});
    if (order.waiver && order.waiver->state != WaiverState::refused)
        return wrong_state("waiver_exists");
    YUNHE_CHECK(put_waiver(tx, caller, rules, order, draft, "/document"));
    save_order(tx, caller.scope, order);
    order.version += 1;
    follow_waiver(tx, caller, order);
    tenants::bump_entitlement_version(tx, caller.scope);
    return order;
}

Result<Order> decide_waiver(db::Transaction& tx, const Caller& caller, std::string_view code,
                            bool confirm, const std::string& opinion) {
    if (!confirm && blank(opinion)) return malformed("/opinion", "reason_required");
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    if (order.waiver)
        YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "order", order.id.value,
                                                order.waiver->requested_by_id));
    if (!order.waiver || order.waiver->state != WaiverState::requested)
        return wrong_state("waiver_not_requested");
    order.waiver->state = confirm ? WaiverState::confirmed : WaiverState::refused;
    order.waiver->confirmed_by_id = caller.user_id;
    save_order(tx, caller.scope, order);
    order.version += 1;
    const auto state = to_text(state_on(order, date_of(caller.now)));
    record_step(tx, caller, case_of(order), confirm ? "confirm_waiver" : "refuse_waiver", state,
            state,
                opinion);
    close_task(tx, caller, case_of(order), kWaiverTask);
    tenants::bump_entitlement_version(tx, caller.scope);
    return order;
}

}  // namespace yunhe::catalog
