/// The signed statement beside an exported file, and its check without a server: what `yunhe export
/// verify` does. Pure.
///
/// A sidecar is JSON {format, content, digest, signature, public_key}. `content` is itself JSON,
/// word for word what was signed: who exported what and when, the file's SM3 digest and size, its
/// rows and control totals. A file without its sidecar proves nothing; a sidecar fits one file
/// only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billing/export.hpp"

namespace yunhe::billing {

inline constexpr std::string_view kSidecarFormat = "yunhe-export/1";
/// Stands after the file's own name.
inline constexpr std::string_view kSidecarSuffix = ".sidecar.json";

/// What is said of a file.
struct ExportStatement {
    const Export* wanted = nullptr;  ///< With file name, size and digest set.
    std::string tenant;
    std::string body;  ///< Of whom asked.
    Timestamp made_at;
    std::uint64_t rows = 0;
    std::vector<ExportTotal> totals;
    /// Further figures: allotted, spent.
    std::vector<std::pair<std::string, std::string>> notes;
};
std::string statement_text(const ExportStatement& statement);

/// `signature`: DER bytes over the content.
std::string sidecar_text(const std::string& content, std::string_view digest_hex,
                         std::string_view signature, std::string_view public_pem);

/// What was found. Faults: `bad_sidecar` (not such a file), `file_differs` (digest or size),
/// `content_differs` (the content's digest), `signature_invalid`, `key_differs`.
struct ExportCheck {
    Json content = Json::object();
    std::vector<std::string> faults;
    bool key_given = false;
    int exit_code() const { return faults.empty() ? 0 : 1; }
};
/// `key_pem`: the operator's public key from a source that is trusted; without it the sidecar's own
/// counts, which shows only that both files are of one piece.
ExportCheck check_export(std::string_view sidecar, std::string_view file_digest_hex,
                         std::uint64_t file_bytes, const std::optional<std::string>& key_pem);

}  // namespace yunhe::billing
