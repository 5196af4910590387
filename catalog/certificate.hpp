/// The certificate of registration (登记证书): who registered which product, signed with SM2 over its
/// text, so that anybody can check it by its number (Yangzhou 14). Pure.
#pragma once

#include <string>

#include "catalog/product.hpp"

namespace yunhe::catalog {

struct Certificate {
    std::string number;      ///< "DJ-2026-000001": the year in UTC+8 and a running number.
    ProductId product_id;
    Timestamp issued_at;
    std::string content;     ///< What is signed: see render_certificate_text.
    std::string digest_hex;  ///< SM3 of the content, 64 characters.
    std::string signature;   ///< DER bytes.
    std::string public_pem;
};

std::string certificate_number(Date day, std::uint64_t running_number);

/// All that a certificate says.
struct CertificateFacts {
    std::string number;
    std::string tenant_name;
    std::string registrar_name;
    std::string developer_name;
    std::string developer_uscc;
    std::string rule_pack_title;
    std::string rule_pack_document;
    std::vector<std::string> scenarios;  ///< "S01 name", in order.
    Timestamp issued_at;
};
/// Chinese text in UTF-8. The same facts give the same bytes: lines end in LF, one fact a line.
std::string render_certificate_text(const Product& product, const CertificateFacts& facts);

}  // namespace yunhe::catalog
