/// `yunhe certificate verify`: checks an exported certificate without a server or a database.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace yunhe::app {

struct CertificateVerifyOptions {
    std::filesystem::path file;
    /// The registrar's public key (PEM), from a source that is trusted. Without it the file's own
    /// counts, which shows only that the file is of one piece.
    std::optional<std::filesystem::path> key;
    std::optional<std::filesystem::path> revocations;
    std::optional<std::string> at = {};  ///< RFC 3339: as of then instead of now.
    bool json = false;
};

/// 0: valid as far as was looked; 1: not valid, superseded or revoked; 2: it can't be told (a file
/// that can't be read or isn't one, an outdated or foreign revocation list).
int verify_certificate(const CertificateVerifyOptions& options);

}  // namespace yunhe::app
