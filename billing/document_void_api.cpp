/// Voids of bills and claims.
#include "billing/document_shape.hpp"
#include "billing/document_store.hpp"
#include "billing/document_void_service.hpp"
#include "billing/document_void_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
namespace document_void_api {
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
    field::text("evidence", 200).optional().about("Number of the document it rests on."),
};
constexpr Shape kBody{"DocumentVoidBody", kBodyFields};
constexpr Field kOpinionFields[] = {field::text("opinion", 2000).optional()};
constexpr Shape kOpinionBody{"DocumentVoidOpinionBody", kOpinionFields};
constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"DocumentVoidRefusalBody", kReasonFields};

constexpr Field kVoidFields[] = {
    field::id<DocumentVoidId>("id"),
    field::integer("number"),
    kReplyBillId,
    kReplyClaimId,
    kReplyDocumentTitle,
    field::one_of("state", enum_values<DocumentVoidState>),
    field::integer("version"),
    field::text("reason", 2000),
    field::text("evidence", 200).nullable(),
    field::id<DisputeId>("dispute_id").nullable().about("The upheld dispute that asked for it."),
    field::timestamp("requested_at"),
    field::timestamp("decided_at").nullable(),
    field::text("opinion", 2000).nullable(),
    field::id<BillId>("red_bill_id").nullable().about("The red bill, once approved."),
    field::id<ClaimId>("red_claim_id").nullable(),
};
constexpr Shape kVoid{"DocumentVoid", kVoidFields};

constexpr Field kFilters[] = {
    field::one_of("state", enum_values<DocumentVoidState>),
    field::one_of("book", enum_values<Book>),
};

Json text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

Json void_json(db::Transaction& tx, TenantScope scope, const DocumentVoid& request) {
    Json json = {{"id", to_text(request.id)},
                 {"number", request.number},
                 {"state", to_text(request.state)},
                 {"version", request.version},
                 {"reason", request.reason},
                 {"evidence", text_or_null(request.evidence)},
                 {"dispute_id", request.dispute_id ? Json(to_text(*request.dispute_id)) : Json()},
                 {"requested_at", to_text(request.requested_at)},
                 {"decided_at", request.decided_at ? Json(to_text(*request.decided_at)) : Json()},
                 {"opinion", text_or_null(request.opinion)},
                 {"red_bill_id", bill_id_json(request.red)},
                 {"red_claim_id", claim_id_json(request.red)}};
    put_document(json, find_document(tx, scope, request.document).value());
    return json;
}

Result<Reply> reply_of(const Call& call, db::Transaction& tx, Result<DocumentVoid> request) {
    YUNHE_TRY(done, std::move(request));
    Reply reply;
    reply.body = void_json(tx, call.caller.scope, done);
    return reply;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(document, document_in(call.body));
    return reply_of(call, tx,
                    request_void(tx, call.caller,
                                 {.document = document,
                                  .reason = call.body.text("reason"),
                                  .evidence = call.body.text_or("evidence", "")}));
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const DocumentVoidFilter filter{
        .state = call.query.optional_enumerator<DocumentVoidState>("state"),
        .book = call.query.optional_enumerator<Book>("book")};
    Reply reply;
    reply.body = page_json(
        call.page, list_document_voids(tx, call.caller.scope, filter, call.page),
        [&](const DocumentVoid& request) { return void_json(tx, call.caller.scope, request); },
        [](const DocumentVoid& request) { return request.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DocumentVoidId>("document_void_id"));
    const auto request = find_document_void(tx, call.caller.scope, id);
    if (!request) return not_found();
    return reply_of(call, tx, *request);
}

Result<Reply> timeline(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DocumentVoidId>("document_void_id"));
    if (!find_document_void(tx, call.caller.scope, id)) return not_found();
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "document_void", id.value);
    return reply;
}

Result<Reply> approve(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DocumentVoidId>("document_void_id"));
    return reply_of(call, tx,
                    approve_void(tx, call.caller, id, call.body.text_or("opinion", "")));
}

Result<Reply> refuse(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DocumentVoidId>("document_void_id"));
    return reply_of(call, tx, refuse_void(tx, call.caller, id, call.body.text("reason")));
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DocumentVoidId>("document_void_id"));
    return reply_of(call, tx, withdraw_void(tx, call.caller, id));
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/document-voids", Permission::document_void, create,
     "requestDocumentVoid", "Asks for a bill or claim to be voided by a red one.",
     {.body = &kBody, .reply = &kVoid}},
    {Method::get, "/api/v1/document-voids", Permission::ledger_read, list, "listDocumentVoids",
     "Voids of bills and claims, oldest first.", {.query = kFilters, .page_of = &kVoid}},
    {Method::get, "/api/v1/document-voids/:document_void_id", Permission::ledger_read, show,
     "getDocumentVoid", "A void of a bill or claim.", {.reply = &kVoid}},
    {Method::get, "/api/v1/document-voids/:document_void_id/events", Permission::ledger_read,
     timeline, "listDocumentVoidEvents", "What was done about a void.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::post, "/api/v1/document-voids/:document_void_id/approve",
     Permission::document_void_approve, approve, "approveDocumentVoid",
     "Approves a void: the red document is drawn up and the entry reversed. Of a bill by the "
     "operator's administrator, of a claim by the collecting unit.",
     {.body = &kOpinionBody, .reply = &kVoid}},
    {Method::post, "/api/v1/document-voids/:document_void_id/refuse",
     Permission::document_void_approve, refuse, "refuseDocumentVoid", "Refuses a void.",
     {.body = &kReasonBody, .reply = &kVoid}},
    {Method::post, "/api/v1/document-voids/:document_void_id/withdraw", Permission::document_void,
     withdraw, "withdrawDocumentVoid", "Finance takes its request back.", {.reply = &kVoid}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace document_void_api

std::span<const http::Route> document_void_routes() { return document_void_api::kRoutes; }

}  // namespace yunhe::billing
