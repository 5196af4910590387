#include "catalog/entitlement_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/offer_notice_service.hpp"
#include "catalog/offer_reply_api.hpp"
#include "catalog/order_quota_store.hpp"
#include "catalog/order_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/routes.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace order_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kBuyerFields[] = {
    field::text("name"), field::text("uscc", 18).optional(),
    field::one_of("kind", enum_values<BuyerKind>).optional().about("Left out: other."),
    field::text("contact_name", 64).optional(), field::text("contact_phone", 32).optional()};
constexpr Shape kBuyerBody{"OrderBuyerBody", kBuyerFields};
constexpr Field kQuotaBodyFields[] = {
    field::text("meter", 64), field::one_of("span", enum_values<QuotaSpan>),
    field::quantity("quantity").about("Of the meter, or in events where they are counted.")};
constexpr Shape kQuotaBody{"OrderQuotaBody", kQuotaBodyFields};
constexpr Field kOrderBodyFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number."),
    field::code("product_code"),
    field::code("scenario_code"),
    field::one_of("kind", enum_values<OrderKind>),
    field::date("from"),
    field::date("to").about("Inclusive."),
    field::object("buyer", kBuyerBody).optional().about(
        "For whom a developer records it, if not buyer_id; the record is reused or made. A "
        "department buys as itself and leaves both out."),
    field::id<BuyerId>("buyer_id").optional(),
    field::one_of("waiver_ground", enum_values<WaiverGround>).optional(),
    field::text("waiver_document").optional(),
    field::objects("quotas", kQuotaBody).items(100).optional()};
constexpr Shape kOrderBody{"OrderBody", kOrderBodyFields};

constexpr Field kWaiverBodyFields[] = {field::one_of("ground", enum_values<WaiverGround>),
                                       field::text("document").optional(),
                                       field::text("limits", 500).optional().about(
                                           "In the document's words."),
                                       field::date("until").optional().about(
                                           "Inclusive; the last day of a month, or the order's."),
                                       field::objects("quotas", kMeterQuantity).items(100)
                                           .optional().about(
                                               "Per period; what is beyond is charged.")};
constexpr Shape kWaiverBody{"WaiverBody", kWaiverBodyFields};

constexpr Field kFollowFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number."),
    field::date("from").optional().about("Left out: today for a conversion, else the day after."),
    field::date("to").about("Inclusive."),
    field::objects("quotas", kQuotaBody).items(100).optional()};
constexpr Shape kFollowBody{"OrderFollowBody", kFollowFields};
constexpr Field kExtensionFields[] = {field::date("to").about("The new last day, inclusive."),
                                      field::text("reason", 2000).optional()};
constexpr Shape kExtensionBody{"OrderExtensionBody", kExtensionFields};
constexpr Field kQuotasFields[] = {field::objects("quotas", kQuotaBody).items(100),
                                   field::text("reason", 2000)};
constexpr Shape kQuotasBody{"OrderQuotasBody", kQuotasFields};

constexpr std::string_view kWaiverDecisions[] = {"confirm", "refuse"};
constexpr Field kWaiverDecisionFields[] = {
    field::one_of("decision", kWaiverDecisions).optional().about("Left out: confirm."),
    field::text("opinion", 2000).optional()};
constexpr Shape kWaiverDecisionBody{"WaiverDecisionBody", kWaiverDecisionFields};

/// Used in this period, or in all.
Json used_of(const std::vector<QuotaUse>& uses, const std::string& meter, const std::string& span,
             Timestamp now) {
    const auto key = span == to_text(QuotaSpan::order) ? span : to_text(period_of(now));
    for (const auto& use : uses)
        if (use.meter == meter && use.span_key == key) return to_text(use.used);
    return "0";
}

Json alerts_json(const std::vector<QuotaAlert>& alerts) {
    Json json = Json::array();
    for (const auto& alert : alerts)
        json.push_back({{"meter", alert.meter},
                        {"span", alert.span_key},
                        {"quantity", to_text(alert.quantity)},
                        {"percent", alert.percent},
                        {"used", to_text(alert.used)},
                        {"reached_at", to_text(alert.reached_at)}});
    return json;
}

Reply reply_of(int status, db::Transaction& tx, const Call& call, const Order& order) {
    const auto chains = load_chains(tx, call.caller.scope, order.product_id);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.status = status;
    reply.body = to_json(order, {names, chains, call.caller.now});
    const auto uses = list_quota_use(tx, call.caller.scope, order.id);
    for (auto& quota : reply.body["quotas"])
        quota["used"] = used_of(uses, quota.at("meter").get<std::string>(),
                                quota.at("span").get<std::string>(), call.caller.now);
    reply.body["quota_alerts"] = alerts_json(list_quota_alerts(tx, call.caller.scope, order.id));
    reply.headers.emplace_back("ETag", http::etag(order.version));
    return reply;
}

tenants::Rules rules_of(const Call& call, db::Transaction& tx) {
    return tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
}

std::vector<OrderQuota> quotas_of(const Input& body) {
    std::vector<OrderQuota> quotas;
    for (const auto& quota : body.objects("quotas"))
        quotas.push_back({.meter = quota.text("meter"),
                          .span = quota.enumerator<QuotaSpan>("span"),
                          .quantity = quota.quantity("quantity")});
    return quotas;
}

Buyer buyer_of(const Input& input) {
    Buyer buyer;
    buyer.name = input.text("name");
    buyer.uscc = input.optional_text("uscc");
    buyer.kind = input.optional_enumerator<BuyerKind>("kind").value_or(BuyerKind::other);
    buyer.contact_name = input.optional_text("contact_name");
    buyer.contact_phone = input.optional_text("contact_phone");
    return buyer;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto& body = call.body;
    OrderDraft draft{.code = body.optional_text("code"),
                     .product_code = body.text("product_code"),
                     .scenario_code = body.text("scenario_code"),
                     .kind = body.enumerator<OrderKind>("kind"),
                     .from = body.date("from"),
                     .to = body.date("to"),
                     .buyer_id = body.optional_id<BuyerId>("buyer_id"),
                     .buyer = {},
                     .waiver_ground = body.optional_enumerator<WaiverGround>("waiver_ground"),
                     .waiver_document = body.optional_text("waiver_document"),
                     .quotas = quotas_of(body)};
    if (body.has("buyer")) draft.buyer = buyer_of(body.object("buyer"));
    YUNHE_TRY(order, record_order(tx, call.caller, rules_of(call, tx), draft));
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

Result<Reply> end(const Call& call, db::Transaction& tx) {
    return act(call, tx, OrderAction::end);
}

Result<Reply> follow(const Call& call, db::Transaction& tx, OrderLink link) {
    YUNHE_TRY(order, follow_order(tx, call.caller, rules_of(call, tx),
                                  call.path_value("order_code"), link,
                                  {.code = call.body.optional_text("code"),
                                   .from = call.body.optional_date("from"),
                                   .to = call.body.date("to"),
                                   .quotas = quotas_of(call.body)}));
    return reply_of(201, tx, call, order);
}
Result<Reply> convert(const Call& call, db::Transaction& tx) {
    return follow(call, tx, OrderLink::conversion);
}
Result<Reply> renew(const Call& call, db::Transaction& tx) {
    return follow(call, tx, OrderLink::renewal);
}

Result<Reply> extend(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(order, request_extension(tx, call.caller, rules_of(call, tx),
                                       call.path_value("order_code"), call.body.date("to"),
                                       call.body.text_or("reason", "")));
    return reply_of(200, tx, call, order);
}

Result<Reply> decide_extended(const Call& call, db::Transaction& tx, bool accept_it) {
    YUNHE_TRY(order, decide_extension(tx, call.caller, call.path_value("order_code"), accept_it,
                                      call.body.text_or("reason", "")));
    return reply_of(200, tx, call, order);
}
Result<Reply> accept_extension(const Call& call, db::Transaction& tx) {
    return decide_extended(call, tx, true);
}
Result<Reply> refuse_extension(const Call& call, db::Transaction& tx) {
    return decide_extended(call, tx, false);
}

Result<Reply> put_quotas(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(order, set_quotas(tx, call.caller, rules_of(call, tx),
                                call.path_value("order_code"), quotas_of(call.body),
                                call.body.text("reason")));
    return reply_of(200, tx, call, order);
}

Result<Reply> read_notice(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(order, read_visible_order(tx, call.caller, call.path_value("order_code")));
    YUNHE_CHECK(acknowledge_notice(tx, call.caller, order.code));
    return reply_of(200, tx, call, order);
}

Result<Reply> waive(const Call& call, db::Transaction& tx) {
    WaiverDraft draft{.ground = call.body.enumerator<WaiverGround>("ground"),
                      .document = call.body.optional_text("document"),
                      .limits = call.body.text_or("limits", ""),
                      .until = call.body.optional_date("until"),
                      .quotas = {}};
    for (const auto& quota : call.body.objects("quotas"))
        draft.quotas.push_back({quota.text("meter"), quota.quantity("quantity")});
    YUNHE_TRY(order, request_waiver(tx, call.caller, rules_of(call, tx),
                                    call.path_value("order_code"), draft));
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
    {Method::post, "/api/v1/orders/:order_code/end", Permission::order_accept, end, "endOrder",
     "The operator ends an order early.", {.body = &kReasonBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/convert", Permission::order_write, convert,
     "convertOrder", "Records the paid order that a trial turns into.",
     {.body = &kFollowBody, .reply = &kOrder, .status = 201}},
    {Method::post, "/api/v1/orders/:order_code/renew", Permission::order_write, renew,
     "renewOrder", "Records the order that follows this one.",
     {.body = &kFollowBody, .reply = &kOrder, .status = 201}},
    {Method::post, "/api/v1/orders/:order_code/extension", Permission::order_write, extend,
     "requestOrderExtension", "Asks for a later last day.",
     {.body = &kExtensionBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/extension/accept", Permission::order_accept,
     accept_extension, "acceptOrderExtension", "Lets the order run longer.",
     {.body = &kReasonBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/extension/refuse", Permission::order_accept,
     refuse_extension, "refuseOrderExtension", "Refuses to let the order run longer.",
     {.body = &kReasonBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/quotas", Permission::order_accept, put_quotas,
     "setOrderQuotas", "Sets the quotas of an order anew; what was used still counts.",
     {.body = &kQuotasBody, .reply = &kOrder}},
    {Method::post, "/api/v1/orders/:order_code/notice/read", Permission::order_write, read_notice,
     "readOrderNotice", "Whoever recorded the order has read what changes of it.",
     {.reply = &kOrder}},
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
}  // namespace order_api

std::span<const http::Route> order_routes() { return order_api::kRoutes; }

}  // namespace yunhe::catalog
