#include "catalog/buyer_service.hpp"
#include "catalog/buyer_store.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::catalog {
namespace buyer_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using http::or_null;
using tenants::Permission;

constexpr Field kBodyFields[] = {
    field::text("name"), field::text("uscc", 18).optional(),
    field::one_of("kind", enum_values<BuyerKind>),
    field::text("contact_name", 64).optional(), field::text("contact_phone", 32).optional()};
constexpr Shape kBody{"BuyerBody", kBodyFields};

constexpr Field kFields[] = {field::id<BuyerId>("id"),
                             field::integer("version"),
                             field::id<BodyId>("developer_id"),
                             field::text("developer_uscc", 64),
                             field::text("name"),
                             field::text("uscc", 18).nullable(),
                             field::one_of("kind", enum_values<BuyerKind>),
                             field::text("contact_name", 64).nullable().about("Masked."),
                             field::text("contact_phone", 32).nullable().about("Masked.")};
constexpr Shape kBuyer{"Buyer", kFields};

Json to_json(db::Transaction& tx, TenantScope scope, const Buyer& buyer) {
    const auto developer = tenants::find_body(tx, scope, buyer.developer_id);
    YUNHE_ASSERT(developer.has_value());
    Json json = {{"id", to_text(buyer.id)},
                 {"version", buyer.version},
                 {"developer_id", to_text(buyer.developer_id)},
                 {"developer_uscc", developer->code},
                 {"name", buyer.name},
                 {"uscc", or_null(buyer.uscc)},
                 {"kind", std::string(to_text(buyer.kind))},
                 {"contact_name", nullptr},
                 {"contact_phone", nullptr}};
    if (buyer.contact_name) json["contact_name"] = masked_contact_name(*buyer.contact_name);
    if (buyer.contact_phone) json["contact_phone"] = masked_phone(*buyer.contact_phone);
    return json;
}

Reply reply_of(int status, db::Transaction& tx, const Call& call, const Buyer& buyer) {
    Reply reply;
    reply.status = status;
    reply.body = to_json(tx, call.caller.scope, buyer);
    reply.headers.emplace_back("ETag", http::etag(buyer.version));
    return reply;
}

Buyer buyer_of(const Call& call) {
    Buyer buyer;
    buyer.name = call.body.text("name");
    buyer.uscc = call.body.optional_text("uscc");
    buyer.kind = call.body.enumerator<BuyerKind>("kind");
    buyer.contact_name = call.body.optional_text("contact_name");
    buyer.contact_phone = call.body.optional_text("contact_phone");
    return buyer;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(buyer, record_buyer(tx, call.caller, buyer_of(call)));
    return reply_of(201, tx, call, buyer);
}

Result<Reply> list_page(const Call& call, db::Transaction& tx) {
    const auto& caller = call.caller;
    const bool department = caller.body_kind == tenants::BodyKind::department;
    const auto own = caller.is_developer() ? std::optional(caller.body_id) : std::nullopt;
    const auto buyers = department ? std::vector<Buyer>{}
                                   : list_buyers(tx, caller.scope, own, call.page);
    Reply reply;
    reply.body = page_json(
        call.page, buyers,
        [&](const Buyer& buyer) { return to_json(tx, caller.scope, buyer); },
        [](const Buyer& buyer) { return buyer.id.value; });
    return reply;
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<BuyerId>("buyer_id"));
    YUNHE_TRY(buyer, read_visible_buyer(tx, call.caller, id));
    return reply_of(200, tx, call, buyer);
}

Result<Reply> change(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<BuyerId>("buyer_id"));
    YUNHE_TRY(before, read_visible_buyer(tx, call.caller, id));
    YUNHE_CHECK(http::check_if_match(call, before.version));
    YUNHE_TRY(buyer, change_buyer(tx, call.caller, id, buyer_of(call)));
    return reply_of(200, tx, call, buyer);
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/buyers", Permission::order_write, create, "createBuyer",
     "Records a buyer, for whom a developer will record orders.",
     {.body = &kBody, .reply = &kBuyer, .status = 201}},
    {Method::get, "/api/v1/buyers", Permission::order_read, list_page, "listBuyers", "Buyers.",
     {.page_of = &kBuyer}},
    {Method::get, "/api/v1/buyers/:buyer_id", Permission::order_read, read, "readBuyer",
     "One buyer.", {.reply = &kBuyer}},
    {Method::put, "/api/v1/buyers/:buyer_id", Permission::order_write, change, "changeBuyer",
     "Changes a buyer's record; orders keep the name under which they were recorded.",
     {.body = &kBody, .reply = &kBuyer}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace buyer_api

std::span<const http::Route> buyer_routes() { return buyer_api::kRoutes; }

}  // namespace yunhe::catalog
