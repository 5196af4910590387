/// Certificates and revocation lists as files that stand alone, and their check without a server:
/// what `yunhe certificate verify` does. Pure.
///
/// Both are JSON. Every member is covered by the signature: the text that is signed is one member,
/// and all others must say the same as it. Members that a reader doesn't know are refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "catalog/certificate.hpp"

namespace yunhe::catalog {

inline constexpr std::string_view kCertificateFormat = "yunhe-certificate/1";
inline constexpr std::string_view kRevocationFormat = "yunhe-revocations/1";

/// {format, number, product_code, product_name, product_version, developer_uscc, developer_name,
/// issued_at, content, digest, signature, public_key}.
Json certificate_file(const Certificate& certificate);

/// One certificate that is worth nothing any more, and since when.
struct RevocationEntry {
    std::string number;
    CertificateState state = CertificateState::revoked;  ///< revoked or superseded
    Timestamp since;
    std::string reason;  ///< Empty for superseded ones.
    friend bool operator==(const RevocationEntry&, const RevocationEntry&) = default;
};

/// All of a tenant's at one moment (吊销清单).
struct RevocationList {
    std::string tenant_name;
    std::string registrar_name;
    Timestamp issued_at;
    Timestamp next_update;  ///< After this a newer list is to be fetched.
    std::vector<RevocationEntry> entries;  ///< By number.
};
/// What is signed: one fact a line, as of certificates.
std::string render_revocation_text(const RevocationList& list);

struct SignedText {
    std::string digest_hex;
    std::string signature;  ///< DER bytes.
    std::string public_pem;
};
/// {format, tenant, registrar, issued_at, next_update, entries[{number, state, since, reason}],
/// content, digest, signature, public_key}.
Json revocation_file(const RevocationList& list, const SignedText& signature);

/// What an offline check found. The faults' codes: `bad_file` (not such a file, or not readable),
/// `digest_differs`, `fields_differ`, `signature_invalid`, `key_differs` (signed with another key
/// than the one given), `list_bad_file`, `list_invalid`, `list_key_differs`, `list_outdated`.
struct OfflineCheck {
    std::string number;  ///< As the file says; empty if it can't be read.
    std::vector<std::string> faults;
    std::optional<RevocationEntry> ended;
    bool key_given = false;
    bool list_given = false;
    /// 0: valid as far as was looked; 1: not valid; 2: can't be told (no such file, outdated list).
    int exit_code() const;
};
/// `key_pem`: the registrar's public key from a source that is trusted; without it the file's own
/// is taken, which only shows that the file is of one piece. REQUIRES: nothing of the texts.
OfflineCheck check_offline(std::string_view file, const std::optional<std::string>& key_pem,
                           const std::optional<std::string>& list_file, Timestamp now);

}  // namespace yunhe::catalog
