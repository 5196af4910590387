/// Amendments (补充协议) of agreements.
#include "base/crypto.hpp"
#include "catalog/narrowing_service.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/amendment_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace amendment_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kSignatureFields[] = {
    field::one_of("side", enum_values<SigningSide>),
    field::one_of("kind", enum_values<SignatureKind>),
    field::text("username", 64),
    field::text("subject", 500).nullable(),
    field::text("digest_sm3", 64),
    field::text("signature", 1000).about("SM2 with SM3, DER in Base64."),
    field::text("public_key", 2000).about("SubjectPublicKeyInfo, PEM."),
    field::timestamp("signed_at"),
    field::boolean("valid").about("Computed anew from the stored text."),
};
constexpr Shape kSignature{"AmendmentSignature", kSignatureFields};

constexpr Field kAmendmentFields[] = {
    field::id<AmendmentId>("id"),
    field::id<AgreementId>("agreement_id"),
    field::integer("number"),
    field::one_of("kind", enum_values<AmendmentKind>),
    field::one_of("state", enum_values<AmendmentState>).about("`in_force` follows from the date."),
    field::integer("version"),
    field::date("effective_on"),
    field::date("to").nullable().about("An earlier last day."),
    field::money("service_fee").nullable(),
    field::texts("removed_fields"),
    field::texts("added_fields"),
    field::text("reason", 2000),
    field::text("review_opinion", 5000).nullable(),
    field::text("review_document", 200).nullable(),
    field::text("continuation_document", 200).nullable(),
    field::text("canonical_text", 100000).about("What is signed, UTF-8."),
    field::objects("signatures", kSignature),
    field::timestamp("created_at"),
    field::timestamp("offered_at").nullable(),
    field::timestamp("signed_at").nullable(),
};
constexpr Shape kAmendment{"Amendment", kAmendmentFields};

constexpr Field kDraftFields[] = {
    field::date("effective_on").about("Or the day of the second signature, if that is later."),
    field::date("to").optional().about("An earlier last day; a longer term is a renewal."),
    field::money("service_fee").optional(),
    field::texts("removed_fields").items(200).optional(),
    field::texts("added_fields").items(200).optional().about(
        "Within the notice's; then the scope is wider and a review decides first."),
    field::text("reason", 2000),
};
constexpr Shape kDraftBody{"AmendmentBody", kDraftFields};
constexpr std::string_view kDecisions[] = {"agree", "refuse"};
constexpr Field kReviewFields[] = {
    field::one_of("decision", kDecisions),
    field::text("opinion", 5000),
    field::text("document", 200).about("Number or name of the reviewers' document."),
};
constexpr Shape kReviewBody{"AmendmentReview", kReviewFields};
constexpr Field kSignFields[] = {field::text("password", 128)};
constexpr Shape kSignBody{"AmendmentSigning", kSignFields};
constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"AmendmentWithdrawal", kReasonFields};
constexpr Field kOutsideFields[] = {
    field::text("certificate_pem", 10000).optional(),
    field::text("public_key_pem", 2000).optional(),
    field::text("signature", 1000)
        .about("SM2 with SM3 over the canonical text, id 1234567812345678, DER in Base64."),
};
constexpr Shape kOutsideBody{"OutsideAmendmentSignature", kOutsideFields};

Json to_json(const CheckedSignature& checked) {
    const auto& signature = checked.signature;
    return {{"side", std::string(to_text(signature.side))},
            {"kind", std::string(to_text(signature.kind))},
            {"username", signature.username},
            {"subject", or_null(signature.subject)},
            {"digest_sm3", signature.digest_hex},
            {"signature", crypto::base64(signature.signature)},
            {"public_key", signature.public_pem},
            {"signed_at", to_text(signature.signed_at)},
            {"valid", checked.valid}};
}

Json to_json(const Call& call, db::Transaction& tx, const Amendment& amendment) {
    Json signatures = Json::array();
    for (const auto& checked :
         check_signatures(amendment_signatures(tx, call.caller.scope, amendment.id),
                          amendment.canonical_text))
        signatures.push_back(to_json(checked));
    return {{"id", to_text(amendment.id)},
            {"agreement_id", to_text(amendment.agreement_id)},
            {"number", amendment.number},
            {"kind", std::string(to_text(amendment.kind))},
            {"state", std::string(to_text(state_on(amendment, date_of(call.caller.now))))},
            {"version", amendment.version},
            {"effective_on", to_text(amendment.effective_on)},
            {"to", or_null(amendment.to)},
            {"service_fee", or_null(amendment.service_fee)},
            {"removed_fields", amendment.removed_fields},
            {"added_fields", amendment.added_fields},
            {"reason", amendment.reason},
            {"review_opinion", or_null(amendment.review_opinion)},
            {"review_document", or_null(amendment.review_document)},
            {"continuation_document", or_null(amendment.continuation_document)},
            {"canonical_text", amendment.canonical_text},
            {"signatures", std::move(signatures)},
            {"created_at", to_text(amendment.created_at)},
            {"offered_at", or_null(amendment.offered_at)},
            {"signed_at", or_null(amendment.signed_at)}};
}

Result<Reply> reply_of(const Call& call, db::Transaction& tx, const Result<Amendment>& amendment,
                       int status = 200) {
    if (!amendment.ok()) return amendment.error();
    Reply reply{.status = status, .body = to_json(call, tx, amendment.value())};
    reply.headers.emplace_back("ETag", http::etag(amendment.value().version));
    return reply;
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

/// With the grantor's signature the agreement is narrower: what has no ground any more in the
/// catalogue ends in the same transaction.
Result<Reply> signed_reply(const Call& call, db::Transaction& tx,
                           const Result<Amendment>& amendment, int status) {
    if (amendment.ok() && amendment.value().signed_at) {
        const auto agreement =
            find_agreement(tx, call.caller.scope, amendment.value().agreement_id).value();
        const auto own = rules_under(tx, call.caller.scope, rules_of(call, tx),
                                     agreement.rule_pack_digest);
        catalog::revoke_narrowed_grants(tx, call.caller, own, agreement,
                                        amendment.value().reason);
    }
    return reply_of(call, tx, amendment, status);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(agreement_id, call.path_id<AgreementId>("agreement_id"));
    Amendment wanted;
    wanted.agreement_id = agreement_id;
    wanted.effective_on = call.body.date("effective_on");
    wanted.to = call.body.optional_date("to");
    wanted.service_fee = call.body.optional_money("service_fee");
    wanted.removed_fields = call.body.texts("removed_fields");
    wanted.added_fields = call.body.texts("added_fields");
    wanted.reason = call.body.text("reason");
    return reply_of(call, tx,
                    draft_amendment(tx, call.caller, rules_of(call, tx), std::move(wanted)), 201);
}

/// An agreement has few: one page holds them.
Result<Reply> list(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(agreement_id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(amendments, list_visible_amendments(tx, call.caller, agreement_id));
    Json data = Json::array();
    for (const auto& amendment : amendments) data.push_back(to_json(call, tx, amendment));
    return Reply{
        .body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}}};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AmendmentId>("amendment_id"));
    return reply_of(call, tx, read_visible_amendment(tx, call.caller, id));
}

Result<Reply> text_file(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AmendmentId>("amendment_id"));
    YUNHE_TRY(amendment, read_visible_amendment(tx, call.caller, id));
    Reply reply{.content_type = "text/plain; charset=utf-8", .raw = amendment.canonical_text};
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"amendment.txt\"");
    reply.headers.emplace_back("X-Digest-Sm3", crypto::sm3_hex(amendment.canonical_text));
    return reply;
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AmendmentId>("amendment_id"));
    YUNHE_CHECK(read_visible_amendment(tx, call.caller, id));
    return Reply{.body = case_timeline(tx, call.caller.scope, "amendment", id.value)};
}

Result<Reply> review(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AmendmentId>("amendment_id"));
    return reply_of(call, tx,
                    review_amendment(tx, call.caller, rules_of(call, tx), id,
                                     call.body.text("decision") == "agree",
                                     call.body.text("opinion"), call.body.text("document")));
}

Result<Reply> offer(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AmendmentId>("amendment_id"));
    return reply_of(call, tx, offer_amendment(tx, call.caller, rules_of(call, tx), id));
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AmendmentId>("amendment_id"));
    return reply_of(call, tx, withdraw_amendment(tx, call.caller, rules_of(call, tx), id,
                                                 call.body.text("reason")));
}

Result<Reply> sign(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AmendmentId>("amendment_id"));
    return signed_reply(call, tx,
                        sign_amendment(tx, call.caller, rules_of(call, tx), call.context.signer,
                                       id, call.body.text("password")),
                        200);
}

Result<Reply> sign_outside(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AmendmentId>("amendment_id"));
    return signed_reply(
        call, tx,
        sign_amendment_outside(tx, call.caller, rules_of(call, tx), id,
                               {.certificate_pem = call.body.optional_text("certificate_pem"),
                                .public_key_pem = call.body.optional_text("public_key_pem"),
                                .signature = call.body.text("signature")}),
        201);
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/agreements/:agreement_id/amendments", Permission::agreement_draft,
     create, "draftAmendment", "Drafts an amendment of a signed agreement.",
     {.body = &kDraftBody, .reply = &kAmendment, .status = 201}},
    {Method::get, "/api/v1/agreements/:agreement_id/amendments", Permission::agreement_read, list,
     "listAmendments", "The amendments of an agreement, by number.", {.page_of = &kAmendment}},
    {Method::get, "/api/v1/amendments/:amendment_id", Permission::agreement_read, get,
     "getAmendment", "Shows one amendment with its text and signatures, computed anew.",
     {.reply = &kAmendment}},
    {Method::get, "/api/v1/amendments/:amendment_id/text", Permission::agreement_read, text_file,
     "downloadAmendmentText", "The very bytes that are signed, as a file."},
    {Method::get, "/api/v1/amendments/:amendment_id/events", Permission::agreement_read, events,
     "listAmendmentEvents", "Shows the timeline of an amendment.", {.page_of = &kCaseEvent}},
    {Method::post, "/api/v1/amendments/:amendment_id/review", Permission::application_process,
     review, "reviewAmendment", "Decides on a wider scope.",
     {.body = &kReviewBody, .reply = &kAmendment}},
    {Method::post, "/api/v1/amendments/:amendment_id/offer", Permission::agreement_draft, offer,
     "offerAmendment", "Fixes the text and offers the amendment to the developer.",
     {.reply = &kAmendment}},
    {Method::post, "/api/v1/amendments/:amendment_id/withdraw", Permission::agreement_draft,
     withdraw, "withdrawAmendment", "Takes back an amendment that isn't signed by both.",
     {.body = &kReasonBody, .reply = &kAmendment}},
    {Method::post, "/api/v1/amendments/:amendment_id/sign", Permission::agreement_sign, sign,
     "signAmendment", "Signs with the platform-kept key after the password was given again.",
     {.body = &kSignBody, .reply = &kAmendment}},
    {Method::post, "/api/v1/amendments/:amendment_id/signatures", Permission::agreement_sign,
     sign_outside, "handInAmendmentSignature",
     "Takes a signature over the canonical text that was made outside.",
     {.body = &kOutsideBody, .reply = &kAmendment, .status = 201}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace amendment_api

std::span<const http::Route> amendment_routes() { return amendment_api::kRoutes; }

}  // namespace yunhe::tenants
