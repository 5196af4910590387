/// From the notice to the outcome of each application. Which stages there are, and who acts in
/// them, is read from the tenant's rule pack.
#include "app/replay_play.hpp"
#include "base/crypto.hpp"
#include "http/client.hpp"

namespace yunhe::app {
namespace {

const std::string& applicant_of(const ReplayPlay& play, const CaseRow& row) {
    return play.user_of(row["developer"]);
}

std::string path_of(const ReplayPlay& play, const CaseRow& row) {
    return "/api/v1/applications/" + play.application_ids.at(row["developer"]);
}

void publish_notice(ReplayPlay& play) {
    const auto& document = play.folder.notice;
    Json body = document.value;
    body.erase("published_on");
    const auto role = play.rule("notice_publisher");
    const auto& user = play.user(role.is_string() ? role.get<std::string>() : play.keeper_role());
    const auto place = document.place_of("code");
    const auto notice = play.session.post(user, "/api/v1/notices", {place, "notice"}, body);
    play.session.post(user, "/api/v1/notices/" + notice.at("id").get<std::string>() + "/publish",
                      {place, "publish"});
}

void register_developer(ReplayPlay& play, const CaseRow& row) {
    const auto& first = play.user_of(row["uscc"]);
    play.session.post(kNobody, "/api/v1/public/" + play.session.slug() + "/developers",
                      {row.place, "register"},
                      {{"uscc", row["uscc"]},
                       {"name", row["name"]},
                       {"legal_representative", row["legal_representative"]},
                       {"username", first},
                       {"password", play.passwords.of(first)}});
    for (const auto& user : play.folder.users) {
        if (user.body_code != row["uscc"]) continue;
        if (user.username != first)
            play.session.post(first, "/api/v1/users", {user.place, "user:" + user.username},
                              {{"username", user.username},
                               {"password", play.passwords.of(user.username)},
                               {"role", user.role}});
        play.done(user.place);
    }
    play.done(row);
}

Json application_body(const ReplayPlay& play, const CaseRow& row) {
    const auto& notice = play.folder.notice.value;
    Json statements = Json::array();
    for (const auto& condition : notice.at("conditions"))
        statements.push_back({{"condition", condition}, {"text", "承诺符合该项条件" + kSupplied}});
    const auto& developer = play.folder.row_of(play.folder.developers, "uscc", row["developer"]);
    return {{"notice_code", notice.at("code")},
            {"plan_text", "授权开发方案" + kSupplied},
            {"contact", developer["legal_representative"]},
            {"statements", std::move(statements)}};
}

void upload(ReplayPlay& play, const CaseRow& row, const std::string& material) {
    const auto path = path_of(play, row) + "/materials/" + http::url_encoded(material) +
                      "?name=" + http::url_encoded(material + ".txt") + "&period_end=" +
                      play.folder.notice.value.at("published_on").get<std::string>();
    play.session.put_raw(applicant_of(play, row), path, {row.place, "material:" + material},
                         {"text/plain", "申请材料 " + material + kSupplied + "\n"});
}

/// Is this the report of the laboratory, which nobody uploads with the application?
bool laboratory_report(const ReplayPlay& play, const std::string& material) {
    for (const auto& stage : play.rule("admission_stages"))
        if (stage.at("stage") == "lab" && stage.value("output", "") == material) return true;
    return false;
}

/// Where the pack has a laboratory before the application: asked for, run and reported on.
void try_out(ReplayPlay& play, const CaseRow& row) {
    if (play.stage_role("lab").empty()) return;
    Json documents = Json::array();
    for (const auto& document : play.rule("lab_documents"))
        documents.push_back({{"document", document}, {"text", "说明" + kSupplied}});
    const auto made = play.session.post(applicant_of(play, row), "/api/v1/laboratories",
                                        {row.place, "laboratory"},
                                        {{"title", "测试验证" + kSupplied},
                                         {"documents", std::move(documents)}});
    const auto path = "/api/v1/laboratories/" + made.at("id").get<std::string>();
    const auto& keeper = play.user(play.stage_role("lab", "concludes"));
    play.session.post(keeper, path + "/start", {row.place, "laboratory:start"});
    play.session.put_raw(keeper, path + "/report", {row.place, "laboratory:file"},
                         {"text/plain", "技术评估报告" + kSupplied + "\n"});
    play.session.post(keeper, path + "/issue-report", {row.place, "laboratory:report"},
                      {{"document", "测试验证报告" + kSupplied}, {"conclusion", "可行" + kSupplied}});
}

/// Submitted on its day, with the gaps that the row names; the pre-check asks for them.
void apply(ReplayPlay& play, const CaseRow& row) {
    const auto& applicant = applicant_of(play, row);
    try_out(play, row);
    const auto created = play.session.post(applicant, "/api/v1/applications", {row.place, "apply"},
                                           application_body(play, row));
    play.application_ids[row["developer"]] = created.at("id").get<std::string>();
    const auto path = path_of(play, row);
    const auto missing = pieces(row["missing_first"]);
    for (const std::string material : play.folder.notice.value.at("materials"))
        if (std::find(missing.begin(), missing.end(), material) == missing.end() &&
            !laboratory_report(play, material))
            upload(play, row, material);
    play.session.post(applicant, path + "/submit", {row.place, "submit"},
                      {{"accept_gaps", !missing.empty()}});

    const auto role = play.stage_role("pre_check");
    const auto& checker = play.user(role.empty() ? play.keeper_role() : role);
    if (!missing.empty()) {
        play.session.post(checker, path + "/pre-check", {row.place, "ask-supplement"},
                          {{"decision", "supplement"},
                           {"materials", missing},
                           {"opinion", "请补充所列材料" + kSupplied}});
        for (const auto& material : missing) upload(play, row, material);
        play.session.post(applicant, path + "/supplement", {row.place, "supplement"});
    }
    play.session.post(checker, path + "/pre-check", {row.place, "pre-check"},
                      {{"decision", "pass"}, {"opinion", "材料齐全" + kSupplied}});
}

/// The pack's stage as data; null where it has none.
Json stage_of(const ReplayPlay& play, const std::string& wanted) {
    for (const auto& stage : play.rule("admission_stages"))
        if (stage.at("stage") == wanted) return stage;
    return nullptr;
}

/// Members and the first department agree, where the stage asks them.
void hear_participants(ReplayPlay& play, const CaseRow& row, const std::string& name) {
    const auto stage = stage_of(play, name);
    const bool members =
        name == "review_by_members_and_departments" && stage.at("actor") == "coordination";
    bool departments = false;
    for (const auto& role : stage.value("participants", Json::array()))
        departments = departments || role == "department";
    if (!members && !departments) return;
    const auto path = path_of(play, row);
    const auto& department = play.folder.departments.front()["code"];
    Json asked = Json::array();
    if (departments) asked.push_back(department);
    play.session.post(play.user(play.stage_role(name, "opens")), path + "/stages/" + name + "/ask",
                      {row.place, "ask:" + name}, {{"departments", asked}});
    const auto give = [&](const std::string& user, const std::string& mark, Json body) {
        body["opinion"] = "agree";
        body["text"] = "同意" + kSupplied;
        play.session.post(user, path + "/opinions", {row.place, "opinion:" + name + mark}, body);
    };
    if (departments) give(play.user_of(department), ":" + department, Json::object());
    if (!members) return;
    for (const auto& member : play.rule("coordination_members")) {
        const auto code = member.at("code").get<std::string>();
        give(play.user("coordination"), ":" + code, {{"participant", code}});
    }
}

/// Every subject that the pack wants reviewed and that no earlier review covers passes.
void review_subjects(ReplayPlay& play, const CaseRow& row, const std::string& stage) {
    std::vector<std::string> subjects;
    const auto validity = play.rule("review_validity_months");
    if (validity.is_object())
        for (const auto& [subject, months] : validity.items()) subjects.push_back(subject);
    if (play.rule("scenario_review_each_time") == true) subjects.push_back("scenario");
    if (play.rule("network_security_review") == true) subjects.push_back("network_security");
    for (const auto& subject : subjects)
        play.session.post(play.user(play.stage_role(stage, "concludes")),
                          path_of(play, row) + "/subject-reviews",
                          {row.place, "subject:" + subject},
                          {{"subject", subject},
                           {"decision", "pass"},
                           {"opinion", "通过" + kSupplied}});
}

/// One meeting with all members, whose minutes let the application pass.
void hold_meeting(ReplayPlay& play, const CaseRow& row) {
    const auto& secretary = play.user(play.stage_role("deliberation", "opens"));
    const auto called = play.session.post(
        secretary, path_of(play, row) + "/deliberations", {row.place, "meeting:call"},
        {{"meeting_on", play.folder.notice.value.at("window_to")},
         {"agenda", "审议" + kSupplied}});
    Json attendance = Json::array();
    Json votes = Json::array();
    for (const auto& member : play.rule("coordination_members")) {
        attendance.push_back(member.at("code"));
        votes.push_back({{"member", member.at("code")}, {"vote", "agree"}});
    }
    Json checks = Json::array();
    const auto wanted = play.rule("deliberation_checks");
    if (wanted.is_array())
        for (const auto& check : wanted) checks.push_back({{"check", check}, {"met", true}});
    play.session.post(secretary,
                      "/api/v1/deliberations/" + called.at("id").get<std::string>() + "/record",
                      {row.place, "meeting:record"},
                      {{"attendance", std::move(attendance)},
                       {"votes", std::move(votes)},
                       {"checks", std::move(checks)},
                       {"minutes_document", "会议纪要" + kSupplied},
                       {"minutes_outcome", "pass"}});
}

/// Draw, declarations and scores in the order of the draw, mean.
void review(ReplayPlay& play, const CaseRow& row) {
    const auto path = path_of(play, row);
    const auto drawn = play.session.post(play.user(play.stage_role("expert_review", "opens")),
                                         path + "/panel", {row.place, "panel"});
    const auto& reviewers = drawn.at("reviewers");
    const auto scores = pieces(row["expert_scores"]);
    if (scores.size() != reviewers.size())
        throw StepRefused(row.place, "expert_scores has " + std::to_string(scores.size()) +
                                         " scores, the panel has " +
                                         std::to_string(reviewers.size()) + " seats");
    for (std::size_t seat = 0; seat < scores.size(); ++seat) {
        const auto expert = reviewers[seat].at("username").get<std::string>();
        const auto mark = ":" + std::to_string(seat + 1);
        play.session.post(expert, path + "/declaration", {row.place, "declare" + mark},
                          {{"conflict", false}});
        Json given = Json::array();
        for (const auto& criterion : play.folder.notice.value.at("criteria"))
            given.push_back({{"criterion", criterion}, {"score", std::stoi(scores[seat])}});
        play.session.post(expert, path + "/scores", {row.place, "score" + mark},
                          {{"scores", std::move(given)}, {"opinion", "评审意见" + kSupplied}});
    }
    hear_participants(play, row, "expert_review");
    play.session.post(play.user(play.stage_role("expert_review", "concludes")),
                      path + "/conclude-review", {row.place, "conclude-review"},
                      {{"opinion", "评审结论" + kSupplied}});
}

std::string decider(const ReplayPlay& play) {
    const auto role = play.stage_role("accepted");
    return play.user(role.empty() ? play.keeper_role() : role);
}

void reject(ReplayPlay& play, const CaseRow& row) {
    play.session.post(decider(play), path_of(play, row) + "/reject", {row.place, "reject"},
                      {{"reason", row["reason"]}, {"opinion", row["reason"]}});
    play.done(row);
}

/// The folder names no looks at lists: clean ones are supplied where the pack asks for them.
void check_lists(ReplayPlay& play, const CaseRow& row) {
    const auto lists = play.rule("list_checks");
    const auto subjects = play.rule("list_check_subjects");
    if (!lists.is_array() || !subjects.is_array()) return;
    for (const auto& list : lists)
        for (const auto& subject : subjects) {
            const auto code = list.at("code").get<std::string>();
            const auto name = subject.get<std::string>();
            play.session.post(play.user(play.keeper_role()),
                              "/api/v1/developers/" + row["developer"] + "/list-checks",
                              {row.place, "list-check:" + code + ":" + name},
                              {{"list", code},
                               {"subject", name},
                               {"listed", false},
                               {"checked_on", play.folder.notice.value.at("published_on")},
                               {"source", "查验" + kSupplied},
                               {"evidence_digest", crypto::sm3_hex("查验" + kSupplied)}});
        }
}

void accept(ReplayPlay& play, const CaseRow& row) {
    check_lists(play, row);
    play.session.post(decider(play), path_of(play, row) + "/accept", {row.place, "accept"},
                      {{"opinion", "同意" + kSupplied}});
    play.done(row);
}

void go_on(ReplayPlay& play, const CaseRow& row, std::size_t from);

/// The rest of the stages waits until the result was public long enough.
void disclose(ReplayPlay& play, const CaseRow& row, std::size_t next) {
    const auto disclosed = play.session.post(play.user(play.stage_role("disclosed")),
                                             path_of(play, row) + "/disclose",
                                             {row.place, "disclose"});
    const auto ends_on = parse_date(disclosed.at("disclosure_ends_on").get<std::string>()).value();
    play.agenda.put(office_hour(ends_on + std::chrono::days(1)),
                    [&play, &row, next] { go_on(play, row, next); });
}

/// The pack's stages after the pre-check, one by one. A rejection is told once the experts are
/// done.
void go_on(ReplayPlay& play, const CaseRow& row, std::size_t from) {
    const auto stages = play.rule("admission_stages");
    for (std::size_t i = from; i < stages.size(); ++i) {
        const auto stage = stages.at(i).at("stage").get<std::string>();
        // The laboratory comes before the application; its report is one of the materials.
        if (stage == "lab" || stage == "submitted" || stage == "pre_check" || stage == "accepted")
            continue;
        if (stage == "disclosed") return disclose(play, row, i + 1);
        if (stage == "expert_review") {
            review(play, row);
            if (row["outcome"] == "rejected") return reject(play, row);
            continue;
        }
        if (!stages.at(i).value("gate", true) || stage == "agreement") continue;
        hear_participants(play, row, stage);
        if (stage == "review_by_members_and_departments") review_subjects(play, row, stage);
        if (stage == "deliberation") hold_meeting(play, row);
        play.session.post(play.user(play.stage_role(stage, "concludes")),
                          path_of(play, row) + "/stages/" + stage + "/conclude",
                          {row.place, "stage:" + stage},
                          {{"decision", "pass"},
                           {"opinion", "通过" + kSupplied},
                           {"document", "阶段文件" + kSupplied}});
    }
    if (row["outcome"] == "rejected") return reject(play, row);
    accept(play, row);
}

Date notice_day(const ReplayPlay& play, const char* name) {
    return parse_date(play.folder.notice.value.at(name).get<std::string>()).value();
}

}  // namespace

void play_admission(ReplayPlay& play) {
    play.agenda.put(office_hour(notice_day(play, "published_on")), [&play] {
        publish_notice(play);
        for (const auto& row : play.folder.developers) register_developer(play, row);
    });
    const auto review_day = notice_day(play, "window_to") + std::chrono::days(1);
    for (const auto& row : play.folder.applications) {
        play.agenda.put(office_hour(row.date("submitted_on")), [&play, &row] { apply(play, row); });
        play.agenda.put(office_hour(review_day), [&play, &row] { go_on(play, row, 0); });
    }
}

}  // namespace yunhe::app
