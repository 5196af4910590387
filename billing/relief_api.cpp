/// Reliefs: deferral, instalments, waiver after the fact, write-off.
#include "billing/document_shape.hpp"
#include "billing/document_store.hpp"
#include "billing/relief_service.hpp"
#include "billing/relief_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
namespace relief_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kInstalmentFields[] = {field::date("due_on"), field::money("amount")};
constexpr Shape kInstalment{"Instalment", kInstalmentFields};

constexpr Field kBodyFields[] = {
    field::one_of("kind", enum_values<ReliefKind>),
    kBodyBillId,
    kBodyClaimId,
    field::text("reason", 2000),
    field::text("evidence", 200).about("Number of the document that grants it."),
    field::money("amount").optional().about("Of a waiver or write-off: at most what is open."),
    field::date("due_on").optional().about("A deferral's new day."),
    field::objects("instalments", kInstalment)
        .optional()
        .items(120)
        .about("By day; they add up to what is open."),
};
constexpr Shape kBody{"ReliefBody", kBodyFields};
constexpr Field kOpinionFields[] = {field::text("opinion", 2000).optional()};
constexpr Shape kOpinionBody{"ReliefOpinionBody", kOpinionFields};
constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"ReliefReasonBody", kReasonFields};

constexpr Field kReliefFields[] = {
    field::id<ReliefId>("id"),
    field::integer("number"),
    field::one_of("kind", enum_values<ReliefKind>),
    kReplyBillId,
    kReplyClaimId,
    kReplyDocumentTitle,
    field::text("developer", 64).about("Credit code."),
    field::one_of("state", enum_values<ReliefState>),
    field::integer("version"),
    field::text("reason", 2000),
    field::text("evidence", 200),
    field::money("amount").nullable(),
    field::date("due_on").nullable(),
    field::objects("instalments", kInstalment).items(120),
    field::timestamp("requested_at"),
    field::timestamp("decided_at").nullable(),
    field::text("opinion", 2000).nullable(),
    field::id<LedgerEntryId>("entry_id").nullable(),
    field::timestamp("revoked_at").nullable(),
    field::id<LedgerEntryId>("revoking_entry_id").nullable(),
};
constexpr Shape kRelief{"Relief", kReliefFields};

constexpr Field kFilters[] = {
    field::one_of("kind", enum_values<ReliefKind>),
    field::one_of("state", enum_values<ReliefState>),
    field::one_of("book", enum_values<Book>),
};

Json entry_json(const std::optional<std::uint64_t>& entry_id) {
    if (!entry_id) return nullptr;
    return to_text(LedgerEntryId{*entry_id});
}

template <class T>
Json optional_json(const std::optional<T>& value) {
    if (!value) return nullptr;
    return to_text(*value);
}

Json relief_json(db::Transaction& tx, TenantScope scope, const Relief& relief) {
    const auto document = find_document(tx, scope, relief.document).value();
    Json json = {{"id", to_text(relief.id)},
                 {"number", relief.number},
                 {"kind", to_text(relief.kind)},
                 {"developer", document.developer_uscc},
                 {"state", to_text(relief.state)},
                 {"version", relief.version},
                 {"reason", relief.reason},
                 {"evidence", relief.evidence},
                 {"amount", lowers(relief.kind) ? Json(to_text(relief.amount)) : Json()},
                 {"due_on", optional_json(relief.due_on)},
                 {"instalments", instalments_json(relief.instalments)},
                 {"requested_at", to_text(relief.requested_at)},
                 {"decided_at", optional_json(relief.decided_at)},
                 {"opinion", relief.opinion.empty() ? Json() : Json(relief.opinion)},
                 {"entry_id", entry_json(relief.entry_id)},
                 {"revoked_at", optional_json(relief.revoked_at)},
                 {"revoking_entry_id", entry_json(relief.revoking_entry_id)}};
    put_document(json, document);
    return json;
}

Result<Reply> reply_of(const Call& call, db::Transaction& tx, Result<Relief> relief) {
    YUNHE_TRY(done, std::move(relief));
    Reply reply;
    reply.body = relief_json(tx, call.caller.scope, done);
    return reply;
}

/// The one in the path, if the caller may see it: developers what was granted to them.
Result<Relief> seen_relief(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ReliefId>("relief_id"));
    const auto relief = find_relief(tx, call.caller.scope, id);
    if (!relief) return not_found();
    const bool granted =
        relief->state == ReliefState::confirmed || relief->state == ReliefState::revoked;
    const bool own = relief->developer_id == call.caller.body_id && granted;
    if (call.caller.is_developer() && !own) return not_found();
    return *relief;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(document, document_in(call.body));
    Relief relief;
    relief.kind = call.body.enumerator<ReliefKind>("kind");
    relief.document = document;
    relief.reason = call.body.text("reason");
    relief.evidence = call.body.text("evidence");
    relief.amount = call.body.optional_money("amount").value_or(Money());
    relief.due_on = call.body.optional_date("due_on");
    for (const auto& item : call.body.objects("instalments"))
        relief.instalments.push_back({item.date("due_on"), item.money("amount")});
    return reply_of(call, tx, request_relief(tx, call.caller, std::move(relief)));
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    ReliefFilter filter{.kind = call.query.optional_enumerator<ReliefKind>("kind"),
                        .state = call.query.optional_enumerator<ReliefState>("state"),
                        .book = call.query.optional_enumerator<Book>("book")};
    if (call.caller.is_developer()) {
        filter.developer_id = call.caller.body_id;
        filter.granted_only = true;
    }
    Reply reply;
    reply.body = page_json(
        call.page, list_reliefs(tx, call.caller.scope, filter, call.page),
        [&](const Relief& relief) { return relief_json(tx, call.caller.scope, relief); },
        [](const Relief& relief) { return relief.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    return reply_of(call, tx, seen_relief(call, tx));
}

Result<Reply> timeline(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(relief, seen_relief(call, tx));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "relief", relief.id.value);
    return reply;
}

Result<Reply> confirm(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ReliefId>("relief_id"));
    return reply_of(call, tx,
                    confirm_relief(tx, call.caller, id, call.body.text_or("opinion", "")));
}

Result<Reply> refuse(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ReliefId>("relief_id"));
    return reply_of(call, tx, refuse_relief(tx, call.caller, id, call.body.text("reason")));
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ReliefId>("relief_id"));
    return reply_of(call, tx, withdraw_relief(tx, call.caller, id));
}

Result<Reply> revoke(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ReliefId>("relief_id"));
    return reply_of(call, tx, revoke_relief(tx, call.caller, id, call.body.text("reason")));
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/reliefs", Permission::relief_request, create, "requestRelief",
     "Asks for a deferral, instalments, a waiver or a write-off of what is open.",
     {.body = &kBody, .reply = &kRelief}},
    {Method::get, "/api/v1/reliefs", Permission::charge_read, list, "listReliefs",
     "Reliefs, oldest first; developers see their own that were granted.",
     {.query = kFilters, .page_of = &kRelief}},
    {Method::get, "/api/v1/reliefs/:relief_id", Permission::charge_read, show, "getRelief",
     "A relief.", {.reply = &kRelief}},
    {Method::get, "/api/v1/reliefs/:relief_id/events", Permission::charge_read, timeline,
     "listReliefEvents", "What was done about a relief.", {.page_of = &tenants::kCaseEvent}},
    {Method::post, "/api/v1/reliefs/:relief_id/confirm", Permission::relief_confirm, confirm,
     "confirmRelief",
     "Confirms a relief; a waiver or write-off is booked. Of a bill the operator's administrator, "
     "of a claim the collecting unit.",
     {.body = &kOpinionBody, .reply = &kRelief}},
    {Method::post, "/api/v1/reliefs/:relief_id/refuse", Permission::relief_confirm, refuse,
     "refuseRelief", "Refuses a relief.", {.body = &kReasonBody, .reply = &kRelief}},
    {Method::post, "/api/v1/reliefs/:relief_id/withdraw", Permission::relief_request, withdraw,
     "withdrawRelief", "Finance takes its request back.", {.reply = &kRelief}},
    {Method::post, "/api/v1/reliefs/:relief_id/revoke", Permission::relief_confirm, revoke,
     "revokeRelief", "Takes a confirmed relief back; its entry is reversed.",
     {.body = &kReasonBody, .reply = &kRelief}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace relief_api

std::span<const http::Route> relief_routes() { return relief_api::kRoutes; }

}  // namespace yunhe::billing
