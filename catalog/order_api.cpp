#include "catalog/entitlement_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/offer_reply_api.hpp"
#include "catalog/order_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/routes.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kBuyerFields[] = {field::text("name"), field::text("uscc", 18).optional()};
constexpr Shape kBuyerBody{"BuyerBody", kBuyerFields};
constexpr Field kOrderBodyFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number."),
    field::code("product_code"),
    field::code("scenario_code"),
    field::one_of("kind", enum_values<OrderKind>),
    field::date("from"),
    field::date("to").about("Inclusive."),
    field::object("buyer", kBuyerBody).optional().about(
        "For whom a developer records it; a department buys as itself and leaves it out."),
    field::one_of("waiver_ground", enum_values<WaiverGround>).optional(),
    field::text("waiver_document").optional()};
constexpr Shape kOrderBody{"OrderBody", kOrderBodyFields};

constexpr Field kWaiverBodyFields[] = {field::one_of("ground", enum_values<WaiverGround>),
                                       field::text("document").optional(),
                                       field::text("limits", 500).optional()};
constexpr Shape kWaiverBody{"WaiverBody", kWaiverBodyFields};

constexpr std::string_view kWaiverDecisions[] = {"confirm", "refuse"};
constexpr Field kWaiverDecisionFields[] = {
    field::one_of("decision", kWaiverDecisions).optional().about("Left out: confirm."),
    field::text("opinion", 2000).optional()};
constexpr Shape kWaiverDecisionBody{"WaiverDecisionBody", kWaiverDecisionFields};

Reply reply_of(int status, db::Transaction& tx, const Call& call, const Order& order) {
    const auto chains = load_chains(tx, call.caller.scope, order.product_id);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.status = status;
    reply.body = to_json(order, {names, chains, call.caller.now});
    reply.headers.emplace_back("ETag", http::etag(order.version));
    return reply;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto& body = call.body;
    OrderDraft draft{.code = body.optional_text("code"),
                     .product_code = body.text("product_code"),
                     .scenario_code = body.text("scenario_code"),
                     .kind = body.enumerator<OrderKind>("kind"),
                     .from = body.date("from"),
                     .to = body.date("to"),
                     .buyer_name = {},
                     .buyer_uscc = {},
                     .waiver_ground = body.optional_enumerator<WaiverGround>("waiver_ground"),
                     .waiver_document = body.optional_text("waiver_document")};
    if (body.has("buyer")) {
        const auto buyer = body.object("buyer");
        draft.buyer_name = buyer.text("name");
        draft.buyer_uscc = buyer.optional_text("uscc");
    }
    YUNHE_TRY(order, record_order(tx, call.caller, draft));
    return reply_of(201, tx, call, order);
}

Result<Reply> list_page(const Call& call, db::Transaction& tx) {
    const auto& caller = call.caller;
    const bool department = caller.body_kind == tenants::BodyKind::department;
    const auto own = std::optional(caller.body_id);
    const auto orders = list_orders(tx, caller.scope, caller.is_developer() ? own : std::nullopt,
                                    department ? own : std::nullopt, call.page);
    const auto chains = call.context.entitlements.chains(tx, caller.scope);
    OfferNames names(tx, caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, orders,
        [&](const Order& order) { return to_json(order, {names, *chains, caller.now}); },
        [](const Order& order) { return order.id.value; });
    return reply;
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(order, read_visible_order(tx, call.caller, call.path_value("order_code")));
    return reply_of(200, tx, call, order);
}

Result<Reply> act(const Call& call, db::Transaction& tx, OrderAction action) {
    YUNHE_TRY(order, act_on_order(tx, call.caller, call.path_value("order_code"), action,
                                  call.body.text_or("reason", "")));
    return reply_of(200, tx, call, order);
}

Result<Reply> accept(const Call& call, db::Transaction& tx) {
    return act(call, tx, OrderAction::accept);
}
Result<Reply> refuse(const Call& call, db::Transaction& tx) {
    return act(call, tx, OrderAction::refuse);
}
Result<Reply> cancel(const Call& call, db::Transaction& tx) {
    return act(call, tx, OrderAction::cancel);
}
Result<Reply> suspend(const Call& call, db::Transaction& tx) {
    return act(call, tx, OrderAction::suspend);
}
Result<Reply> resume(const Call& call, db::Transaction& tx) {
    return act(call, tx, OrderAction::resume);
}

Result<Reply> waive(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(order, request_waiver(tx, call.caller, call.path_value("order_code"),
                                    {.ground = call.body.enumerator<WaiverGround>("ground"),
                                     .document = call.body.optional_text("document"),
                                     .limits = call.body.text_or("limits", "")}));
    return reply_of(200, tx, call, order);
}

Result<Reply> decide(const Call& call, db::Transaction& tx) {
    const bool confirm = call.body.text_or("decision", "confirm") == "confirm";
    YUNHE_TRY(order, decide_waiver(tx, call.caller, call.path_value("order_code"), confirm,
                                   call.body.text_or("opinion", "")));
    return reply_of(200, tx, call, order);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(order, read_visible_order(tx, call.caller, call.path_value("order_code")));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "order", order.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/orders", Permission::order_write, create, "createOrder",
     "Records an order: a developer for a buyer, a department for itself.",
     {.body = &kOrderBody, .reply = &kOrder, .status = 201}},
    {Method::get, "/api/v1/orders", Permission::order_read, list_page, "listOrders", "Orders.",
     {.page_of = &kOrder}},
    {Method::get, "/api/v1/orders/:order_code", Permission::order_read, read, "readOrder",
     "One order.", {.reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/accept", Permission::order_accept, accept,
     "acceptOrder", "Accepts an order.", {.body = &kReasonBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/refuse", Permission::order_accept, refuse,
     "refuseOrder", "Refuses an order.", {.body = &kReasonBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/cancel", Permission::order_write, cancel,
     "cancelOrder", "The buyer's side ends the order.", {.body = &kReasonBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/suspend", Permission::order_accept, suspend,
     "suspendOrder", "Suspends an order.", {.body = &kReasonBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/resume", Permission::order_accept, resume,
     "resumeOrder", "Resumes a suspended order.", {.body = &kReasonBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/waiver", Permission::waiver_request, waive,
     "requestWaiver", "Asks for an order to be charged 0.", {.body = &kWaiverBody, .reply =
     &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/waiver/confirm", Permission::waiver_confirm, decide,
     "decideWaiver", "Confirms or refuses a waiver; another person than asked for it.",
     {.body = &kWaiverDecisionBody, .reply = &kOrder}},
    {Method::get, "/api/v1/orders/:order_code/events", Permission::order_read, events,
     "listOrderEvents", "What happened to the order, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const http::Route> order_routes() { return kRoutes; }

}  // namespace yunhe::catalog
