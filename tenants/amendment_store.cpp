#include "tenants/amendment_store.hpp"

#include "base/crypto.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/signature_store.hpp"

namespace yunhe::tenants {
namespace {

struct AmendmentSignatureEntity { static constexpr std::string_view prefix = "ams"; };
using AmendmentSignatureId = Id<AmendmentSignatureEntity>;

#define YUNHE_AMENDMENT_COLUMNS                                                                    \
    "SELECT id, agreement_id, number, kind, state, version, effective_on, to_on, "                 \
    "service_fee_fen, removed_fields, added_fields, reason, review_agreed, review_opinion, "       \
    "review_document, continuation_document, canonical_text, created_at, offered_at, signed_at "   \
    "FROM amendments "

Amendment read_amendment(const db::Row& row) {
    Amendment amendment{.id = row.id<AmendmentId>("id"),
                        .agreement_id = row.id<AgreementId>("agreement_id"),
                        .number = static_cast<int>(row.int64("number")),
                        .kind = row.enumerator<AmendmentKind>("kind"),
                        .state = row.enumerator<AmendmentState>("state"),
                        .version = static_cast<int>(row.int64("version")),
                        .effective_on = row.date("effective_on"),
                        .to = row.optional_date("to_on"),
                        .service_fee = {},
                        .removed_fields = texts_from(row.json("removed_fields")),
                        .added_fields = texts_from(row.json("added_fields")),
                        .reason = row.text("reason"),
                        .review_agreed = {},
                        .review_opinion = row.text("review_opinion"),
                        .review_document = row.text("review_document"),
                        .continuation_document = row.optional_text("continuation_document"),
                        .canonical_text = row.text("canonical_text"),
                        .created_at = row.timestamp("created_at"),
                        .offered_at = row.optional_timestamp("offered_at"),
                        .signed_at = row.optional_timestamp("signed_at")};
    if (!row.null("service_fee_fen")) amendment.service_fee = row.money("service_fee_fen");
    if (!row.null("review_agreed")) amendment.review_agreed = row.boolean("review_agreed");
    return amendment;
}

}  // namespace

std::optional<Amendment> find_amendment(db::Transaction& tx, TenantScope scope, AmendmentId id) {
    return tx.find(YUNHE_AMENDMENT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_amendment, scope,
                   id);
}

std::optional<Amendment> lock_amendment(db::Transaction& tx, TenantScope scope, AmendmentId id) {
    return tx.find(YUNHE_AMENDMENT_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_amendment, scope, id);
}

std::vector<Amendment> amendments_of(db::Transaction& tx, TenantScope scope,
                                     AgreementId agreement_id) {
    return tx.list(YUNHE_AMENDMENT_COLUMNS "WHERE tenant_id = ? AND agreement_id = ? "
                   "ORDER BY number",
                   read_amendment, scope, agreement_id);
}

void insert_amendment(db::Transaction& tx, TenantScope scope, const Amendment& amendment) {
    tx.execute(R"(
        INSERT INTO amendments (tenant_id, id, agreement_id, number, kind, state, effective_on,
            to_on, service_fee_fen, removed_fields, added_fields, reason, review_opinion,
            review_document, continuation_document, canonical_text, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, amendment.id, amendment.agreement_id, amendment.number, amendment.kind,
               amendment.state, amendment.effective_on, amendment.to, amendment.service_fee,
               json_of(amendment.removed_fields), json_of(amendment.added_fields),
               amendment.reason, amendment.review_opinion, amendment.review_document,
               amendment.continuation_document, amendment.canonical_text, amendment.created_at);
}

void save_amendment(db::Transaction& tx, TenantScope scope, const Amendment& amendment) {
    tx.execute(R"(
        UPDATE amendments
           SET state = ?, review_agreed = ?, review_opinion = ?, review_document = ?,
               canonical_text = ?, offered_at = ?, signed_at = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               amendment.state, amendment.review_agreed, amendment.review_opinion,
               amendment.review_document, amendment.canonical_text, amendment.offered_at,
               amendment.signed_at, scope, amendment.id);
}

void insert_amendment_signature(db::Transaction& tx, TenantScope scope, AmendmentId amendment_id,
                                const AgreementSignature& signature) {
    tx.execute(R"(
        INSERT INTO amendment_signatures (tenant_id, id, amendment_id, side, kind, body_id, user_id,
            username, signing_key_id, public_pem, certificate_pem, subject, digest_sm3, signature,
            signed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, tx.new_id<AmendmentSignatureId>(), amendment_id, signature.side,
               signature.kind, signature.body_id, signature.user_id, signature.username,
               signature.signing_key_id, signature.public_pem, signature.certificate_pem,
               signature.subject, signature.digest_hex, crypto::base64(signature.signature),
               signature.signed_at);
}

std::vector<AgreementSignature> amendment_signatures(db::Transaction& tx, TenantScope scope,
                                                     AmendmentId amendment_id) {
    return tx.list(R"(
        SELECT side, kind, body_id, user_id, username, signing_key_id, public_pem, certificate_pem,
               subject, digest_sm3, signature, signed_at
          FROM amendment_signatures
         WHERE tenant_id = ? AND amendment_id = ?
         ORDER BY id)", read_signature_row, scope, amendment_id);
}

}  // namespace yunhe::tenants
