#include "base/crypto.hpp"
#include "catalog/certificate_render.hpp"
#include "catalog/certificate_service.hpp"
#include "catalog/offer_reply_api.hpp"
#include "catalog/routes.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/signing_key_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace certificate_api {
namespace {

using http::Call;
using http::Method;
using http::or_null;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kCertificateFields[] = {
    field::text("number", 64),
    field::one_of("state", enum_values<CertificateState>).about(
        "Valid: the signature verifies, the version is in force, nobody took it back."),
    field::boolean("signature_verified"),
    field::text("tenant_name"),
    field::text("product_code", 64),
    field::text("product_name"),
    field::integer("product_version"),
    field::text("developer_uscc", 64),
    field::text("developer_name"),
    field::timestamp("issued_at"),
    field::timestamp("in_force_from"),
    field::timestamp("ended_at").nullable().about("Superseded or revoked since."),
    field::text("superseded_by", 64).nullable().about("Number of the next version's certificate."),
    field::text("revocation_reason", 1000).nullable(),
    field::text("revocation_document").nullable(),
    field::text("verify_url", 500).about("Where anybody may check it: the QR code's text."),
    field::text("content", 20000).about("What is signed, to the byte."),
    field::text("digest", 64).about("SM3 of the content."),
    field::text("signature", 400).about("SM2 with SM3, default id, DER in Base64 (GB/T 32918.2)."),
    field::text("public_key", 2000).about("PEM.")};
constexpr Shape kCertificate{"Certificate", kCertificateFields};

constexpr Field kRevocationBodyFields[] = {
    field::text("reason", 1000).about("Shown to everybody."),
    field::text("document").about("What the revocation rests on.")};
constexpr Shape kRevocationBody{"CertificateRevocationBody", kRevocationBodyFields};

constexpr Field kFileFields[] = {
    field::text("format", 64),        field::text("number", 64),
    field::text("product_code", 64),  field::text("product_name"),
    field::text("product_version", 9), field::text("developer_uscc", 64),
    field::text("developer_name"),    field::text("issued_at", 40),
    field::text("content", 20000),    field::text("digest", 64),
    field::text("signature", 400),    field::text("public_key", 2000)};
constexpr Shape kFile{"CertificateFile", kFileFields};

constexpr Field kEntryFields[] = {
    field::text("number", 64), field::text("state", 40), field::text("since", 40),
    field::any("reason")};
constexpr Shape kEntry{"RevocationEntry", kEntryFields};
constexpr Field kListFields[] = {
    field::text("format", 64),      field::text("tenant"),        field::text("registrar"),
    field::text("issued_at", 40),   field::text("next_update", 40),
    field::objects("entries", kEntry).about("Revoked and superseded ones, by number."),
    field::text("content", 10000000).about("What is signed, to the byte."),
    field::text("digest", 64),      field::text("signature", 400),
    field::text("public_key", 2000)};
constexpr Shape kList{"CertificateRevocations", kListFields};

constexpr Field kKeyFields[] = {
    field::text("registrar"), field::text("algorithm", 40),
    field::text("public_key", 2000).about("PEM: what `yunhe certificate verify --key` takes.")};
constexpr Shape kKey{"SigningKey", kKeyFields};

/// Host names and ports only: what else a Host header may say isn't for a QR code.
bool plain_host(std::string_view host) {
    return !host.empty() && std::ranges::all_of(host, [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '.' ||
               letter == '-' || letter == ':' || letter == '[' || letter == ']';
    });
}

std::string base_url(const Call& call) {
    if (!call.context.public_url.empty()) return call.context.public_url;
    const bool secure = call.request.header("x-forwarded-proto") == "https";
    const auto host = call.request.header("host");
    return (secure ? "https://" : "http://") +
           (plain_host(host) ? std::string(host) : std::string("localhost"));
}

std::string verify_url(const Call& call, db::Transaction& tx, const std::string& number) {
    return base_url(call) + "/verify/" + tenants::read_tenant(tx, call.caller.scope).slug + "/" +
           number;
}

Result<ReadCertificate> find(const Call& call, db::Transaction& tx) {
    return read_certificate(tx, call.caller.scope, call.path_value("number"), call.caller.now);
}

Reply reply_of(const Call& call, db::Transaction& tx, const ReadCertificate& read) {
    OfferNames names(tx, call.caller.scope);
    const auto& certificate = read.certificate;
    Reply reply;
    reply.body = {
        {"number", certificate.number},
        {"state", std::string(to_text(read.state))},
        {"signature_verified", read.signature_verified},
        {"tenant_name", tenants::read_tenant(tx, call.caller.scope).name},
        {"product_code", read.product.code},
        {"product_name", read.product.name},
        {"product_version", certificate.product_number},
        {"developer_uscc", names.body_code(read.product.developer_id)},
        {"developer_name", names.body_name(read.product.developer_id)},
        {"issued_at", to_text(certificate.issued_at)},
        {"in_force_from", to_text(read.in_force.from)},
        {"ended_at", or_null(read.ended_at)},
        {"superseded_by", or_null(read.superseded_by)},
        {"revocation_reason", read.revocation ? Json(read.revocation->reason) : Json(nullptr)},
        {"revocation_document", read.revocation ? Json(read.revocation->document) : Json(nullptr)},
        {"verify_url", verify_url(call, tx, certificate.number)},
        {"content", certificate.content},
        {"digest", certificate.digest_hex},
        {"signature", crypto::base64(certificate.signature)},
        {"public_key", certificate.public_pem}};
    return reply;
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(found, find(call, tx));
    return reply_of(call, tx, found);
}

Result<Reply> revoke(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(revoked, revoke_certificate(tx, call.caller,
                                          {.number = call.path_value("number"),
                                           .reason = call.body.text("reason"),
                                           .document = call.body.text("document")}));
    return reply_of(call, tx, revoked);
}

Reply named_reply(std::string_view how, const std::string& name) {
    Reply reply;
    reply.headers.emplace_back("Content-Disposition",
                               std::string(how) + "; filename=\"" + name + "\"");
    return reply;
}

Result<Reply> file(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(found, find(call, tx));
    auto reply = named_reply("attachment", found.certificate.number + ".json");
    reply.body = certificate_file(found.certificate);
    return reply;
}

Result<Reply> document(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(found, find(call, tx));
    auto reply = named_reply("inline", found.certificate.number + ".pdf");
    reply.content_type = "application/pdf";
    auto url = verify_url(call, tx, found.certificate.number);
    reply.raw = render_certificate_pdf({.certificate = std::move(found.certificate),
                                        .state = found.state,
                                        .verify_url = std::move(url),
                                        .made_at = call.caller.now});
    return reply;
}

Result<Reply> qr_code(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(found, find(call, tx));
    auto reply = named_reply("inline", found.certificate.number + ".svg");
    reply.content_type = "image/svg+xml";
    reply.raw = render_qr_svg(encode_qr(verify_url(call, tx, found.certificate.number)));
    return reply;
}

Result<Reply> revocations(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(signed_list, read_revocation_list(tx, call.caller.scope, call.context.signer,
                                                call.caller.now));
    auto reply = named_reply("inline", "certificate-revocations.json");
    reply.body = revocation_file(signed_list.list, signed_list.signature);
    return reply;
}

Result<Reply> signing_key(const Call& call, db::Transaction& tx) {
    const auto registrar = tenants::read_first_body_of_kind(tx, call.caller.scope,
                                                            tenants::BodyKind::operator_body);
    const auto key = tenants::find_signing_key(tx, call.caller.scope, registrar.id);
    if (!key) return not_found();
    Reply reply;
    reply.body = {{"registrar", registrar.name},
                  {"algorithm", "SM2-SM3"},
                  {"public_key", key->public_pem}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/certificates/:number", Permission::product_read, read, "readCertificate",
     "One certificate, its signature verified.", {.reply = &kCertificate}},
    {Method::post, "/api/v1/certificates/:number/revoke", Permission::certificate_revoke, revoke,
     "revokeCertificate", "Takes the product's certificates back: it leaves the chain at once.",
     {.body = &kRevocationBody, .reply = &kCertificate}},
    {Method::get, "/api/v1/public/:slug/certificates/:number", Permission::open, read,
     "verifyCertificate", "Anybody may check a certificate by its number.",
     {.reply = &kCertificate}},
    {Method::get, "/api/v1/public/:slug/certificates/:number/file", Permission::open, file,
     "exportCertificate", "The certificate as a file that can be checked without this server.",
     {.reply = &kFile}},
    {Method::get, "/api/v1/public/:slug/certificates/:number/document.pdf", Permission::open,
     document, "renderCertificate", "The certificate as a PDF with its QR code."},
    {Method::get, "/api/v1/public/:slug/certificates/:number/qr.svg", Permission::open, qr_code,
     "renderCertificateCode", "The QR code that leads to the certificate's verification."},
    {Method::get, "/api/v1/public/:slug/certificate-revocations", Permission::open, revocations,
     "listCertificateRevocations", "What is worth nothing any more, signed, as of now.",
     {.reply = &kList}},
    {Method::get, "/api/v1/public/:slug/signing-key", Permission::open, signing_key,
     "readSigningKey", "The public key with which the registrar signs certificates.",
     {.reply = &kKey}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace certificate_api

std::span<const http::Route> certificate_routes() { return certificate_api::kRoutes; }

}  // namespace yunhe::catalog
