#include "catalog/certificate_store.hpp"

#include "base/crypto.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_CERTIFICATE_COLUMNS                                                                  \
    "SELECT number, product_id, issued_at, content, digest, signature, public_key "                \
    "FROM certificates "

Certificate read_certificate(const db::Row& row) {
    const auto signature = crypto::from_base64(row.text("signature"));
    YUNHE_ASSERT(signature.has_value());
    return {.number = row.text("number"),
            .product_id = row.id<ProductId>("product_id"),
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
                                               ProductId product_id) {
    return tx.find(YUNHE_CERTIFICATE_COLUMNS "WHERE tenant_id = ? AND product_id = ?",
                   read_certificate, scope, product_id);
}

std::map<ProductId, std::string> certificate_numbers(db::Transaction& tx, TenantScope scope,
                                                     const std::vector<Product>& products) {
    std::map<ProductId, std::string> numbers;
    if (products.empty()) return numbers;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (const auto& product : products) bound.push_back(db::to_value(product.id));
    tx.each("SELECT product_id, number FROM certificates WHERE tenant_id = ? AND product_id IN (" +
                db::placeholders(products.size()) + ")",
            bound, [&](const db::Row& row) {
                numbers.emplace(row.id<ProductId>("product_id"), row.text("number"));
            });
    return numbers;
}

void insert_certificate(db::Transaction& tx, TenantScope scope, const Certificate& certificate) {
    tx.execute("INSERT INTO certificates (tenant_id, number, product_id, issued_at, content, "
               "digest, "
               "signature, public_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
               scope, certificate.number, certificate.product_id, certificate.issued_at,
               certificate.content, certificate.digest_hex, crypto::base64(certificate.signature),
               certificate.public_pem);
}

}  // namespace yunhe::catalog
