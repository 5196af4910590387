#include "billing/export_sidecar.hpp"

#include <array>

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace yunhe::billing {
namespace {

constexpr std::array<const char*, 5> kSidecarMembers{"format", "content", "digest", "signature",
                                                     "public_key"};

/// A member that is a text; nothing otherwise.
std::optional<std::string> text_member(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

bool is_sidecar(const Json& json) {
    if (!json.is_object() || json.size() != kSidecarMembers.size()) return false;
    for (const auto* name : kSidecarMembers)
        if (!text_member(json, name)) return false;
    return json.at("format") == kSidecarFormat;
}

bool says_of_file(const Json& content, std::string_view digest_hex, std::uint64_t bytes) {
    const auto size = content.find("size_bytes");
    return text_member(content, "digest_sm3") == std::string(digest_hex) &&
           size != content.end() && size->is_number_unsigned() &&
           size->get<std::uint64_t>() == bytes;
}

}  // namespace

std::string statement_text(const ExportStatement& statement) {
    const auto& wanted = *statement.wanted;
    Json totals = Json::object();
    for (const auto& total : statement.totals) totals[total.column] = to_text(total.sum);
    Json notes = Json::object();
    for (const auto& [name, value] : statement.notes) notes[name] = value;
    const Json content = {{"file", wanted.file_name},
                          {"digest_sm3", wanted.digest_hex},
                          {"size_bytes", wanted.size_bytes},
                          {"export", to_text(wanted.id)},
                          {"number", wanted.number},
                          {"kind", std::string(to_text(wanted.kind))},
                          {"title", std::string(row_of(wanted.kind).zh)},
                          {"format", std::string(to_text(wanted.format))},
                          {"filters", to_json(wanted.filter)},
                          {"rows", statement.rows},
                          {"totals", std::move(totals)},
                          {"notes", std::move(notes)},
                          {"tenant", statement.tenant},
                          {"body", statement.body},
                          {"username", wanted.username},
                          {"requested_at", to_text(wanted.requested_at)},
                          {"made_at", to_text(statement.made_at)}};
    return to_text(content);
}

std::string sidecar_text(const std::string& content, std::string_view digest_hex,
                         std::string_view signature, std::string_view public_pem) {
    return to_text(Json{{"format", std::string(kSidecarFormat)},
                        {"content", content},
                        {"digest", std::string(digest_hex)},
                        {"signature", crypto::base64(signature)},
                        {"public_key", std::string(public_pem)}}) +
           "\n";
}

ExportCheck check_export(std::string_view sidecar, std::string_view file_digest_hex,
                         std::uint64_t file_bytes, const std::optional<std::string>& key_pem) {
    ExportCheck check;
    check.key_given = key_pem.has_value();
    const auto json = parse_json(sidecar);
    if (!json.ok() || !is_sidecar(json.value())) {
        check.faults.push_back("bad_sidecar");
        return check;
    }
    const auto text = json.value().at("content").get<std::string>();
    const auto content = parse_json(text);
    if (!content.ok() || !content.value().is_object()) {
        check.faults.push_back("bad_sidecar");
        return check;
    }
    check.content = content.value();
    const auto key = json.value().at("public_key").get<std::string>();
    if (!says_of_file(check.content, file_digest_hex, file_bytes))
        check.faults.push_back("file_differs");
    if (json.value().at("digest") != crypto::sm3_hex(text))
        check.faults.push_back("content_differs");
    if (key_pem && trim(*key_pem) != trim(key)) check.faults.push_back("key_differs");
    const auto signature =
        crypto::from_base64(json.value().at("signature").get<std::string>()).value_or("");
    if (!crypto::sm2_verify(key_pem.value_or(key), text, signature))
        check.faults.push_back("signature_invalid");
    return check;
}

}  // namespace yunhe::billing
