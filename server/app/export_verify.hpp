/// `yunhe export verify`: checks an exported file against its signed sidecar, without a server or a
/// database.
#pragma once

#include <filesystem>
#include <optional>

namespace yunhe::app {

struct ExportVerifyOptions {
    std::filesystem::path file;
    /// Default: the file's name with `.sidecar.json` behind it.
    std::optional<std::filesystem::path> sidecar;
    /// The operator's public key (PEM), from a source that is trusted. Without it the sidecar's own
    /// counts, which shows only that both files are of one piece.
    std::optional<std::filesystem::path> key;
    bool json = false;
};

/// 0: the file is what was exported; 1: it isn't; 2: it can't be told (a file that can't be read).
int verify_export(const ExportVerifyOptions& options);

}  // namespace yunhe::app
