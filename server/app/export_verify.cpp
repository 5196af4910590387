#include "app/export_verify.hpp"

#include <cstdio>
#include <fstream>

#include "app/text_file.hpp"
#include "base/crypto.hpp"
#include "billing/export_sidecar.hpp"

namespace yunhe::app {
namespace {

struct ExportFault {
    std::string_view code;
    const char* words;
};
constexpr ExportFault kExportFaults[] = {
    {"bad_sidecar", "the sidecar can't be read or is none"},
    {"file_differs", "the file isn't the one that was exported: its digest or size differs"},
    {"content_differs", "the sidecar was changed: its digest isn't that of its content"},
    {"signature_invalid", "the signature doesn't belong to the sidecar's content"},
    {"key_differs", "it was signed with another key than the one given"},
};

struct FileDigest {
    std::string digest_hex;
    std::uint64_t bytes = 0;
};

/// Piece by piece: exports can be long.
std::optional<FileDigest> digest_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    crypto::Sm3 digest;
    FileDigest found;
    std::string piece(1U << 20, '\0');
    while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
           file.gcount() > 0) {
        const auto count = static_cast<std::size_t>(file.gcount());
        digest.add(std::string_view(piece).substr(0, count));
        found.bytes += count;
    }
    if (file.bad()) return std::nullopt;
    found.digest_hex = crypto::hex(digest.digest());
    return found;
}

void print_export_lines(const std::filesystem::path& file, const billing::ExportCheck& check) {
    std::printf("%s: %s\n", file.c_str(), check.faults.empty() ? "valid" : "not valid");
    for (const auto& fault : check.faults)
        for (const auto& text : kExportFaults)
            if (text.code == fault) std::printf("  %s\n", text.words);
    for (const auto* name : {"title", "tenant", "username", "made_at", "rows", "totals"}) {
        const auto found = check.content.find(name);
        if (found == check.content.end()) continue;
        const auto text = found->is_string() ? found->get<std::string>() : to_text(*found);
        std::printf("  %s: %s\n", name, text.c_str());
    }
    if (!check.key_given)
        std::puts("  The key in the sidecar was taken as it is; give the operator's with --key.");
}

}  // namespace

int verify_export(const ExportVerifyOptions& options) {
    const auto digest = digest_of(options.file);
    if (!digest) return report_unreadable(options.file);
    auto beside = options.file;
    beside += billing::kSidecarSuffix;
    const auto path = options.sidecar.value_or(beside);
    const auto sidecar = text_of_file(path);
    if (!sidecar) return report_unreadable(path);
    std::optional<std::string> key;
    if (options.key && !(key = text_of_file(*options.key))) return report_unreadable(*options.key);
    const auto check = billing::check_export(*sidecar, digest->digest_hex, digest->bytes, key);
    if (!options.json) {
        print_export_lines(options.file, check);
        return check.exit_code();
    }
    const Json result = {{"file", options.file.string()},
                         {"valid", check.faults.empty()},
                         {"key_given", check.key_given},
                         {"faults", check.faults},
                         {"content", check.content}};
    std::printf("%s\n", to_text(result).c_str());
    return check.exit_code();
}

}  // namespace yunhe::app
