#include "tests/support/pack_case.hpp"

#include <boost/test/unit_test.hpp>

#include "tenants/laboratory.hpp"

namespace yunhe::test {
namespace {

constexpr std::string_view kFirstUscc = "913210001001210102";
constexpr std::string_view kSecondUscc = "91321000100232028D";

const tenants::RulePack* pack_of(const std::string& id) {
    static const tenants::RulePackLibrary library;
    const auto* pack = library.find(id);
    BOOST_REQUIRE(pack != nullptr);
    return pack;
}

std::string user_of(tenants::Role role) {
    switch (role) {
        case tenants::Role::operator_staff: return "op.staff";
        case tenants::Role::operator_admin: return "op.admin";
        case tenants::Role::coordination: return "minutes";
        default: return "authority";
    }
}

std::vector<std::string> or_default(std::vector<std::string> list,
                                    std::vector<std::string> otherwise) {
    return list.empty() ? otherwise : list;
}

}  // namespace

PackCase::PackCase(std::string pack_id, Json policy)
    : world({.rule_pack = pack_id, .policy = std::move(policy), .experts = 5}),
      pack_(pack_of(pack_id)) {
    for (int i = 1; i <= 5; ++i)
        must(as("authority").post("/api/v1/experts", {{"username", "expert" + std::to_string(i)}}));
    world.open_developer(kFirstUscc, "dev1");
    world.open_developer(kSecondUscc, "dev2");
    publish("N1", "2026-03-02", "2026-03-20");
    day("2026-03-10");
}

ApiClient& PackCase::keeper(tenants::StageKind stage) {
    const auto found = pack_->find_stage(stage);
    BOOST_REQUIRE(found.has_value());
    return as(user_of(found->concluder()));
}

void PackCase::day(std::string_view date) {
    today_ = date;
    world.set_clock(std::string(date) + "T01:00:00Z");
}

Answer PackCase::must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
    return answer;
}

std::string PackCase::path(const std::string& prefix, const Answer& answer) {
    return prefix + answer.json.at("id").get<std::string>();
}

void PackCase::publish(const std::string& code, const std::string& from, const std::string& to) {
    const auto fields = pack_->items("fields");
    const Json body = {{"code", code},
                       {"title", "公告(示例)"},
                       {"fields", {fields.empty() ? "交通" : fields.front().title.zh}},
                       {"window_from", from},
                       {"window_to", to},
                       {"mode", "依场景授权(示例)"},
                       {"scope", "公共数据(示例)"},
                       {"requirements", "要求(示例)"},
                       {"conditions", pack_->list("conditions")},
                       {"materials", or_default(pack_->list("materials"),
                                                {"application_form", "security_rules"})},
                       {"criteria", or_default(pack_->list("review_items"),
                                               {"qualification", "security"})}};
    const auto role = from_text<tenants::Role>(pack_->code("notice_publisher")).value();
    auto& publisher = as(user_of(role));
    const auto notice = path("/api/v1/notices/", must(publisher.post("/api/v1/notices", body)));
    must(publisher.post(notice + "/publish"));
}

std::string PackCase::draft(const std::string& notice_code) {
    Json statements = Json::array();
    for (const auto& condition : pack_->list("conditions"))
        statements.push_back({{"condition", condition}, {"text", "符合(示例)"}});
    return path("/api/v1/applications/",
                must(developer().post("/api/v1/applications", {{"notice_code", notice_code},
                                                               {"plan_text", "方案(示例)"},
                                                               {"contact", "示例"},
                                                               {"statements", statements}})));
}

Answer PackCase::upload(const std::string& application, const std::string& material,
                        const std::string& query, const std::string& content,
                        const std::string& type) {
    return developer().send(http::Method::put, application + "/materials/" + material + query,
                            content, type);
}

std::string PackCase::submitted(const std::string& notice_code) {
    const auto application = draft(notice_code);
    for (const auto& material :
         or_default(pack_->list("materials"), {"application_form", "security_rules"}))
        if (!tenants::is_laboratory_report(*pack_, material))
            must(upload(application, material, "?period_end=2026-02-28"));
    must(developer().post(application + "/submit"));
    return application;
}

std::string PackCase::reported_laboratory() {
    Json documents = Json::array();
    for (const auto& document : pack_->list("lab_documents"))
        documents.push_back({{"document", document}, {"text", "说明(示例)"}});
    const auto laboratory =
        path("/api/v1/laboratories/",
             must(developer().post("/api/v1/laboratories",
                                   {{"title", "示例"}, {"documents", documents}})));
    auto& authority = keeper(tenants::StageKind::lab);
    must(authority.post(laboratory + "/start"));
    must(authority.send(http::Method::put, laboratory + "/report", "评估报告(示例)\n",
                        "text/plain"));
    must(authority.post(laboratory + "/issue-report",
                        {{"document", "测评〔2026〕1号"}, {"conclusion", "可行"}}));
    return laboratory;
}

void PackCase::scored(const std::string& application, int score) {
    auto& authority = keeper(tenants::StageKind::expert_review);
    must(keeper(tenants::StageKind::pre_check)
             .post(application + "/pre-check", {{"decision", "pass"}}));
    const auto drawn = must(authority.post(application + "/panel"));
    Json scores = Json::array();
    for (const auto& criterion :
         or_default(pack_->list("review_items"), {"qualification", "security"}))
        scores.push_back({{"criterion", criterion}, {"score", score}});
    for (const auto& reviewer : drawn.json.at("reviewers")) {
        auto& expert = as(reviewer.at("username").get<std::string>());
        must(expert.post(application + "/declaration", {{"conflict", false}}));
        must(expert.post(application + "/scores", {{"scores", scores}, {"opinion", "意见"}}));
    }
}

Answer PackCase::conclude_review(const std::string& application) {
    return keeper(tenants::StageKind::expert_review)
        .post(application + "/conclude-review", {{"opinion", "专家组意见(示例)"}});
}

Answer PackCase::conclude(const std::string& application, tenants::StageKind stage,
                          const Json& body) {
    return keeper(stage).post(
        application + "/stages/" + std::string(to_text(stage)) + "/conclude", body);
}

std::string PackCase::meeting(const std::string& application, const std::string& outcome) {
    auto& secretary = keeper(tenants::StageKind::deliberation);
    const auto meeting = path("/api/v1/deliberations/",
                              must(secretary.post(application + "/deliberations",
                                                  {{"meeting_on", today_}, {"agenda", "审议"}})));
    Json checks = Json::array();
    for (const auto& check : pack_->list("deliberation_checks"))
        checks.push_back({{"check", check}, {"met", true}});
    must(secretary.post(meeting + "/record",
                        {{"attendance", {"finance"}},
                         {"votes", {{{"member", "finance"}, {"vote", "agree"}}}},
                         {"checks", checks},
                         {"minutes_document", "纪要〔2026〕1号"},
                         {"minutes_outcome", outcome}}));
    return meeting;
}

std::string PackCase::state(const std::string& application) {
    return must(developer().get(application)).json.at("state").get<std::string>();
}

void check_refused(const Answer& answer, int status, std::string_view code,
                   std::string_view article) {
    BOOST_CHECK_MESSAGE(answer.status == status && answer.code() == code,
                        "wanted " << status << " " << code << ", got " << answer.status << " "
                                  << answer.text);
    if (article.empty()) return;
    const auto found =
        answer.json.contains("article") ? answer.json.at("article").get<std::string>() : "-";
    BOOST_CHECK_EQUAL(found, article);
}

}  // namespace yunhe::test
