#include "catalog/offer_reply_api.hpp"
#include "catalog/price_cap_service.hpp"
#include "catalog/price_cap_store.hpp"
#include "catalog/routes.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace price_cap_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kTierFields[] = {
    field::quantity("up_to").nullable().optional().about("Inclusive; the last tier has none."),
    field::unit_price("unit_price").about("No unit of the tier may cost more.")};
constexpr Shape kTier{"PriceCapTier", kTierFields};
constexpr Field kItemFields[] = {
    field::text("meter", 64),
    field::objects("tiers", kTier).items(50).optional().about("Left out: no price per unit."),
    field::money("amount_max").nullable().optional().about(
        "Per period, of fixed amounts, minimums and flat fees; left out: none.")};
constexpr Shape kItem{"PriceCapItem", kItemFields};

constexpr Field kBodyFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number."),
    field::text("document").about("Of the authorising body."),
    field::date("effective_from").about("This month or later."),
    field::objects("items", kItem).items(200)};
constexpr Shape kBody{"PriceCapBody", kBodyFields};

constexpr Field kFields[] = {
    field::id<PriceCapId>("id"),
    field::text("code", 64),
    field::one_of("state", enum_values<PriceCapState>),
    field::integer("version"),
    field::text("document"),
    field::date("effective_from"),
    field::objects("items", kItem),
    field::text("recorded_by", 64),
    field::text("decided_by", 64).nullable(),
    field::texts("plans_above", 64).optional().about("Approved plans that it limits.")};
constexpr Shape kPriceCap{"PriceCap", kFields};

Json to_json(const PriceCap& cap, OfferNames& names) {
    return {{"id", to_text(cap.id)},
            {"code", cap.code},
            {"state", std::string(to_text(cap.state))},
            {"version", cap.version},
            {"document", cap.document},
            {"effective_from", to_text(cap.effective_from)},
            {"items", to_json(cap.items)},
            {"recorded_by", names.username(cap.recorded_by_id)},
            {"decided_by",
             cap.decided_by_id ? Json(names.username(*cap.decided_by_id)) : Json()}};
}

Reply reply_of(int status, db::Transaction& tx, const Call& call, const PriceCap& cap) {
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.status = status;
    reply.body = to_json(cap, names);
    reply.headers.emplace_back("ETag", http::etag(cap.version));
    return reply;
}

std::vector<CapItem> items_of(const Input& body) {
    std::vector<CapItem> items;
    for (const auto& input : body.objects("items")) {
        CapItem item{.meter = input.text("meter"),
                     .tiers = {},
                     .amount_max = input.optional_money("amount_max")};
        for (const auto& tier : input.objects("tiers")) {
            CapTier ceiling{.up_to = {}, .unit_price = tier.unit_price("unit_price")};
            if (tier.has("up_to")) ceiling.up_to = tier.quantity("up_to");
            item.tiers.push_back(ceiling);
        }
        items.push_back(std::move(item));
    }
    return items;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(cap, record_price_cap(tx, call.caller,
                                    {.code = call.body.optional_text("code"),
                                     .document = call.body.text("document"),
                                     .effective_from = call.body.date("effective_from"),
                                     .items = items_of(call.body)}));
    return reply_of(201, tx, call, cap);
}

Result<Reply> list_page(const Call& call, db::Transaction& tx) {
    const auto caps = list_price_caps(tx, call.caller.scope, sees_price_drafts(call.caller),
                                      call.page);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, caps, [&](const PriceCap& cap) { return to_json(cap, names); },
        [](const PriceCap& cap) { return cap.id.value; });
    return reply;
}

Result<PriceCap> visible_cap(const Call& call, db::Transaction& tx) {
    auto cap = find_price_cap_by_code(tx, call.caller.scope, call.path_value("cap_code"));
    if (!cap || (cap->state != PriceCapState::confirmed && !sees_price_drafts(call.caller)))
        return not_found();
    return std::move(*cap);
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(cap, visible_cap(call, tx));
    return reply_of(200, tx, call, cap);
}

Result<Reply> decide(const Call& call, db::Transaction& tx, bool confirm) {
    YUNHE_TRY(decided, decide_price_cap(tx, call.caller, call.path_value("cap_code"), confirm,
                                        call.body.text_or("reason", "")));
    auto reply = reply_of(200, tx, call, decided.cap);
    reply.body["plans_above"] = Json::array();
    for (const auto& plan : decided.plans_above) reply.body["plans_above"].push_back(plan.code);
    return reply;
}

Result<Reply> confirm(const Call& call, db::Transaction& tx) { return decide(call, tx, true); }
Result<Reply> refuse(const Call& call, db::Transaction& tx) { return decide(call, tx, false); }

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(cap, visible_cap(call, tx));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "price_cap", cap.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/price-caps", Permission::price_cap_record, create, "createPriceCap",
     "Records a price cap with the document of the authorising body.",
     {.body = &kBody, .reply = &kPriceCap, .status = 201}},
    {Method::get, "/api/v1/price-caps", Permission::price_read, list_page, "listPriceCaps",
     "Price caps.", {.page_of = &kPriceCap}},
    {Method::get, "/api/v1/price-caps/:cap_code", Permission::price_read, read, "readPriceCap",
     "One price cap.", {.reply = &kPriceCap}},
    {Method::post, "/api/v1/price-caps/:cap_code/confirm", Permission::price_cap_confirm, confirm,
     "confirmPriceCap", "Confirms a price cap; approved plans above it are flagged.",
     {.body = &kReasonBody, .reply = &kPriceCap}},
    {Method::post, "/api/v1/price-caps/:cap_code/refuse", Permission::price_cap_confirm, refuse,
     "refusePriceCap", "Refuses a price cap that was recorded.",
     {.body = &kReasonBody, .reply = &kPriceCap}},
    {Method::get, "/api/v1/price-caps/:cap_code/events", Permission::price_read, events,
     "listPriceCapEvents", "What happened to the price cap, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace price_cap_api

std::span<const http::Route> price_cap_routes() { return price_cap_api::kRoutes; }

}  // namespace yunhe::catalog
