#include "catalog/entitlement_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/listing_service.hpp"
#include "catalog/listing_store.hpp"
#include "catalog/offer_reply_api.hpp"
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

constexpr Field kListingBodyFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number."),
    field::code("product_code"), field::texts("scenario_codes", 64).items(50),
    field::date("from").about("Wished first day; it counts from the day of listing at the "
                "earliest.")};
constexpr Shape kListingBody{"ListingBody", kListingBodyFields};

Reply reply_of(int status, db::Transaction& tx, const Call& call, const Listing& listing) {
    const auto chains = load_chains(tx, call.caller.scope, listing.product_id);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.status = status;
    reply.body = to_json(listing, {names, chains, call.caller.now});
    reply.headers.emplace_back("ETag", http::etag(listing.version));
    return reply;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(listing, propose_listing(tx, call.caller,
                                       {.code = call.body.optional_text("code"),
                                        .product_code = call.body.text("product_code"),
                                        .scenario_codes = call.body.texts("scenario_codes"),
                                        .from = call.body.date("from")}));
    return reply_of(201, tx, call, listing);
}

Result<Reply> list_page(const Call& call, db::Transaction& tx) {
    const auto& caller = call.caller;
    const auto developer_id = caller.is_developer() ? std::optional(caller.body_id) : std::nullopt;
    const auto listings = list_listings(tx, caller.scope, developer_id, sees_all_listings(caller),
                                        call.page);
    const auto chains = call.context.entitlements.chains(tx, caller.scope);
    OfferNames names(tx, caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, listings,
        [&](const Listing& listing) { return to_json(listing, {names, *chains, caller.now}); },
        [](const Listing& listing) { return listing.id.value; });
    return reply;
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ListingId>("listing_id"));
    YUNHE_TRY(listing, read_visible_listing(tx, call.caller, id));
    return reply_of(200, tx, call, listing);
}

Result<Reply> act(const Call& call, db::Transaction& tx, ListingAction action) {
    YUNHE_TRY(id, call.path_id<ListingId>("listing_id"));
    YUNHE_TRY(listing, act_on_listing(tx, call.caller, id, action, call.body.text_or("reason",
            "")));
    return reply_of(200, tx, call, listing);
}

Result<Reply> list_it(const Call& call, db::Transaction& tx) {
    return act(call, tx, ListingAction::list);
}
Result<Reply> refuse(const Call& call, db::Transaction& tx) {
    return act(call, tx, ListingAction::refuse);
}
Result<Reply> suspend(const Call& call, db::Transaction& tx) {
    return act(call, tx, ListingAction::suspend);
}
Result<Reply> resume(const Call& call, db::Transaction& tx) {
    return act(call, tx, ListingAction::resume);
}
Result<Reply> delist(const Call& call, db::Transaction& tx) {
    return act(call, tx, ListingAction::delist);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ListingId>("listing_id"));
    YUNHE_TRY(listing, read_visible_listing(tx, call.caller, id));
    if (listing.developer_id != call.caller.body_id && !sees_all_listings(call.caller))
        return not_found();
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "listing", listing.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/listings", Permission::listing_write, create, "proposeListing",
     "Proposes to list a registered product in scenarios.",
     {.body = &kListingBody, .reply = &kListing, .status = 201}},
    {Method::get, "/api/v1/listings", Permission::product_read, list_page, "listListings",
            "Listings.",
     {.page_of = &kListing}},
    {Method::get, "/api/v1/listings/:listing_id", Permission::product_read, read, "readListing",
     "One listing.", {.reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/list", Permission::order_accept, list_it,
     "listProduct", "Lists what was proposed.", {.body = &kReasonBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/refuse", Permission::order_accept, refuse,
     "refuseListing", "Refuses what was proposed.", {.body = &kReasonBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/suspend", Permission::order_accept, suspend,
     "suspendListing", "Suspends a listing.", {.body = &kReasonBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/resume", Permission::order_accept, resume,
     "resumeListing", "Resumes a suspended listing.", {.body = &kReasonBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/delist", Permission::listing_write, delist,
     "delistListing", "The developer takes its product off the market.",
     {.body = &kReasonBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/remove", Permission::order_accept, delist,
     "removeListing", "The operator takes a product off the market.",
     {.body = &kReasonBody, .reply = &kListing}},
    {Method::get, "/api/v1/listings/:listing_id/events", Permission::product_read, events,
     "listListingEvents", "What happened to the listing, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const http::Route> listing_routes() { return kRoutes; }

}  // namespace yunhe::catalog
