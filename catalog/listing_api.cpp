#include <algorithm>

#include "catalog/chain_access.hpp"
#include "catalog/entitlement_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/listing_price_api.hpp"
#include "catalog/listing_service.hpp"
#include "catalog/listing_store.hpp"
#include "catalog/offer_reply_api.hpp"
#include "catalog/routes.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace listing_api {
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
                "earliest."),
    field::one_of("visibility", enum_values<ListingVisibility>).optional().about(
        "Left out: public."),
    field::texts("party_codes", 64).items(200).optional().about("Who sees it, if named parties."),
    field::integer("trial_days", 1).optional().about("The longest trial; else the policy's."),
    field::objects("trial_quotas", kMeterQuantity).items(50).optional()};
constexpr Shape kListingBody{"ListingBody", kListingBodyFields};

constexpr Field kChangeBodyFields[] = {
    field::texts("scenario_codes", 64).items(50).optional(),
    field::one_of("visibility", enum_values<ListingVisibility>).optional(),
    field::texts("party_codes", 64).items(200).optional(),
    field::integer("trial_days", 1).optional(),
    field::objects("trial_quotas", kMeterQuantity).items(50).optional().about(
        "With trial_days the whole of the trial terms."),
    field::text("reason", 2000)};
constexpr Shape kChangeBody{"ListingChangeBody", kChangeBodyFields};

constexpr Field kRemoveFields[] = {
    field::text("reason", 2000).optional(),
    field::boolean("urgent").optional().about("Ends orders that run at once, without notice.")};
constexpr Shape kRemoveBody{"ListingRemoveBody", kRemoveFields};

constexpr Field kPublicFields[] = {
    field::text("code", 64),
    field::text("product_code", 64),
    field::text("product_name"),
    field::text("developer_uscc", 64),
    field::text("developer_name"),
    field::date("from"),
    field::boolean("live").about("It can be ordered and used now."),
    field::object("prices", kListingPrices)};
constexpr Shape kPublicListing{"PublicListing", kPublicFields};

/// Whose the listing is, and who watches over it.
bool sees_terms(const tenants::Caller& caller, const Listing& listing) {
    return sees_all_listings(caller) || listing.developer_id == caller.body_id;
}

Json body_codes(const std::vector<BodyId>& ids, OfferNames& names) {
    std::vector<std::string> codes;
    for (const auto id : ids) codes.push_back(names.body_code(id));
    std::sort(codes.begin(), codes.end());
    return codes;
}

Json change_json(const ListingChange& change, OfferNames& names) {
    Json json = {{"scenario_codes", nullptr},
                 {"visibility", nullptr},
                 {"party_codes", body_codes(change.party_ids, names)},
                 {"trial_days", nullptr},
                 {"trial_quotas", nullptr},
                 {"reason", change.reason}};
    if (change.scenario_ids) json["scenario_codes"] = scenario_codes(*change.scenario_ids, names);
    if (change.visibility) json["visibility"] = std::string(to_text(*change.visibility));
    if (change.trial && change.trial->days) json["trial_days"] = *change.trial->days;
    if (change.trial) json["trial_quotas"] = quantities_json(*change.trial);
    return json;
}

Json json_of(const Call& call, const Listing& listing, const Rendering& rendering) {
    auto json = to_json(listing, rendering);
    if (!sees_terms(call.caller, listing)) return json;
    json["party_codes"] = body_codes(listing.party_ids, rendering.names);
    json["change"] = listing.change ? change_json(*listing.change, rendering.names) : Json();
    return json;
}

Reply reply_of(int status, db::Transaction& tx, const Call& call, const Listing& listing) {
    const auto chains = load_chains(tx, call.caller.scope, listing.product_id);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.status = status;
    reply.body = json_of(call, listing, {names, chains, call.caller.now});
    reply.body["prices"] =
        listing_prices(tx, call.caller.scope, listing, names, call.caller.now);
    reply.headers.emplace_back("ETag", http::etag(listing.version));
    return reply;
}

TrialTerms trial_of(const Input& body) {
    TrialTerms trial;
    if (const auto days = body.optional_integer("trial_days")) trial.days = static_cast<int>(*days);
    for (const auto& quota : body.objects("trial_quotas"))
        trial.quantities.insert_or_assign(quota.text("meter"), quota.quantity("quantity"));
    return trial;
}

tenants::Rules rules_of(const Call& call, db::Transaction& tx) {
    return tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto& body = call.body;
    YUNHE_TRY(listing,
              propose_listing(tx, call.caller, rules_of(call, tx),
                              {.code = body.optional_text("code"),
                               .product_code = body.text("product_code"),
                               .scenario_codes = body.texts("scenario_codes"),
                               .from = body.date("from"),
                               .visibility =
                                   body.optional_enumerator<ListingVisibility>("visibility")
                                       .value_or(ListingVisibility::everybody),
                               .party_codes = body.texts("party_codes"),
                               .trial = trial_of(body)}));
    return reply_of(201, tx, call, listing);
}

Result<Reply> list_page(const Call& call, db::Transaction& tx) {
    const auto& caller = call.caller;
    const auto listings = list_listings(tx, caller.scope, caller.body_id,
                                        sees_all_listings(caller), call.page);
    const auto chains = call.context.entitlements.chains(tx, caller.scope);
    OfferNames names(tx, caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, listings,
        [&](const Listing& listing) {
            return json_of(call, listing, {names, *chains, caller.now});
        },
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
    const bool urgent = action == ListingAction::delist && call.caller.is_operator() &&
                        call.body.boolean_or("urgent", false);
    YUNHE_TRY(listing, act_on_listing(tx, call.caller, rules_of(call, tx), id,
                                      {action, call.body.text_or("reason", ""), urgent}));
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

Result<Reply> change(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ListingId>("listing_id"));
    const auto& body = call.body;
    ListingChangeDraft draft{
        .scenario_codes = {},
        .visibility = body.optional_enumerator<ListingVisibility>("visibility"),
        .party_codes = body.texts("party_codes"),
        .trial = {},
        .reason = body.text("reason")};
    if (body.has("scenario_codes")) draft.scenario_codes = body.texts("scenario_codes");
    if (body.has("trial_days") || body.has("trial_quotas")) draft.trial = trial_of(body);
    YUNHE_TRY(listing, propose_change(tx, call.caller, rules_of(call, tx), id, draft));
    return reply_of(200, tx, call, listing);
}

Result<Reply> decide(const Call& call, db::Transaction& tx, bool accept) {
    YUNHE_TRY(id, call.path_id<ListingId>("listing_id"));
    YUNHE_TRY(listing, decide_change(tx, call.caller, rules_of(call, tx), id, accept,
                                     call.body.text_or("reason", "")));
    return reply_of(200, tx, call, listing);
}

Result<Reply> accept_change(const Call& call, db::Transaction& tx) {
    return decide(call, tx, true);
}
Result<Reply> refuse_change(const Call& call, db::Transaction& tx) {
    return decide(call, tx, false);
}

Json public_json(const Call& call, db::Transaction& tx, const Listing& listing,
                 const TenantChains& chains, OfferNames& names) {
    const auto now = call.caller.now;
    return {{"code", listing.code},
            {"product_code", names.product_code(listing.product_id)},
            {"product_name", names.product_name(listing.product_id)},
            {"developer_uscc", names.body_code(listing.developer_id)},
            {"developer_name", names.body_name(listing.developer_id)},
            {"from", to_text(listing.from)},
            {"live", access_of_listing(chains, listing, now).open},
            {"prices", listing_prices(tx, call.caller.scope, listing, names, now)}};
}

Result<Reply> list_public(const Call& call, db::Transaction& tx) {
    const auto listings = list_public_listings(tx, call.caller.scope, call.page);
    const auto chains = call.context.entitlements.chains(tx, call.caller.scope);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, listings,
        [&](const Listing& listing) { return public_json(call, tx, listing, *chains, names); },
        [](const Listing& listing) { return listing.id.value; });
    return reply;
}

Result<Reply> read_public(const Call& call, db::Transaction& tx) {
    const auto listing =
        find_listing_by_code(tx, call.caller.scope, call.path_value("listing_code"));
    const bool shown = listing && listing->state == ListingState::listed &&
                       visible_to(*listing, std::nullopt);
    if (!shown) return not_found();
    const auto chains = call.context.entitlements.chains(tx, call.caller.scope);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.body = public_json(call, tx, *listing, *chains, names);
    return reply;
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ListingId>("listing_id"));
    YUNHE_TRY(listing, read_visible_listing(tx, call.caller, id));
    if (!sees_terms(call.caller, listing)) return not_found();
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
     "removeListing", "The operator takes a product off the market, at once if it is urgent.",
     {.body = &kRemoveBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/change", Permission::listing_write, change,
     "proposeListingChange", "Proposes other scenarios, another visibility or trial terms.",
     {.body = &kChangeBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/change/accept", Permission::order_accept,
     accept_change, "acceptListingChange", "Accepts a change; recorders of orders are told.",
     {.body = &kReasonBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/change/refuse", Permission::order_accept,
     refuse_change, "refuseListingChange", "Refuses a change.",
     {.body = &kReasonBody, .reply = &kListing}},
    {Method::post, "/api/v1/listings/:listing_id/change/withdraw", Permission::listing_write,
     refuse_change, "withdrawListingChange", "The developer takes its proposed change back.",
     {.body = &kReasonBody, .reply = &kListing}},
    {Method::get, "/api/v1/listings/:listing_id/events", Permission::product_read, events,
     "listListingEvents", "What happened to the listing, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::get, "/api/v1/public/:slug/listings", Permission::open, list_public,
     "listPublicListings", "What is on offer, for everybody.", {.page_of = &kPublicListing}},
    {Method::get, "/api/v1/public/:slug/listings/:listing_code", Permission::open, read_public,
     "readPublicListing", "One product on offer, with its prices.", {.reply = &kPublicListing}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace listing_api

std::span<const http::Route> listing_routes() { return listing_api::kRoutes; }

}  // namespace yunhe::catalog
