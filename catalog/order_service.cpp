#include "catalog/order_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/listing_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/order_workflow.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/four_eyes.hpp"

namespace yunhe::catalog {
namespace {

using tenants::BodyKind;
using tenants::Caller;
using tenants::Role;

constexpr auto kAcceptTask = "accept_order";
constexpr auto kWaiverTask = "confirm_waiver";

CaseRef case_of(const Order& order) {
    return {"order", order.id.value, order.code + " " + order.buyer_name};
}

bool is_department(const Caller& caller) { return caller.body_kind == BodyKind::department; }

/// Of the developer whose product it is, or of the department that buys.
bool owns(const Caller& caller, const Order& order) {
    if (is_department(caller)) return order.department_id == caller.body_id;
    return order.developer_id == caller.body_id;
}

bool sees_all_orders(const Caller& caller) {
    return !caller.is_developer() && !is_department(caller);
}

Status check_shape(const Caller& caller, const OrderDraft& draft) {
    if (draft.to < draft.from) return malformed("/to", "bad_interval");
    if (is_department(caller) && draft.buyer_name)
        return malformed("/buyer", "not_for_departments");
    if (!is_department(caller) && !draft.buyer_name) return malformed("/buyer", "missing_field");
    if (draft.buyer_uscc && !valid_uscc(*draft.buyer_uscc))
        return malformed("/buyer/uscc", "bad_uscc");
    if (draft.waiver_document && !draft.waiver_ground)
        return malformed("/waiver_ground", "missing_field");
    return Done{};
}

/// The listing in which the product is offered in this scenario now.
Result<Listing> find_offer(db::Transaction& tx, TenantScope scope, ProductId product_id,
                           ScenarioId scenario_id) {
    for (auto& listing : all_listings(tx, scope, product_id)) {
        const auto& ids = listing.scenario_ids;
        if (listing.state == ListingState::listed &&
            std::find(ids.begin(), ids.end(), scenario_id) != ids.end())
            return std::move(listing);
    }
    return wrong_state("not_listed");
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

/// Puts the waiver on the order. A public purpose stands on the scenario's decision and is
/// confirmed by it; the other grounds wait for the collecting unit.
Status put_waiver(db::Transaction& tx, const Caller& caller, Order& order, const WaiverDraft& draft,
                  const char* document_pointer) {
    const auto product = find_product(tx, caller.scope, order.product_id);
    const auto scenario = find_scenario(tx, caller.scope, order.scenario_id);
    YUNHE_ASSERT(product.has_value() && scenario.has_value());
    const bool by_scenario = draft.ground == WaiverGround::public_purpose;
    if (!by_scenario && (!draft.document || blank(*draft.document)))
        return malformed(document_pointer, "missing_field");
    const bool from_source = order.department_id &&
                             in_lineage(tx, caller.scope, *product, *order.department_id);
    YUNHE_CHECK(check_waiver(order, draft.ground, scenario->purpose, from_source));
    order.waiver = Waiver{.ground = draft.ground,
                          .state = by_scenario ? WaiverState::confirmed : WaiverState::requested,
                          .document = draft.document.value_or(""),
                          .limits = draft.limits,
                          .requested_by_id = caller.user_id,
                          .confirmed_by_id = {}};
    return Done{};
}

void follow_waiver(db::Transaction& tx, const Caller& caller, const Order& order) {
    const auto state = to_text(state_on(order, date_of(caller.now)));
    record_step(tx, caller, case_of(order), "request_waiver", state, state, "",
                {{"ground", std::string(to_text(order.waiver->ground))},
                 {"document", order.waiver->document},
                 {"limits", order.waiver->limits}});
    if (order.waiver->state == WaiverState::requested)
        open_role_todos(tx, caller, case_of(order), kWaiverTask, Role::collector);
}

Status set_buyer(db::Transaction& tx, const Caller& caller, const OrderDraft& draft, Order& order) {
    if (!is_department(caller)) {
        order.buyer_name = *draft.buyer_name;
        order.buyer_uscc = draft.buyer_uscc;
        if (order.kind == OrderKind::source_free)
            return refused_by_system("source_free_for_departments");
        return Done{};
    }
    const auto department = tenants::find_body(tx, caller.scope, caller.body_id);
    YUNHE_ASSERT(department.has_value());
    order.department_id = department->id;
    order.buyer_name = department->name;
    order.buyer_uscc = department->uscc;
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
    YUNHE_TRY(listing, find_offer(tx, caller.scope, product->id, scenario->id));
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

Result<Order> record_order(db::Transaction& tx, const Caller& caller, const OrderDraft& draft) {
    YUNHE_CHECK(check_shape(caller, draft));
    Order order;
    order.kind = draft.kind;
    order.from = draft.from;
    order.to = draft.to;
    YUNHE_CHECK(set_offer(tx, caller, draft, order));
    YUNHE_TRY(code, code_or_number(tx, caller.scope, draft.code, "order", [&](const auto& taken) {
                  return find_order_by_code(tx, caller.scope, taken).has_value();
              }));
    order.code = std::move(code);
    order.id = tx.new_id<OrderId>();
    YUNHE_CHECK(set_buyer(tx, caller, draft, order));
    if (draft.waiver_ground)
        YUNHE_CHECK(put_waiver(tx, caller, order, {*draft.waiver_ground, draft.waiver_document, ""},
                               "/waiver_document"));
    insert_order(tx, caller.scope, order, caller.now);
    record_step(tx, caller, case_of(order), "record", "", to_text(order.state));
    open_role_todos(tx, caller, case_of(order), kAcceptTask, Role::operator_staff);
    if (order.waiver) follow_waiver(tx, caller, order);
    tenants::bump_entitlement_version(tx, caller.scope);
    return order;
}

Result<Order> act_on_order(db::Transaction& tx, const Caller& caller, std::string_view code,
                           OrderAction action, const std::string& reason) {
    if (reason_needed(action) && blank(reason)) return malformed("/reason", "reason_required");
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    const auto actor = caller.is_operator() ? OrderActor::operator_staff : OrderActor::buyer_side;
    const auto from = state_on(order, date_of(caller.now));
    YUNHE_TRY(to, next_state(kOrderMoves, from, action, actor));
    if (action == OrderAction::accept) {
        YUNHE_CHECK(check_accept(order));
        YUNHE_CHECK(find_offer(tx, caller.scope, order.product_id, order.scenario_id));
    }
    auto next = apply(order, action, to, caller.now);
    save_order(tx, caller.scope, next);
    next.version += 1;
    const auto subject = case_of(next);
    record_step(tx, caller, subject, to_text(action), to_text(from), to_text(to), reason);
    close_task(tx, caller, subject, kAcceptTask);
    if (to == OrderState::refused || to == OrderState::cancelled) close_case(tx, caller, subject);
    tenants::bump_entitlement_version(tx, caller.scope);
    return next;
}

Result<Order> request_waiver(db::Transaction& tx, const Caller& caller, std::string_view code,
                             const WaiverDraft& draft) {
    YUNHE_TRY(order, lock_visible_order(tx, caller, code));
    const auto state = state_on(order, date_of(caller.now));
    if (state == OrderState::refused || state == OrderState::cancelled)
        return wrong_state("order_over", {{"state", std::string(to_text(state))}});
    if (order.waiver && order.waiver->state != WaiverState::refused)
        return wrong_state("waiver_exists");
    YUNHE_CHECK(put_waiver(tx, caller, order, draft, "/document"));
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
        YUNHE_CHECK(tenants::check_four_eyes(tenants::hands_of(caller),
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
