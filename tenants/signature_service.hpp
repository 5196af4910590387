/// Makes one side's signature over a canonical text (agreements, amendments): by the key that the
/// platform keeps, or made outside and handed in.
///
/// Both are SM2 with SM3 over the UTF-8 text with the default id (GB/T 32918.2), DER. A signature
/// made outside proves who holds the key; that the key is the party's is what the signed-in user of
/// that party declares by handing it in, and what a certificate names. The issuer of a certificate
/// is not judged here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::tenants {

/// Signs with the platform-kept key of the caller's body.
/// Errors: permission `reauthentication_failed`.
Result<AgreementSignature> sign_by_platform(db::Transaction& tx, const Caller& caller,
                                            const Signer& signer, SigningSide side,
                                            std::string_view text, const std::string& password);

/// What somebody signed elsewhere.
struct OutsideSignature {
    std::optional<std::string> certificate_pem;  ///< Exactly one of these two.
    std::optional<std::string> public_key_pem;
    std::string signature;  ///< DER in Base64.
};
/// Errors, all malformed: `/certificate_pem` certificate_or_key (none or both), bad_certificate,
/// certificate_not_valid_now; `/public_key_pem` bad_public_key; `/signature` bad_base64,
/// signature_does_not_verify.
Result<AgreementSignature> accept_outside_signature(const Caller& caller, SigningSide side,
                                                    std::string_view text,
                                                    const OutsideSignature& wanted);

/// May this side sign now? The developer signs first, and nobody over another's broken signature.
/// Errors, of kind state: `already_signed`, `developer_signs_first`, `text_changed`.
Status check_signing_order(const std::vector<AgreementSignature>& present, SigningSide side,
                           std::string_view text);

/// One signature, computed anew from a text.
struct CheckedSignature {
    AgreementSignature signature;
    bool valid = false;
};
std::vector<CheckedSignature> check_signatures(std::vector<AgreementSignature> signatures,
                                               std::string_view text);

}  // namespace yunhe::tenants
