/// What developers register, what is checked about them, notices in all parts, areas, and what the
/// public may read.
#include <boost/test/unit_test.hpp>

#include <set>

#include "tests/support/api_client.hpp"
#include "tests/support/pack_player.hpp"

namespace yunhe::test::portal_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kRelated = "91321000100990013Y";

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
    return answer;
}

void check_refused(const Answer& answer, int status, std::string_view code) {
    BOOST_CHECK_MESSAGE(answer.status == status && answer.code() == code,
                        answer.status << " " << answer.text);
}

Json registration(std::string_view uscc, const std::string& username) {
    return {{"uscc", uscc},
            {"name", "示例单位"},
            {"legal_representative", "示例某"},
            {"username", username},
            {"password", kPassword}};
}

std::string registering(const ApiWorld& world) {
    return "/api/v1/public/" + world.slug() + "/developers";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(portal)

BOOST_AUTO_TEST_CASE(the_pack_says_which_organisations_register) {
    ApiWorld yangzhou;
    auto body = registration(kUscc, "dev1");
    body["applicant_kind"] = "unincorporated_organisation";
    const auto refused = ApiClient().post(registering(yangzhou), body);
    check_refused(refused, 422, "applicant_kind_not_admitted");
    BOOST_CHECK_EQUAL(refused.json.value("article", ""), "3");
    auto wrong = registration("913210001001210103", "dev1");
    BOOST_CHECK_EQUAL(ApiClient().post(registering(yangzhou), wrong).field_code("/uscc"),
                      "bad_uscc");
    auto unborn = registration(kUscc, "dev1");
    unborn["founded_on"] = "2026-03-02";
    BOOST_CHECK_EQUAL(ApiClient().post(registering(yangzhou), unborn).field_code("/founded_on"),
                      "in_the_future");
    unborn["founded_on"] = "2025-10-01";
    const auto made = must(ApiClient().post(registering(yangzhou), unborn));
    BOOST_CHECK_EQUAL(made.json.at("founded_on"), "2025-10-01");
    BOOST_CHECK_EQUAL(made.json.at("applicant_kind"), "legal_person");

    ApiWorld quzhou({.rule_pack = "quzhou-2024"});
    must(ApiClient().post(registering(quzhou), body));
}

BOOST_AUTO_TEST_CASE(looks_at_lists_are_kept_with_evidence) {
    ApiWorld world;
    world.open_developer(kUscc, "dev1");
    const auto path = "/api/v1/developers/" + std::string(kUscc);
    const auto open = [&] {
        return must(world.as("dev1").get(path + "/admissibility")).json.at("open_checks").size();
    };
    BOOST_CHECK_EQUAL(open(), 6U);
    Json body = {{"list", "major_tax_offender"},
                 {"subject", "legal_representative"},
                 {"listed", false},
                 {"checked_on", "2026-03-01"},
                 {"source", "信用网站(示例)"},
                 {"evidence_digest", std::string(64, 'a')}};
    check_refused(world.as("dev1").post(path + "/list-checks", body), 403, "permission_denied");
    const auto made = must(world.as("op.staff").post(path + "/list-checks", body));
    BOOST_CHECK_EQUAL(made.json.at("recorded_by"), "op.staff");
    BOOST_CHECK_EQUAL(open(), 5U);
    body["list"] = "no_such_list";
    BOOST_CHECK_EQUAL(
        world.as("op.staff").post(path + "/list-checks", body).field_code("/list"), "not_one_of");
    body["list"] = "major_tax_offender";
    body["checked_on"] = "2026-03-02";
    BOOST_CHECK_EQUAL(
        world.as("op.staff").post(path + "/list-checks", body).field_code("/checked_on"),
        "in_the_future");
    body["checked_on"] = "2026-03-01";
    body["evidence_digest"] = "none";
    BOOST_CHECK_EQUAL(
        world.as("op.staff").post(path + "/list-checks", body).field_code("/evidence_digest"),
        "bad_digest");
    BOOST_CHECK_EQUAL(world.as("authority").rows(path + "/list-checks").size(), 1U);
}

BOOST_AUTO_TEST_CASE(related_parties_are_declared_ended_and_declared_again) {
    ApiWorld world;
    world.open_developer(kUscc, "dev1");
    auto& admin = world.as("op.admin");
    const Json body = {{"uscc", kRelated}, {"name", "示例关联方"}, {"relation", "子公司(示例)"}};
    const auto declared = must(admin.post("/api/v1/related-parties", body));
    check_refused(admin.post("/api/v1/related-parties", body), 409, "related_party_exists");
    const auto refused = ApiClient().post(registering(world), registration(kRelated, "dev3"));
    check_refused(refused, 422, "related_party");
    BOOST_CHECK_EQUAL(refused.json.value("source", ""), "system");
    BOOST_CHECK(!refused.json.contains("article"));
    const auto end =
        "/api/v1/related-parties/" + declared.json.at("id").get<std::string>() + "/end";
    must(admin.post(end, {{"on", "2026-03-01"}, {"reason", "股权转让(示例)"}}));
    check_refused(admin.post(end, {{"on", "2026-03-01"}, {"reason", "示例"}}), 409,
                  "related_party_ended");
    must(ApiClient().post(registering(world), registration(kRelated, "dev3")));
    // A developer that becomes related later stays on record and is no longer admissible.
    must(admin.post("/api/v1/related-parties", body));
    BOOST_CHECK_EQUAL(world.as("authority").rows("/api/v1/related-parties").size(), 2U);
    const auto path = "/api/v1/developers/" + std::string(kRelated) + "/admissibility";
    BOOST_CHECK_EQUAL(must(world.as("op.staff").get(path)).json.at("conflict"), true);
}

BOOST_AUTO_TEST_CASE(a_notice_lacks_none_of_the_five_parts) {
    ApiWorld world({.rule_pack = "hangzhou-2023"});
    auto& authority = world.as("authority");
    Json body = {{"code", "N1"},
                 {"title", "授权运营通告(示例)"},
                 {"fields", {"transport"}},
                 {"window_from", "2026-03-02"},
                 {"window_to", "2026-03-20"},
                 {"conditions", {"provincial_security_conditions"}},
                 {"materials", {"application_form"}},
                 {"criteria", {"qualification"}},
                 {"scope", "交通领域(示例)"},
                 {"requirements", "按要求提交(示例)"}};
    check_refused(world.as("op.staff").post("/api/v1/notices", body), 403, "not_your_move");
    const auto made = must(authority.post("/api/v1/notices", body));
    const auto path = "/api/v1/notices/" + made.json.at("id").get<std::string>();
    const auto refused = authority.post(path + "/publish");
    check_refused(refused, 422, "notice_part_missing");
    BOOST_CHECK_EQUAL(refused.json.value("article", ""), "三(四)3(1)");
    body["mode"] = "按场景授权(示例)";
    must(authority.with("if-match", made.header("ETag")).put(path, body));
    BOOST_CHECK_EQUAL(must(authority.post(path + "/publish")).json.at("mode"), body["mode"]);

    const auto shown = ApiClient().rows("/api/v1/public/" + world.slug() + "/notices");
    BOOST_REQUIRE_EQUAL(shown.size(), 1U);
    BOOST_CHECK_EQUAL(shown[0].at("scope"), body["scope"]);
    must(authority.post(path + "/correct", {{"text", "更正(示例)"}}));
    must(authority.post(path + "/withdraw", {{"reason", "调整(示例)"}}));
    const auto after = ApiClient().rows("/api/v1/public/" + world.slug() + "/notices");
    BOOST_CHECK_EQUAL(after.at(0).at("state"), "withdrawn");
    BOOST_CHECK_EQUAL(after.at(0).at("withdrawal_reason"), "调整(示例)");
    BOOST_CHECK_EQUAL(after.at(0).at("corrections").size(), 1U);
}

BOOST_AUTO_TEST_CASE(lists_are_filtered_by_county) {
    ApiWorld world;
    must(world.as("authority").post("/api/v1/bodies", {{"code", "GY01"},
                                                       {"kind", "department"},
                                                       {"name", "示例县局"},
                                                       {"area", "高邮市"}}));
    const auto county = world.as("authority").rows("/api/v1/bodies?area=高邮市");
    BOOST_REQUIRE_EQUAL(county.size(), 1U);
    BOOST_CHECK_EQUAL(county[0].at("code"), "GY01");
    BOOST_CHECK(world.as("authority").rows("/api/v1/bodies").size() > 1);
    for (const char* path : {"/api/v1/resources?area=x", "/api/v1/scenarios?area=x"})
        BOOST_CHECK(world.as("authority").rows(path).empty());
}

BOOST_AUTO_TEST_CASE(the_public_reads_what_is_in_force_and_nothing_personal) {
    PackPlayer player("yangzhou-2024");
    player.play();
    const auto base = "/api/v1/public/" + player.world().slug();
    ApiClient nobody;
    const auto operators = nobody.rows(base + "/operators");
    BOOST_REQUIRE_EQUAL(operators.size(), 1U);
    BOOST_CHECK_EQUAL(operators[0].at("mandates").size(), 1U);
    const auto developers = nobody.rows(base + "/developers");
    BOOST_REQUIRE_EQUAL(developers.size(), 1U);
    const std::set<std::string> shown{"agreement_kind", "agreement_number", "developer_name",
                                      "developer_uscc", "fields",           "from",
                                      "to"};
    std::set<std::string> keys;
    for (const auto& [key, value] : developers[0].items()) keys.insert(key);
    BOOST_CHECK(keys == shown);

    const auto disclosures = nobody.rows(base + "/disclosures");
    BOOST_REQUIRE_EQUAL(disclosures.size(), 1U);
    const auto path = base + "/disclosures/" + disclosures[0].at("id").get<std::string>();
    const auto objections = nobody.rows(path + "/objections");
    BOOST_REQUIRE(!objections.empty());
    BOOST_CHECK_EQUAL(objections[0].at("name"), "示**");
    BOOST_CHECK_EQUAL(objections[0].at("state"), "dismissed");
    BOOST_CHECK(!objections[0].at("text").is_null());
    BOOST_CHECK(!objections[0].contains("contact"));
    check_refused(nobody.get(base + "/disclosures/app_0000000000001/objections"), 404,
                  "not_found");
    // Once the agreement is over it is no longer published as in force.
    player.world().set_clock("2031-01-01T01:00:00Z");
    BOOST_CHECK(nobody.rows(base + "/developers").empty());
    BOOST_CHECK(nobody.get(base + "x/operators").status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::portal_test
