#include "base/crypto.hpp"
#include "base/error_text.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/agreement_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/exit_service.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace agreement_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kClauseFields[] = {
    field::text("code", 64),
    field::text("title", 200),
    field::text("text", 5000),
};
constexpr Shape kClause{"AgreementClause", kClauseFields};
constexpr Field kWarningFields[] = {field::text("code", 64), field::text("detail", 1000)};
constexpr Shape kWarning{"AgreementWarning", kWarningFields};
constexpr Field kSignatureFields[] = {
    field::one_of("side", enum_values<SigningSide>),
    field::one_of("kind", enum_values<SignatureKind>)
        .about("platform: 平台签名, by the key that the platform keeps; outside: 外部签名."),
    field::text("username", 64),
    field::text("digest_sm3", 64).about("SM3 of the text, hexadecimal."),
    field::text("signature", 1000).about("SM2 with SM3, DER in Base64."),
    field::text("public_key", 2000).about("SubjectPublicKeyInfo, PEM."),
    field::text("subject", 500).nullable().about("Whom the certificate names, if one was given."),
    field::timestamp("signed_at"),
};
constexpr Shape kSignature{"AgreementSignature", kSignatureFields};

constexpr Field kAmendedFields[] = {
    field::integer("number").about("Of the amendment."),
    field::date("effective_on"),
    field::date("to"),
    field::money("service_fee"),
    field::texts("fields"),
};
constexpr Shape kAmended{"AmendedTerms", kAmendedFields};

constexpr Field kAgreementFields[] = {
    field::id<AgreementId>("id"),
    field::integer("number"),
    field::one_of("kind", enum_values<AgreementKind>),
    field::id<AgreementId>("renews_agreement_id").nullable(),
    field::id<ApplicationId>("application_id"),
    field::id<BodyId>("developer_id"),
    field::code("developer_uscc"),
    field::text("developer_name", 200),
    field::one_of("state", enum_values<AgreementState>)
        .about("`active` and `expired` follow from the dates."),
    field::integer("version"),
    field::date("from"),
    field::date("to").about("Inclusive; by the newest signed amendment."),
    field::money("service_fee").about("As first agreed."),
    field::texts("fields").about("As first agreed."),
    field::objects("amended", kAmended).about("What signed amendments changed, oldest first."),
    field::objects("clauses", kClause),
    field::text("rule_pack_id", 64),
    field::text("rule_pack_digest", 64)
        .about("SM3 of the version of the pack it was drafted under."),
    field::text("override_reason", 2000).nullable(),
    field::text("continuation_document", 200).nullable(),
    field::text("safety_head", 200)
        .nullable()
        .about("First responsible for the safety of the data, where the rule pack has one."),
    field::text("canonical_text", 100000).about("What is signed, UTF-8."),
    field::objects("signatures", kSignature),
    field::objects("warnings", kWarning),
    field::timestamp("created_at"),
    field::timestamp("offered_at").nullable(),
    field::timestamp("signed_at").nullable(),
    field::timestamp("terminated_at").nullable(),
    field::text("termination_reason", 2000).nullable(),
};
constexpr Shape kAgreement{"Agreement", kAgreementFields};

constexpr Field kDraftFields[] = {
    field::id<ApplicationId>("application_id"),
    field::one_of("kind", enum_values<AgreementKind>)
        .optional()
        .about("Absent: regular. A trial only where the rule pack has it."),
    field::date("from"),
    field::date("to").about("Inclusive."),
    field::money("service_fee"),
    field::texts("fields").items(200).optional().about("Within the notice's; absent: all of them."),
    field::text("override_reason", 2000).optional().about("For a term over a usual limit."),
    field::text("safety_head", 200)
        .optional()
        .about("The unit's head, first responsible for safety; absent: the legal representative."),
    field::boolean("data_use_paid")
        .optional()
        .about("Data will be used for pay: adds the clauses that the rule pack has for it."),
};
constexpr Shape kDraftBody{"AgreementBody", kDraftFields};
constexpr Field kSignFields[] = {field::text("password", 128)};
constexpr Shape kSignBody{"AgreementSigning", kSignFields};
constexpr Field kOutsideFields[] = {
    field::text("certificate_pem", 10000)
        .optional()
        .about("X.509 of the SM2 key; or public_key_pem, one of the two."),
    field::text("public_key_pem", 2000).optional(),
    field::text("signature", 1000)
        .about("SM2 with SM3 over the canonical text, id 1234567812345678, DER in Base64."),
};
constexpr Shape kOutsideBody{"OutsideSignature", kOutsideFields};
constexpr Field kTerminateFields[] = {
    field::one_of("ground", enum_values<ExitGround>).optional().about("Absent: other."),
    field::text("reason", 2000),
    field::text("minutes_document", 200)
        .optional()
        .about("Of the meeting, where the rule pack wants the end deliberated."),
};
constexpr Shape kTerminateBody{"AgreementTermination", kTerminateFields};

constexpr Field kCheckedFields[] = {
    field::one_of("side", enum_values<SigningSide>),
    field::one_of("kind", enum_values<SignatureKind>),
    field::text("subject", 500).nullable(),
    field::text("username", 64),
    field::timestamp("signed_at"),
    field::boolean("valid"),
};
constexpr Shape kChecked{"CheckedSignature", kCheckedFields};
constexpr Field kVerificationFields[] = {
    field::boolean("valid").about("Both signatures hold and the text states the stored terms."),
    field::boolean("terms_match"),
    field::text("digest_sm3", 64),
    field::objects("signatures", kChecked),
};
constexpr Shape kVerification{"AgreementVerification", kVerificationFields};

Json to_json(const AgreementSignature& signature) {
    return {{"side", std::string(to_text(signature.side))},
            {"kind", std::string(to_text(signature.kind))},
            {"username", signature.username},
            {"digest_sm3", signature.digest_hex},
            {"signature", crypto::base64(signature.signature)},
            {"public_key", signature.public_pem},
            {"subject", or_null(signature.subject)},
            {"signed_at", to_text(signature.signed_at)}};
}

Json to_json(const AmendedTerms& terms) {
    return {{"number", terms.number},
            {"effective_on", to_text(terms.effective_on)},
            {"to", to_text(terms.to)},
            {"service_fee", to_text(terms.service_fee)},
            {"fields", terms.fields}};
}

Json warnings_json(const Call& call, const std::vector<Warning>& warnings) {
    Json json = Json::array();
    for (const auto& warning : warnings)
        json.push_back({{"code", warning.code},
                        {"detail", error_text(warning.code, warning.args, call.language)}});
    return json;
}

Json to_json(const Call& call, db::Transaction& tx, const Agreement& agreement) {
    Json clauses = Json::array();
    for (const auto& clause : agreement.clauses)
        clauses.push_back({{"code", clause.code}, {"title", clause.title}, {"text", clause.text}});
    Json amended = Json::array();
    for (const auto& terms : agreement.amended) amended.push_back(to_json(terms));
    Json signatures = Json::array();
    for (const auto& signature : list_signatures(tx, call.caller.scope, agreement.id))
        signatures.push_back(to_json(signature));
    const auto state = state_on(agreement, date_of(call.caller.now));
    return {{"id", to_text(agreement.id)},
            {"number", agreement.number},
            {"kind", std::string(to_text(agreement.kind))},
            {"renews_agreement_id", or_null(agreement.renews_agreement_id)},
            {"application_id", to_text(agreement.application_id)},
            {"developer_id", to_text(agreement.developer_id)},
            {"developer_uscc", agreement.developer_uscc},
            {"developer_name", agreement.developer_name},
            {"state", std::string(to_text(state))},
            {"version", agreement.version},
            {"from", to_text(agreement.from)},
            {"to", to_text(agreement.to)},
            {"service_fee", to_text(agreement.service_fee)},
            {"fields", json_of(agreement.fields)},
            {"amended", std::move(amended)},
            {"clauses", std::move(clauses)},
            {"rule_pack_id", agreement.rule_pack_id},
            {"rule_pack_digest", agreement.rule_pack_digest},
            {"override_reason", or_null(agreement.override_reason)},
            {"continuation_document", or_null(agreement.continuation_document)},
            {"safety_head", or_null(agreement.safety_head)},
            {"canonical_text", agreement.canonical_text},
            {"signatures", std::move(signatures)},
            {"warnings",
             warnings_json(call, agreement_warnings(tx, call.caller.scope, agreement))},
            {"created_at", to_text(agreement.created_at)},
            {"offered_at", or_null(agreement.offered_at)},
            {"signed_at", or_null(agreement.signed_at)},
            {"terminated_at", or_null(agreement.terminated_at)},
            {"termination_reason", or_null(agreement.termination_reason)}};
}

Reply reply_of(const Call& call, db::Transaction& tx, const Agreement& agreement,
               int status = 200) {
    Reply reply{.status = status, .body = to_json(call, tx, agreement)};
    reply.headers.emplace_back("ETag", http::etag(agreement.version));
    return reply;
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(drafted,
              draft_agreement(tx, call.caller, rules_of(call, tx),
                              {.application_id = call.body.id<ApplicationId>("application_id"),
                               .kind = call.body.optional_enumerator<AgreementKind>("kind")
                                           .value_or(AgreementKind::regular),
                               .from = call.body.date("from"),
                               .to = call.body.date("to"),
                               .service_fee = call.body.money("service_fee"),
                               .fields = call.body.texts("fields"),
                               .override_reason = call.body.optional_text("override_reason"),
                               .safety_head = call.body.optional_text("safety_head"),
                               .data_use_paid = call.body.boolean_or("data_use_paid", false)}));
    return reply_of(call, tx, drafted.agreement, 201);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    std::optional<BodyId> developer_id;
    if (call.caller.is_developer()) developer_id = call.caller.body_id;
    const auto rows = list_agreements(tx, call.caller.scope, developer_id, call.page);
    return Reply{.body = page_json(call.page, rows,
                                   [&](const Agreement& a) { return to_json(call, tx, a); },
                                   [](const Agreement& a) { return a.id.value; })};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(agreement, read_visible_agreement(tx, call.caller, id));
    return reply_of(call, tx, agreement);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_CHECK(read_visible_agreement(tx, call.caller, id));
    return Reply{.body = case_timeline(tx, call.caller.scope, "agreement", id.value)};
}

Result<Reply> offer(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(agreement, offer_agreement(tx, call.caller, rules_of(call, tx), id));
    return reply_of(call, tx, agreement);
}

Result<Reply> sign(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(agreement, sign_agreement(tx, call.caller, rules_of(call, tx), call.context.signer,
                                        id, call.body.text("password")));
    return reply_of(call, tx, agreement);
}

Result<Reply> sign_outside(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(agreement, sign_agreement_outside(
                             tx, call.caller, rules_of(call, tx), id,
                             {.certificate_pem = call.body.optional_text("certificate_pem"),
                              .public_key_pem = call.body.optional_text("public_key_pem"),
                              .signature = call.body.text("signature")}));
    return reply_of(call, tx, agreement, 201);
}

/// The very bytes that are signed, to be signed elsewhere.
Result<Reply> text_file(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(agreement, read_visible_agreement(tx, call.caller, id));
    Reply reply{.content_type = "text/plain; charset=utf-8", .raw = agreement.canonical_text};
    reply.headers.emplace_back("Content-Disposition",
                               "attachment; filename=\"agreement-" +
                                   std::to_string(agreement.number) + ".txt\"");
    reply.headers.emplace_back("X-Digest-Sm3", crypto::sm3_hex(agreement.canonical_text));
    return reply;
}

/// Ending is the exit's business (tenants/exit_service.hpp); what comes back is the agreement.
Result<Reply> document(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(shown, agreement_document(tx, call.caller, id));
    Reply reply{.content_type = "application/pdf", .raw = render_agreement_pdf(shown)};
    reply.headers.emplace_back("Content-Disposition", "inline; filename=\"agreement.pdf\"");
    return reply;
}

Result<Reply> terminate(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(agreement,
              terminate_agreement(
                  tx, call.caller, rules_of(call, tx),
                  {.agreement_id = id,
                   .ground = call.body.optional_enumerator<ExitGround>("ground").value_or(
                       ExitGround::other),
                   .reason = call.body.text("reason"),
                   .minutes_document = call.body.optional_text("minutes_document")}));
    return reply_of(call, tx, agreement);
}

Result<Reply> verify(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(verification, verify_agreement(tx, call.caller, id));
    Json signatures = Json::array();
    for (const auto& [signature, valid] : verification.signatures)
        signatures.push_back({{"side", std::string(to_text(signature.side))},
                              {"kind", std::string(to_text(signature.kind))},
                              {"subject", or_null(signature.subject)},
                              {"username", signature.username},
                              {"signed_at", to_text(signature.signed_at)},
                              {"valid", valid}});
    return Reply{.body = {{"valid", verification.valid},
                          {"terms_match", verification.terms_match},
                          {"digest_sm3", verification.digest_hex},
                          {"signatures", std::move(signatures)}}};
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/agreements",
     Permission::agreement_draft,
     create,
     "draftAgreement",
     "Drafts the agreement of an accepted application.",
     {.body = &kDraftBody, .reply = &kAgreement, .status = 201}},
    {Method::get,
     "/api/v1/agreements",
     Permission::agreement_read,
     list,
     "listAgreements",
     "Lists agreements; developers see their own.",
     {.page_of = &kAgreement}},
    {Method::get,
     "/api/v1/agreements/:agreement_id",
     Permission::agreement_read,
     get,
     "getAgreement",
     "Shows one agreement with the text that is signed.",
     {.reply = &kAgreement}},
    {Method::get,
     "/api/v1/agreements/:agreement_id/events",
     Permission::agreement_read,
     events,
     "listAgreementEvents",
     "Shows the timeline of an agreement.",
     {.page_of = &kCaseEvent}},
    {Method::post,
     "/api/v1/agreements/:agreement_id/offer",
     Permission::agreement_draft,
     offer,
     "offerAgreement",
     "Fixes the text and offers the agreement to the developer.",
     {.reply = &kAgreement}},
    {Method::post,
     "/api/v1/agreements/:agreement_id/sign",
     Permission::agreement_sign,
     sign,
     "signAgreement",
     "Signs with the platform-kept key after the password was given again.",
     {.body = &kSignBody, .reply = &kAgreement}},
    {Method::post,
     "/api/v1/agreements/:agreement_id/signatures",
     Permission::agreement_sign,
     sign_outside,
     "handInAgreementSignature",
     "Takes a signature over the canonical text that was made outside.",
     {.body = &kOutsideBody, .reply = &kAgreement, .status = 201}},
    {Method::get,
     "/api/v1/agreements/:agreement_id/text",
     Permission::agreement_read,
     text_file,
     "downloadAgreementText",
     "The very bytes that are signed, as a file."},
    {Method::get,
     "/api/v1/agreements/:agreement_id/document.pdf",
     Permission::agreement_read,
     document,
     "renderAgreement",
     "The agreement as a PDF: its text, both signatures, numbered pages."},
    {Method::post,
     "/api/v1/agreements/:agreement_id/terminate",
     Permission::application_process,
     terminate,
     "terminateAgreement",
     "Ends an agreement before its last day.",
     {.body = &kTerminateBody, .reply = &kAgreement}},
    {Method::get,
     "/api/v1/agreements/:agreement_id/signatures/verify",
     Permission::agreement_read,
     verify,
     "verifyAgreementSignatures",
     "Computes digest and signatures anew.",
     {.reply = &kVerification}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace agreement_api

std::span<const http::Route> agreement_routes() { return agreement_api::kRoutes; }

}  // namespace yunhe::tenants
