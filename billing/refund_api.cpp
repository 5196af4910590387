/// Refunds: asked for by finance, recorded by whoever holds the account.
#include "billing/refund_service.hpp"
#include "billing/refund_store.hpp"
#include "billing/ledger_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/json_fields.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::billing {
namespace refund_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kRequestFields[] = {
    field::id<ClaimId>("claim_id").optional().about("Whose money goes back: of a claim, ..."),
    field::id<BillId>("bill_id").optional().about("... of a bill ..."),
    field::id<SuspenseId>("suspense_id").optional().about("... or out of suspense."),
    field::money("amount"),
    field::text("reason", 400),
};
constexpr Shape kRequest{"RefundRequest", kRequestFields};
constexpr Field kRecordFields[] = {
    field::text("document").about("The decision on which it was paid out."),
    field::date("refunded_on"),
};
constexpr Shape kRecord{"RefundRecord", kRecordFields};
constexpr Field kOpinionFields[] = {field::text("opinion", 2000)};
constexpr Shape kOpinion{"RefundOpinion", kOpinionFields};

constexpr Field kRefundFields[] = {
    field::id<RefundId>("id"),
    field::integer("number"),
    field::one_of("book", enum_values<Book>),
    field::one_of("state", enum_values<RefundState>),
    field::integer("version"),
    field::id<ClaimId>("claim_id").nullable(),
    field::id<BillId>("bill_id").nullable(),
    field::id<SuspenseId>("suspense_id").nullable(),
    field::money("amount"),
    field::text("reason", 400),
    field::text("requested_by", 64).nullable(),
    field::timestamp("requested_at"),
    field::text("document").nullable(),
    field::date("refunded_on").nullable(),
    field::money("mirrored").about("Taken back from what was allocated."),
    field::id<LedgerEntryId>("entry_id").nullable(),
    field::text("recorded_by", 64).nullable(),
    field::timestamp("recorded_at").nullable(),
};
constexpr Shape kRefund{"Refund", kRefundFields};
constexpr Field kFilters[] = {field::one_of("state", enum_values<RefundState>),
                              field::one_of("book", enum_values<Book>)};

Json username_json(db::Transaction& tx, TenantScope scope, std::optional<UserId> id) {
    const auto user = id ? tenants::find_user(tx, scope, *id) : std::nullopt;
    return user ? Json(user->username) : Json(nullptr);
}

Json refund_json(db::Transaction& tx, TenantScope scope, const Refund& refund) {
    const auto& ref = refund.document_ref;
    return {{"id", to_text(refund.id)},
            {"number", refund.number},
            {"book", to_text(refund.book)},
            {"state", to_text(refund.state)},
            {"version", refund.version},
            {"claim_id", or_null(ref ? claim_of(*ref) : std::nullopt)},
            {"bill_id", or_null(ref ? bill_of(*ref) : std::nullopt)},
            {"suspense_id", or_null(refund.suspense_id)},
            {"amount", to_text(refund.amount)},
            {"reason", refund.reason},
            {"requested_by", username_json(tx, scope, refund.requested_by_id)},
            {"requested_at", to_text(refund.requested_at)},
            {"document", or_null(refund.document)},
            {"refunded_on", or_null(refund.refunded_on)},
            {"mirrored", to_text(refund.mirrored)},
            {"entry_id",
             refund.entry_id ? Json(to_text(LedgerEntryId{*refund.entry_id})) : Json(nullptr)},
            {"recorded_by", username_json(tx, scope, refund.recorded_by_id)},
            {"recorded_at", or_null(refund.recorded_at)}};
}

/// Errors: malformed /claim_id `missing_field` (none of the three), `only_one_of` (several).
Result<RefundRequest> read_request(const Call& call) {
    const auto claim_id = call.body.optional_id<ClaimId>("claim_id");
    const auto bill_id = call.body.optional_id<BillId>("bill_id");
    RefundRequest request{.document_ref = {},
                          .suspense_id = call.body.optional_id<SuspenseId>("suspense_id"),
                          .amount = call.body.money("amount"),
                          .reason = call.body.text("reason")};
    const int given = (claim_id ? 1 : 0) + (bill_id ? 1 : 0) + (request.suspense_id ? 1 : 0);
    if (given == 0) return malformed("/claim_id", "missing_field");
    if (given > 1) return malformed("/claim_id", "only_one_of");
    if (claim_id) request.document_ref = ref_of(*claim_id);
    if (bill_id) request.document_ref = ref_of(*bill_id);
    return request;
}

Result<Reply> request(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(asked, read_request(call));
    YUNHE_TRY(refund, request_refund(tx, call.caller, asked));
    return Reply{.status = 201, .body = refund_json(tx, call.caller.scope, refund)};
}

Result<Reply> record(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<RefundId>("refund_id"));
    YUNHE_TRY(refund, record_refund(tx, call.caller, id,
                                    {.document = call.body.text("document"),
                                     .refunded_on = call.body.date("refunded_on")}));
    return Reply{.body = refund_json(tx, call.caller.scope, refund)};
}

Result<Reply> drop(const Call& call, db::Transaction& tx, RefundAction action) {
    YUNHE_TRY(id, call.path_id<RefundId>("refund_id"));
    YUNHE_TRY(refund, drop_refund(tx, call.caller, id, action, call.body.text("opinion")));
    return Reply{.body = refund_json(tx, call.caller.scope, refund)};
}
Result<Reply> refuse(const Call& call, db::Transaction& tx) {
    return drop(call, tx, RefundAction::refuse);
}
Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    return drop(call, tx, RefundAction::withdraw);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(
        call.page,
        list_refunds(tx, call.caller.scope,
                     {.state = call.query.optional_enumerator<RefundState>("state"),
                      .book = call.query.optional_enumerator<Book>("book")},
                     call.page),
        [&](const Refund& refund) { return refund_json(tx, call.caller.scope, refund); },
        [](const Refund& refund) { return refund.id.value; });
    return reply;
}

Result<Refund> named(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<RefundId>("refund_id"));
    auto refund = find_refund(tx, call.caller.scope, id);
    if (!refund) return not_found();
    return std::move(*refund);
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(refund, named(call, tx));
    return Reply{.body = refund_json(tx, call.caller.scope, refund)};
}

Result<Reply> list_events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(refund, named(call, tx));
    return Reply{.body =
                     tenants::case_timeline(tx, call.caller.scope, "refund", refund.id.value)};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/refunds", Permission::relief_request, request, "requestRefund",
     "Finance asks for money of a claim, of a bill or in suspense to be given back.",
     {.body = &kRequest, .reply = &kRefund, .status = 201}},
    {Method::get, "/api/v1/refunds", Permission::ledger_read, list, "listRefunds",
     "Refunds in the order in which they were asked for.",
     {.query = kFilters, .page_of = &kRefund}},
    {Method::get, "/api/v1/refunds/:refund_id", Permission::ledger_read, show, "getRefund",
     "One refund.", {.reply = &kRefund}},
    {Method::post, "/api/v1/refunds/:refund_id/record", Permission::refund_record, record,
     "recordRefund", "Records that it was paid out; what was allocated of it is taken back.",
     {.body = &kRecord, .reply = &kRefund}},
    {Method::post, "/api/v1/refunds/:refund_id/refuse", Permission::refund_record, refuse,
     "refuseRefund", "Turns it down.", {.body = &kOpinion, .reply = &kRefund}},
    {Method::post, "/api/v1/refunds/:refund_id/withdraw", Permission::relief_request, withdraw,
     "withdrawRefund", "Finance no longer asks for it.", {.body = &kOpinion, .reply = &kRefund}},
    {Method::get, "/api/v1/refunds/:refund_id/events", Permission::ledger_read, list_events,
     "listRefundEvents", "What happened to it, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace refund_api

std::span<const http::Route> refund_routes() { return refund_api::kRoutes; }

}  // namespace yunhe::billing
