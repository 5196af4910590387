#include "tenants/signature_service.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "tenants/password_service.hpp"

namespace yunhe::tenants {
namespace {

struct OutsideKey {
    std::string public_pem;
    std::optional<std::string> subject;
};

Result<OutsideKey> key_of(const OutsideSignature& wanted, Timestamp now) {
    if (wanted.certificate_pem.has_value() == wanted.public_key_pem.has_value())
        return malformed("/certificate_pem", "certificate_or_key");
    if (wanted.public_key_pem) {
        if (!crypto::is_sm2_public_key(*wanted.public_key_pem))
            return malformed("/public_key_pem", "bad_public_key");
        return OutsideKey{*wanted.public_key_pem, std::nullopt};
    }
    const auto certificate = crypto::read_certificate(*wanted.certificate_pem);
    if (!certificate) return malformed("/certificate_pem", "bad_certificate");
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    if (seconds < certificate->valid_from_seconds || certificate->valid_to_seconds < seconds)
        return malformed("/certificate_pem", "certificate_not_valid_now");
    return OutsideKey{certificate->public_pem, certificate->subject};
}

}  // namespace

Result<AgreementSignature> sign_by_platform(db::Transaction& tx, const Caller& caller,
                                            const Signer& signer, SigningSide side,
                                            std::string_view text, const std::string& password) {
    YUNHE_CHECK(reauthenticate(tx, caller, password));
    const auto made = signer.sign(tx, caller.scope, caller.body_id, text, caller.now);
    return AgreementSignature{.side = side,
                              .kind = SignatureKind::platform,
                              .body_id = caller.body_id,
                              .user_id = caller.user_id,
                              .username = caller.username,
                              .signing_key_id = made.key_id,
                              .public_pem = made.public_pem,
                              .certificate_pem = {},
                              .subject = {},
                              .digest_hex = made.digest_hex,
                              .signature = made.der,
                              .signed_at = caller.now};
}

Result<AgreementSignature> accept_outside_signature(const Caller& caller, SigningSide side,
                                                    std::string_view text,
                                                    const OutsideSignature& wanted) {
    YUNHE_TRY(key, key_of(wanted, caller.now));
    const auto der = crypto::from_base64(wanted.signature);
    if (!der) return malformed("/signature", "bad_base64");
    if (!crypto::sm2_verify(key.public_pem, text, *der))
        return malformed("/signature", "signature_does_not_verify");
    return AgreementSignature{.side = side,
                              .kind = SignatureKind::outside,
                              .body_id = caller.body_id,
                              .user_id = caller.user_id,
                              .username = caller.username,
                              .signing_key_id = {},
                              .public_pem = key.public_pem,
                              .certificate_pem = wanted.certificate_pem,
                              .subject = key.subject,
                              .digest_hex = crypto::sm3_hex(text),
                              .signature = *der,
                              .signed_at = caller.now};
}

Status check_signing_order(const std::vector<AgreementSignature>& present, SigningSide side,
                           std::string_view text) {
    if (std::ranges::find(present, side, &AgreementSignature::side) != present.end())
        return wrong_state("already_signed");
    if (side == SigningSide::grantor && present.empty())
        return wrong_state("developer_signs_first");
    for (const auto& other : present)
        if (!Signer::verify(other.public_pem, text, other.signature))
            return wrong_state("text_changed");
    return Done{};
}

std::vector<CheckedSignature> check_signatures(std::vector<AgreementSignature> signatures,
                                               std::string_view text) {
    const auto digest = crypto::sm3_hex(text);
    std::vector<CheckedSignature> checked;
    for (auto& signature : signatures) {
        const bool valid = signature.digest_hex == digest &&
                           Signer::verify(signature.public_pem, text, signature.signature);
        checked.push_back({std::move(signature), valid});
    }
    return checked;
}

}  // namespace yunhe::tenants
