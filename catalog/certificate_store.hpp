/// Certificates and their revocations in SQL. Both are written once and never change.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/certificate.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Certificate> find_certificate(db::Transaction& tx, TenantScope scope,
                                            std::string_view number);
/// Of this version of the product.
std::optional<Certificate> find_certificate_of(db::Transaction& tx, TenantScope scope,
                                               const Product& product);
/// Of all versions, oldest first.
std::vector<Certificate> list_certificates_of(db::Transaction& tx, TenantScope scope,
                                              ProductId product_id);
/// Number by product, of these products' versions.
std::map<ProductId, std::string> certificate_numbers(db::Transaction& tx, TenantScope scope,
                                                     const std::vector<Product>& products);
void insert_certificate(db::Transaction& tx, TenantScope scope, const Certificate& certificate);

std::optional<CertificateRevocation> find_revocation(db::Transaction& tx, TenantScope scope,
                                                     std::string_view number);
void insert_revocation(db::Transaction& tx, TenantScope scope,
                       const CertificateRevocation& revocation);

/// A certificate with the facts that its state follows from.
struct StandingRow {
    std::string number;
    ProductId product_id;
    CertificateStanding standing;
    std::string reason;  ///< Of the revocation.
};
/// Of certificates that a later version may supersede or that were revoked, by number.
std::vector<StandingRow> list_ended_certificates(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::catalog
