#include "tenants/signature_store.hpp"

#include "base/crypto.hpp"

namespace yunhe::tenants {

AgreementSignature read_signature_row(const db::Row& row) {
    return {.side = row.enumerator<SigningSide>("side"),
            .kind = row.enumerator<SignatureKind>("kind"),
            .body_id = row.id<BodyId>("body_id"),
            .user_id = row.id<UserId>("user_id"),
            .username = row.text("username"),
            .signing_key_id = row.optional_id<SigningKeyId>("signing_key_id"),
            .public_pem = row.text("public_pem"),
            .certificate_pem = row.optional_text("certificate_pem"),
            .subject = row.optional_text("subject"),
            .digest_hex = row.text("digest_sm3"),
            .signature = crypto::from_base64(row.text("signature")).value_or(""),
            .signed_at = row.timestamp("signed_at")};
}

}  // namespace yunhe::tenants
