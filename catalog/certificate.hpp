/// The certificate of registration (登记证书): who registered which product, signed with SM2 over its
/// text, so that anybody can check it by its number (Yangzhou 14). Pure.
///
/// Each registered version of a product has its own; the one before is superseded when the version
/// comes into force. A revocation ends the product with all of its certificates. What a certificate
/// is worth at a moment follows from these facts and is never stored.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/product.hpp"

namespace yunhe::catalog {

struct Certificate {
    std::string number;      ///< "DJ-2026-000001": the year in UTC+8 and a running number.
    ProductId product_id;
    int product_number = 1;  ///< The product's version.
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
    std::string kind_title = {};  ///< As the rule pack calls the kind; empty: its code alone.
};
/// Chinese text in UTF-8. The same facts give the same bytes: lines end in LF, one fact a line, a
/// line break inside of a fact becomes a blank.
std::string render_certificate_text(const Product& product, const CertificateFacts& facts);

/// The lines of a certificate's text by their names ("证书编号"); of two with one name the first.
std::map<std::string, std::string, std::less<>> certificate_lines(std::string_view content);

/// `pending`: registered for a version whose first day is still to come.
enum class CertificateState { valid, pending, superseded, revoked, invalid };

/// How the registrar took a certificate back.
struct CertificateRevocation {
    std::string number;
    Timestamp revoked_at;
    std::string reason;    ///< Shown to everybody.
    std::string document;  ///< What it rests on.
    BodyId revoked_by_body_id;
    UserId revoked_by_id;
};

/// When a certificate's version is in force, and whether it was revoked.
struct CertificateStanding {
    Interval in_force;  ///< Of the version, without regard to a revocation.
    std::optional<Timestamp> revoked_at = {};
};
/// `signed_well`: the signature belongs to the text. Of what is over, the earlier end counts: what
/// was superseded before the revocation stays superseded.
CertificateState certificate_state(const CertificateStanding& standing, bool signed_well,
                                   Timestamp at);
/// When it became superseded or revoked; nullopt while it isn't.
std::optional<Timestamp> ended_at(const CertificateStanding& standing, Timestamp at);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::CertificateState> =
    yunhe::texts_of(std::pair{yunhe::catalog::CertificateState::valid, "valid"},
                    std::pair{yunhe::catalog::CertificateState::pending, "pending"},
                    std::pair{yunhe::catalog::CertificateState::superseded, "superseded"},
                    std::pair{yunhe::catalog::CertificateState::revoked, "revoked"},
                    std::pair{yunhe::catalog::CertificateState::invalid, "invalid"});
