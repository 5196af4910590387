/// Claims (应缴测算单).
#include "billing/charge_line_shape.hpp"
#include "billing/claim_service.hpp"
#include "billing/claim_store.hpp"
#include "billing/document_balance_store.hpp"
#include "billing/document_shape.hpp"
#include "billing/ledger_store.hpp"
#include "billing/non_tax_shape.hpp"
#include "billing/non_tax_store.hpp"
#include "billing/routes.hpp"
#include "catalog/product_store.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
namespace claim_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kClaimFields[] = {
    field::id<ClaimId>("id"),
    field::period("period").about("Of the use."),
    field::text("developer", 64).about("Credit code."),
    field::id<BodyId>("developer_id"),
    field::text("developer_name"),
    field::code("product"),
    field::id<catalog::ProductId>("product_id"),
    field::text("product_name"),
    field::integer("supplement").about("0: the month's claim; else the differences after it."),
    field::one_of("state", enum_values<ClaimState>),
    field::integer("version"),
    field::integer("number").nullable().about("Running, given when it is confirmed."),
    field::money("amount"),
    field::text("continuation_document").nullable().about(
        "On which it stands after the rule pack's end."),
    field::timestamp("drafted_at"),
    field::timestamp("submitted_at").nullable(),
    field::timestamp("confirmed_at").nullable(),
    field::id<LedgerEntryId>("entry_id").nullable(),
    field::id<ClaimId>("corrects_id").nullable().about("On a supplement: the claim it corrects."),
    field::id<ClaimId>("voids_id").nullable().about("On a red claim: the claim it takes back."),
};
constexpr Shape kClaim{"Claim", kClaimFields};

constexpr Field kClaimWithLinesFields[] = {
    field::object("claim", kClaim),
    field::object("non_tax", kNonTaxSetting)
        .nullable()
        .about("Document, collecting unit and item under which it was confirmed."),
    field::objects("lines", kChargeLine).items(100'000),
    field::id<ClaimId>("red_claim_id").nullable().about("The red claim that takes it back."),
};
constexpr Shape kClaimWithLines{"ClaimWithLines", kClaimWithLinesFields};

constexpr Field kClaimFilters[] = {
    field::period("period"),
    field::one_of("state", enum_values<ClaimState>),
    field::text("developer", 64).about("Credit code."),
    field::code("product"),
};

constexpr Field kOpinionFields[] = {field::text("opinion", 2000).optional()};
constexpr Shape kOpinionBody{"ClaimOpinionBody", kOpinionFields};
constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"ClaimReturnBody", kReasonFields};

template <class T>
Json optional_json(const std::optional<T>& value) {
    if (!value) return nullptr;
    return to_text(*value);
}

Json claim_json(const Claim& claim) {
    return {{"id", to_text(claim.id)},
            {"period", to_text(claim.period)},
            {"developer", claim.developer_uscc},
            {"developer_id", to_text(claim.developer_id)},
            {"developer_name", claim.developer_name},
            {"product", claim.product_code},
            {"product_id", to_text(claim.product_id)},
            {"product_name", claim.product_name},
            {"supplement", claim.supplement},
            {"state", to_text(claim.state)},
            {"version", claim.version},
            {"number", claim.number ? Json(*claim.number) : Json()},
            {"amount", to_text(claim.amount)},
            {"continuation_document",
             claim.continuation_document ? Json(*claim.continuation_document) : Json()},
            {"drafted_at", to_text(claim.drafted_at)},
            {"submitted_at", optional_json(claim.submitted_at)},
            {"confirmed_at", optional_json(claim.confirmed_at)},
            {"entry_id", claim.entry_id ? Json(to_text(LedgerEntryId{*claim.entry_id})) : Json()},
            {"corrects_id", optional_json(claim.corrects_id)},
            {"voids_id", optional_json(claim.voids_id)}};
}

Result<Claim> seen_claim(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ClaimId>("claim_id"));
    const auto claim = find_claim(tx, call.caller.scope, id);
    if (!claim) return not_found();
    const bool own = claim->developer_id == call.caller.body_id && stays(claim->state);
    if (call.caller.is_developer() && !own) return not_found();
    return *claim;
}

/// Nothing if the query names a developer or product that isn't there: then nothing matches.
std::optional<ClaimFilter> filter_of(const Call& call, db::Transaction& tx) {
    ClaimFilter filter{.period = call.query.optional_period("period"),
                       .state = call.query.optional_enumerator<ClaimState>("state")};
    if (const auto uscc = call.query.optional_text("developer")) {
        const auto body = tenants::find_body_by_code(tx, call.caller.scope, *uscc);
        if (!body) return std::nullopt;
        filter.developer_id = body->id;
    }
    if (const auto code = call.query.optional_text("product")) {
        const auto product = catalog::find_product_by_code(tx, call.caller.scope, *code);
        if (!product) return std::nullopt;
        filter.product_id = product->id;
    }
    if (!call.caller.is_developer()) return filter;
    const bool others = filter.developer_id && *filter.developer_id != call.caller.body_id;
    if (others) return std::nullopt;
    filter.developer_id = call.caller.body_id;
    filter.confirmed_only = true;
    return filter;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto filter = filter_of(call, tx);
    std::vector<Claim> claims;
    if (filter) claims = list_claims(tx, call.caller.scope, *filter, call.page);
    Reply reply;
    reply.body = page_json(call.page, claims, claim_json,
                           [](const Claim& claim) { return claim.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(claim, seen_claim(call, tx));
    Reply reply;
    reply.body = {{"claim", claim_json(claim)}, {"non_tax", nullptr}, {"lines", Json::array()}};
    if (claim.non_tax_setting_id) {
        const auto setting = find_non_tax(tx, call.caller.scope, *claim.non_tax_setting_id);
        const auto in_force = find_confirmed_non_tax(tx, call.caller.scope);
        YUNHE_ASSERT(setting && in_force);
        reply.body["non_tax"] = non_tax_json(*setting, setting->id == in_force->id);
    }
    for (const auto& line : charge_lines_of_claim(tx, call.caller.scope, claim.id))
        reply.body["lines"].push_back(charge_line_json(line));
    reply.body["red_claim_id"] =
        optional_json(find_red_claim_of(tx, call.caller.scope, claim.id));
    return reply;
}

Result<Reply> balance(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(claim, seen_claim(call, tx));
    Reply reply;
    reply.body = balance_json(
        balance_of_claim(tx, call.caller.scope, claim.id, call.query.optional_date("at")));
    return reply;
}

Result<Reply> timeline(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(claim, seen_claim(call, tx));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "claim", claim.id.value);
    return reply;
}

Result<Reply> submit(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ClaimId>("claim_id"));
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(claim, submit_claim(tx, call.caller, rules, id));
    Reply reply;
    reply.body = claim_json(claim);
    return reply;
}

Result<Reply> confirm(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ClaimId>("claim_id"));
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(claim,
              confirm_claim(tx, call.caller, rules, id, call.body.text_or("opinion", "")));
    Reply reply;
    reply.body = claim_json(claim);
    return reply;
}

Result<Reply> give_back(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ClaimId>("claim_id"));
    YUNHE_TRY(claim, return_claim(tx, call.caller, id, call.body.text("reason")));
    Reply reply;
    reply.body = claim_json(claim);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/claims", Permission::charge_read, list, "listClaims",
     "Claims, oldest first; developers see their own that are confirmed.",
     {.query = kClaimFilters, .page_of = &kClaim}},
    {Method::get, "/api/v1/claims/:claim_id", Permission::charge_read, show, "getClaim",
     "A claim with its lines and the non-tax facts that it stands on.",
     {.reply = &kClaimWithLines}},
    {Method::get, "/api/v1/claims/:claim_id/events", Permission::charge_read, timeline,
     "listClaimEvents", "What was done with a claim.", {.page_of = &tenants::kCaseEvent}},
    {Method::get, "/api/v1/claims/:claim_id/balance", Permission::charge_read, balance,
     "getClaimBalance", "What is open of a claim and when it is due.",
     {.query = kBalanceQueryFields, .reply = &kDocumentBalance}},
    {Method::post, "/api/v1/claims/:claim_id/submit", Permission::settlement_run, submit,
     "submitClaim", "Hands a claim to the collecting unit.", {.reply = &kClaim}},
    {Method::post, "/api/v1/claims/:claim_id/confirm", Permission::claim_confirm, confirm,
     "confirmClaim", "The collecting unit confirms a claim.",
     {.body = &kOpinionBody, .reply = &kClaim}},
    {Method::post, "/api/v1/claims/:claim_id/return", Permission::claim_confirm, give_back,
     "returnClaim", "The collecting unit gives a claim back to finance.",
     {.body = &kReasonBody, .reply = &kClaim}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace claim_api

std::span<const http::Route> claim_routes() { return claim_api::kRoutes; }

}  // namespace yunhe::billing
