/// Agreements and their signatures in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::tenants {

struct SigningKeyEntity { static constexpr std::string_view prefix = "sgk"; };
using SigningKeyId = Id<SigningKeyEntity>;

/// One side's signature over a canonical text.
struct AgreementSignature {
    SigningSide side = SigningSide::developer;
    SignatureKind kind = SignatureKind::platform;
    BodyId body_id;
    UserId user_id;  ///< Who signed, or handed the signature in.
    std::string username;
    std::optional<SigningKeyId> signing_key_id;  ///< Platform only.
    std::string public_pem;
    std::optional<std::string> certificate_pem;  ///< Outside, where one was handed in.
    std::optional<std::string> subject;          ///< Whom the certificate names.
    std::string digest_hex;  ///< SM3 of the text, 64 characters.
    std::string signature;   ///< DER bytes.
    Timestamp signed_at;
};

std::optional<Agreement> find_agreement(db::Transaction& tx, TenantScope scope, AgreementId id);
std::optional<Agreement> lock_agreement(db::Transaction& tx, TenantScope scope, AgreementId id);
/// The one of this kind: an application leads to one regular agreement and, where the pack has
/// it, one trial.
std::optional<Agreement> find_agreement_of_application(
    db::Transaction& tx, TenantScope scope, ApplicationId application_id,
    AgreementKind kind = AgreementKind::regular);
/// All agreements of one developer, oldest first.
std::vector<Agreement> list_agreements_of(db::Transaction& tx, TenantScope scope,
                                          BodyId developer_id);
/// Every agreement that both sides ever signed (terminated ones too), by number: for access and for
/// service fees.
std::vector<Agreement> list_signed_agreements(db::Transaction& tx, TenantScope scope);
/// By id, one page; `developer_id` narrows it to one party's.
std::vector<Agreement> list_agreements(db::Transaction& tx, TenantScope scope,
                                       std::optional<BodyId> developer_id, const PageRequest& page);
/// The agreement of the developer whose access interval holds the instant; the newest, if several.
std::optional<Agreement> find_agreement_in_force(db::Transaction& tx, TenantScope scope,
                                                 BodyId developer_id, Timestamp at);

void insert_agreement(db::Transaction& tx, TenantScope scope, const Agreement& agreement);
/// Saves state, text, moments and what amendments changed, and raises the version by one.
void save_agreement(db::Transaction& tx, TenantScope scope, const Agreement& agreement);

void insert_signature(db::Transaction& tx, TenantScope scope, AgreementId agreement_id,
                      const AgreementSignature& signature);
/// Oldest first.
std::vector<AgreementSignature> list_signatures(db::Transaction& tx, TenantScope scope,
                                                AgreementId agreement_id);

}  // namespace yunhe::tenants
