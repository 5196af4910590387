/// What each pack's stages ask for: laboratory, opinions, meetings, reviews by subject, documents,
/// filings; and scores that are voided.
#include <boost/test/unit_test.hpp>

#include "tests/support/pack_case.hpp"

namespace yunhe::test::application_stage_test {
namespace {

using tenants::StageKind;

const std::string kNingbo = "ningbo-2023";
const std::string kHangzhou = "hangzhou-2023";

/// Opinions of all members but `silent`, and of D01.
void give_opinions(PackCase& c, const std::string& application, std::string_view silent = "") {
    for (const auto& member : c.pack().list("coordination_members")) {
        if (member == silent) continue;
        PackCase::must(c.as("minutes").post(
            application + "/opinions",
            {{"participant", member}, {"opinion", "agree"}, {"text", "同意"}}));
    }
    PackCase::must(c.as("dept.d01").post(application + "/opinions",
                                         {{"opinion", "conditions"}, {"text", "限于汇总数据"}}));
}

Answer review(PackCase& c, const std::string& application, const std::string& subject,
              const std::string& decision = "pass") {
    return c.as("authority").post(application + "/subject-reviews",
                                  {{"subject", subject},
                                   {"decision", decision},
                                   {"opinion", "审核意见(示例)"},
                                   {"document", "审核〔2026〕1号"}});
}

std::string subject_state(PackCase& c, const std::string& application, std::string_view subject) {
    std::string state;
    for (const auto& row : c.as("auditor").rows(application + "/subject-reviews"))
        if (row.at("subject") == subject) state = row.at("state").get<std::string>();
    return state;
}

/// Hangzhou, standing in the members' review; the experts were not asked.
std::string in_members_review(PackCase& c, const std::string& notice_code = "N1") {
    const auto application = c.submitted(notice_code);
    PackCase::must(c.as("authority").post(application + "/pre-check", {{"decision", "pass"}}));
    PackCase::must(c.conclude(application, StageKind::expert_review, {{"decision", "pass"}}));
    return application;
}

/// Ningbo, standing in the deliberation.
std::string in_deliberation(PackCase& c) {
    c.reported_laboratory();
    const auto application = c.submitted();
    c.scored(application);
    PackCase::must(c.as("authority").post(application + "/stages/expert_review/ask",
                                          {{"departments", {"D01"}}}));
    PackCase::must(c.as("dept.d01").post(application + "/opinions",
                                         {{"opinion", "agree"}, {"text", "同意"}}));
    PackCase::must(c.conclude_review(application));
    return application;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(application_stage)

BOOST_AUTO_TEST_CASE(no_application_without_the_laboratorys_report) {
    PackCase c(kNingbo);
    const auto application = c.draft();
    check_refused(c.developer().post(application + "/submit"), 422, "laboratory_report_missing",
                  "12");
    check_refused(c.upload(application, "lab_report"), 422, "material_from_laboratory", "13(五)");
    check_refused(c.developer().post("/api/v1/laboratories",
                                     {{"title", "示例"}, {"documents", Json::array()}}),
                  422, "laboratory_document_missing", "12");
    PackCase yangzhou("yangzhou-2024");
    check_refused(yangzhou.developer().post("/api/v1/laboratories",
                                            {{"title", "示例"}, {"documents", Json::array()}}),
                  409, "no_laboratory");
}

BOOST_AUTO_TEST_CASE(a_laboratory_is_asked_for_within_a_notices_window) {
    PackCase c(kNingbo);
    Json documents = Json::array();
    for (const auto& document : c.pack().list("lab_documents"))
        documents.push_back({{"document", document}, {"text", "说明(示例)"}});
    const Json body = {{"title", "示例"}, {"documents", documents}};
    PackCase::must(c.developer().post("/api/v1/laboratories", body));
    c.world.set_clock("2027-03-10T01:00:00Z");
    check_refused(c.developer().post("/api/v1/laboratories", body), 422, "no_window_open", "12");
}

BOOST_AUTO_TEST_CASE(a_laboratory_runs_six_months_and_ends_with_a_report) {
    PackCase c(kNingbo);
    Json documents = Json::array();
    for (const auto& document : c.pack().list("lab_documents"))
        documents.push_back({{"document", document}, {"text", "说明(示例)"}});
    const auto made = PackCase::must(c.developer().post(
        "/api/v1/laboratories", {{"title", "示例"}, {"documents", documents}}));
    const auto laboratory = PackCase::path("/api/v1/laboratories/", made);
    check_refused(c.as("dev2").get(laboratory), 403, "not_your_object");
    check_refused(c.as("authority").post(laboratory + "/start", {{"ends_on", "2026-09-10"}}), 422,
                  "laboratory_too_long", "12");
    const auto started = PackCase::must(c.as("op.staff").post(laboratory + "/start"));
    BOOST_CHECK_EQUAL(started.json.at("ends_on"), "2026-09-09");
    const Json report = {{"document", "测评〔2026〕1号"}, {"conclusion", "可行"}};
    check_refused(c.as("op.staff").post(laboratory + "/issue-report", report), 403,
                  "not_your_move");
    check_refused(c.as("authority").post(laboratory + "/issue-report", report), 409,
                  "report_file_missing");
    PackCase::must(c.as("authority").send(http::Method::put, laboratory + "/report",
                                          "评估报告(示例)\n", "text/plain"));
    check_refused(c.developer().get(laboratory + "/report"), 404, "not_found");
    c.day("2026-09-10");
    BOOST_CHECK_EQUAL(c.developer().get(laboratory).json.at("state"), "over");
    PackCase::must(c.as("authority").post(laboratory + "/issue-report", report));
    BOOST_CHECK_EQUAL(c.developer().get(laboratory + "/report").text, "评估报告(示例)\n");
    check_refused(c.developer().post(laboratory + "/withdraw", {{"reason", "示例"}}), 409,
                  "illegal_transition");
}

BOOST_AUTO_TEST_CASE(the_report_is_a_material_of_the_application) {
    PackCase c(kNingbo);
    const auto laboratory = c.reported_laboratory();
    const auto application = c.submitted();
    const auto shown = c.as("authority").get(application).json;
    BOOST_CHECK_EQUAL("/api/v1/laboratories/" + shown.at("laboratory_id").get<std::string>(),
                      laboratory);
    BOOST_CHECK_EQUAL(shown.at("missing_materials").size(), 0U);
    BOOST_CHECK_EQUAL(c.as("authority").get(application + "/materials/lab_report").text,
                      "评估报告(示例)\n");
}

BOOST_AUTO_TEST_CASE(experts_and_the_fields_department_review_together) {
    PackCase c(kNingbo);
    c.reported_laboratory();
    const auto application = c.submitted();
    c.scored(application);
    check_refused(c.conclude_review(application), 422, "participants_not_asked", "14");
    const auto ask = application + "/stages/expert_review/ask";
    BOOST_CHECK_EQUAL(c.as("authority").post(ask).field_code("/departments"), "too_few_items");
    BOOST_CHECK_EQUAL(
        c.as("authority").post(ask, {{"departments", {"D99"}}}).field_code("/departments/0"),
        "unknown_department");
    check_refused(c.as("op.staff").post(ask, {{"departments", {"D01"}}}), 403, "not_your_move");
    check_refused(c.as("dept.d01").get(application), 403, "not_your_object");
    PackCase::must(c.as("authority").post(ask, {{"departments", {"D01"}}}));
    const auto outstanding = c.conclude_review(application);
    check_refused(outstanding, 422, "opinions_outstanding", "-");
    BOOST_CHECK_EQUAL(outstanding.json.at("source"), "tenant_policy");
    const Json opinion = {{"opinion", "agree"}, {"text", "同意"}};
    check_refused(c.as("dept.d02").post(application + "/opinions", opinion), 403,
                  "not_your_object");
    const auto seen = PackCase::must(c.as("dept.d01").get(application));
    BOOST_CHECK_EQUAL(seen.json.at("reviewers").size(), 0U);
    BOOST_CHECK_EQUAL(c.as("dept.d01").rows("/api/v1/applications").size(), 1U);
    BOOST_CHECK_EQUAL(c.as("dept.d02").rows("/api/v1/applications").size(), 0U);
    PackCase::must(c.as("dept.d01").post(application + "/opinions", opinion));
    check_refused(c.as("dept.d01").post(application + "/opinions", opinion), 409, "opinion_given");
    BOOST_CHECK_EQUAL(c.developer().rows(application + "/opinions").size(), 0U);
    PackCase::must(c.conclude_review(application));
    BOOST_CHECK_EQUAL(c.state(application), "deliberation");
}

BOOST_AUTO_TEST_CASE(minutes_fix_the_outcome) {
    PackCase c(kNingbo);
    const auto application = in_deliberation(c);
    const Json pass = {{"decision", "pass"}};
    check_refused(c.conclude(application, StageKind::deliberation, pass), 422, "minutes_missing",
                  "15");
    const auto called = PackCase::must(c.as("minutes").post(
        application + "/deliberations", {{"meeting_on", "2026-03-12"}, {"agenda", "审议"}}));
    const auto meeting = PackCase::path("/api/v1/deliberations/", called);
    check_refused(c.as("authority").post(meeting + "/cancel", {{"reason", "示例"}}), 403,
                  "not_your_move");
    const Json record = {{"attendance", {"finance", "justice"}},
                         {"votes", {{{"member", "finance"}, {"vote", "agree"}},
                                    {{"member", "justice"}, {"vote", "abstain"}}}},
                         {"minutes_document", "纪要〔2026〕1号"},
                         {"minutes_outcome", "pass"}};
    check_refused(c.as("minutes").post(meeting + "/record", record), 409, "meeting_to_come");
    c.day("2026-03-12");
    PackCase::must(c.as("minutes").post(meeting + "/record", record));
    check_refused(c.as("minutes").post(meeting + "/record", record), 409, "illegal_transition");
    check_refused(c.as("minutes").post(application + "/deliberations",
                                       {{"meeting_on", "2026-03-13"}, {"agenda", "审议"}}),
                  409, "meeting_open");
    check_refused(c.conclude(application, StageKind::deliberation,
                             {{"decision", "reject"}, {"opinion", "示例"}}),
                  422, "outcome_not_in_minutes", "15");
    check_refused(c.as("minutes").post(application + "/reject", {{"reason", "示例"}}), 422,
                  "outcome_not_in_minutes", "15");
    PackCase::must(c.conclude(application, StageKind::deliberation, pass));
    BOOST_CHECK_EQUAL(c.state(application), "government_confirmation");
    const auto meetings = c.as("auditor").rows(application + "/deliberations");
    BOOST_REQUIRE_EQUAL(meetings.size(), 1U);
    BOOST_CHECK_EQUAL(meetings[0].at("state"), "concluded");
    BOOST_CHECK_EQUAL(meetings[0].at("votes").size(), 2U);
    BOOST_CHECK_EQUAL(c.developer().rows(application + "/deliberations").size(), 0U);
}

BOOST_AUTO_TEST_CASE(a_stage_leaves_its_document_and_the_filing_follows) {
    PackCase c(kNingbo);
    const auto application = in_deliberation(c);
    c.meeting(application, "pass");
    PackCase::must(c.conclude(application, StageKind::deliberation, {{"decision", "pass"}}));
    check_refused(c.conclude(application, StageKind::government_confirmation,
                             {{"decision", "pass"}}),
                  422, "stage_document_missing", "15");
    PackCase::must(c.conclude(application, StageKind::government_confirmation,
                              {{"decision", "pass"}, {"document", "甬领〔2026〕1号"}}));
    check_refused(c.as("authority").post(application + "/filing", {{"document", "备〔2026〕1号"}}),
                  409, "no_filing_due");
    PackCase::must(c.keeper(StageKind::accepted).post(application + "/accept"));
    const auto filed = PackCase::must(
        c.as("authority").post(application + "/filing", {{"document", "备〔2026〕1号"}}));
    BOOST_CHECK_EQUAL(filed.json.at("stage_documents").size(), 3U);
    check_refused(c.as("authority").post(application + "/filing", {{"document", "备〔2026〕2号"}}),
                  409, "filed_already");
}

BOOST_AUTO_TEST_CASE(members_and_departments_speak_and_silent_ones_are_named) {
    PackCase c(kHangzhou);
    const auto application = in_members_review(c);
    const auto stage = StageKind::review_by_members_and_departments;
    for (const auto* subject : {"basic_safety", "technical_security", "scenario",
                                "network_security"})
        PackCase::must(review(c, application, subject));
    const Json pass = {{"decision", "pass"}, {"document", "会审〔2026〕1号"}};
    check_refused(c.conclude(application, stage, pass), 422, "participants_not_asked",
                  "三(四)3(3)");
    PackCase::must(c.as("authority").post(
        application + "/stages/review_by_members_and_departments/ask",
        {{"departments", {"D01"}}, {"due_on", "2026-03-12"}}));
    BOOST_CHECK_EQUAL(
        c.as("minutes")
            .post(application + "/opinions",
                  {{"participant", "football"}, {"opinion", "agree"}, {"text", "示例"}})
            .field_code("/participant"),
        "unknown_participant");
    give_opinions(c, application, "justice");
    check_refused(c.conclude(application, stage, pass), 422, "opinions_outstanding", "-");
    c.day("2026-03-13");
    check_refused(c.conclude(application, stage, {{"decision", "pass"}}), 422,
                  "stage_document_missing", "三(四)3(3)");
    PackCase::must(c.conclude(application, stage, pass));
    BOOST_CHECK_EQUAL(c.state(application), "deliberation");
    Json silent;
    const auto timeline = c.as("auditor").get(application + "/events").json;
    for (const auto& event : timeline.at("data"))
        if (event.at("action") == "conclude" && event.at("details").contains("silent"))
            silent = event.at("details").at("silent");
    BOOST_REQUIRE_EQUAL(silent.size(), 1U);
    BOOST_CHECK_EQUAL(silent[0], "司法");
}

BOOST_AUTO_TEST_CASE(reviews_stay_valid_two_years_and_the_scenarios_does_not) {
    PackCase c(kHangzhou);
    const auto stage = StageKind::review_by_members_and_departments;
    const auto ask = "/stages/review_by_members_and_departments/ask";
    const Json pass = {{"decision", "pass"}, {"document", "会审〔2026〕1号"}};
    const auto first = in_members_review(c);
    PackCase::must(c.as("authority").post(first + ask, {{"departments", {"D01"}}}));
    give_opinions(c, first);
    check_refused(c.conclude(first, stage, pass), 422, "subject_review_missing", "三(四)3(3)");
    BOOST_CHECK_EQUAL(review(c, first, "football").field_code("/subject"), "not_one_of");
    const auto reviewed = PackCase::must(review(c, first, "basic_safety"));
    BOOST_CHECK_EQUAL(reviewed.json.at("valid_until"), "2028-03-09");
    for (const auto* subject : {"technical_security", "scenario", "network_security"})
        PackCase::must(review(c, first, subject));
    PackCase::must(c.conclude(first, stage, pass));
    PackCase::must(c.developer().post(first + "/withdraw"));

    c.publish("N2", "2026-03-10", "2026-04-10");
    const auto second = in_members_review(c, "N2");
    BOOST_CHECK_EQUAL(subject_state(c, second, "basic_safety"), "reused");
    BOOST_CHECK_EQUAL(subject_state(c, second, "technical_security"), "reused");
    BOOST_CHECK_EQUAL(subject_state(c, second, "scenario"), "");
    PackCase::must(c.as("authority").post(second + ask, {{"departments", {"D01"}}}));
    give_opinions(c, second);
    for (const auto* subject : {"scenario", "network_security"})
        PackCase::must(review(c, second, subject));
    const auto decline = second + "/subject-reviews/basic_safety/decline";
    PackCase::must(c.as("authority").post(decline, {{"reason", "系统已改造"}}));
    check_refused(c.as("authority").post(decline, {{"reason", "示例"}}), 409, "nothing_reused");
    check_refused(c.conclude(second, stage, pass), 422, "subject_review_missing", "三(四)3(3)");
    PackCase::must(review(c, second, "basic_safety"));
    PackCase::must(c.conclude(second, stage, pass));
}

BOOST_AUTO_TEST_CASE(a_check_that_the_meeting_found_unmet_lets_nobody_pass) {
    PackCase c("quzhou-2024");
    const auto application = c.submitted();
    c.scored(application);
    PackCase::must(c.conclude_review(application));
    const auto meeting = PackCase::path(
        "/api/v1/deliberations/",
        PackCase::must(c.as("minutes").post(application + "/deliberations",
                                            {{"meeting_on", "2026-03-10"}, {"agenda", "审议"}})));
    Json record = {{"attendance", {"finance"}},
                   {"votes", {{{"member", "finance"}, {"vote", "agree"}}}},
                   {"minutes_document", "纪要〔2026〕1号"},
                   {"minutes_outcome", "pass"}};
    check_refused(c.as("minutes").post(meeting + "/record", record), 422,
                  "deliberation_check_missing", "三(三)3");
    record["checks"] = {{{"check", "security_conditions"}, {"met", true}},
                        {{"check", "credit_conditions"}, {"met", false}}};
    PackCase::must(c.as("minutes").post(meeting + "/record", record));
    check_refused(c.conclude(application, StageKind::deliberation, {{"decision", "pass"}}), 422,
                  "deliberation_check_unmet", "三(三)3");
    // Where the text doesn't bind the outcome to the minutes, departing from them needs a reason.
    const auto reject = c.conclude(application, StageKind::deliberation,
                                   {{"decision", "reject"}, {"opinion", "信用条件不符"}});
    BOOST_CHECK_EQUAL(PackCase::must(reject).json.at("state"), "rejected");
}

BOOST_AUTO_TEST_CASE(a_voided_score_reopens_the_review_and_every_draw_repeats) {
    PackCase c("yangzhou-2024");
    const auto application = c.submitted();
    c.scored(application);
    PackCase::must(c.conclude_review(application));
    PackCase::must(c.as("op.staff").post(application + "/disclose"));
    const auto reviewers = c.as("op.staff").get(application).json.at("reviewers");
    const auto path = application + "/reviewers/" + reviewers[0].at("id").get<std::string>() +
                      "/void";
    const Json reason = {{"reason", "曾任申请单位顾问"}};
    check_refused(c.as("authority").post(path, reason), 403, "not_your_move");
    check_refused(c.developer().post(path, reason), 403, "permission_denied");
    PackCase::must(c.as("op.staff").post(path, reason));
    check_refused(c.as("op.staff").post(path, reason), 409, "not_seated");
    const auto shown = c.as("op.staff").get(application).json;
    BOOST_CHECK_EQUAL(shown.at("state"), "expert_review");
    BOOST_CHECK(shown.at("mean_score").is_null() && shown.at("disclosed_on").is_null());
    BOOST_REQUIRE_EQUAL(shown.at("reviewers").size(), 4U);
    BOOST_CHECK_EQUAL(shown.at("reviewers")[0].at("state"), "voided");
    check_refused(c.conclude_review(application), 422, "panel_incomplete");
    check_refused(c.as(reviewers[0].at("username")).post(application + "/declaration",
                                                         {{"conflict", false}}),
                  403, "not_on_panel");

    check_refused(c.developer().get(application + "/draws"), 403, "permission_denied");
    const auto draws = c.as("auditor").rows(application + "/draws");
    BOOST_REQUIRE_EQUAL(draws.size(), 2U);
    for (const auto& draw : draws) BOOST_CHECK_EQUAL(draw.at("repeats"), true);
    BOOST_CHECK_EQUAL(draws[0].at("drawn").size(), 3U);
    BOOST_CHECK_EQUAL(draws[1].at("action"), "void_score");
    BOOST_CHECK_EQUAL(draws[1].at("drawn")[0], shown.at("reviewers")[3].at("username"));
}

BOOST_AUTO_TEST_CASE(work_of_the_stages_appears_on_the_right_desks) {
    PackCase c(kHangzhou);
    const auto application = in_members_review(c);
    const auto tasks = [&](const std::string& user) {
        std::vector<std::string> found;
        for (const auto& todo : c.as(user).rows("/api/v1/todos"))
            if (todo.at("aggregate") == "application")
                found.push_back(todo.at("task").get<std::string>());
        return found;
    };
    using Tasks = std::vector<std::string>;
    BOOST_CHECK(tasks("authority") == Tasks{"ask_participants"});
    PackCase::must(c.as("authority").post(
        application + "/stages/review_by_members_and_departments/ask",
        {{"departments", {"D01"}}}));
    BOOST_CHECK(tasks("authority").empty());
    BOOST_CHECK(tasks("minutes") == Tasks{"give_opinion"});
    BOOST_CHECK(tasks("dept.d01") == Tasks{"give_opinion"});
    BOOST_CHECK(tasks("dept.d02").empty());
    give_opinions(c, application);
    BOOST_CHECK(tasks("dept.d01").empty());
    BOOST_CHECK(tasks("authority") == Tasks{"review_by_members_and_departments"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::application_stage_test
