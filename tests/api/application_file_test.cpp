/// The applicant's side: materials in parts, supplements, completeness, applying again.
#include <boost/test/unit_test.hpp>

#include "base/crypto.hpp"
#include "tenants/agreement.hpp"
#include "tenants/body_store.hpp"
#include "tests/support/pack_case.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::application_file_test {
namespace {

Json material_of(PackCase& c, const std::string& application, std::string_view name) {
    const auto shown = c.developer().get(application).json;
    for (const auto& material : shown.at("materials"))
        if (material.at("material") == name) return material;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(application_file)

BOOST_AUTO_TEST_CASE(an_upload_goes_on_where_it_broke_off) {
    PackCase c("yangzhou-2024");
    const auto application = c.draft();
    const std::string name = "application_form";
    const std::string pdf = "application/pdf";
    PackCase::must(c.upload(application, name, "?part=0&last=false", "%PDF-1.7\n", pdf));
    BOOST_CHECK_EQUAL(material_of(c, application, name).at("next_part"), 1);
    BOOST_CHECK_EQUAL(material_of(c, application, name).at("complete"), false);
    BOOST_CHECK_EQUAL(c.upload(application, name, "?part=2", "x", pdf).field_code("?part"),
                      "part_out_of_order");
    const auto wrong = c.upload(application, name, "?part=1&digest=" + std::string(64, 'a'),
                                "tail", pdf);
    BOOST_CHECK_EQUAL(wrong.field_code("?digest"), "digest_differs");
    const auto digest = crypto::sm3_hex("%PDF-1.7\ntail");
    PackCase::must(c.upload(application, name, "?part=1&digest=" + digest, "tail", pdf));
    const auto whole = material_of(c, application, name);
    BOOST_CHECK_EQUAL(whole.at("complete"), true);
    BOOST_CHECK_EQUAL(whole.at("digest_sm3"), digest);
    BOOST_CHECK_EQUAL(whole.at("media_type"), pdf);
}

BOOST_AUTO_TEST_CASE(the_content_decides_what_a_file_is) {
    PackCase c("yangzhou-2024");
    const auto application = c.draft();
    const auto refused = [&](const std::string& query, const std::string& content,
                             const std::string& type) {
        return c.upload(application, "application_form", query, content, type).field_code("");
    };
    BOOST_CHECK_EQUAL(refused("", "%PDF-1.7", "image/png"), "material_type_differs");
    BOOST_CHECK_EQUAL(refused("?name=a.docx", "%PDF-1.7", "application/octet-stream"),
                      "material_type_differs");
    BOOST_CHECK_EQUAL(refused("", std::string("MZ\x01\x02", 4), ""), "material_type_refused");
    PackCase::must(c.upload(application, "application_form", "", "\x89PNG\r\n\x1a\nrest",
                            "image/png"));
}

BOOST_AUTO_TEST_CASE(the_policy_limits_the_size) {
    PackCase c("yangzhou-2024", {{"material_megabytes_max", 1}});
    const auto application = c.draft();
    const std::string half(512 * 1024, 'a');
    const auto put = [&](const std::string& query) {
        return c.upload(application, "application_form", query, half);
    };
    PackCase::must(put("?part=0&last=false"));
    PackCase::must(put("?part=1&last=false"));
    check_refused(put("?part=2"), 413, "too_large");
    PackCase::must(put("?part=1"));
}

BOOST_AUTO_TEST_CASE(who_may_reads_a_material_and_is_on_record) {
    PackCase c("yangzhou-2024");
    const auto application = c.submitted();
    const auto material = application + "/materials/application_form";
    check_refused(c.as("dev2").get(material), 403, "not_your_object");
    check_refused(c.as("dept.d01").get(material), 403, "not_your_object");
    check_refused(c.as("expert1").get(material), 403, "not_on_panel");
    check_refused(c.as("treasury").get(material), 403, "permission_denied");
    BOOST_CHECK_EQUAL(PackCase::must(c.as("op.staff").get(material)).text, "材料(示例)\n");
    int readings = 0;
    for (const auto& row : c.as("auditor").rows("/api/v1/audit-rows"))
        if (row.at("operation") == "downloadMaterial") {
            ++readings;
            BOOST_CHECK_EQUAL(row.at("details").at("file"), "application_form");
            BOOST_CHECK_EQUAL(row.at("details").at("digest_sm3"),
                              crypto::sm3_hex("材料(示例)\n"));
        }
    BOOST_CHECK_EQUAL(readings, 1);
}

BOOST_AUTO_TEST_CASE(a_supplement_opens_only_what_it_names) {
    PackCase c("yangzhou-2024");
    const auto application = c.submitted();
    auto& checker = c.keeper(tenants::StageKind::pre_check);
    const auto unknown = checker.post(application + "/pre-check",
                                      {{"decision", "supplement"}, {"fields", {"/state"}}});
    BOOST_CHECK_EQUAL(unknown.field_code("/fields/0"), "unknown_form_field");
    PackCase::must(checker.post(application + "/pre-check",
                                {{"decision", "supplement"},
                                 {"fields", {"/contact"}},
                                 {"materials", {"security_rules"}}}));
    const auto edit = [&](const Json& body) {
        const auto shown = c.developer().get(application);
        return c.developer().with("if-match", shown.header("ETag")).put(application, body);
    };
    check_refused(edit({{"plan_text", "另一方案"}}), 409, "field_not_open");
    check_refused(edit({{"statements", Json::array()}}), 409, "field_not_open");
    BOOST_CHECK_EQUAL(PackCase::must(edit({{"contact", "新电话"}})).json.at("contact"), "新电话");
    BOOST_CHECK_EQUAL(c.developer().get(application).json.at("plan_text"), "方案(示例)");
    check_refused(c.upload(application, "application_form"), 409, "material_not_open");
    PackCase::must(c.upload(application, "security_rules"));
    PackCase::must(c.developer().post(application + "/supplement"));
    check_refused(c.upload(application, "security_rules"), 409, "illegal_transition");
}

BOOST_AUTO_TEST_CASE(a_late_supplement_has_lapsed_and_waits_for_the_next_notice) {
    PackCase c("yangzhou-2024");
    const auto application = c.submitted();
    PackCase::must(c.as("op.staff").post(application + "/pre-check",
                                         {{"decision", "supplement"}, {"fields", {"/contact"}}}));
    c.day("2026-03-18");
    BOOST_CHECK_EQUAL(c.state(application), "lapsed");
    check_refused(c.developer().post(application + "/supplement"), 409, "illegal_transition");
    check_refused(c.developer().post("/api/v1/applications", {{"notice_code", "N1"}}), 409,
                  "reapplication_next_notice");
    c.publish("N2", "2026-03-18", "2026-04-10");
    const auto copied =
        PackCase::must(c.developer().post(application + "/copy", {{"notice_code", "N2"}}));
    BOOST_CHECK_EQUAL(copied.status, 201);
    BOOST_CHECK_EQUAL(copied.json.at("plan_text"), "方案(示例)");
    BOOST_CHECK_EQUAL(copied.json.at("missing_materials").size(), 0U);
    check_refused(c.developer().post("/api/v1/applications", {{"notice_code", "N2"}}), 409,
                  "application_exists");
}

BOOST_AUTO_TEST_CASE(a_withdrawn_file_is_copied_once_in_the_same_window) {
    PackCase c("yangzhou-2024");
    const auto first = c.submitted();
    check_refused(c.developer().post(first + "/copy"), 409, "application_not_over");
    PackCase::must(c.developer().post(first + "/withdraw"));
    check_refused(c.as("dev2").post(first + "/copy"), 403, "not_your_object");
    const auto copied = PackCase::must(c.developer().post(first + "/copy"));
    const auto second = PackCase::path("/api/v1/applications/", copied);
    PackCase::must(c.developer().post(second + "/submit"));
    PackCase::must(c.developer().post(second + "/withdraw"));
    check_refused(c.developer().post(second + "/copy"), 409, "reapplication_once");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named_with_pointer_and_article) {
    PackCase c("quzhou-2024");
    const auto application = PackCase::path(
        "/api/v1/applications/",
        PackCase::must(c.developer().post("/api/v1/applications", {{"notice_code", "N1"}})));
    Json items = PackCase::must(c.developer().get(application + "/completeness")).json.at("data");
    std::size_t cited = 0;
    for (const auto& item : items) {
        BOOST_CHECK_EQUAL(item.at("met"), false);
        cited += !item.at("rule").at("article").is_null();
    }
    BOOST_CHECK_EQUAL(cited, c.pack().list("conditions").size() +
                                 c.pack().list("materials").size());
    const auto empty = c.developer().post(application + "/submit");
    BOOST_CHECK_EQUAL(empty.status, 400);
    BOOST_CHECK_EQUAL(empty.field_code("/statements/" + c.pack().list("conditions").front()),
                      "missing_statement_by_article");
}

BOOST_AUTO_TEST_CASE(missing_and_stale_materials_are_gaps_with_their_article) {
    PackCase c("quzhou-2024");
    const auto application = c.draft();
    const auto missing = c.developer().post(application + "/submit");
    check_refused(missing, 422, "materials_missing", "三(二)");
    BOOST_CHECK_EQUAL(missing.field_code("/materials/security_pledge"),
                      "material_missing_by_article");
    for (const auto& material : c.pack().list("materials"))
        PackCase::must(c.upload(application, material));
    const std::string reports = "/materials/audit_and_financial_reports";
    const auto unstated = c.developer().post(application + "/submit");
    check_refused(unstated, 422, "materials_stale", "三(二)");
    BOOST_CHECK_EQUAL(unstated.field_code(reports), "material_period_not_stated");
    PackCase::must(c.upload(application, "audit_and_financial_reports",
                            "?period_end=2024-12-31"));
    BOOST_CHECK_EQUAL(c.developer().post(application + "/submit").field_code(reports),
                      "material_too_old");
    // The gap is accepted, and the pre-check asks for just this.
    PackCase::must(c.developer().post(application + "/submit", {{"accept_gaps", true}}));
    auto& checker = c.keeper(tenants::StageKind::pre_check);
    check_refused(checker.post(application + "/pre-check", {{"decision", "pass"}}), 422,
                  "materials_stale");
    const auto asked =
        PackCase::must(checker.post(application + "/pre-check", {{"decision", "supplement"}}));
    BOOST_CHECK_EQUAL(asked.json.at("requested_materials").size(), 1U);
    PackCase::must(c.upload(application, "audit_and_financial_reports",
                            "?period_end=2026-01-31"));
    PackCase::must(c.developer().post(application + "/supplement"));
    PackCase::must(checker.post(application + "/pre-check", {{"decision", "pass"}}));
}

BOOST_AUTO_TEST_CASE(after_an_end_for_breach_the_developer_waits) {
    PackCase c("yangzhou-2024");
    const auto drafted = c.draft();
    for (const auto* material : {"application_form", "security_rules"})
        PackCase::must(c.upload(drafted, material));
    // The agreement of an earlier year and its end; agreements have tests of their own.
    const auto written = test_database().database().transact([&](db::Transaction& tx) -> Status {
        tx.execute("SET foreign_key_checks = 0");
        const auto developer =
            *tenants::find_body_by_code(tx, c.world.scope(), "913210001001210102");
        const auto id = tx.new_id<tenants::AgreementId>();
        const auto at = parse_timestamp("2025-01-01T01:00:00Z").value();
        tx.execute("INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
                   "state, from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
                   "rule_pack_digest, canonical_text, created_at, terminated_at) VALUES (?, ?, 1, "
                   "1, ?, 'terminated', '2025-01-01', '2025-12-31', 0, '[]', '[]', "
                   "'yangzhou-2024', ?, '协议(示例)', ?, ?)",
                   c.world.scope(), id, developer.id, std::string(64, 'a'), at, at);
        tx.execute("INSERT INTO agreement_exits (tenant_id, agreement_id, ground, ended_on, "
                   "barred_until) VALUES (?, ?, 'breach', '2025-03-11', '2026-03-11')",
                   c.world.scope(), id);
        tx.execute("SET foreign_key_checks = 1");
        return Done{};
    });
    BOOST_REQUIRE(written.ok());
    const auto barred = c.developer().post(drafted + "/submit");
    check_refused(barred, 422, "reapplication_barred", "-");
    BOOST_CHECK_EQUAL(barred.json.at("source"), "tenant_policy");
    PackCase::must(c.developer().post(drafted + "/withdraw"));
    check_refused(c.developer().post(drafted + "/copy"), 422, "reapplication_barred");
    c.day("2026-03-12");
    PackCase::must(c.developer().post(drafted + "/copy"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::application_file_test
