#include "app/certificate_verify.hpp"

#include <cstdio>

#include "app/text_file.hpp"
#include "base/clock.hpp"
#include "catalog/certificate_file.hpp"

namespace yunhe::app {
namespace {

struct FaultText {
    std::string_view code;
    const char* words;
};
constexpr FaultText kFaults[] = {
    {"bad_file", "this is no certificate file, or it is damaged"},
    {"digest_differs", "the digest isn't that of the text"},
    {"fields_differ", "the file says something else than the signed text"},
    {"signature_invalid", "the signature doesn't belong to the text"},
    {"key_differs", "it was signed with another key than the one given"},
    {"list_bad_file", "the revocation list can't be read or is damaged"},
    {"list_invalid", "the revocation list isn't what was signed"},
    {"list_key_differs", "the revocation list was signed with another key"},
    {"list_outdated", "the revocation list is outdated; fetch a newer one"},
};

const char* words_of(std::string_view code) {
    for (const auto& fault : kFaults)
        if (fault.code == code) return fault.words;
    return "it is faulty";
}

std::string_view verdict_of(const catalog::OfflineCheck& check) {
    if (check.exit_code() == 2) return "unknown";
    if (check.ended) return to_text(check.ended->state);
    return check.exit_code() == 0 ? "valid" : "invalid";
}

void print_json(const catalog::OfflineCheck& check) {
    Json result = {{"number", check.number},
                   {"verdict", std::string(verdict_of(check))},
                   {"key_given", check.key_given},
                   {"revocations_given", check.list_given},
                   {"faults", check.faults}};
    if (check.ended) {
        result["since"] = to_text(check.ended->since);
        result["reason"] = check.ended->reason;
    }
    std::printf("%s\n", to_text(result).c_str());
}

void print_lines(const catalog::OfflineCheck& check) {
    std::printf("%s: %s\n", check.number.empty() ? "certificate" : check.number.c_str(),
                std::string(verdict_of(check)).c_str());
    if (check.ended)
        std::printf("  since %s %s\n", to_text(check.ended->since).c_str(),
                    check.ended->reason.c_str());
    for (const auto& fault : check.faults) std::printf("  %s\n", words_of(fault));
    if (!check.key_given)
        std::puts("  The key in the file was taken as it is; give the registrar's with --key.");
    if (!check.list_given)
        std::puts("  Whether it was revoked was not looked up; give a list with --revocations.");
}

}  // namespace

int verify_certificate(const CertificateVerifyOptions& options) {
    const auto file = text_of_file(options.file);
    if (!file) return report_unreadable(options.file);
    std::optional<std::string> key;
    std::optional<std::string> list;
    if (options.key && !(key = text_of_file(*options.key))) return report_unreadable(*options.key);
    if (options.revocations && !(list = text_of_file(*options.revocations)))
        return report_unreadable(*options.revocations);
    auto at = Result<Timestamp>(real_now());
    if (options.at) at = parse_timestamp(*options.at);
    if (!at.ok()) {
        std::fprintf(stderr, "yunhe: --at takes a time like 2026-09-01T01:00:00Z\n");
        return 2;
    }
    const auto check = catalog::check_offline(*file, key, list, at.value());
    if (options.json) print_json(check);
    else print_lines(check);
    return check.exit_code();
}

}  // namespace yunhe::app
