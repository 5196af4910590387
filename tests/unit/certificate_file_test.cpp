#include <boost/test/unit_test.hpp>

#include "base/crypto.hpp"
#include "catalog/certificate_file.hpp"

namespace certificate_file_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

const Timestamp kIssued = parse_timestamp("2026-09-01T01:00:00Z").value();
const Timestamp kNow = parse_timestamp("2026-09-10T01:00:00Z").value();

const crypto::Sm2KeyPair& keys() {
    static const auto pair = crypto::generate_sm2_key_pair();
    return pair;
}

SignedText sign(const std::string& text, const crypto::Sm2KeyPair& pair = keys()) {
    return {crypto::sm3_hex(text), crypto::sm2_sign(pair.private_pem, text), pair.public_pem};
}

Json file(const crypto::Sm2KeyPair& pair = keys()) {
    Product product;
    product.code = "P1";
    product.name = "信用评分";
    product.kind = "api";
    product.lineage = {{ResourceId{1}, "R1", "", "100"}};
    CertificateFacts facts{.number = "DJ-2026-000007",
                           .tenant_name = "扬州",
                           .registrar_name = "示例运营公司",
                           .developer_name = "示例开发公司",
                           .developer_uscc = "913210001001210102",
                           .rule_pack_title = "办法",
                           .rule_pack_document = "文号",
                           .scenarios = {"S01 信用"},
                           .issued_at = kIssued};
    Certificate certificate;
    certificate.number = facts.number;
    certificate.issued_at = kIssued;
    certificate.content = render_certificate_text(product, facts);
    const auto signature = sign(certificate.content, pair);
    certificate.digest_hex = signature.digest_hex;
    certificate.signature = signature.signature;
    certificate.public_pem = signature.public_pem;
    return certificate_file(certificate);
}

Json list(std::vector<RevocationEntry> entries, const crypto::Sm2KeyPair& pair = keys()) {
    const RevocationList made{.tenant_name = "扬州",
                              .registrar_name = "示例运营公司",
                              .issued_at = kNow - std::chrono::hours(24),
                              .next_update = kNow + std::chrono::hours(24),
                              .entries = std::move(entries)};
    return revocation_file(made, sign(render_revocation_text(made), pair));
}

const RevocationEntry kRevoked{"DJ-2026-000007", CertificateState::revoked, kIssued, "来源不合规"};

OfflineCheck check(const Json& certificate, std::optional<Json> revocations = {},
                   std::optional<std::string> key = keys().public_pem, Timestamp now = kNow) {
    const auto text = revocations ? std::optional(to_text(*revocations)) : std::nullopt;
    return check_offline(to_text(certificate), key, text, now);
}

/// Another text of the same sort, so that only the signature tells.
std::string changed(const std::string& member, const std::string& text) {
    if (member == "public_key") return crypto::generate_sm2_key_pair().public_pem;
    if (member == "signature") return crypto::base64(sign("another").signature);
    if (member == "issued_at") return "2026-09-02T01:00:00Z";
    if (member == "product_version") return "2";
    return text + "0";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate_file_check)

BOOST_AUTO_TEST_CASE(an_untouched_file_is_valid_with_and_without_the_trusted_key) {
    BOOST_CHECK_EQUAL(check(file()).exit_code(), 0);
    BOOST_CHECK(check(file()).faults.empty());
    const auto without = check(file(), {}, std::nullopt);
    BOOST_CHECK_EQUAL(without.exit_code(), 0);
    BOOST_CHECK(!without.key_given && !without.list_given);
    BOOST_CHECK_EQUAL(without.number, "DJ-2026-000007");
}

BOOST_AUTO_TEST_CASE(a_change_of_any_member_is_found) {
    const auto whole = file();
    BOOST_CHECK_EQUAL(whole.size(), 12u);
    for (const auto& [member, value] : whole.items()) {
        BOOST_TEST_CONTEXT(member) {
            auto tampered = whole;
            tampered[member] = changed(member, value.get<std::string>());
            BOOST_CHECK_NE(check(tampered).exit_code(), 0);
            BOOST_CHECK_NE(check(tampered, {}, std::nullopt).exit_code(), 0);
            tampered.erase(member);
            BOOST_CHECK_EQUAL(check(tampered).exit_code(), 2);
        }
    }
    auto more = whole;
    more["remark"] = "示例";
    BOOST_CHECK_EQUAL(check(more).exit_code(), 2);
}

BOOST_AUTO_TEST_CASE(a_change_of_any_line_of_the_text_is_found) {
    const auto whole = file();
    const auto content = whole.at("content").get<std::string>();
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (content[i] != ':') continue;
        auto tampered = whole;
        auto text = content;
        text.insert(i + 1, "x");
        tampered["content"] = text;
        tampered["digest"] = crypto::sm3_hex(text);
        BOOST_CHECK_EQUAL(check(tampered).exit_code(), 1);
    }
}

BOOST_AUTO_TEST_CASE(a_file_signed_anew_by_somebody_else_is_found_by_the_trusted_key) {
    const auto forged = file(crypto::generate_sm2_key_pair());
    BOOST_CHECK_EQUAL(check(forged, {}, std::nullopt).exit_code(), 0);
    const auto found = check(forged);
    BOOST_CHECK_EQUAL(found.exit_code(), 1);
    BOOST_CHECK(found.faults == std::vector<std::string>{"key_differs"});
}

BOOST_AUTO_TEST_CASE(a_key_that_was_written_otherwise_is_the_same_key) {
    auto key = keys().public_pem;
    std::string windows;
    for (const char letter : key) windows += letter == '\n' ? "\r\n" : std::string(1, letter);
    BOOST_CHECK_EQUAL(check(file(), {}, windows).exit_code(), 0);
}

BOOST_AUTO_TEST_CASE(the_list_tells_what_is_over) {
    BOOST_CHECK_EQUAL(check(file(), list({})).exit_code(), 0);
    const auto revoked = check(file(), list({kRevoked}));
    BOOST_CHECK_EQUAL(revoked.exit_code(), 1);
    BOOST_REQUIRE(revoked.ended.has_value());
    BOOST_CHECK(*revoked.ended == kRevoked);
    auto superseded = kRevoked;
    superseded.state = CertificateState::superseded;
    superseded.reason.clear();
    BOOST_CHECK_EQUAL(check(file(), list({superseded})).exit_code(), 1);
    auto other = kRevoked;
    other.number = "DJ-2026-000008";
    BOOST_CHECK_EQUAL(check(file(), list({other})).exit_code(), 0);
}

BOOST_AUTO_TEST_CASE(a_list_that_is_old_foreign_or_changed_tells_nothing) {
    const auto later = kNow + std::chrono::hours(25);
    BOOST_CHECK_EQUAL(check(file(), list({}), keys().public_pem, later).exit_code(), 2);
    // What an old list says of the end still holds.
    BOOST_CHECK_EQUAL(check(file(), list({kRevoked}), keys().public_pem, later).exit_code(), 1);
    const auto foreign = check(file(), list({}, crypto::generate_sm2_key_pair()));
    BOOST_CHECK_EQUAL(foreign.exit_code(), 2);
    BOOST_CHECK(foreign.faults == std::vector<std::string>{"list_key_differs"});
    auto emptied = list({kRevoked});
    emptied["entries"] = Json::array();
    BOOST_CHECK_EQUAL(check(file(), emptied).exit_code(), 2);
    auto prolonged = list({kRevoked});
    prolonged["next_update"] = "2030-01-01T00:00:00Z";
    BOOST_CHECK_EQUAL(check(file(), prolonged).exit_code(), 2);
}

BOOST_AUTO_TEST_CASE(what_is_no_file_of_ours_is_said_to_be_none) {
    for (const char* text : {"", "{", "[]", "null", "\"x\"", "{\"format\":1}"})
        BOOST_CHECK_EQUAL(check_offline(text, {}, {}, kNow).exit_code(), 2);
    const auto whole = to_text(file());
    BOOST_CHECK_EQUAL(check_offline(whole, "no key", {}, kNow).exit_code(), 1);
    BOOST_CHECK_EQUAL(check_offline(whole, {}, "no list", kNow).exit_code(), 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace certificate_file_test
