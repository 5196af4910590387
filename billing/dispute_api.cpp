/// Disputes of bills and claims.
#include "billing/dispute_service.hpp"
#include "billing/dispute_store.hpp"
#include "billing/document_shape.hpp"
#include "billing/document_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::billing {
namespace dispute_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kBodyFields[] = {
    kBodyBillId,
    kBodyClaimId,
    field::text("reason", 2000),
    field::money("contested").optional().about("How much of the amount; without it, all."),
};
constexpr Shape kBody{"DisputeBody", kBodyFields};

constexpr Field kUpholdFields[] = {
    field::one_of("correction", enum_values<Correction>)
        .about("settle_again: the month is settled again and the difference stands on a "
               "supplement; void_document: a void is asked for at once."),
    field::text("answer", 2000),
};
constexpr Shape kUpholdBody{"DisputeUpholdBody", kUpholdFields};
constexpr Field kDismissFields[] = {field::text("answer", 2000).about("The reasons.")};
constexpr Shape kDismissBody{"DisputeDismissBody", kDismissFields};

constexpr Field kDisputeFields[] = {
    field::id<DisputeId>("id"),
    field::integer("number"),
    kReplyBillId,
    kReplyClaimId,
    kReplyDocumentTitle,
    field::text("developer", 64).about("Credit code."),
    field::one_of("state", enum_values<DisputeState>),
    field::integer("version"),
    field::text("reason", 2000),
    field::money("contested").nullable(),
    field::timestamp("opened_at"),
    field::date("answer_due_on"),
    field::text("answer", 2000).nullable(),
    field::one_of("correction", enum_values<Correction>).nullable(),
    field::timestamp("answered_at").nullable(),
    field::id<BillId>("corrected_by_bill_id").nullable(),
    field::id<ClaimId>("corrected_by_claim_id").nullable(),
};
constexpr Shape kDispute{"Dispute", kDisputeFields};

constexpr Field kFilters[] = {
    field::one_of("state", enum_values<DisputeState>),
    field::one_of("book", enum_values<Book>),
};

Json dispute_json(db::Transaction& tx, TenantScope scope, const Dispute& dispute) {
    const auto document = find_document(tx, scope, dispute.document).value();
    Json json = {
        {"id", to_text(dispute.id)},
        {"number", dispute.number},
        {"developer", document.developer_uscc},
        {"state", to_text(dispute.state)},
        {"version", dispute.version},
        {"reason", dispute.reason},
        {"contested", dispute.contested ? Json(to_text(*dispute.contested)) : Json()},
        {"opened_at", to_text(dispute.opened_at)},
        {"answer_due_on", to_text(dispute.answer_due_on)},
        {"answer", dispute.answer.empty() ? Json() : Json(dispute.answer)},
        {"correction", dispute.correction ? Json(to_text(*dispute.correction)) : Json()},
        {"answered_at", dispute.answered_at ? Json(to_text(*dispute.answered_at)) : Json()},
        {"corrected_by_bill_id", bill_id_json(dispute.corrected_by)},
        {"corrected_by_claim_id", claim_id_json(dispute.corrected_by)}};
    put_document(json, document);
    return json;
}

Result<Reply> reply_of(const Call& call, db::Transaction& tx, Result<Dispute> dispute) {
    YUNHE_TRY(done, std::move(dispute));
    Reply reply;
    reply.body = dispute_json(tx, call.caller.scope, done);
    return reply;
}

/// The one in the path, if the caller may see it.
Result<Dispute> seen_dispute(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DisputeId>("dispute_id"));
    const auto dispute = find_dispute(tx, call.caller.scope, id);
    if (!dispute) return not_found();
    if (call.caller.is_developer() && dispute->developer_id != call.caller.body_id)
        return not_found();
    return *dispute;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(document, document_in(call.body));
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    return reply_of(call, tx,
                    open_dispute(tx, call.caller, rules.policy, document,
                                 call.body.text("reason"), call.body.optional_money("contested")));
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    DisputeFilter filter{.state = call.query.optional_enumerator<DisputeState>("state"),
                         .book = call.query.optional_enumerator<Book>("book")};
    if (call.caller.is_developer()) filter.developer_id = call.caller.body_id;
    Reply reply;
    reply.body = page_json(
        call.page, list_disputes(tx, call.caller.scope, filter, call.page),
        [&](const Dispute& dispute) { return dispute_json(tx, call.caller.scope, dispute); },
        [](const Dispute& dispute) { return dispute.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    return reply_of(call, tx, seen_dispute(call, tx));
}

Result<Reply> timeline(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(dispute, seen_dispute(call, tx));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "dispute", dispute.id.value);
    return reply;
}

Result<Reply> uphold(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DisputeId>("dispute_id"));
    return reply_of(call, tx,
                    uphold_dispute(tx, call.caller, id,
                                   call.body.enumerator<Correction>("correction"),
                                   call.body.text("answer")));
}

Result<Reply> dismiss(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DisputeId>("dispute_id"));
    return reply_of(call, tx, dismiss_dispute(tx, call.caller, id, call.body.text("answer")));
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DisputeId>("dispute_id"));
    return reply_of(call, tx, withdraw_dispute(tx, call.caller, id));
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/disputes", Permission::dispute_open, create, "openDispute",
     "A developer contests a bill or claim of its own: it isn't dunned until that is settled.",
     {.body = &kBody, .reply = &kDispute}},
    {Method::get, "/api/v1/disputes", Permission::charge_read, list, "listDisputes",
     "Disputes, oldest first; developers see their own.",
     {.query = kFilters, .page_of = &kDispute}},
    {Method::get, "/api/v1/disputes/:dispute_id", Permission::charge_read, show, "getDispute",
     "A dispute.", {.reply = &kDispute}},
    {Method::get, "/api/v1/disputes/:dispute_id/events", Permission::charge_read, timeline,
     "listDisputeEvents", "What was done about a dispute.", {.page_of = &tenants::kCaseEvent}},
    {Method::post, "/api/v1/disputes/:dispute_id/uphold", Permission::dispute_answer, uphold,
     "upholdDispute", "The developer is right: says how it is put right.",
     {.body = &kUpholdBody, .reply = &kDispute}},
    {Method::post, "/api/v1/disputes/:dispute_id/dismiss", Permission::dispute_answer, dismiss,
     "dismissDispute", "Dismisses a dispute with reasons.",
     {.body = &kDismissBody, .reply = &kDispute}},
    {Method::post, "/api/v1/disputes/:dispute_id/withdraw", Permission::dispute_open, withdraw,
     "withdrawDispute", "The developer takes its dispute back.", {.reply = &kDispute}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace dispute_api

std::span<const http::Route> dispute_routes() { return dispute_api::kRoutes; }

}  // namespace yunhe::billing
