#include <boost/test/unit_test.hpp>

#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/panel.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::test::admission_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";

const std::vector<std::string> kConditions{"good_standing", "no_blacklist",  "team_and_premises",
                                           "security_head", "egov_extranet", "security_evaluation"};
const std::vector<std::string> kCriteria{"qualification", "security"};

std::string china(std::string_view day, std::string_view time = "01:00:00") {
    return std::string(day) + "T" + std::string(time) + "Z";
}

Json notice_body() {
    return {{"code", "N1"},
            {"title", "开发公告(示例)"},
            {"fields", {"交通", "信用"}},
            {"window_from", "2026-03-02"},
            {"window_to", "2026-03-20"},
            {"conditions", kConditions},
            {"materials", {"application_form", "security_rules"}},
            {"criteria", kCriteria}};
}

Json application_body() {
    Json statements = Json::array();
    for (const auto& condition : kConditions)
        statements.push_back({{"condition", condition}, {"text", "符合(示例)"}});
    return {{"notice_code", "N1"},
            {"plan_text", "开发方案(示例)"},
            {"contact", "示例 0514-0000"},
            {"statements", statements}};
}

/// A tenant with a published notice, two developers and four experts, on 2026-03-10.
class Admission {
public:
    Admission() : world({.experts = 4}) {
        for (int i = 1; i <= 4; ++i)
            must(authority().post("/api/v1/experts", {{"username", "expert" + std::to_string(i)}}));
        world.open_developer(kUscc, "dev1");
        world.open_developer(kOtherUscc, "dev2");
        look_up_lists();
        notice = path("/api/v1/notices/", must(staff().post("/api/v1/notices", notice_body())));
        must(staff().post(notice + "/publish"));
        world.set_clock(china("2026-03-10"));
    }

    static Answer must(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
        return answer;
    }
    static std::string path(const std::string& prefix, const Answer& answer) {
        return prefix + answer.json.at("id").get<std::string>();
    }
    ApiClient& staff() { return world.as("op.staff"); }
    ApiClient& admin() { return world.as("op.admin"); }
    ApiClient& authority() { return world.as("authority"); }
    ApiClient& developer() { return world.as("dev1"); }

    /// Yangzhou 10(一): three lists, for the unit and its legal representative.
    void look_up_lists() {
        for (const char* list :
             {"dishonest_judgment_debtor", "major_tax_offender", "seriously_dishonest"})
            for (const char* subject : {"organisation", "legal_representative"})
                must(staff().post("/api/v1/developers/" + std::string(kUscc) + "/list-checks",
                                  {{"list", list},
                                   {"subject", subject},
                                   {"listed", false},
                                   {"checked_on", "2026-03-01"},
                                   {"source", "公开查询(示例)"},
                                   {"evidence_digest", std::string(64, 'a')}}));
    }

    std::string draft() {
        return path("/api/v1/applications/",
                    must(developer().post("/api/v1/applications", application_body())));
    }
    void upload(const std::string& application, const std::string& material) {
        must(developer().send(http::Method::put, application + "/materials/" + material,
                              "申请材料(示例)\n", "text/plain"));
    }
    std::string submitted() {
        const auto application = draft();
        upload(application, "application_form");
        upload(application, "security_rules");
        must(developer().post(application + "/submit"));
        return application;
    }
    /// Passed the pre-check, panel drawn: the reviewers in the order of the draw.
    std::vector<std::string> draw(const std::string& application) {
        must(staff().post(application + "/pre-check", {{"decision", "pass"}}));
        const auto drawn = must(staff().post(application + "/panel"));
        std::vector<std::string> names;
        for (const auto& reviewer : drawn.json.at("reviewers"))
            names.push_back(reviewer.at("username").get<std::string>());
        BOOST_REQUIRE_EQUAL(names.size(), 3U);
        return names;
    }
    static Json scores(int score) {
        Json list = Json::array();
        for (const auto& criterion : kCriteria)
            list.push_back({{"criterion", criterion}, {"score", score}});
        return {{"scores", list}, {"opinion", "意见(示例)"}};
    }
    void review(const std::string& application, const std::vector<int>& given) {
        const auto names = draw(application);
        for (std::size_t i = 0; i < names.size(); ++i) {
            must(world.as(names[i]).post(application + "/declaration", {{"conflict", false}}));
            must(world.as(names[i]).post(application + "/scores", scores(given[i])));
        }
        must(staff().post(application + "/conclude-review", {{"opinion", "同意"}}));
    }
    std::string disclosed() {
        const auto application = submitted();
        world.set_clock(china("2026-03-21"));
        review(application, {90, 91, 83});
        must(staff().post(application + "/disclose"));
        return application;
    }
    std::string accepted() {
        const auto application = disclosed();
        world.set_clock(china("2026-03-28"));
        must(admin().post(application + "/accept", {{"opinion", "同意"}}));
        return application;
    }
    static Json agreement_body(const std::string& application, std::string_view to = "2028-03-31") {
        return {{"application_id", application.substr(application.rfind('/') + 1)},
                {"from", "2026-04-01"},
                {"to", to},
                {"service_fee", "1200.00"},
                {"fields", {"交通"}}};
    }
    std::string offered() {
        const auto agreement =
            path("/api/v1/agreements/",
                 must(staff().post("/api/v1/agreements", agreement_body(accepted()))));
        must(staff().post(agreement + "/offer"));
        return agreement;
    }
    std::string agreement_signed() {
        const auto agreement = offered();
        must(developer().post(agreement + "/sign", {{"password", kPassword}}));
        must(admin().post(agreement + "/sign", {{"password", kPassword}}));
        return agreement;
    }

    ApiWorld world;
    std::string notice;
};

void check_refused(const Answer& answer, int status, std::string_view code) {
    BOOST_CHECK_MESSAGE(answer.status == status && answer.code() == code,
                        "wanted " << status << " " << code << ", got " << answer.status << " "
                                  << answer.text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(admission)

BOOST_AUTO_TEST_CASE(outside_the_window_an_application_is_refused_with_its_article) {
    Admission a;
    const auto application = a.draft();
    a.upload(application, "application_form");
    a.upload(application, "security_rules");
    a.world.set_clock(china("2026-03-20", "16:00:00"));  // 00:00 of the 21st in China.
    const auto late = a.developer().post(application + "/submit");
    check_refused(late, 422, "outside_window");
    BOOST_CHECK_EQUAL(late.json.at("source"), "regulation");
    BOOST_CHECK_EQUAL(late.json.at("article"), "11(二)");
    check_refused(a.world.as("dev2").post("/api/v1/applications", application_body()), 422,
                  "outside_window");
}

BOOST_AUTO_TEST_CASE(unknown_members_and_conditions_are_refused_other_fields_are_not) {
    Admission a;
    auto body = notice_body();
    body["code"] = "N2";
    body["colour"] = "red";
    BOOST_CHECK_EQUAL(a.staff().post("/api/v1/notices", body).field_code("/colour"),
                      "unknown_field");
    body.erase("colour");
    const auto conditions = body["conditions"];
    body["conditions"] = {"no_such_condition"};
    BOOST_CHECK_EQUAL(a.staff().post("/api/v1/notices", body).field_code("/conditions/0"),
                      "not_one_of");
    // Yangzhou 13 names fields without excluding others.
    body["conditions"] = conditions;
    body["fields"] = {"交通", "低空经济"};
    BOOST_CHECK_EQUAL(a.staff().post("/api/v1/notices", body).status, 201);
}

BOOST_AUTO_TEST_CASE(only_the_packs_publisher_publishes) {
    Admission a;
    auto body = notice_body();
    body["code"] = "N2";
    check_refused(a.authority().post("/api/v1/notices", body), 403, "not_your_move");
    check_refused(a.staff().post(a.notice + "/publish"), 409, "illegal_transition");
    check_refused(a.developer().post("/api/v1/notices", body), 403, "permission_denied");
}

BOOST_AUTO_TEST_CASE(a_published_notice_only_grows_its_window) {
    Admission a;
    auto changed = notice_body();
    changed["title"] = "另一标题";
    const auto shown = a.staff().get(a.notice);
    check_refused(a.staff().with("if-match", shown.header("ETag")).put(a.notice, changed), 409,
                  "illegal_transition");
    check_refused(a.staff().with("if-match", "\"99\"").put(a.notice, changed), 412,
                  "version_conflict");
    const auto shorter = a.staff().post(a.notice + "/extend",
                                        {{"window_to", "2026-03-19"}, {"reason", "示例"}});
    BOOST_CHECK_EQUAL(shorter.field_code("/window_to"), "window_not_longer");
    const auto longer = a.staff().post(a.notice + "/extend",
                                       {{"window_to", "2026-03-25"}, {"reason", "示例"}});
    BOOST_CHECK_EQUAL(Admission::must(longer).json.at("window_to"), "2026-03-25");
}

BOOST_AUTO_TEST_CASE(a_developer_registers_once_with_a_valid_code) {
    Admission a;
    Json body = {{"uscc", kUscc},          {"name", "重复"},
                 {"legal_representative", "示例"}, {"username", "again"},
                 {"password", kPassword}};
    const auto route = "/api/v1/public/" + a.world.slug() + "/developers";
    check_refused(ApiClient().post(route, body), 409, "developer_exists");
    body["uscc"] = "913210001001210103";
    BOOST_CHECK_EQUAL(ApiClient().post(route, body).field_code("/uscc"), "bad_uscc");
    body["uscc"] = "91321000100343035N";
    Admission::must(a.admin().post("/api/v1/related-parties",
                                   {{"uscc", "91321000100343035N"}, {"name", "关联方"}}));
    check_refused(ApiClient().post(route, body), 422, "related_party");
}

BOOST_AUTO_TEST_CASE(an_incomplete_draft_saves_but_is_not_submitted) {
    Admission a;
    const auto drafted =
        Admission::must(a.developer().post("/api/v1/applications", {{"notice_code", "N1"}}));
    const auto application = Admission::path("/api/v1/applications/", drafted);
    const auto refused = a.developer().post(application + "/submit");
    BOOST_CHECK_EQUAL(refused.status, 400);
    BOOST_CHECK_EQUAL(refused.field_code("/plan_text"), "empty_text");
    BOOST_CHECK_EQUAL(refused.field_code("/statements/good_standing"),
                      "missing_statement_by_article");
    check_refused(a.staff().get(application), 404, "not_found");
    check_refused(a.world.as("dev2").get(application), 403, "not_your_object");
    check_refused(a.developer().post("/api/v1/applications", {{"notice_code", "N1"}}), 409,
                  "application_exists");
}

BOOST_AUTO_TEST_CASE(missing_materials_are_named_and_asked_for) {
    Admission a;
    const auto application = a.draft();
    a.upload(application, "application_form");
    const auto refused = a.developer().post(application + "/submit");
    check_refused(refused, 422, "materials_missing");
    BOOST_CHECK(refused.text.find("security_rules") != std::string::npos);
    Admission::must(a.developer().post(application + "/submit", {{"accept_gaps", true}}));
    check_refused(a.staff().post(application + "/pre-check", {{"decision", "pass"}}), 422,
                  "materials_missing");
    const auto asked = a.staff().post(application + "/pre-check", {{"decision", "supplement"}});
    BOOST_CHECK_EQUAL(Admission::must(asked).json.at("requested_materials"),
                      Json({"security_rules"}));
    BOOST_CHECK_EQUAL(asked.json.at("supplement_due_on"), "2026-03-17");
    check_refused(a.developer().post(application + "/supplement"), 422, "materials_missing");
    a.upload(application, "security_rules");
    const auto back = a.developer().post(application + "/supplement");
    BOOST_CHECK_EQUAL(Admission::must(back).json.at("state"), "pre_check");
}

BOOST_AUTO_TEST_CASE(a_late_supplement_has_lapsed) {
    Admission a;
    const auto application = a.draft();
    Admission::must(a.developer().post(application + "/submit", {{"accept_gaps", true}}));
    Admission::must(a.staff().post(application + "/pre-check", {{"decision", "supplement"}}));
    a.world.set_clock(china("2026-03-18"));
    BOOST_CHECK_EQUAL(a.developer().get(application).json.at("state"), "lapsed");
    check_refused(a.developer().post(application + "/supplement"), 409, "illegal_transition");
}

BOOST_AUTO_TEST_CASE(files_come_in_parts_and_go_back_whole) {
    Admission a;
    const auto application = a.draft();
    const auto material = application + "/materials/application_form";
    const std::string head = "%PDF-1.7\n" + std::string(1000, 'a');
    const auto put = [&](const std::string& query, const std::string& content) {
        return a.developer().send(http::Method::put, material + query, content, "application/pdf");
    };
    check_refused(put("?part=1", "x"), 400, "invalid_request");
    Admission::must(put("?part=0&last=false&name=a.pdf", head));
    check_refused(a.developer().get(material), 404, "not_found");
    Admission::must(put("?part=1", "tail"));
    BOOST_CHECK_EQUAL(a.developer().get(material).text, head + "tail");
    check_refused(a.world.as("dev2").get(material), 403, "not_your_object");
    check_refused(put("?part=0", std::string("MZ\x01\x02", 4)), 400, "invalid_request");
    check_refused(put("", std::string(512 * 1024 + 1, 'a')), 413, "too_large");
}

BOOST_AUTO_TEST_CASE(only_drawn_experts_without_conflict_score) {
    Admission a;
    const auto application = a.submitted();
    const auto names = a.draw(application);
    std::string outsider;
    for (int i = 1; i <= 4; ++i) {
        const auto name = "expert" + std::to_string(i);
        if (std::ranges::find(names, name) == names.end()) outsider = name;
    }
    check_refused(a.world.as(outsider).post(application + "/scores", Admission::scores(80)), 403,
                  "not_on_panel");
    check_refused(a.world.as(names[0]).post(application + "/scores", Admission::scores(80)), 409,
                  "declaration_first");
    const auto recused = a.world.as(names[0]).post(application + "/declaration",
                                                   {{"conflict", true}, {"reason", "曾任顾问"}});
    Admission::must(recused);
    check_refused(a.world.as(names[0]).post(application + "/scores", Admission::scores(80)), 403,
                  "not_on_panel");
    const auto shown = a.staff().get(application).json.at("reviewers");
    BOOST_REQUIRE_EQUAL(shown.size(), 4U);
    BOOST_CHECK_EQUAL(shown[0].at("state"), "recused");
    BOOST_CHECK_EQUAL(shown[3].at("username"), outsider);
    BOOST_CHECK_EQUAL(a.developer().get(application).json.at("reviewers").size(), 0U);
    BOOST_CHECK_EQUAL(a.staff().post(application + "/conclude-review").field_code("/opinion"),
                      "summary_required");
    check_refused(a.staff().post(application + "/conclude-review", {{"opinion", "综合意见"}}), 422,
                  "panel_incomplete");
}

BOOST_AUTO_TEST_CASE(the_draw_can_be_repeated_from_the_case_event) {
    Admission a;
    const auto application = a.submitted();
    const auto names = a.draw(application);
    const auto timeline = a.world.as("auditor").get(application + "/events").json;
    Json drawn;
    for (const auto& event : timeline.at("data"))
        if (event.at("action") == "draw_panel") drawn = event.at("details");
    BOOST_REQUIRE(!drawn.is_null());
    std::vector<UserId> candidates;
    for (const auto& id : drawn.at("candidates"))
        candidates.push_back({std::stoull(id.get<std::string>())});
    BOOST_CHECK_EQUAL(candidates.size(), 4U);
    std::vector<UserId> seated;
    const auto read = test_database().database().read([&](db::Transaction& tx) -> Status {
        for (const auto& name : names)
            seated.push_back(tenants::find_user_by_username(tx, a.world.scope(), name).value().id);
        return Done{};
    });
    BOOST_REQUIRE(read.ok());
    BOOST_CHECK(tenants::draw_panel(candidates, drawn.at("seed").get<std::string>(), 3) == seated);
    // Neither applicants nor experts learn how the draw went.
    const auto shown = a.developer().get(application + "/events").json;
    for (const auto& event : shown.at("data")) BOOST_CHECK(event.at("details").empty());
}

BOOST_AUTO_TEST_CASE(acceptance_waits_for_the_end_of_the_disclosure) {
    Admission a;
    const auto application = a.submitted();
    check_refused(a.admin().post(application + "/accept"), 409, "illegal_transition");
    a.world.set_clock(china("2026-03-21"));
    a.review(application, {90, 91, 83});
    check_refused(a.admin().post(application + "/accept"), 409, "disclosure_first");
    check_refused(a.staff().post(application + "/accept"), 403, "not_your_move");
    const auto disclosed = Admission::must(a.staff().post(application + "/disclose"));
    BOOST_CHECK_EQUAL(disclosed.json.at("mean_score"), "88.000000");
    BOOST_CHECK_EQUAL(disclosed.json.at("disclosure_ends_on"), "2026-03-27");
    a.world.set_clock(china("2026-03-27"));
    const auto early = a.admin().post(application + "/accept");
    check_refused(early, 422, "disclosure_running");
    BOOST_CHECK_EQUAL(early.json.at("source"), "tenant_policy");
    BOOST_CHECK(!early.json.contains("article"));
    a.world.set_clock(china("2026-03-28"));
    const auto accepted = a.admin().post(application + "/accept", {{"opinion", "同意"}});
    BOOST_CHECK_EQUAL(Admission::must(accepted).json.at("state"), "accepted");
}

BOOST_AUTO_TEST_CASE(an_open_objection_blocks_acceptance) {
    Admission a;
    const auto application = a.disclosed();
    const auto id = application.substr(application.rfind('/') + 1);
    const auto route = "/api/v1/public/" + a.world.slug() + "/disclosures/" + id + "/objections";
    const Json text = {{"name", "示例"}, {"contact", "0514"}, {"text", "有异议"}};
    const auto raised = Admission::must(ApiClient().post(route, text));
    a.world.set_clock(china("2026-03-28"));
    check_refused(ApiClient().post(route, text), 409, "disclosure_over");
    check_refused(a.admin().post(application + "/accept"), 422, "objection_open");
    const auto answer = Admission::path("/api/v1/objections/", raised) + "/answer";
    Admission::must(a.staff().post(answer, {{"outcome", "dismissed"}, {"text", "不成立"}}));
    check_refused(a.staff().post(answer, {{"outcome", "upheld"}, {"text", "成立"}}), 409,
                  "objection_answered");
    Admission::must(a.admin().post(application + "/accept"));
}

BOOST_AUTO_TEST_CASE(an_upheld_objection_reopens_the_review) {
    Admission a;
    const auto application = a.disclosed();
    const auto id = application.substr(application.rfind('/') + 1);
    const auto raised = Admission::must(
        ApiClient().post("/api/v1/public/" + a.world.slug() + "/disclosures/" + id + "/objections",
                         {{"name", "示例"}, {"contact", "0514"}, {"text", "有异议"}}));
    Admission::must(a.staff().post(Admission::path("/api/v1/objections/", raised) + "/answer",
                                   {{"outcome", "upheld"}, {"text", "成立"}}));
    const auto shown = a.staff().get(application).json;
    BOOST_CHECK_EQUAL(shown.at("state"), "expert_review");
    BOOST_CHECK_EQUAL(shown.at("review_round"), 2);
    BOOST_CHECK(shown.at("mean_score").is_null());
    Admission::must(a.staff().post(application + "/panel"));
}

BOOST_AUTO_TEST_CASE(below_the_pass_mark_there_is_only_rejection) {
    Admission a;
    const auto application = a.submitted();
    a.world.set_clock(china("2026-03-21"));
    a.review(application, {41, 38, 55});
    Admission::must(a.staff().post(application + "/disclose"));
    a.world.set_clock(china("2026-04-01"));
    check_refused(a.admin().post(application + "/accept"), 422, "below_pass_mark");
    const auto rejected = a.admin().post(
        application + "/reject", {{"reason", "不符合条件"}, {"condition", "security_head"}});
    BOOST_CHECK_EQUAL(Admission::must(rejected).json.at("state"), "rejected");
    BOOST_CHECK_EQUAL(rejected.json.at("outcome_rule").at("article"), "10(三)");
    check_refused(a.admin().post(application + "/accept"), 409, "illegal_transition");
}

BOOST_AUTO_TEST_CASE(there_is_no_agreement_without_acceptance) {
    Admission a;
    const auto application = a.submitted();
    check_refused(a.staff().post("/api/v1/agreements", Admission::agreement_body(application)), 409,
                  "application_not_accepted");
}

BOOST_AUTO_TEST_CASE(terms_and_fields_of_an_agreement_are_checked) {
    Admission a;
    const auto application = a.accepted();
    const auto over = a.staff().post("/api/v1/agreements",
                                     Admission::agreement_body(application, "2028-04-01"));
    check_refused(over, 422, "term_over_limit");
    BOOST_CHECK_EQUAL(over.json.at("article"), "12");
    auto body = Admission::agreement_body(application);
    body["fields"] = {"医疗"};
    check_refused(a.staff().post("/api/v1/agreements", body), 422, "field_outside_notice");
    body = Admission::agreement_body(application);
    body["service_fee"] = "-1.00";
    BOOST_CHECK_EQUAL(a.staff().post("/api/v1/agreements", body).field_code("/service_fee"),
                      "negative_fee");
    body = Admission::agreement_body(application, "2028-04-01");
    body["override_reason"] = "跨年度项目(示例)";
    const auto drafted = Admission::must(a.staff().post("/api/v1/agreements", body));
    BOOST_CHECK_EQUAL(drafted.json.at("override_reason"), "跨年度项目(示例)");
    BOOST_REQUIRE_EQUAL(drafted.json.at("warnings").size(), 1U);
    BOOST_CHECK_EQUAL(drafted.json.at("warnings")[0].at("code"), "outlives_mandate");
    check_refused(a.staff().post("/api/v1/agreements", body), 409, "agreement_exists");
}

BOOST_AUTO_TEST_CASE(both_sides_sign_with_their_password) {
    Admission a;
    const auto agreement = a.offered();
    check_refused(a.admin().post(agreement + "/sign", {{"password", kPassword}}), 409,
                  "developer_signs_first");
    BOOST_CHECK_EQUAL(
        a.developer().post(agreement + "/sign", {{"password", "wrong-password"}}).status, 403);
    check_refused(a.world.as("dev2").post(agreement + "/sign", {{"password", kPassword}}), 403,
                  "not_your_object");
    Admission::must(a.developer().post(agreement + "/sign", {{"password", kPassword}}));
    check_refused(a.developer().post(agreement + "/sign", {{"password", kPassword}}), 409,
                  "already_signed");
    const auto done = a.admin().post(agreement + "/sign", {{"password", kPassword}});
    BOOST_CHECK_EQUAL(Admission::must(done).json.at("state"), "signed");
    a.world.set_clock(china("2026-04-01"));
    BOOST_CHECK_EQUAL(a.developer().get(agreement).json.at("state"), "active");
    const auto verified = a.developer().get(agreement + "/signatures/verify");
    BOOST_CHECK_EQUAL(Admission::must(verified).json.at("valid"), true);
    const auto events = a.developer().get(agreement + "/events").json.at("data");
    BOOST_CHECK_EQUAL(events.size(), 4U);
}

BOOST_AUTO_TEST_CASE(a_tampered_agreement_fails_verification) {
    Admission a;
    const auto agreement = a.agreement_signed();
    const auto id =
        parse_id<tenants::AgreementId>(agreement.substr(agreement.rfind('/') + 1)).value();
    const auto tamper = [&](std::string_view statement) {
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            BOOST_CHECK_EQUAL(tx.execute(statement, a.world.scope(), id), 1U);
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
        return a.staff().get(agreement + "/signatures/verify").json;
    };
    const auto longer =
        tamper("UPDATE agreements SET to_on = '2029-03-31' WHERE tenant_id = ? AND id = ?");
    BOOST_CHECK_EQUAL(longer.at("valid"), false);
    BOOST_CHECK_EQUAL(longer.at("terms_match"), false);
    const auto text = tamper("UPDATE agreements SET to_on = '2028-03-31', canonical_text = "
                             "CONCAT(canonical_text, ' ') WHERE tenant_id = ? AND id = ?");
    BOOST_CHECK_EQUAL(text.at("valid"), false);
    for (const auto& signature : text.at("signatures"))
        BOOST_CHECK_EQUAL(signature.at("valid"), false);
}

BOOST_AUTO_TEST_CASE(the_pack_says_who_ends_an_agreement) {
    Admission a;
    const auto agreement = a.agreement_signed();
    check_refused(a.authority().post(agreement + "/terminate", {{"reason", "示例"}}), 403,
                  "not_a_terminator");
    const auto ended = a.admin().post(agreement + "/terminate", {{"reason", "违约"}});
    BOOST_CHECK_EQUAL(Admission::must(ended).json.at("state"), "terminated");
    check_refused(a.admin().post(agreement + "/terminate", {{"reason", "违约"}}), 409,
                  "illegal_transition");
}

BOOST_AUTO_TEST_CASE(a_withdrawn_notice_ends_its_applications) {
    Admission a;
    const auto application = a.submitted();
    Admission::must(a.staff().post(a.notice + "/withdraw", {{"reason", "政策调整"}}));
    const auto shown = a.developer().get(application).json;
    BOOST_CHECK_EQUAL(shown.at("state"), "withdrawn");
    BOOST_CHECK_EQUAL(shown.at("outcome_reason"), "政策调整");
}

BOOST_AUTO_TEST_CASE(after_a_withdrawal_the_file_is_copied_once) {
    Admission a;
    const auto first = a.submitted();
    Admission::must(a.developer().post(first + "/withdraw"));
    const auto second =
        Admission::must(a.developer().post("/api/v1/applications", {{"notice_code", "N1"}}));
    BOOST_CHECK_EQUAL(second.json.at("plan_text"), "开发方案(示例)");
    BOOST_CHECK_EQUAL(second.json.at("missing_materials").size(), 0U);
    Admission::must(
        a.developer().post(Admission::path("/api/v1/applications/", second) + "/withdraw"));
    check_refused(a.developer().post("/api/v1/applications", {{"notice_code", "N1"}}), 409,
                  "reapplication_once");
}

BOOST_AUTO_TEST_CASE(who_is_related_to_the_operator_is_not_admitted) {
    Admission a;
    const auto application = a.draft();
    a.upload(application, "application_form");
    a.upload(application, "security_rules");
    const auto declare = [&] {
        return Admission::must(
                   a.admin().post("/api/v1/related-parties",
                                  {{"uscc", kUscc}, {"name", "示例"}, {"relation", "示例"}}))
            .json.at("id")
            .get<std::string>();
    };
    const auto relation = declare();
    const auto refused = a.developer().post(application + "/submit");
    check_refused(refused, 422, "related_party");
    BOOST_CHECK_EQUAL(refused.json.value("source", ""), "system");
    Admission::must(a.admin().post("/api/v1/related-parties/" + relation + "/end",
                                   {{"on", "2026-03-10"}, {"reason", "示例"}}));
    Admission::must(a.developer().post(application + "/submit"));
    a.world.set_clock(china("2026-03-21"));
    a.review(application, {90, 91, 83});
    Admission::must(a.staff().post(application + "/disclose"));
    a.world.set_clock(china("2026-03-28"));
    declare();
    check_refused(a.admin().post(application + "/accept", {{"opinion", "同意"}}), 422,
                  "related_party");
}

BOOST_AUTO_TEST_CASE(staff_are_shown_with_masked_numbers) {
    Admission a;
    const Json body = {{"name", "示例"}, {"kind", "technician"}, {"id_number", "32100019900101123X"}};
    const auto person = Admission::must(a.developer().post("/api/v1/persons", body));
    BOOST_CHECK_EQUAL(person.json.at("id_number_masked"), "321***********123X");
    BOOST_CHECK_EQUAL(person.json.at("unmet_gates").size(), 0U);
    BOOST_CHECK(person.text.find("32100019900101123X") == std::string::npos);
    check_refused(a.developer().post("/api/v1/persons", body), 409, "person_exists");
    BOOST_CHECK_EQUAL(a.world.as("dev2").rows("/api/v1/persons").size(), 0U);
    BOOST_CHECK_EQUAL(a.staff().rows("/api/v1/persons").size(), 1U);
}

BOOST_AUTO_TEST_CASE(work_appears_on_the_right_desks) {
    Admission a;
    const auto application = a.submitted();
    const auto tasks = [&](const std::string& user) {
        std::vector<std::string> found;
        for (const auto& todo : a.world.as(user).rows("/api/v1/todos"))
            if (todo.at("aggregate") == "application")
                found.push_back(todo.at("task").get<std::string>());
        return found;
    };
    BOOST_CHECK(tasks("op.staff") == std::vector<std::string>{"pre_check"});
    const auto names = a.draw(application);
    BOOST_CHECK(tasks("op.staff").empty());
    BOOST_CHECK(tasks(names[0]) == std::vector<std::string>{"declare"});
    BOOST_CHECK(tasks("dev1").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::admission_test
