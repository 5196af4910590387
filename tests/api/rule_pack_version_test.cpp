/// An agreement stays under the text of its pack that it was drafted under, whatever text of the
/// pack a later program holds.
#include <boost/test/unit_test.hpp>

#include "base/crypto.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/embedded_files.hpp"
#include "tenants/rules_service.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::rule_pack_version_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";

/// Yangzhou's pack as it might have read before: another value of one rule.
std::string earlier_text(std::string_view rule, std::string_view today, std::string_view before) {
    for (const auto& file : tenants::embedded_rule_packs()) {
        if (file.name != "yangzhou-2024.json") continue;
        std::string text(file.text);
        const auto key = text.find("\"" + std::string(rule) + "\"");
        const auto value = text.find(today, key);
        BOOST_REQUIRE(key != text.npos && value != text.npos);
        return text.replace(value, today.size(), before);
    }
    BOOST_FAIL("no pack of Yangzhou");
    return {};
}

/// 18 months instead of 24.
std::string earlier_text() { return earlier_text("agreement_term_months_max", "24", "18"); }

/// A tenant whose policy tightens today's text, and a signed agreement that carries `digest`.
class Versions {
public:
    explicit Versions(const std::string& digest)
        : world({.policy = {{"agreement_term_months_max", 20}}}) {
        world.open_developer(kUscc, "dev1");
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            const auto id = tx.new_id<tenants::AgreementId>();
            const auto at = parse_timestamp("2026-03-01T01:00:00Z").value();
            const auto developer = *tenants::find_body_by_code(tx, world.scope(), kUscc);
            tx.execute("SET foreign_key_checks = 0");
            tx.execute(
                "INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
                "state, from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
                "rule_pack_digest, canonical_text, created_at, signed_at) VALUES (?, ?, 1, 1, ?, "
                "'signed', '2026-04-01', '2027-09-30', 0, '[]', '[]', 'yangzhou-2024', ?, '', ?, "
                "?)",
                world.scope(), id, developer.id, digest, at, at);
            tx.execute("SET foreign_key_checks = 1");
            rules = "/api/v1/agreements/" + to_text(id) + "/rules";
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
    }

    void keep(const std::string& text) {
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            tx.execute("INSERT INTO rule_pack_versions (tenant_id, digest, rule_pack_id, "
                       "pack_text, first_used_at) VALUES (?, ?, 'yangzhou-2024', ?, "
                       "'2026-03-01')",
                       world.scope(), crypto::sm3_hex(text), text);
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
    }

    static Json rule(const Answer& answer, std::string_view key) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.text);
        for (const auto& entry : answer.json.at("rules"))
            if (entry.at("key") == key) return entry;
        BOOST_FAIL("no rule " << key);
        return {};
    }

    ApiWorld world;
    std::string rules;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_pack_versions)

BOOST_AUTO_TEST_CASE(an_agreement_keeps_the_text_it_was_drafted_under) {
    const auto text = earlier_text();
    Versions test(crypto::sm3_hex(text));
    test.keep(text);
    const auto own = test.world.as("dev1").get(test.rules);
    const auto kept = Versions::rule(own, "agreement_term_months_max");
    BOOST_CHECK_EQUAL(kept.at("value"), 18);
    BOOST_CHECK_EQUAL(kept.at("article"), "12");
    // 20 months would loosen the earlier text, so there the text itself counts.
    BOOST_CHECK(kept.at("tenant_value").is_null());
    BOOST_CHECK_EQUAL(own.json.at("digest"), crypto::sm3_hex(text));

    const auto today = test.world.as("auditor").get("/api/v1/rule-packs/yangzhou-2024");
    const auto now = Versions::rule(today, "agreement_term_months_max");
    BOOST_CHECK_EQUAL(now.at("value"), 24);
    BOOST_CHECK_EQUAL(now.at("tenant_value"), 20);
    BOOST_CHECK_NE(today.json.at("digest"), own.json.at("digest"));
    BOOST_CHECK_EQUAL(today.json.at("applies"), true);
}

BOOST_AUTO_TEST_CASE(an_amendment_goes_by_the_text_of_its_agreement) {
    // The earlier text had the authority sign; today's has the operator's administrator.
    const auto text = earlier_text("signatory", "operator_admin", "data_authority");
    Versions test(crypto::sm3_hex(text));
    test.keep(text);
    const auto amendments = test.rules.substr(0, test.rules.rfind('/')) + "/amendments";
    const auto refused = test.world.as("op.admin").post(
        amendments,
        {{"effective_on", "2026-05-01"}, {"service_fee", "1.00"}, {"reason", "示例"}});
    BOOST_CHECK_EQUAL(refused.status, 403);
    BOOST_CHECK_EQUAL(refused.code(), "not_your_move");
}

BOOST_AUTO_TEST_CASE(a_text_that_was_never_kept_is_told_by_its_digest) {
    Versions test(std::string(64, '0'));
    const auto shown = test.world.as("auditor").get(test.rules);
    BOOST_CHECK_EQUAL(Versions::rule(shown, "agreement_term_months_max").at("value"), 24);
    BOOST_CHECK_NE(shown.json.at("digest"), std::string(64, '0'));
}

BOOST_AUTO_TEST_CASE(another_tenants_agreement_shows_no_rules) {
    Versions test(std::string(64, '0'));
    Versions other(std::string(64, '0'));
    BOOST_CHECK_EQUAL(other.world.as("auditor").get(test.rules).status, 404);
}

BOOST_AUTO_TEST_CASE(a_pack_past_its_end_says_so_with_its_bases) {
    ApiWorld world;
    const auto pack = "/api/v1/rule-packs/yangzhou-2024";
    BOOST_CHECK_EQUAL(world.as("auditor").get(pack).json.at("in_force"), true);
    world.set_clock("2026-08-01T01:00:00Z");
    const auto basis = world.as("authority").post(
        "/api/v1/continuation-bases",
        {{"document", "市数据〔2026〕9号"}, {"scope", "notice"}, {"until", "2026-12-31"}});
    BOOST_REQUIRE_MESSAGE(basis.ok(), basis.text);
    const auto shown = world.as("auditor").get(pack);
    BOOST_CHECK_EQUAL(shown.json.at("in_force"), false);
    for (const auto& rule : shown.json.at("rules")) BOOST_CHECK_EQUAL(rule.at("in_force"), false);
    BOOST_REQUIRE_EQUAL(shown.json.at("continuation_bases").size(), 1U);
    BOOST_CHECK_EQUAL(shown.json.at("continuation_bases")[0].at("document"), "市数据〔2026〕9号");
    const auto stranger = world.as("auditor").get("/api/v1/rule-packs/ningbo-2023");
    BOOST_CHECK_EQUAL(stranger.json.at("applies"), false);
    BOOST_CHECK_EQUAL(stranger.json.at("continuation_bases").size(), 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::rule_pack_version_test
