#include "tests/support/pack_player.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "tenants/review_validity.hpp"
#include "tenants/rule_override.hpp"

namespace yunhe::test {
namespace {

using tenants::Role;
using tenants::Stage;
using tenants::StageKind;

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kLateUscc = "91321000100232028D";

const tenants::RulePackLibrary& library() {
    static const tenants::RulePackLibrary packs;
    return packs;
}

/// What the texts leave to the tenant, and what they are silent about.
Json policy_of(const std::string& pack_id) {
    Json policy = {{"panel_size", 3}, {"disclosure_working_days", 5}};
    if (pack_id == "zhoushan-2024") {
        policy["agreement_term_months_max"] = 24;
        policy["safety_report_cadence_months"] = 6;
    }
    if (pack_id == "ningbo-2023") policy["grantor_body"] = "authority";
    return policy;
}

std::string clock(std::string_view date) { return std::string(date) + "T01:00:00Z"; }

std::string user_of(Role role) {
    switch (role) {
        case Role::operator_admin: return "op.admin";
        case Role::operator_staff: return "op.staff";
        case Role::data_authority: return "authority";
        case Role::coordination: return "minutes";
        case Role::department: return "dept.d01";
        case Role::developer_admin: return "dev1";
        default: break;
    }
    BOOST_FAIL("the player has no user for " << to_text(role));
    return {};
}

std::string text_of(const Json& json, const char* name) {
    return json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : "";
}

std::string id_of(const Answer& answer) { return answer.json.at("id").get<std::string>(); }

}  // namespace

PackPlayer::PackPlayer(std::string pack_id)
    : pack_(library().find(pack_id)),
      world_({.rule_pack = pack_id, .policy = policy_of(pack_id), .experts = 4}) {
    for (int i = 1; i <= 4; ++i)
        must(world_.as("authority")
                 .post("/api/v1/experts", {{"username", "expert" + std::to_string(i)}}));
    world_.open_developer(kUscc, "dev1");
    world_.open_developer(kLateUscc, "dev2");
    conditions_ = pack_->list("conditions");
    if (conditions_.empty()) conditions_ = {"good_standing"};
    materials_ = pack_->list("materials");
    if (materials_.empty()) materials_ = {"application_form", "security_rules"};
    criteria_ = pack_->list("review_items");
    if (criteria_.empty()) criteria_ = {"qualification", "security"};
}

ApiClient& PackPlayer::as(Role role) { return world_.as(user_of(role)); }

Answer PackPlayer::must(const Answer& answer) const {
    BOOST_REQUIRE_MESSAGE(answer.ok(), pack_->id << ": " << answer.status << " " << answer.text);
    return answer;
}

void PackPlayer::refused(std::string what, const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.status >= 400 && answer.status < 500,
                          pack_->id << ", " << what << ": expected a refusal, got "
                                    << answer.status << " " << answer.text);
    NotedRefusal refusal{std::move(what), answer.status, answer.code(), "system", {}, {}};
    if (const auto source = text_of(answer.json, "source"); !source.empty())
        refusal.source = source;
    refusal.rule = text_of(answer.json, "rule");
    refusal.article = text_of(answer.json, "article");
    refusals_.push_back(std::move(refusal));
}

void PackPlayer::day(std::string_view date) { world_.set_clock(clock(date)); }

void PackPlayer::note_state() {
    const auto state = text_of(must(developer().get(application_)).json, "state");
    if (states_.empty() || states_.back() != state) states_.push_back(state);
}

Json PackPlayer::notice_body() const {
    const auto fields = pack_->items("fields");
    return {{"code", "N1"},
            {"title", "授权运营公告(示例)"},
            {"fields", {fields.empty() ? "交通" : fields.front().title.zh}},
            {"window_from", "2026-03-02"},
            {"window_to", "2026-03-20"},
            {"conditions", conditions_},
            {"materials", materials_},
            {"criteria", criteria_},
            {"mode", "按场景授权(示例)"},
            {"scope", "授权范围(示例)"},
            {"requirements", "有关要求(示例)"}};
}

Json PackPlayer::draft_body() const {
    Json statements = Json::array();
    for (const auto& condition : conditions_)
        statements.push_back({{"condition", condition}, {"text", "符合(示例)"}});
    return {{"notice_code", "N1"},
            {"plan_text", "开发方案(示例)"},
            {"contact", "示例 0514-0000"},
            {"statements", statements}};
}

void PackPlayer::publish_notice() {
    const auto publisher = from_text<Role>(pack_->code("notice_publisher")).value();
    const auto other =
        publisher == Role::data_authority ? Role::operator_staff : Role::data_authority;
    refused("公告由文本以外的一方起草", as(other).post("/api/v1/notices", notice_body()));
    auto gap = notice_body();
    gap["code"] = "N0";
    for (const char* list : {"conditions", "materials"}) {
        if (pack_->list(list).empty()) continue;
        auto shorter = gap;
        shorter[list].erase(shorter[list].size() - 1);
        shorter["code"] = std::string("N0-") + list;
        const auto drafted = must(as(publisher).post("/api/v1/notices", shorter));
        refused(std::string(list) == "conditions" ? "公告漏列文本规定的条件"
                                                  : "公告漏列文本规定的材料",
                as(publisher).post("/api/v1/notices/" + id_of(drafted) + "/publish"));
    }
    const auto parts = pack_->list("notice_parts");
    const auto wants = [&](const char* part) {
        return std::ranges::find(parts, part) != parts.end();
    };
    gap["code"] = "N0-parts";
    if (wants("mode")) gap.erase("mode");
    else if (wants("priority_fields")) gap["fields"] = Json::array();
    else if (pack_->list("conditions").empty()) gap["conditions"] = Json::array();
    if (gap.size() != notice_body().size() || gap["fields"].empty() || gap["conditions"].empty()) {
        const auto partial = must(as(publisher).post("/api/v1/notices", gap));
        refused("公告缺少文本规定的内容",
                as(publisher).post("/api/v1/notices/" + id_of(partial) + "/publish"));
    }
    const auto published = must(as(publisher).post("/api/v1/notices", notice_body()));
    notice_ = "/api/v1/notices/" + id_of(published);
    must(as(publisher).post(notice_ + "/publish"));
    refused("公告窗口未开时申请", developer().post("/api/v1/applications", draft_body()));
    day("2026-03-10");
}

void PackPlayer::laboratory(const Stage& stage) {
    Json documents = Json::array();
    for (const auto& document : pack_->list("lab_documents"))
        documents.push_back({{"document", document}, {"text", "说明(示例)"}});
    auto fewer = documents;
    fewer.erase(fewer.size() - 1);
    refused("测试验证申请缺一项材料",
            developer().post("/api/v1/laboratories", {{"title", "示例"}, {"documents", fewer}}));
    const auto laboratory =
        "/api/v1/laboratories/" +
        id_of(must(developer().post("/api/v1/laboratories",
                                    {{"title", "示例"}, {"documents", documents}})));
    refused("实验室服务超过文本上限",
            as(stage.concluder()).post(laboratory + "/start", {{"ends_on", "2026-10-01"}}));
    must(as(stage.concluder()).post(laboratory + "/start"));
    must(as(stage.concluder())
             .send(http::Method::put, laboratory + "/report", "评估报告(示例)\n", "text/plain"));
    must(as(stage.concluder())
             .post(laboratory + "/issue-report",
                   {{"document", "测评〔2026〕1号"}, {"conclusion", "可行(示例)"}}));
}

void PackPlayer::submit(const Stage&) {
    auto empty = draft_body();
    empty["statements"] = Json::array();
    application_ = "/api/v1/applications/" +
                   id_of(must(developer().post("/api/v1/applications", empty)));
    note_state();
    refused("申请未逐条说明是否符合条件", developer().post(application_ + "/submit"));
    auto whole = draft_body();
    whole.erase("notice_code");
    const auto shown = must(developer().get(application_));
    must(developer().with("if-match", shown.header("ETag")).put(application_, whole));
    const auto upload = [&](const std::string& material, const std::string& query) {
        if (material == "lab_report") return;
        must(developer().send(http::Method::put,
                              application_ + "/materials/" + material + query,
                              "申请材料(示例)\n", "text/plain"));
    };
    for (std::size_t i = 1; i < materials_.size(); ++i) upload(materials_[i], "");
    refused("申请材料不齐", developer().post(application_ + "/submit"));
    upload(materials_.front(), "");
    for (const auto& material : pack_->items("materials")) {
        if (!material.covers_months) continue;
        refused("审计和财务报告未说明期间", developer().post(application_ + "/submit"));
        upload(material.code, "?period_end=2026-01-31");
    }
    must(developer().post(application_ + "/submit"));
    note_state();
    day("2026-03-21");
    refused("公告窗口过后申请",
            world_.as("dev2").post("/api/v1/applications", draft_body()));
}

void PackPlayer::pre_check(const Stage& stage) {
    const auto other =
        stage.concluder() == Role::operator_staff ? Role::data_authority : Role::operator_staff;
    refused("预审由无权的一方办理",
            as(other).post(application_ + "/pre-check", {{"decision", "pass"}}));
    const auto acceptance = pack_->find_stage(StageKind::accepted);
    refused("未经各环节直接确定",
            as(acceptance->concluder()).post(application_ + "/accept", {{"opinion", "同意"}}));
    must(as(stage.concluder()).post(application_ + "/pre-check", {{"decision", "pass"}}));
    note_state();
}

void PackPlayer::conclude(const Stage& stage, const Json& body) {
    must(as(stage.concluder())
             .post(application_ + "/stages/" + std::string(to_text(stage.stage)) + "/conclude",
                   body));
    note_state();
}

/// Members and departments are asked and answer, where the stage has them.
void PackPlayer::hear_participants(const Stage& stage) {
    if (stage.participants.empty()) return;
    const auto answer = as(stage.opener())
                            .post(application_ + "/stages/" + std::string(to_text(stage.stage)) +
                                      "/ask",
                                  {{"departments", {"D01"}}});
    const Json opinions = must(answer).json.at("opinions");
    for (const auto& opinion : opinions) {
        const auto participant = text_of(opinion, "participant");
        const bool department = participant.starts_with("department:");
        Json given = {{"opinion", "agree"}, {"text", "同意(示例)"}};
        if (!department) given["participant"] = participant;
        must(as(department ? Role::department : Role::coordination)
                 .post(application_ + "/opinions", given));
    }
}

void PackPlayer::review_subjects(const Stage& stage) {
    if (tenants::subject_review_stage(*pack_) != stage.stage) return;
    const auto subjects = tenants::review_subjects(*pack_);
    for (const auto& subject : subjects) {
        if (&subject == &subjects.back())
            refused("缺一项分项审核就结束审核",
                    as(stage.concluder())
                        .post(application_ + "/stages/" + std::string(to_text(stage.stage)) +
                                  "/conclude",
                              {{"decision", "pass"}, {"document", "审核〔2026〕1号"}}));
        must(as(stage.opener())
                 .post(application_ + "/subject-reviews",
                       {{"subject", subject.subject},
                        {"decision", "pass"},
                        {"opinion", "合格(示例)"}}));
    }
}

void PackPlayer::expert_review(const Stage& stage) {
    std::vector<std::string> names;
    const auto drawn = must(as(stage.opener()).post(application_ + "/panel"));
    for (const auto& reviewer : drawn.json.at("reviewers"))
        names.push_back(text_of(reviewer, "username"));
    Json scores = Json::array();
    for (const auto& criterion : criteria_)
        scores.push_back({{"criterion", criterion}, {"score", 90}});
    refused("专家未声明有无利害关系就打分",
            world_.as(names[0]).post(application_ + "/scores",
                                     {{"scores", scores}, {"opinion", "意见(示例)"}}));
    for (const auto& name : names) {
        if (name == names.back())
            refused("评审人数不足就结束评审", as(stage.concluder())
                                                  .post(application_ + "/conclude-review",
                                                        {{"opinion", "同意(示例)"}}));
        must(world_.as(name).post(application_ + "/declaration", {{"conflict", false}}));
        must(world_.as(name).post(application_ + "/scores",
                                  {{"scores", scores}, {"opinion", "意见(示例)"}}));
    }
    if (!stage.participants.empty())
        refused("参与评审的部门未被征求意见", as(stage.concluder())
                                                  .post(application_ + "/conclude-review",
                                                        {{"opinion", "同意(示例)"}}));
    hear_participants(stage);
    review_subjects(stage);
    must(as(stage.concluder()).post(application_ + "/conclude-review",
                                    {{"opinion", "同意(示例)"}}));
    note_state();
}

void PackPlayer::deliberation(const Stage& stage) {
    const auto conclusion = application_ + "/stages/deliberation/conclude";
    refused("没有纪要就结束审议", as(stage.concluder()).post(conclusion, {{"decision", "pass"}}));
    const auto members = pack_->list("coordination_members");
    const auto hold = [&](const char* outcome, bool met) {
        const auto meeting = must(as(stage.opener())
                                      .post(application_ + "/deliberations",
                                            {{"meeting_on", "2026-03-21"},
                                             {"agenda", "审议授权申请(示例)"}}));
        Json votes = Json::array();
        for (const auto& member : members)
            votes.push_back({{"member", member}, {"vote", "agree"}});
        Json checks = Json::array();
        for (const auto& check : pack_->list("deliberation_checks"))
            checks.push_back({{"check", check}, {"met", met}});
        const auto path = "/api/v1/deliberations/" + id_of(meeting);
        must(as(stage.opener())
                 .post(path + "/record", {{"attendance", members},
                                          {"votes", votes},
                                          {"checks", checks},
                                          {"minutes_document", "纪要〔2026〕1号"},
                                          {"minutes_outcome", outcome}}));
        return path;
    };
    if (pack_->flag("minutes_fix_outcome")) {
        const auto meeting = hold("reject", true);
        refused("结论与纪要不一致",
                as(stage.concluder()).post(conclusion, {{"decision", "pass"}, {"opinion", "同意"}}));
        must(as(stage.opener()).post(meeting + "/cancel", {{"reason", "重开(示例)"}}));
    }
    if (!pack_->list("deliberation_checks").empty()) {
        const auto meeting = hold("pass", false);
        refused("审议核实的条件未满足",
                as(stage.concluder()).post(conclusion, {{"decision", "pass"}}));
        must(as(stage.opener()).post(meeting + "/cancel", {{"reason", "重开(示例)"}}));
    }
    hold("pass", true);
    conclude(stage, {{"decision", "pass"}, {"opinion", "同意(示例)"}});
}

/// A stage whose trace is a paper of somebody outside: confirmation, filing, opinions of members.
void PackPlayer::outside_paper(const Stage& stage) {
    if (!stage.participants.empty())
        refused("成员单位和数据提供单位未被征求意见",
                as(stage.concluder())
                    .post(application_ + "/stages/" + std::string(to_text(stage.stage)) +
                              "/conclude",
                          {{"decision", "pass"}, {"document", "审核〔2026〕1号"}}));
    hear_participants(stage);
    review_subjects(stage);
    refused("环节没有留下文件:" + stage.title.zh,
            as(stage.concluder())
                .post(application_ + "/stages/" + std::string(to_text(stage.stage)) + "/conclude",
                      {{"decision", "pass"}}));
    conclude(stage, {{"decision", "pass"}, {"document", "文件〔2026〕2号"}});
}

void PackPlayer::disclosure(const Stage& stage) {
    const auto acceptance = pack_->find_stage(StageKind::accepted);
    if (stage.gate)
        refused("未公开就确定", as(acceptance->concluder())
                                    .post(application_ + "/accept", {{"opinion", "同意(示例)"}}));
    must(as(stage.concluder()).post(application_ + "/disclose"));
    note_state();
}

void PackPlayer::check_lists() {
    const auto lists = pack_->list("list_checks");
    if (lists.empty()) return;
    const auto acceptance = pack_->find_stage(StageKind::accepted);
    const auto accept = [&] {
        return as(acceptance->concluder())
            .post(application_ + "/accept", {{"opinion", "同意(示例)"}});
    };
    refused("未查失信名单就确定", accept());
    const auto path = "/api/v1/developers/" + std::string(kUscc) + "/list-checks";
    const auto record = [&](const std::string& list, const std::string& subject, bool listed) {
        must(as(Role::operator_staff)
                 .post(path, {{"list", list},
                              {"subject", subject},
                              {"listed", listed},
                              {"checked_on", "2026-04-02"},
                              {"source", "公开查询(示例)"},
                              {"evidence_digest", std::string(64, 'a')}}));
    };
    for (const auto& list : lists)
        for (const auto& subject : pack_->list("list_check_subjects"))
            record(list, subject, false);
    record(lists.front(), "legal_representative", true);
    refused("法定代表人在失信名单上", accept());
    record(lists.front(), "legal_representative", false);
}

void PackPlayer::acceptance(const Stage& stage) {
    const auto accept = [&] {
        return as(stage.concluder()).post(application_ + "/accept", {{"opinion", "同意(示例)"}});
    };
    if (pack_->find_stage(StageKind::disclosed)->gate) refused("公开期未满就确定", accept());
    const auto objection = "/api/v1/public/" + world_.slug() + "/disclosures/" +
                           application_.substr(application_.rfind('/') + 1) + "/objections";
    const auto raised = must(ApiClient().post(
        objection, {{"name", "示例"}, {"contact", "示例"}, {"text", "异议(示例)"}}));
    day("2026-04-02");
    refused("异议未答复就确定", accept());
    const auto keeper = pack_->find_stage(StageKind::disclosed)->concluder();
    must(as(keeper).post("/api/v1/objections/" + id_of(raised) + "/answer",
                         {{"outcome", "dismissed"}, {"text", "不成立(示例)"}}));
    check_lists();
    must(accept());
    note_state();
}

void PackPlayer::filing_afterwards() {
    const auto filing = pack_->find_stage(StageKind::filing);
    if (!filing || filing->gate) return;
    must(as(filing->concluder()).post(application_ + "/filing", {{"document", "备案〔2026〕3号"}}));
}

void PackPlayer::sign(const Stage& stage) {
    const auto other =
        stage.actor == Role::operator_admin ? Role::data_authority : Role::operator_admin;
    const auto exact = pack_->integer("agreement_term_exact_months");
    const auto fields = must(as(stage.actor).get(notice_)).json.at("fields");
    const auto body = [&](const char* to) {
        return Json{{"application_id", application_.substr(application_.rfind('/') + 1)},
                    {"from", "2026-04-10"},
                    {"to", to},
                    {"service_fee", "1200.00"},
                    {"fields", fields}};
    };
    refused("协议由无权的一方起草", as(other).post("/api/v1/agreements", body("2028-04-09")));
    refused("协议期限超过上限", as(stage.actor).post("/api/v1/agreements", body("2029-12-31")));
    if (exact)
        refused("协议期限短于规定", as(stage.actor).post("/api/v1/agreements", body("2027-04-09")));
    auto trial = body("2027-04-09");
    trial["kind"] = "trial";
    refused(pack_->find("trial_term_months_max") != nullptr ? "试运营期超过上限"
                                                            : "文本没有规定的试运营期",
            as(stage.actor).post("/api/v1/agreements", trial));
    auto wanted = body("2028-04-09");
    const auto* limit = pack_->find("agreement_term_months_max");
    if (limit != nullptr && tenants::may_be_overridden(*limit)) {
        // 一般不超过: longer with a written reason, which is recorded.
        wanted["to"] = "2029-12-31";
        wanted["override_reason"] = "跨年度项目(示例)";
    }
    agreement_ = "/api/v1/agreements/" +
                 id_of(must(as(stage.actor).post("/api/v1/agreements", wanted)));
    must(as(stage.actor).post(agreement_ + "/offer"));
    refused("签约前使用数据",
            developer().post("/api/v1/scenarios", {{"code", "S0"},
                                                   {"name", "示例场景"},
                                                   {"purpose", "industry"},
                                                   {"field", fields.front()},
                                                   {"value", "价值(示例)"},
                                                   {"feasibility", "可行(示例)"},
                                                   {"necessity", "必要(示例)"}}));
    must(developer().post(agreement_ + "/sign", {{"password", kPassword}}));
    refused("授权方由无权的一方签署", as(other).post(agreement_ + "/sign",
                                                     {{"password", kPassword}}));
    must(as(stage.actor).post(agreement_ + "/sign", {{"password", kPassword}}));
    day("2026-04-11");
}

/// What the text still forbids once the agreement stands.
void PackPlayer::after_signature() {
    const auto policy = must(as(Role::operator_admin).get("/api/v1/policy"));
    const auto looser = [&](const char* key, int value) {
        auto wanted = policy_of(pack_->id);
        wanted[key] = value;
        return as(Role::operator_admin)
            .with("if-match", policy.header("ETag"))
            .put("/api/v1/policy", wanted);
    };
    if (pack_->integer("log_retention_months_min"))
        refused("租户把日志保存期设得短于文本", looser("log_retention_months_min", 3));
    if (pack_->integer("agreement_term_months_max"))
        refused("租户把协议期限上限设得长于文本", looser("agreement_term_months_max", 60));
    if (pack_->integer("agreement_term_exact_months"))
        refused("租户改动文本定死的协议期限", looser("agreement_term_months_max", 36));
    if (pack_->integer("trial_term_months_max"))
        refused("租户把试运营期设得长于文本", looser("trial_term_months_max", 12));
    if (pack_->integer("lab_months_max"))
        refused("租户把实验室期限设得长于文本", looser("lab_months_max", 9));

    ask_for_data();
    ask_too_much();
    stop_and_end();
    if (!pack_->valid_to) return;
    day("2026-08-01");
    auto next = notice_body();
    next["code"] = "N2";
    next["window_from"] = "2026-08-03";
    next["window_to"] = "2026-08-31";
    const auto publisher = from_text<Role>(pack_->code("notice_publisher")).value();
    const auto drafted = as(publisher).post("/api/v1/notices", next);
    refused("文本期满后发布新公告",
            drafted.ok() ? as(publisher).post("/api/v1/notices/" + id_of(drafted) + "/publish")
                         : drafted);
}

/// Data that the text bars, consents that it wants, kinds of product that it names.
void PackPlayer::ask_for_data() {
    const auto field = must(as(Role::data_authority).get(agreement_)).json.at("fields").front();
    must(developer().post("/api/v1/scenarios", {{"code", "S1"},
                                                {"name", "示例场景"},
                                                {"purpose", "industry"},
                                                {"field", field},
                                                {"value", "价值(示例)"},
                                                {"feasibility", "可行(示例)"},
                                                {"necessity", "必要(示例)"}}));
    const auto publish = [&](const std::string& code, Json more) {
        Json body = {{"code", code},       {"name", "示例资源" + code}, {"field", field},
                     {"level", "L2"},      {"openness", "conditional"},
                     {"columns", {{{"name", "uscc"}}}}};
        body.merge_patch(more);
        must(as(Role::department).post("/api/v1/resources", body));
        must(as(Role::department).post("/api/v1/resources/" + code + "/publish"));
    };
    const auto ask = [&](const std::string& code) {
        const Json columns = {{{"name", "uscc"}, {"purpose", "核验(示例)"}}};
        const Json item = {{"resource_code", code}, {"columns", columns}};
        const auto drafted = developer().post(
            "/api/v1/data-requests", {{"scenario_code", "S1"}, {"items", Json::array({item})}});
        if (!drafted.ok()) return drafted;
        return developer().post("/api/v1/data-requests/" + id_of(drafted) + "/submit");
    };
    const auto bars = pack_->items("barred_reasons");
    if (!bars.empty()) {
        publish("R-barred", {{"openness", "barred"}, {"barred_reason", bars.front().code}});
        refused("申请文本禁止开放的数据", ask("R-barred"));
    }
    if (!pack_->list("personal_data_paths").empty() || pack_->flag("consent_before_access")) {
        publish("R-person", {{"personal", true}});
        refused("申请个人信息而没有同意或脱敏", ask("R-person"));
    }
    const auto* kinds = pack_->find("product_kinds");
    if (kinds == nullptr || kinds->force != tenants::Force::hard) return;
    const Json source = {{"own_name", "自有数据(示例)"}, {"weight", "100"}};
    const auto product = developer().post("/api/v1/products", {{"code", "P1"},
                                                               {"name", "示例产品"},
                                                               {"kind", "no_such_kind"},
                                                               {"scenario_codes", {"S1"}},
                                                               {"lineage", Json::array({source})}});
    refused("产品不属于文本规定的类别",
            product.ok() ? developer().post("/api/v1/products/P1/submit") : product);
}

/// What the state rules for all: the operator's fee stays within the cap.
void PackPlayer::ask_too_much() {
    const Json tiers = Json::array({{{"unit_price", "0.300000"}}});
    must(as(Role::operator_admin)
             .post("/api/v1/price-caps",
                   {{"code", "CAP1"},
                    {"document", "上限收费标准(示例)"},
                    {"effective_from", "2026-05-01"},
                    {"items", Json::array({{{"meter", "calls"}, {"tiers", tiers}}})}}));
    must(as(Role::data_authority).post("/api/v1/price-caps/CAP1/confirm"));
    const Json charge = {{"meter", "calls"},
                         {"aggregation", "sum"},
                         {"model", "unit"},
                         {"unit_price", "0.35"}};
    refused("运营服务费高于上限收费标准",
            world_.as("finance1").post("/api/v1/price-plans",
                                       {{"code", "PF1"},
                                        {"kind", "operator_fee"},
                                        {"effective_from", "2026-05-01"},
                                        {"charges", Json::array({charge})}}));
}

/// Who stops and ends, and what has to come first.
void PackPlayer::stop_and_end() {
    const auto acts = [&](std::string_view list, Role role) {
        const auto items = pack_->items(list);
        return std::ranges::any_of(
            items, [&](const tenants::RuleItem& item) { return item.role == role; });
    };
    const auto stranger_to = [&](std::string_view list) {
        return acts(list, Role::operator_admin) ? Role::operator_staff : Role::operator_admin;
    };
    refused("由文本以外的一方暂停使用",
            as(stranger_to("suspenders"))
                .post(agreement_ + "/holds", {{"cause", "breach"}, {"reason", "违约(示例)"}}));
    const auto end = [&](Role role, const Json& more) {
        Json body = {{"reason", "示例"}};
        body.update(more);
        return as(role).post(agreement_ + "/terminate", body);
    };
    refused("由文本以外的一方终止协议", end(stranger_to("terminators"), Json::object()));
    const auto terminator = *pack_->items("terminators").front().role;
    if (pack_->flag("termination_deliberated"))
        refused("未经审议就终止协议", end(terminator, Json::object()));
    if (!pack_->list("breach_steps").empty())
        refused("违约未先责令改正就终止协议",
                end(terminator, {{"ground", "breach"}, {"minutes_document", "纪要〔2026〕5号"}}));
    if (pack_->flag("correction_deadline_required"))
        refused("责令改正没有期限", as(*pack_->items("suspenders").front().role)
                                        .post(agreement_ + "/rectifications",
                                              {{"demand", "改正(示例)"}}));
}

void PackPlayer::play_stage(const Stage& stage) {
    switch (stage.stage) {
        case StageKind::lab: return laboratory(stage);
        case StageKind::submitted: return submit(stage);
        case StageKind::pre_check: return pre_check(stage);
        case StageKind::expert_review: return expert_review(stage);
        case StageKind::review_by_members_and_departments:
        case StageKind::government_confirmation: return outside_paper(stage);
        case StageKind::deliberation: return deliberation(stage);
        case StageKind::disclosed: return disclosure(stage);
        case StageKind::filing:
            if (stage.gate) outside_paper(stage);
            return;
        case StageKind::accepted: return acceptance(stage);
        case StageKind::agreement: return sign(stage);
    }
}

void PackPlayer::play() {
    publish_notice();
    for (const auto& stage : pack_->stages()) {
        if (stage.stage == StageKind::agreement) filing_afterwards();
        BOOST_TEST_CONTEXT(pack_->id << ", stage " << to_text(stage.stage)) { play_stage(stage); }
    }
    after_signature();
}

}  // namespace yunhe::test
