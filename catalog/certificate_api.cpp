#include "base/crypto.hpp"
#include "catalog/certificate_store.hpp"
#include "catalog/offer_reply_api.hpp"
#include "catalog/product_store.hpp"
#include "catalog/routes.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::catalog {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr std::string_view kStates[] = {"valid", "invalid"};
constexpr Field kCertificateFields[] = {
    field::text("number", 64),
    field::one_of("state", kStates).about("Valid: the signature verifies and the product stands."),
    field::boolean("signature_verified"),
    field::text("product_code", 64),
    field::text("product_name"),
    field::text("developer_uscc", 64),
    field::text("developer_name"),
    field::timestamp("issued_at"),
    field::text("content", 20000).about("What is signed, to the byte."),
    field::text("digest", 64).about("SM3 of the content."),
    field::text("signature", 400).about("SM2 with SM3, default id, DER in Base64 (GB/T 32918.2)."),
    field::text("public_key", 2000).about("PEM.")};
constexpr Shape kCertificate{"Certificate", kCertificateFields};

Result<Reply> read(const Call& call, db::Transaction& tx) {
    const auto scope = call.caller.scope;
    const auto certificate = find_certificate(tx, scope, call.path_value("number"));
    if (!certificate) return not_found();
    const auto product = find_product(tx, scope, certificate->product_id);
    YUNHE_ASSERT(product.has_value());
    OfferNames names(tx, scope);
    const bool verified = crypto::sm3_hex(certificate->content) == certificate->digest_hex &&
                          tenants::Signer::verify(certificate->public_pem, certificate->content,
                                                  certificate->signature);
    const bool valid = verified && product->state == ProductState::registered;
    Reply reply;
    reply.body = {{"number", certificate->number},
                  {"state", valid ? "valid" : "invalid"},
                  {"signature_verified", verified},
                  {"product_code", product->code},
                  {"product_name", product->name},
                  {"developer_uscc", names.body_code(product->developer_id)},
                  {"developer_name", names.body_name(product->developer_id)},
                  {"issued_at", to_text(certificate->issued_at)},
                  {"content", certificate->content},
                  {"digest", certificate->digest_hex},
                  {"signature", crypto::base64(certificate->signature)},
                  {"public_key", certificate->public_pem}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/certificates/:number", Permission::product_read, read, "readCertificate",
     "One certificate, its signature verified.", {.reply = &kCertificate}},
    {Method::get, "/api/v1/public/:slug/certificates/:number", Permission::open, read,
     "verifyCertificate", "Anybody may check a certificate by its number.",
     {.reply = &kCertificate}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const http::Route> certificate_routes() { return kRoutes; }

}  // namespace yunhe::catalog
