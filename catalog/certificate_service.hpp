/// Certificates: issued with the registration, read by anybody, revoked by the registrar or the
/// authority; the list of what is worth nothing any more.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/certificate.hpp"
#include "catalog/certificate_file.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::catalog {

/// Signs and keeps the certificate of a version that was just registered.
Certificate issue_certificate(db::Transaction& tx, const tenants::Caller& caller,
                              const tenants::Rules& rules, const tenants::Signer& signer,
                              const Product& product);

/// A certificate and what it is worth at a moment.
struct ReadCertificate {
    Certificate certificate;
    Product product;  ///< With the content of the certificate's version.
    bool signature_verified = false;
    CertificateState state = CertificateState::invalid;
    Interval in_force = {};  ///< Of the version, without regard to a revocation.
    std::optional<Timestamp> ended_at = {};  ///< Superseded or revoked since.
    std::optional<CertificateRevocation> revocation = {};
    std::optional<std::string> superseded_by = {};  ///< Number.
};
/// Errors: not_found.
Result<ReadCertificate> read_certificate(db::Transaction& tx, TenantScope scope,
                                         std::string_view number, Timestamp now);

/// Takes back every certificate of the product that isn't superseded yet: the product leaves the
/// chain at once and for good, versions under way are withdrawn, everybody concerned is told.
/// Errors: not_found; malformed reason_required; state `certificate_superseded`,
/// `certificate_revoked`.
struct RevocationOrder {
    std::string number;
    std::string reason;
    std::string document;
};
Result<ReadCertificate> revoke_certificate(db::Transaction& tx, const tenants::Caller& caller,
                                           const RevocationOrder& order);

/// As of now, for the days until the next one. Signed with the registrar's key; not_found while it
/// never signed anything, because then nothing was certified. Needs no writing transaction.
struct SignedRevocationList {
    RevocationList list;
    SignedText signature;
};
Result<SignedRevocationList> read_revocation_list(db::Transaction& tx, TenantScope scope,
                                                  const tenants::Signer& signer, Timestamp now);

}  // namespace yunhe::catalog
