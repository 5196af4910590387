#include "catalog/certificate_file.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

/// The members of each file; a file has all of them and no other.
constexpr std::string_view kCertificateMembers[] = {
    "format",         "number",    "product_code", "product_name", "product_version",
    "developer_uscc", "developer_name", "issued_at", "content",    "digest",
    "signature",      "public_key"};
constexpr std::string_view kRevocationMembers[] = {
    "format",  "tenant",  "registrar", "issued_at", "next_update",
    "entries", "content", "digest",    "signature", "public_key"};
constexpr std::string_view kEntryMembers[] = {"number", "state", "since", "reason"};

/// Members of a certificate's file that repeat a line of its text.
constexpr std::pair<std::string_view, std::string_view> kRepeated[] = {
    {"number", "证书编号"},         {"product_code", "产品编码"},
    {"product_name", "产品名称"},   {"product_version", "产品版本"},
    {"developer_uscc", "统一社会信用代码"}, {"developer_name", "开发主体"},
    {"issued_at", "登记时间"}};

/// An object of exactly these members, all of them texts but `entries`.
bool has_form(const Json& json, std::span<const std::string_view> members) {
    if (!json.is_object() || json.size() != members.size()) return false;
    return std::ranges::all_of(members, [&](std::string_view member) {
        const auto found = json.find(member);
        if (found == json.end()) return false;
        return member == "entries" ? found->is_array() : found->is_string();
    });
}

std::string text_of(const Json& json, std::string_view member) {
    return json.at(member).get<std::string>();
}

Json with_signature(Json json, const std::string& content, const SignedText& signature) {
    json["content"] = content;
    json["digest"] = signature.digest_hex;
    json["signature"] = crypto::base64(signature.signature);
    json["public_key"] = signature.public_pem;
    return json;
}

/// PEM without what its writers are free in.
std::string key_of(std::string_view pem) {
    std::string key;
    for (const char letter : pem)
        if (letter != '\n' && letter != '\r' && letter != ' ') key += letter;
    return key;
}

/// Faults of text, digest, signature and key that certificates and lists share.
std::vector<std::string> signature_faults(const Json& file,
                                          const std::optional<std::string>& key_pem) {
    std::vector<std::string> faults;
    const auto content = text_of(file, "content");
    const auto public_key = text_of(file, "public_key");
    if (crypto::sm3_hex(content) != text_of(file, "digest")) faults.push_back("digest_differs");
    const auto signature = crypto::from_base64(text_of(file, "signature"));
    if (!signature || !crypto::is_sm2_public_key(public_key) ||
        !crypto::sm2_verify(public_key, content, *signature))
        faults.push_back("signature_invalid");
    if (key_pem && key_of(*key_pem) != key_of(public_key)) faults.push_back("key_differs");
    return faults;
}

std::optional<RevocationEntry> entry_of(const Json& json) {
    if (!has_form(json, kEntryMembers)) return std::nullopt;
    const auto state = text_of(json, "state");
    const auto since = parse_timestamp(text_of(json, "since"));
    if (!since.ok()) return std::nullopt;
    if (state != "revoked" && state != "superseded") return std::nullopt;
    return RevocationEntry{.number = text_of(json, "number"),
                           .state = state == "revoked" ? CertificateState::revoked
                                                       : CertificateState::superseded,
                           .since = since.value(),
                           .reason = text_of(json, "reason")};
}

std::optional<RevocationList> list_of(const Json& json) {
    if (!has_form(json, kRevocationMembers)) return std::nullopt;
    if (text_of(json, "format") != kRevocationFormat) return std::nullopt;
    const auto issued_at = parse_timestamp(text_of(json, "issued_at"));
    const auto next_update = parse_timestamp(text_of(json, "next_update"));
    if (!issued_at.ok() || !next_update.ok()) return std::nullopt;
    RevocationList list{.tenant_name = text_of(json, "tenant"),
                        .registrar_name = text_of(json, "registrar"),
                        .issued_at = issued_at.value(),
                        .next_update = next_update.value(),
                        .entries = {}};
    for (const auto& item : json.at("entries")) {
        auto entry = entry_of(item);
        if (!entry) return std::nullopt;
        list.entries.push_back(std::move(*entry));
    }
    return list;
}

/// Looks the certificate up. `key`: the one that the certificate itself is held against.
void check_against_list(std::string_view text, const std::string& key, Timestamp now,
                        OfflineCheck& check) {
    const auto json = parse_json(text);
    const auto list = json.ok() ? list_of(json.value()) : std::nullopt;
    if (!list) return check.faults.push_back("list_bad_file");
    auto faults = signature_faults(json.value(), key);
    if (text_of(json.value(), "content") != render_revocation_text(*list))
        faults.push_back("fields_differ");
    for (const auto& fault : faults)
        check.faults.push_back(fault == "key_differs" ? "list_key_differs" : "list_invalid");
    if (!faults.empty()) return;
    if (list->next_update <= now) check.faults.push_back("list_outdated");
    for (const auto& entry : list->entries)
        if (entry.number == check.number) check.ended = entry;
}

}  // namespace

Json certificate_file(const Certificate& certificate) {
    const auto lines = certificate_lines(certificate.content);
    Json json = {{"format", std::string(kCertificateFormat)}};
    for (const auto& [member, line] : kRepeated) {
        const auto found = lines.find(line);
        json[std::string(member)] = found == lines.end() ? std::string() : found->second;
    }
    return with_signature(std::move(json), certificate.content,
                          {certificate.digest_hex, certificate.signature, certificate.public_pem});
}

std::string render_revocation_text(const RevocationList& list) {
    std::string text = "数据产品登记证书失效清单\n";
    text += "授权运营平台:" + one_line(list.tenant_name) + "\n";
    text += "登记机构:" + one_line(list.registrar_name) + "\n";
    text += "签发时间:" + to_text(list.issued_at) + "\n";
    text += "下次更新:" + to_text(list.next_update) + "\n";
    text += "数量:" + std::to_string(list.entries.size()) + "\n";
    for (const auto& entry : list.entries)
        text += one_line(entry.number) + " " + std::string(to_text(entry.state)) + " " +
                to_text(entry.since) + " " + one_line(entry.reason) + "\n";
    return text;
}

Json revocation_file(const RevocationList& list, const SignedText& signature) {
    Json entries = Json::array();
    for (const auto& entry : list.entries)
        entries.push_back({{"number", entry.number},
                           {"state", std::string(to_text(entry.state))},
                           {"since", to_text(entry.since)},
                           {"reason", entry.reason}});
    return with_signature({{"format", std::string(kRevocationFormat)},
                           {"tenant", list.tenant_name},
                           {"registrar", list.registrar_name},
                           {"issued_at", to_text(list.issued_at)},
                           {"next_update", to_text(list.next_update)},
                           {"entries", std::move(entries)}},
                          render_revocation_text(list), signature);
}

int OfflineCheck::exit_code() const {
    const auto has = [&](std::string_view fault) {
        return std::ranges::find(faults, fault) != faults.end();
    };
    if (has("bad_file")) return 2;
    const bool only_old = faults.size() == 1 && has("list_outdated");
    if (ended || (!faults.empty() && !only_old)) {
        const bool list_only = !ended && std::ranges::all_of(faults, [](const auto& fault) {
            return fault.starts_with("list_");
        });
        return list_only ? 2 : 1;
    }
    return only_old ? 2 : 0;
}

OfflineCheck check_offline(std::string_view file, const std::optional<std::string>& key_pem,
                           const std::optional<std::string>& list_file, Timestamp now) {
    OfflineCheck check;
    check.key_given = key_pem.has_value();
    check.list_given = list_file.has_value();
    const auto json = parse_json(file);
    if (!json.ok() || !has_form(json.value(), kCertificateMembers) ||
        text_of(json.value(), "format") != kCertificateFormat) {
        check.faults.push_back("bad_file");
        return check;
    }
    const auto& certificate = json.value();
    check.number = text_of(certificate, "number");
    const auto lines = certificate_lines(text_of(certificate, "content"));
    const bool agree = std::ranges::all_of(kRepeated, [&](const auto& repeated) {
        const auto found = lines.find(repeated.second);
        return found != lines.end() && found->second == text_of(certificate, repeated.first);
    });
    if (!agree) check.faults.push_back("fields_differ");
    for (auto& fault : signature_faults(certificate, key_pem))
        check.faults.push_back(std::move(fault));
    if (list_file)
        check_against_list(*list_file, key_pem.value_or(text_of(certificate, "public_key")), now,
                           check);
    return check;
}

}  // namespace yunhe::catalog
