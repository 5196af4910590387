#include "catalog/certificate_store.hpp"

#include "base/crypto.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_CERTIFICATE_COLUMNS                                                                  \
    "SELECT number, product_id, product_number, issued_at, content, digest, signature, "           \
    "public_key FROM certificates "

Certificate read_certificate(const db::Row& row) {
    const auto signature = crypto::from_base64(row.text("signature"));
    YUNHE_ASSERT(signature.has_value());
    return {.number = row.text("number"),
            .product_id = row.id<ProductId>("product_id"),
            .product_number = static_cast<int>(row.int64("product_number")),
            .issued_at = row.timestamp("issued_at"),
            .content = row.text("content"),
            .digest_hex = row.text("digest"),
            .signature = *signature,
            .public_pem = row.text("public_key")};
}

}  // namespace

std::optional<Certificate> find_certificate(db::Transaction& tx, TenantScope scope,
                                            std::string_view number) {
    return tx.find(YUNHE_CERTIFICATE_COLUMNS "WHERE tenant_id = ? AND number = ?", read_certificate,
                   scope, number);
}

std::optional<Certificate> find_certificate_of(db::Transaction& tx, TenantScope scope,
                                               const Product& product) {
    return tx.find(YUNHE_CERTIFICATE_COLUMNS "WHERE tenant_id = ? AND product_id = ? "
                   "AND product_number = ?",
                   read_certificate, scope, product.id, product.number);
}

std::vector<Certificate> list_certificates_of(db::Transaction& tx, TenantScope scope,
                                              ProductId product_id) {
    return tx.list(YUNHE_CERTIFICATE_COLUMNS "WHERE tenant_id = ? AND product_id = ? "
                   "ORDER BY product_number",
                   read_certificate, scope, product_id);
}

std::map<ProductId, std::string> certificate_numbers(db::Transaction& tx, TenantScope scope,
                                                     const std::vector<Product>& products) {
    std::map<ProductId, std::string> numbers;
    if (products.empty()) return numbers;
    std::map<ProductId, int> wanted;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (const auto& product : products) {
        wanted.emplace(product.id, product.number);
        bound.push_back(db::to_value(product.id));
    }
    tx.each("SELECT product_id, product_number, number FROM certificates "
            "WHERE tenant_id = ? AND product_id IN (" + db::placeholders(products.size()) + ")",
            bound, [&](const db::Row& row) {
                const auto id = row.id<ProductId>("product_id");
                if (row.int64("product_number") == wanted.at(id))
                    numbers.emplace(id, row.text("number"));
            });
    return numbers;
}

void insert_certificate(db::Transaction& tx, TenantScope scope, const Certificate& certificate) {
    tx.execute("INSERT INTO certificates (tenant_id, number, product_id, product_number, "
               "issued_at, content, digest, signature, public_key) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, certificate.number, certificate.product_id, certificate.product_number,
               certificate.issued_at, certificate.content, certificate.digest_hex,
               crypto::base64(certificate.signature), certificate.public_pem);
}

std::optional<CertificateRevocation> find_revocation(db::Transaction& tx, TenantScope scope,
                                                     std::string_view number) {
    return tx.find("SELECT number, revoked_at, reason, document, revoked_by_body_id, "
                   "revoked_by_id FROM certificate_revocations "
                   "WHERE tenant_id = ? AND number = ?",
                   [](const db::Row& row) {
                       return CertificateRevocation{
                           .number = row.text("number"),
                           .revoked_at = row.timestamp("revoked_at"),
                           .reason = row.text("reason"),
                           .document = row.text("document"),
                           .revoked_by_body_id = row.id<BodyId>("revoked_by_body_id"),
                           .revoked_by_id = row.id<UserId>("revoked_by_id")};
                   },
                   scope, number);
}

void insert_revocation(db::Transaction& tx, TenantScope scope,
                       const CertificateRevocation& revocation) {
    tx.execute("INSERT INTO certificate_revocations (tenant_id, number, revoked_at, reason, "
               "document, revoked_by_body_id, revoked_by_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
               scope, revocation.number, revocation.revoked_at, revocation.reason,
               revocation.document, revocation.revoked_by_body_id, revocation.revoked_by_id);
}

std::vector<StandingRow> list_ended_certificates(db::Transaction& tx, TenantScope scope) {
    return tx.list(
        "SELECT c.number, c.product_id, v.effective_on, successor.effective_on AS next_on, "
        "r.revoked_at, r.reason "
        "FROM certificates AS c "
        "JOIN product_versions AS v ON v.tenant_id = c.tenant_id "
        "AND v.product_id = c.product_id AND v.number = c.product_number "
        "LEFT JOIN product_versions AS successor ON successor.tenant_id = c.tenant_id "
        "AND successor.product_id = c.product_id AND successor.number = "
        "(SELECT MIN(later.product_number) FROM certificates AS later "
        "WHERE later.tenant_id = c.tenant_id AND later.product_id = c.product_id "
        "AND later.product_number > c.product_number) "
        "LEFT JOIN certificate_revocations AS r ON r.tenant_id = c.tenant_id "
        "AND r.number = c.number "
        "WHERE c.tenant_id = ? AND (successor.number IS NOT NULL OR r.number IS NOT NULL) "
        "ORDER BY c.number",
        [](const db::Row& row) {
            const auto next_on = row.optional_date("next_on");
            return StandingRow{
                .number = row.text("number"),
                .product_id = row.id<ProductId>("product_id"),
                .standing = {.in_force = {start_of(row.date("effective_on")),
                                          next_on ? start_of(*next_on) : Timestamp::max()},
                             .revoked_at = row.optional_timestamp("revoked_at")},
                .reason = row.optional_text("reason").value_or("")};
        },
        scope);
}

}  // namespace yunhe::catalog
