/// Small cases through the API: each kind's way, its refusals with source and article, who sees
/// what.
#include <boost/test/unit_test.hpp>

#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/application_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/obligation_store.hpp"
#include "tenants/small_case_service.hpp"
#include "tenants/small_case_workflow.hpp"
#include "tenants/total_control_service.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::small_case_test {
namespace {

using tenants::AgreementId;

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";
const std::string kCases = "/api/v1/cases";

Date day(std::string_view text) { return parse_date(text).value(); }

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
    return answer;
}

/// "regulation 17", or the source alone.
std::string source_of(const Answer& answer) {
    return answer.json.value("source", "") +
           (answer.json.contains("article") ? " " + answer.json.at("article").get<std::string>()
                                            : "");
}

/// A tenant with two developers, each with an agreement in force.
class Cases {
public:
    explicit Cases(std::string rule_pack, Json policy = nullptr)
        : world({.rule_pack = std::move(rule_pack), .policy = std::move(policy)}) {
        world.open_developer(kUscc, "dev1");
        world.open_developer(kOtherUscc, "dev2");
        world.open_body("EVAL", "evaluator", "evaluator", "evaluator");
        agreement = running_agreement(kUscc);
        other_agreement = running_agreement(kOtherUscc);
    }

    ApiClient& as(const std::string& user) { return world.as(user); }

    /// Straight into the tables: how an agreement comes about is not the matter here.
    std::string running_agreement(std::string_view uscc) {
        AgreementId id;
        auto& database = test_database().database();
        const auto written = database.transact([&](db::Transaction& tx) -> Status {
            const auto scope = world.scope();
            const auto developer = tenants::find_body_by_code(tx, scope, uscc).value();
            tenants::Notice notice;
            notice.pass_mark = 60;
            notice.panel_size = 3;
            notice.id = tx.new_id<tenants::NoticeId>();
            notice.code = "N-" + std::string(uscc);
            notice.title = "公告(示例)";
            notice.state = tenants::NoticeState::published;
            notice.window_from = day("2026-01-01");
            notice.window_to = day("2026-01-31");
            notice.fields = {"health"};
            notice.rule_pack_id = "any";
            tenants::insert_notice(tx, scope, notice);
            tenants::Application application;
            application.id = tx.new_id<tenants::ApplicationId>();
            application.number = tx.next_number(scope, "application");
            application.notice_id = notice.id;
            application.developer_id = developer.id;
            application.state = tenants::ApplicationState::accepted;
            application.submitted_at = start_of(day("2026-01-15"));
            tenants::insert_application(tx, scope, application);
            tenants::save_application(tx, scope, application);
            tenants::Agreement agreement_row;
            id = agreement_row.id = tx.new_id<AgreementId>();
            agreement_row.number = tx.next_number(scope, "agreement");
            agreement_row.application_id = application.id;
            agreement_row.developer_id = developer.id;
            agreement_row.from = day("2026-02-01");
            agreement_row.to = day("2027-12-31");
            agreement_row.fields = {"health"};
            agreement_row.rule_pack_id = "any";
            agreement_row.rule_pack_digest = std::string(64, '0');
            agreement_row.canonical_text = "协议(示例)";
            tenants::insert_agreement(tx, scope, agreement_row);
            agreement_row.state = tenants::AgreementState::signed_;
            agreement_row.signed_at = start_of(day("2026-02-01"));
            tenants::save_agreement(tx, scope, agreement_row);
            return Done{};
        });
        BOOST_REQUIRE(written.ok());
        return to_text(id);
    }

    /// A scenario under the agreement of that developer, straight into the tables.
    catalog::ScenarioId scenario(const std::string& code, std::string_view uscc,
                                 catalog::ScenarioState state) {
        catalog::Scenario row;
        row.code = code;
        row.name = "场景(示例)";
        row.field = "health";
        row.value = row.feasibility = row.necessity = "示例";
        const auto held = uscc == kUscc ? agreement : other_agreement;
        row.agreement_id = parse_id<AgreementId>(held).value();
        row.created_at = start_of(day("2026-02-01"));
        write([&](db::Transaction& tx) {
            row.id = tx.new_id<catalog::ScenarioId>();
            row.developer_id = tenants::find_body_by_code(tx, world.scope(), uscc).value().id;
            catalog::insert_scenario(tx, world.scope(), row);
            catalog::save_scenario_state(tx, world.scope(), row.id, state);
        });
        return row.id;
    }
    void product(const std::string& code, catalog::ScenarioId scenario_id) {
        catalog::Product row;
        row.code = code;
        row.name = "产品(示例)";
        row.kind = "report";
        row.scenario_ids = {scenario_id};
        write([&](db::Transaction& tx) {
            row.id = tx.new_id<catalog::ProductId>();
            row.developer_id = tenants::find_body_by_code(tx, world.scope(), kUscc).value().id;
            catalog::insert_product(tx, world.scope(), row, start_of(day("2026-02-01")));
        });
    }
    template <class Act>
    void write(Act act) {
        const auto written =
            test_database().database().transact([&](db::Transaction& tx) -> Status {
                act(tx);
                return Done{};
            });
        BOOST_REQUIRE(written.ok());
    }

    std::string open(const std::string& user, const std::string& kind, const Json& body) {
        return kCases + "/" + kind + "/" +
               must(as(user).post(kCases + "/" + kind, body)).json.at("id").get<std::string>();
    }
    Answer act(const std::string& user, const std::string& small_case, const std::string& action,
               const Json& body = Json::object()) {
        return as(user).post(small_case + "/" + action, body);
    }
    static std::string id_of(const std::string& small_case) {
        return small_case.substr(small_case.rfind('/') + 1);
    }
    static std::string plain(const std::string& small_case) {
        return kCases + "/" + id_of(small_case);
    }
    Json read(const std::string& user, const std::string& small_case) {
        return must(as(user).get(plain(small_case))).json;
    }
    std::string state(const std::string& small_case) {
        return read("authority", small_case).at("state").get<std::string>();
    }
    std::size_t todos(const std::string& user, const std::string& task) {
        std::size_t count = 0;
        for (const auto& todo : as(user).rows("/api/v1/todos"))
            count += todo.at("task") == task;
        return count;
    }
    BodyId body_id(std::string_view code) {
        BodyId id;
        const auto found = test_database().database().read([&](db::Transaction& tx) -> Status {
            id = tenants::find_body_by_code(tx, world.scope(), code).value().id;
            return Done{};
        });
        BOOST_REQUIRE(found.ok());
        return id;
    }
    template <class Ask>
    auto ask(Ask question) {
        decltype(question(std::declval<db::Transaction&>())) answer{};
        const auto asked = test_database().database().read([&](db::Transaction& tx) -> Status {
            answer = question(tx);
            return Done{};
        });
        BOOST_REQUIRE(asked.ok());
        return answer;
    }

    ApiWorld world;
    std::string agreement;
    std::string other_agreement;
};

Json risk_body() {
    return {{"title", "字段组合可能反推个人(示例)"},
            {"category", "hidden_relation"},
            {"found_at", "2026-03-01T00:30:00Z"},
            {"description", "两个指标叠加后可识别到个人(示例)"}};
}
Json report_body() {
    return {{"title", "报告(示例)"},
            {"period_from", "2025-07-01"},
            {"period_to", "2025-12-31"},
            {"summary", "运行平稳(示例)"}};
}
Json incident_body() {
    return {{"title", "接口异常(示例)"},      {"category", "data"},
            {"severity", "general"},          {"occurred_at", "2026-02-20T02:00:00Z"},
            {"found_at", "2026-02-20T03:00:00Z"}, {"description", "示例"}};
}

BOOST_AUTO_TEST_SUITE(small_cases)

BOOST_AUTO_TEST_CASE(yangzhous_operator_reports_a_risk_and_stops_access) {
    Cases test("yangzhou-2024");
    // 17: the first-level operator reports; nobody else is asked to.
    BOOST_CHECK_EQUAL(test.as("dev1").post(kCases + "/risk-report", risk_body()).code(),
                      "not_your_move");
    const auto risk = test.open("op.staff", "risk-report", risk_body());
    const auto opened = test.read("op.staff", risk);
    BOOST_CHECK_EQUAL(opened.at("state"), "open");
    BOOST_CHECK_EQUAL(opened.at("handler_code"), "AUTH");
    BOOST_CHECK_EQUAL(opened.at("rule").at("source"), "regulation");
    BOOST_CHECK_EQUAL(opened.at("rule").at("article"), "17");
    BOOST_CHECK_EQUAL(test.todos("authority", "risk_report"), 1U);

    const Json reason = {{"reason", "立即停止处理(示例)"}};
    BOOST_CHECK_EQUAL(test.act("op.staff", risk, "stop", reason).field_code("/agreement_id"),
                      "missing_field");
    const Json stop = {{"agreement_id", test.agreement}, {"reason", "立即停止处理(示例)"}};
    const auto stopped = must(test.act("op.staff", risk, "stop", stop)).json;
    BOOST_CHECK_EQUAL(stopped.at("state"), "stopped");
    BOOST_CHECK(stopped.at("hold_id").is_string());
    BOOST_CHECK_EQUAL(stopped.at("agreement_id"), test.agreement);
    BOOST_CHECK_EQUAL(
        must(test.as("op.staff").get("/api/v1/agreements/" + test.agreement)).json.at("state"),
        "suspended");
    BOOST_CHECK_EQUAL(
        must(test.as("op.staff").get("/api/v1/agreements/" + test.other_agreement))
            .json.at("state"),
        "active");

    BOOST_CHECK_EQUAL(test.act("op.staff", risk, "close", {{"findings", "无"}, {"measures", "无"}})
                          .code(),
                      "not_your_move");
    BOOST_CHECK_EQUAL(
        test.act("authority", risk, "close", {{"findings", "无"}, {"measures", "无"}}).code(),
        "illegal_transition");
    must(test.act("authority", risk, "acknowledge"));
    BOOST_CHECK_EQUAL(test.act("op.staff", risk, "stop", stop).code(), "already_stopped");
    must(test.act("op.staff", risk, "add-record", {{"text", "已下线接口(示例)"}}));
    const auto closed = must(test.act("authority", risk, "close",
                                      {{"findings", "可反推(示例)"}, {"measures", "降精度(示例)"}}));
    BOOST_CHECK_EQUAL(closed.json.at("state"), "closed");
    BOOST_CHECK(closed.json.at("closed_at").is_string());
    BOOST_CHECK_EQUAL(test.todos("authority", "risk_report"), 0U);

    std::vector<std::string> actions;
    for (const auto& event : test.as("op.staff").rows(Cases::plain(risk) + "/events"))
        actions.push_back(event.at("action").get<std::string>());
    const std::vector<std::string> wanted{"open", "stop", "acknowledge", "add_record", "close"};
    BOOST_CHECK_EQUAL_COLLECTIONS(actions.begin(), actions.end(), wanted.begin(), wanted.end());
}

BOOST_AUTO_TEST_CASE(elsewhere_the_unit_reports_and_stops_its_own_access) {
    for (const auto& [pack, article] : {std::pair{"quzhou-2024", "六(一)"},
                                        {"hangzhou-2023", "三(五)6"},
                                        {"zhoushan-2024", "二(五)"}}) {
        BOOST_TEST_CONTEXT(pack) {
            Cases test(pack);
            BOOST_CHECK_EQUAL(test.as("op.staff").post(kCases + "/risk-report", risk_body()).code(),
                              "not_your_move");
            auto body = risk_body();
            body["agreement_id"] = test.other_agreement;
            BOOST_CHECK_EQUAL(test.as("dev1").post(kCases + "/risk-report", body).code(),
                              "not_your_object");
            const auto risk = test.open("dev1", "risk-report", risk_body());
            const auto opened = test.read("dev1", risk);
            BOOST_CHECK_EQUAL(opened.at("rule").at("article"), article);
            // Its own agreement in force is meant.
            BOOST_CHECK_EQUAL(opened.at("agreement_id"), test.agreement);
            BOOST_CHECK_EQUAL(test.act("dev1", risk, "stop",
                                       {{"agreement_id", test.other_agreement}, {"reason", "示例"}})
                                  .code(),
                              "not_your_object");
            const auto stopped = must(test.act("dev1", risk, "stop", {{"reason", "示例"}})).json;
            BOOST_CHECK(stopped.at("hold_id").is_string());
            BOOST_CHECK_EQUAL(
                must(test.as("dev1").get("/api/v1/agreements/" + test.agreement)).json.at("state"),
                "suspended");
            BOOST_CHECK_EQUAL(test.as("dev2").get(Cases::plain(risk)).status, 404);
            BOOST_CHECK_EQUAL(test.act("dev2", risk, "add-record", {{"text", "示例"}}).status, 404);
        }
    }
}

BOOST_AUTO_TEST_CASE(forms_are_checked_to_the_letter) {
    Cases test("quzhou-2024");
    auto& developer = test.as("dev1");
    auto body = risk_body();
    body["weather"] = "晴";
    BOOST_CHECK_EQUAL(developer.post(kCases + "/risk-report", body).field_code("/weather"),
                      "unknown_field");
    body = risk_body();
    body.erase("found_at");
    BOOST_CHECK_EQUAL(developer.post(kCases + "/risk-report", body).field_code("/found_at"),
                      "missing_field");
    body = risk_body();
    body["category"] = "weather";
    BOOST_CHECK_EQUAL(developer.post(kCases + "/risk-report", body).field_code("/category"),
                      "not_one_of");
    body = risk_body();
    body["found_at"] = "2026-03-01T01:00:01Z";
    BOOST_CHECK_EQUAL(developer.post(kCases + "/risk-report", body).field_code("/found_at"),
                      "in_the_future");
    const auto risk = test.open("dev1", "risk-report", risk_body());
    BOOST_CHECK_EQUAL(
        test.act("dev1", risk, "add-record", {{"text", "示例"}, {"opinion", "示例"}})
            .field_code("/opinion"),
        "unknown_field");
    BOOST_CHECK_EQUAL(
        test.act("dev1", risk, "add-record", {{"text", "示例"}, {"attachments", {"log"}}})
            .field_code("/attachments/0"),
        "unknown_file");
    // A case is found only under its own kind.
    const auto elsewhere = kCases + "/incident/" + Cases::id_of(risk);
    BOOST_CHECK_EQUAL(test.act("dev1", elsewhere, "add-record", {{"text", "示例"}}).status, 404);
    BOOST_CHECK_EQUAL(developer.post(kCases + "/weather", body).status, 405);
    BOOST_CHECK_EQUAL(test.as("dev1").post(kCases + "/credit-record", Json::object()).code(),
                      "permission_denied");
}

BOOST_AUTO_TEST_CASE(the_document_shows_each_actions_own_form) {
    const auto document = parse_json(must(ApiClient().get("/openapi.json")).text).value();
    const auto schema_of = [&](const char* path) {
        return document.at("paths")
            .at(path)
            .at("post")
            .at("requestBody")
            .at("content")
            .at("application/json")
            .at("schema")
            .at("$ref")
            .get<std::string>();
    };
    BOOST_CHECK_EQUAL(schema_of("/api/v1/cases/risk-report"),
                      "#/components/schemas/RiskReportBody");
    BOOST_CHECK_EQUAL(schema_of("/api/v1/cases/risk-report/{case_id}/stop"),
                      "#/components/schemas/CaseStop");
    BOOST_CHECK_EQUAL(schema_of("/api/v1/cases/complaint/{case_id}/answer"),
                      "#/components/schemas/ComplaintAnswer");
    BOOST_CHECK_EQUAL(schema_of("/api/v1/cases/data-objection/{case_id}/answer"),
                      "#/components/schemas/DataObjectionAnswer");
}

BOOST_AUTO_TEST_CASE(files_are_handed_in_once_and_given_back_whole) {
    Cases test("quzhou-2024");
    const auto risk = test.open("dev1", "risk-report", risk_body());
    const auto file = Cases::plain(risk) + "/files/log";
    const auto send = [&](const char* user, const std::string& query, const std::string& content) {
        return test.as(user).send(http::Method::put, file + query, content, "text/plain");
    };
    BOOST_CHECK_EQUAL(send("dev2", "", "示例\n").status, 404);
    const auto first = must(send("dev1", "?part=0&last=false", "第一段(示例)\n")).json;
    BOOST_CHECK_EQUAL(first.at("complete"), false);
    BOOST_CHECK_EQUAL(first.at("next_part"), 1);
    BOOST_CHECK_EQUAL(test.as("dev1").get(file).status, 404);
    const auto second = must(send("dev1", "?part=1&last=true&name=log.txt", "第二段(示例)\n")).json;
    BOOST_CHECK_EQUAL(second.at("complete"), true);
    BOOST_CHECK_EQUAL(send("authority", "", "换一个(示例)\n").code(), "file_whole");
    BOOST_CHECK_EQUAL(must(test.as("authority").get(file)).text, "第一段(示例)\n第二段(示例)\n");
    BOOST_CHECK_EQUAL(test.as("dev2").get(file).status, 404);
    must(test.act("dev1", risk, "add-record", {{"text", "日志(示例)"}, {"attachments", {"log"}}}));
    const auto shown = test.read("authority", risk);
    BOOST_REQUIRE_EQUAL(shown.at("files").size(), 1U);
    BOOST_CHECK_EQUAL(shown.at("files")[0].at("digest_sm3"), second.at("digest_sm3"));

    must(test.act("authority", risk, "acknowledge"));
    must(test.act("authority", risk, "close", {{"findings", "示例"}, {"measures", "示例"}}));
    BOOST_CHECK_EQUAL(test.as("dev1")
                          .send(http::Method::put, Cases::plain(risk) + "/files/late", "示例\n",
                                "text/plain")
                          .code(),
                      "case_ended");
}

BOOST_AUTO_TEST_CASE(only_an_incident_found_to_be_the_developers_counts_against_it) {
    Cases test("quzhou-2024");
    const auto developer = test.body_id(kUscc);
    const auto counted = [&](std::string_view since) {
        return test.ask([&](db::Transaction& tx) {
            return tenants::incidents_since(tx, test.world.scope(), developer, day(since)).size();
        });
    };
    const auto close = [&](const std::string& incident, bool attributable) {
        must(test.act("authority", incident, "acknowledge"));
        must(test.act("authority", incident, "close",
                      {{"findings", "示例"},
                       {"cause", "示例"},
                       {"measures", "示例"},
                       {"attributable", attributable}}));
    };
    const auto own = test.open("dev1", "incident", incident_body());
    BOOST_CHECK_EQUAL(counted("2023-03-01"), 0U);
    close(own, true);
    BOOST_CHECK_EQUAL(counted("2023-03-01"), 1U);
    BOOST_CHECK_EQUAL(counted("2026-02-21"), 0U);

    auto body = incident_body();
    body["developer_uscc"] = kUscc;
    close(test.open("op.staff", "incident", body), false);
    const auto false_alarm = test.open("authority", "incident", body);
    must(test.act("authority", false_alarm, "acknowledge"));
    BOOST_CHECK_EQUAL(
        must(test.act("authority", false_alarm, "dismiss", {{"opinion", "误报(示例)"}}))
            .json.at("state"),
        "dismissed");
    BOOST_CHECK_EQUAL(counted("2023-03-01"), 1U);
    for (const auto& application : test.as("dev1").rows("/api/v1/applications"))
        BOOST_CHECK_EQUAL(application.at("track_record").at("incidents"), 1);
    // A developer reports no other developer.
    body["developer_uscc"] = kOtherUscc;
    BOOST_CHECK_EQUAL(test.as("dev1").post(kCases + "/incident", body).code(), "not_your_object");
}

BOOST_AUTO_TEST_CASE(a_yearly_report_meets_the_duty_and_can_be_given_back) {
    Cases test("quzhou-2024");
    const auto agreement_id = parse_id<AgreementId>(test.agreement).value();
    const auto open_duties = [&] {
        return test.ask([&](db::Transaction& tx) {
            return tenants::list_open_obligations_of(tx, test.world.scope(),
                                                     tenants::ObligationKind::annual_report,
                                                     "agreement", agreement_id.value)
                .size();
        });
    };
    const auto recorded = test_database().database().transact([&](db::Transaction& tx) -> Status {
        tenants::record_obligation(tx, test.world.scope(),
                                   {.kind = tenants::ObligationKind::annual_report,
                                    .aggregate = "agreement",
                                    .aggregate_id = agreement_id.value,
                                    .body_id = test.body_id(kUscc),
                                    .role = tenants::Role::developer_admin,
                                    .subject = "年度报告(示例)",
                                    .due_on = day("2026-12-31"),
                                    .rule = {},
                                    .at = parse_timestamp("2026-03-01T01:00:00Z").value()});
        return Done{};
    });
    BOOST_REQUIRE(recorded.ok());
    const auto duties = open_duties();
    BOOST_REQUIRE(duties >= 1);

    auto& developer = test.as("dev1");
    const auto lacking = developer.post(kCases + "/annual-report", report_body());
    BOOST_CHECK_EQUAL(lacking.code(), "report_part_missing");
    BOOST_CHECK_EQUAL(lacking.status, 422);
    BOOST_CHECK_EQUAL(source_of(lacking), "regulation 四(五)");
    auto body = report_body();
    for (const auto* part : {"storage", "processing", "analysis", "security", "market"})
        body["parts"].push_back({{"code", part}, {"text", "示例"}});
    const auto report = test.open("dev1", "annual-report", body);
    BOOST_CHECK_EQUAL(open_duties(), duties - 1);
    BOOST_CHECK_EQUAL(test.todos("authority", "annual_report"), 1U);
    must(test.act("authority", report, "return", {{"opinion", "请补充安全部分(示例)"}}));
    BOOST_CHECK_EQUAL(test.todos("dev1", "annual_report"), 1U);
    BOOST_CHECK_EQUAL(test.act("dev1", report, "resubmit", report_body()).code(),
                      "report_part_missing");
    body["summary"] = "补充后(示例)";
    const auto again = must(test.act("dev1", report, "resubmit", body)).json;
    BOOST_CHECK_EQUAL(again.at("fields").at("summary"), "补充后(示例)");
    BOOST_CHECK_EQUAL(must(test.act("authority", report, "accept")).json.at("state"), "closed");
}

BOOST_AUTO_TEST_CASE(reports_go_to_whom_the_pack_says) {
    {
        Cases test("yangzhou-2024");
        BOOST_CHECK_EQUAL(test.as("dev1").post(kCases + "/annual-report", report_body()).code(),
                          "not_your_move");
        const auto yearly = test.open("op.admin", "annual-report", report_body());
        BOOST_CHECK_EQUAL(test.read("op.staff", yearly).at("handler_code"), "AUTH");
        const auto results = test.open("dev1", "result-report", report_body());
        const auto shown = test.read("dev1", results);
        BOOST_CHECK_EQUAL(shown.at("handler_code"), "OP");
        BOOST_CHECK_EQUAL(shown.at("rule").at("article"), "9二级(三)");
        must(test.act("op.staff", results, "accept"));
    }
    Cases test("hangzhou-2023");
    const auto safety = test.open("dev1", "safety-report", report_body());
    BOOST_CHECK_EQUAL(test.read("dev1", safety).at("rule").at("article"), "三(五)6");
    must(test.act("authority", safety, "accept"));
}

Json inspection_body(const Json& parts) {
    return {{"title", "联合检查(示例)"},
            {"developer_uscc", kUscc},
            {"parts", parts},
            {"starts_on", "2026-03-02"},
            {"participants", {"网信部门(示例)", "公安部门(示例)"}}};
}
Json finding(const std::string& part, bool conforming) {
    return {{"part", part}, {"conforming", conforming}, {"text", "示例"}};
}

BOOST_AUTO_TEST_CASE(an_inspection_asks_for_materials_and_has_its_findings_put_right) {
    Cases test("ningbo-2023");
    const Json parts = {"business", "systems", "data_use", "capability"};
    const auto lacking =
        test.as("authority").post(kCases + "/inspection", inspection_body({"business"}));
    BOOST_CHECK_EQUAL(lacking.code(), "inspection_part_missing");
    BOOST_CHECK_EQUAL(source_of(lacking), "regulation 26");
    BOOST_CHECK_EQUAL(
        test.as("authority").post(kCases + "/inspection", inspection_body({"weather"})).field_code(
            "/parts/0"),
        "unknown_inspection_part");
    const auto not_operators =
        test.as("op.staff").post(kCases + "/inspection", inspection_body(parts));
    BOOST_CHECK_EQUAL(not_operators.code(), "not_your_move");

    const auto inspection = test.open("authority", "inspection", inspection_body(parts));
    BOOST_CHECK_EQUAL(test.act("authority", inspection, "request-materials",
                               {{"materials", {"日志(示例)"}}, {"due_on", "2026-02-28"}})
                          .field_code("/due_on"),
                      "already_over");
    must(test.act("authority", inspection, "request-materials",
                  {{"materials", {"日志(示例)"}}, {"due_on", "2026-03-06"}}));
    BOOST_CHECK_EQUAL(test.todos("dev1", "inspection"), 1U);
    BOOST_CHECK_EQUAL(test.read("dev1", inspection).at("due_on"), "2026-03-06");
    must(test.as("dev1").send(http::Method::put, Cases::plain(inspection) + "/files/log",
                              "日志(示例)\n", "text/plain"));
    must(test.act("dev1", inspection, "submit-materials",
                  {{"text", "已提交(示例)"}, {"attachments", {"log"}}}));
    BOOST_CHECK_EQUAL(test.todos("dev1", "inspection"), 0U);

    const Json findings = {finding("business", true), finding("systems", false),
                           finding("data_use", true), finding("capability", true)};
    BOOST_CHECK_EQUAL(test.act("authority", inspection, "conclude",
                               {{"findings", findings}, {"opinion", "示例"}})
                          .field_code("/findings"),
                      "deficiency_found");
    const auto ordered = must(test.act("authority", inspection, "order-rectification",
                                       {{"findings", findings},
                                        {"demand", "限期修复隔离缺陷(示例)"},
                                        {"due_on", "2026-03-20"}}))
                             .json;
    BOOST_CHECK_EQUAL(ordered.at("state"), "rectifying");
    BOOST_CHECK(ordered.at("rectification_id").is_string());
    // Ningbo 17: access is closed while a breach is put right.
    BOOST_CHECK_EQUAL(
        must(test.as("authority").get("/api/v1/agreements/" + test.agreement)).json.at("state"),
        "suspended");
    BOOST_CHECK_EQUAL(test.act("authority", inspection, "close", {{"opinion", "示例"}}).code(),
                      "rectification_running");
}

BOOST_AUTO_TEST_CASE(an_inspection_that_finds_nothing_is_concluded) {
    Cases test("yangzhou-2024");
    const auto inspection =
        test.open("op.staff", "inspection", inspection_body({"接口调用(示例)"}));
    BOOST_CHECK_EQUAL(test.act("op.staff", inspection, "conclude",
                               {{"findings", {finding("别的(示例)", true)}}, {"opinion", "示例"}})
                          .field_code("/findings/0/part"),
                      "unknown_inspection_part");
    BOOST_CHECK_EQUAL(must(test.act("op.staff", inspection, "conclude",
                                    {{"findings", {finding("接口调用(示例)", true)}},
                                     {"opinion", "未发现问题(示例)"}}))
                          .json.at("state"),
                      "closed");
}

Json indicator(const char* code, const char* weight) {
    return {{"code", code}, {"title", code}, {"weight", weight}};
}
Json evaluation_body(const Json& indicators) {
    return {{"title", "年度评估(示例)"},
            {"developer_uscc", kUscc},
            {"period_from", "2025-03-01"},
            {"period_to", "2026-02-28"},
            {"indicators", indicators}};
}
const Json kIndicators = Json::array({indicator("data_quality", "33.333333"),
                                      indicator("use", "33.333333"),
                                      indicator("revenue", "33.333334")});

BOOST_AUTO_TEST_CASE(a_third_party_scores_what_it_is_given_and_sees_nothing_else) {
    Cases test("hangzhou-2023");
    auto& authority = test.as("authority");
    auto body = evaluation_body(kIndicators);
    body["indicators"][2]["weight"] = "33.333333";
    BOOST_CHECK_EQUAL(authority.post(kCases + "/evaluation", body).field_code("/indicators"),
                      "indicator_weights_not_100");
    const auto lacking = authority.post(
        kCases + "/evaluation", evaluation_body(Json::array({indicator("use", "100")})));
    BOOST_CHECK_EQUAL(lacking.code(), "indicator_missing");
    BOOST_CHECK_EQUAL(source_of(lacking), "regulation 五(三)");
    body = evaluation_body(kIndicators);
    body["evaluator_code"] = "OP";
    BOOST_CHECK_EQUAL(authority.post(kCases + "/evaluation", body).field_code("/evaluator_code"),
                      "not_an_evaluator");
    BOOST_CHECK_EQUAL(test.as("op.staff").post(kCases + "/evaluation", body).code(),
                      "not_your_move");

    body["evaluator_code"] = "EVAL";
    const auto given = test.open("authority", "evaluation", body);
    body.erase("evaluator_code");
    const auto not_given = test.open("authority", "evaluation", body);
    BOOST_CHECK_EQUAL(test.as("evaluator").rows(kCases).size(), 1U);
    BOOST_CHECK_EQUAL(test.as("evaluator").get(Cases::plain(not_given)).status, 404);
    BOOST_CHECK_EQUAL(test.as("dev1").get(Cases::plain(given)).status, 404);

    const auto score = [](const char* code, const char* score_text) {
        return Json{{"code", code}, {"score", score_text}};
    };
    Json scores = {score("data_quality", "90"), score("use", "80.5")};
    BOOST_CHECK_EQUAL(
        test.act("evaluator", given, "score", {{"scores", scores}, {"opinion", "示例"}})
            .field_code("/scores"),
        "indicator_score_missing");
    scores.push_back(score("revenue", "70"));
    BOOST_CHECK_EQUAL(
        test.act("authority", given, "score", {{"scores", scores}, {"opinion", "示例"}}).code(),
        "not_your_move");
    const auto scored = must(test.act("evaluator", given, "score",
                                      {{"scores", scores}, {"opinion", "示例"}}))
                            .json;
    BOOST_CHECK_EQUAL(scored.at("state"), "scored");
    const auto latest = [&] {
        return test.ask([&](db::Transaction& tx) {
            return tenants::latest_evaluation(tx, test.world.scope(), test.body_id(kUscc));
        });
    };
    BOOST_CHECK(!latest().has_value());
    must(test.act("authority", given, "confirm",
                  {{"grade", "qualified"}, {"opinion", "同意(示例)"}}));
    BOOST_REQUIRE(latest().has_value());
    BOOST_CHECK_EQUAL(latest()->grade, "qualified");
    // 33.333333 x 90 + 33.333333 x 80.5 + 33.333334 x 70, by 100: not rounded.
    const auto total = parse_decimal("33.333333").value() * (90 + parse_decimal("80.5").value()) +
                       parse_decimal("33.333334").value() * 70;
    BOOST_CHECK_EQUAL(latest()->score, exact_text(total / 100));
    BOOST_CHECK_EQUAL(test.read("dev1", given).at("state"), "closed");
    BOOST_CHECK_EQUAL(test.as("dev2").get(Cases::plain(given)).status, 404);
    // Whoever looks at an application of the developer sees it.
    const auto applications = authority.rows("/api/v1/applications");
    BOOST_CHECK_EQUAL(applications.size(), 2U);
    for (const auto& application : applications) {
        const auto& known = application.at("track_record");
        BOOST_CHECK_EQUAL(known.at("renewal_basis_article"), "三(五)8");
        BOOST_CHECK_EQUAL(known.at("evaluation_grade"),
                          application.at("developer_uscc") == kUscc ? Json("qualified")
                                                                    : Json(nullptr));
    }
}

BOOST_AUTO_TEST_CASE(the_authority_evaluates_yangzhous_operator) {
    Cases test("yangzhou-2024");
    const auto open_own = test.open("op.staff", "evaluation",
                                    evaluation_body(Json::array({indicator("quality", "100")})));
    BOOST_CHECK_EQUAL(test.read("op.staff", open_own).at("rule").at("article"), "9(五)");
    Json body = {{"title", "一级主体评估(示例)"},
                 {"period_from", "2025-03-01"},
                 {"period_to", "2026-02-28"},
                 {"indicators", kIndicators},
                 {"evaluator_code", "EVAL"}};
    BOOST_CHECK_EQUAL(test.as("op.admin").post(kCases + "/mandate-evaluation", body).code(),
                      "not_your_move");
    const auto evaluation = test.open("authority", "mandate-evaluation", body);
    BOOST_CHECK_EQUAL(test.as("op.admin").get(Cases::plain(evaluation)).status, 404);
    for (const auto& row : test.as("op.admin").rows(kCases))
        BOOST_CHECK_NE(row.at("kind"), "mandate_evaluation");
    Json scores = Json::array();
    for (const auto& row : kIndicators)
        scores.push_back({{"code", row.at("code")}, {"score", "80"}});
    must(test.act("evaluator", evaluation, "score", {{"scores", scores}, {"opinion", "示例"}}));
    const auto confirmed = must(test.act("authority", evaluation, "confirm",
                                         {{"grade", "excellent"}, {"opinion", "示例"}}));
    BOOST_CHECK_EQUAL(confirmed.json.at("results").at("score").at("total"), "80.000000");
    BOOST_CHECK_EQUAL(test.read("op.admin", evaluation).at("state"), "closed");
}

BOOST_AUTO_TEST_CASE(the_operator_answers_support_tickets) {
    Cases test("yangzhou-2024");
    const auto ticket = test.open("dev1", "support-ticket",
                                  {{"title", "接口调试(示例)"},
                                   {"category", "technical"},
                                   {"description", "示例"}});
    const auto opened = test.read("dev1", ticket);
    BOOST_CHECK_EQUAL(opened.at("rule").at("article"), "9(六)");
    BOOST_CHECK_EQUAL(opened.at("due_on"), "2026-03-06");  // Five working days.
    BOOST_CHECK_EQUAL(test.todos("op.staff", "support_ticket"), 1U);
    must(test.act("op.staff", ticket, "refer",
                  {{"service_body", "技术服务机构(示例)"}, {"text", "请协助(示例)"}}));
    must(test.act("op.admin", ticket, "answer", {{"text", "请更新密钥(示例)"}}));
    BOOST_CHECK_EQUAL(test.act("dev2", ticket, "close").status, 404);
    must(test.act("dev1", ticket, "reopen", {{"text", "仍不成功(示例)"}}));
    must(test.act("op.staff", ticket, "answer", {{"text", "已修复(示例)"}}));
    BOOST_CHECK_EQUAL(must(test.act("dev1", ticket, "close")).json.at("state"), "closed");
    BOOST_CHECK_EQUAL(test.act("dev1", ticket, "reopen", {{"text", "示例"}}).code(),
                      "illegal_transition");
}

BOOST_AUTO_TEST_CASE(complaints_are_routed_past_their_parties) {
    Cases test("yangzhou-2024");
    const auto complaint = [](std::string_view about) {
        return Json{{"title", "投诉(示例)"},
                    {"about_code", about},
                    {"category", "service"},
                    {"description", "示例"}};
    };
    BOOST_CHECK_EQUAL(test.as("dev1").post(kCases + "/complaint", complaint("NOBODY")).status, 404);
    const auto of_operator = test.open("dev1", "complaint", complaint("OP"));
    BOOST_CHECK_EQUAL(test.read("dev1", of_operator).at("handler_code"), "AUTH");
    BOOST_CHECK_EQUAL(test.as("op.admin").get(Cases::plain(of_operator)).status, 404);
    BOOST_CHECK_EQUAL(test.act("authority", of_operator, "refer",
                               {{"to", "operator"}, {"text", "示例"}})
                          .field_code("/to"),
                      "desk_is_a_party");

    const auto of_developer = test.open("dept.d01", "complaint", complaint(kUscc));
    BOOST_CHECK_EQUAL(test.read("dept.d01", of_developer).at("handler_code"), "OP");
    BOOST_CHECK_EQUAL(test.todos("op.staff", "complaint"), 1U);
    must(test.act("op.staff", of_developer, "refer", {{"to", "authority"}, {"text", "示例"}}));
    BOOST_CHECK_EQUAL(test.todos("op.staff", "complaint"), 0U);
    must(test.act("authority", of_developer, "acknowledge"));
    must(test.act("dev1", of_developer, "respond", {{"text", "说明(示例)"}}));
    must(test.act("authority", of_developer, "answer",
                  {{"outcome", "partly_upheld"}, {"text", "示例"}}));
    BOOST_CHECK_EQUAL(must(test.act("dept.d01", of_developer, "close")).json.at("state"), "closed");

    // Once it was taken up, the operator can say what it has to say.
    must(test.act("authority", of_operator, "acknowledge"));
    BOOST_CHECK_EQUAL(test.read("op.admin", of_operator).at("subject_code"), "OP");
    BOOST_CHECK_EQUAL(test.as("op.admin").rows(kCases + "?kind=complaint").size(), 1U);
    must(test.act("op.admin", of_operator, "respond", {{"text", "说明(示例)"}}));
    BOOST_CHECK_EQUAL(test.act("op.admin", of_operator, "answer",
                               {{"outcome", "not_upheld"}, {"text", "示例"}})
                          .code(),
                      "not_your_move");
}

BOOST_AUTO_TEST_CASE(an_objection_to_data_reaches_its_department) {
    Cases test("hangzhou-2023");
    must(test.as("dept.d01").post("/api/v1/resources", {{"code", "R1"},
                                                        {"name", "公交班次(示例)"},
                                                        {"field", "交通"},
                                                        {"level", "L2"},
                                                        {"personal", false},
                                                        {"secret", false},
                                                        {"origin", "city"},
                                                        {"openness", "conditional"},
                                                        {"columns", {{{"name", "line"}}}}}));
    Json body = {{"title", "班次有误(示例)"},
                 {"resource_code", "R1"},
                 {"category", "inaccurate"},
                 {"description", "示例"}};
    // A draft isn't there for others.
    BOOST_CHECK_EQUAL(test.as("dev1").post(kCases + "/data-objection", body).status, 404);
    must(test.as("dept.d01").post("/api/v1/resources/R1/publish"));
    const auto objection = test.open("dev1", "data-objection", body);
    const auto opened = test.read("dev1", objection);
    BOOST_CHECK_EQUAL(opened.at("rule").at("article"), "三(二)");
    BOOST_CHECK_EQUAL(opened.at("subject_code"), "D01");
    BOOST_CHECK_EQUAL(opened.at("handler_code"), "AUTH");
    BOOST_CHECK_EQUAL(test.act("dept.d01", objection, "answer",
                               {{"outcome", "corrected"}, {"text", "示例"}})
                          .code(),
                      "illegal_transition");
    must(test.act("authority", objection, "refer", {{"text", "请核实(示例)"}}));
    BOOST_CHECK_EQUAL(test.todos("dept.d01", "data_objection"), 1U);
    BOOST_CHECK_EQUAL(test.act("dept.d02", objection, "answer",
                               {{"outcome", "corrected"}, {"text", "示例"}})
                          .status,
                      404);
    must(test.act("dept.d01", objection, "answer", {{"outcome", "corrected"}, {"text", "示例"}}));
    BOOST_CHECK_EQUAL(must(test.act("dev1", objection, "close")).json.at("state"), "closed");
}

BOOST_AUTO_TEST_CASE(a_new_channel_is_refused_with_its_article) {
    Json body = {{"title", "部门数据平台(示例)"}, {"origin", "new"}, {"description", "示例"}};
    {
        Cases test("hangzhou-2023");
        const auto refused = test.as("dept.d01").post(kCases + "/channel", body);
        BOOST_CHECK_EQUAL(refused.code(), "channel_barred");
        BOOST_CHECK_EQUAL(source_of(refused), "regulation 三(三)");
    }
    Cases test("yangzhou-2024");
    const auto refused = test.as("dept.d01").post(kCases + "/channel", body);
    BOOST_CHECK_EQUAL(refused.code(), "channel_needs_approval");
    BOOST_CHECK_EQUAL(source_of(refused), "regulation 14");
    body["approval_document"] = "示例〔2026〕3号";
    const auto approved = test.open("dept.d01", "channel", body);
    must(test.act("authority", approved, "approve",
                  {{"document", "示例〔2026〕3号"}, {"opinion", "同意(示例)"}}));
    BOOST_CHECK(test.read("dept.d01", approved).at("due_on").is_null());
    BOOST_CHECK_EQUAL(test.todos("authority", "channel"), 0U);

    body = {{"title", "旧通道(示例)"}, {"origin", "existing"}, {"description", "示例"}};
    const auto existing = test.open("dept.d01", "channel", body);
    BOOST_CHECK_EQUAL(test.act("dept.d01", existing, "join", {{"joined_on", "2026-03-01"}}).code(),
                      "not_your_move");
    must(test.act("authority", existing, "join", {{"joined_on", "2026-03-01"}}));
    BOOST_CHECK_EQUAL(test.state(existing), "joined");
    body["owner_code"] = "D02";
    BOOST_CHECK_EQUAL(test.as("dept.d01").post(kCases + "/channel", body).code(),
                      "not_your_object");
    must(test.as("authority").post(kCases + "/channel", body));
}

BOOST_AUTO_TEST_CASE(a_credit_record_is_seen_by_the_developer_itself_who_may_object) {
    Cases test("hangzhou-2023");
    const Json body = {{"title", "违约(示例)"},
                       {"developer_uscc", kUscc},
                       {"category", "competition"},
                       {"fact", "示例"},
                       {"basis_document", "示例〔2026〕5号"},
                       {"happened_on", "2026-02-10"}};
    BOOST_CHECK_EQUAL(test.as("op.admin").post(kCases + "/credit-record", body).code(),
                      "not_your_move");
    const auto record = test.open("authority", "credit-record", body);
    const auto kept = [&] {
        return test.ask([&](db::Transaction& tx) {
            return tenants::credit_records_of(tx, test.world.scope(), test.body_id(kUscc)).size();
        });
    };
    BOOST_CHECK_EQUAL(kept(), 1U);
    BOOST_CHECK_EQUAL(test.read("dev1", record).at("rule").at("article"), "三(五)6");
    for (const auto* user : {"op.staff", "authority", "auditor"})
        BOOST_CHECK_EQUAL(test.read(user, record).at("state"), "recorded");
    for (const auto* user : {"dev2", "dept.d01", "evaluator"})
        BOOST_CHECK_EQUAL(test.as(user).get(Cases::plain(record)).status, 404);
    BOOST_CHECK_EQUAL(test.todos("authority", "credit_record"), 0U);
    must(test.act("dev1", record, "object", {{"text", "不属实(示例)"}}));
    BOOST_CHECK_EQUAL(test.todos("authority", "credit_record"), 1U);
    BOOST_CHECK_EQUAL(kept(), 1U);
    must(test.act("authority", record, "uphold", {{"opinion", "撤销(示例)"}}));
    BOOST_CHECK_EQUAL(test.state(record), "revoked");
    BOOST_CHECK_EQUAL(kept(), 0U);
}

Json import_body() {
    return {{"title", "引入企业客流数据(示例)"},
            {"data_name", "商圈客流(示例)"},
            {"source", "purchased"},
            {"provider", "示例数据公司"},
            {"lawful_basis", "采购合同(示例)1号"},
            {"description", "按日汇总的客流(示例)"},
            {"personal", false},
            {"from", "2026-03-01"},
            {"until", "2026-12-31"}};
}

/// May a product name the import as its developer's own source on that day?
bool import_in_force(Cases& test, const std::string& import, std::string_view on) {
    const auto id = parse_id<tenants::SmallCaseId>(Cases::id_of(import)).value();
    return test.ask([&](db::Transaction& tx) {
        return tenants::import_in_force(
            tenants::find_small_case(tx, test.world.scope(), id).value(), day(on));
    });
}

BOOST_AUTO_TEST_CASE(outside_data_is_imported_after_the_approval_that_the_pack_names) {
    for (const auto& [pack, article] :
         {std::pair{"quzhou-2024", "四(三)3"}, {"zhoushan-2024", "五(二)"}}) {
        BOOST_TEST_CONTEXT(pack) {
            Cases test(pack);
            BOOST_CHECK_EQUAL(
                test.as("op.staff").post(kCases + "/social-data-import", import_body()).code(),
                "not_your_move");
            const auto import = test.open("dev1", "social-data-import", import_body());
            const auto opened = test.read("dev1", import);
            BOOST_CHECK_EQUAL(opened.at("handler_code"), "AUTH");
            BOOST_CHECK_EQUAL(opened.at("rule").at("source"), "regulation");
            BOOST_CHECK_EQUAL(opened.at("rule").at("article"), article);
            BOOST_CHECK_EQUAL(opened.at("agreement_id"), test.agreement);
            BOOST_CHECK_EQUAL(test.todos("authority", "social_data_import"), 1U);
            BOOST_CHECK_EQUAL(test.as("dev2").get(Cases::plain(import)).status, 404);
            BOOST_CHECK(!import_in_force(test, import, "2026-03-02"));
            BOOST_CHECK_EQUAL(test.act("op.staff", import, "approve", {{"opinion", "示例"}}).code(),
                              "not_your_move");

            must(test.act("authority", import, "return", {{"opinion", "补充来源证明(示例)"}}));
            auto again = import_body();
            again["lawful_basis"] = "采购合同(示例)1号及授权书";
            must(test.act("dev1", import, "resubmit", again));
            must(test.act("authority", import, "approve",
                          {{"opinion", "同意"}, {"conditions", "仅在平台内融合(示例)"}}));
            BOOST_CHECK(import_in_force(test, import, "2026-03-02"));
            BOOST_CHECK(!import_in_force(test, import, "2027-01-01"));
            must(test.act("dev1", import, "join", {{"joined_on", "2026-03-01"}}));
            BOOST_CHECK(import_in_force(test, import, "2026-03-02"));
            must(test.act("authority", import, "cancel", {{"opinion", "来源失效(示例)"}}));
            BOOST_CHECK_EQUAL(test.state(import), "revoked");
            BOOST_CHECK(!import_in_force(test, import, "2026-03-02"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_product_of_own_data_names_its_import_where_one_is_needed) {
    Cases test("quzhou-2024");
    test.scenario("S1", kUscc, catalog::ScenarioState::approved);
    Json source = {{"own_name", "商圈客流(示例)"}, {"weight", "100"}};
    const auto submitted = [&](const std::string& code) {
        must(test.as("dev1").post("/api/v1/products", {{"code", code},
                                                       {"name", "示例产品"},
                                                       {"kind", "data_report"},
                                                       {"scenario_codes", {"S1"}},
                                                       {"lineage", Json::array({source})}}));
        return test.as("dev1").post("/api/v1/products/" + code + "/submit");
    };
    const auto refused = submitted("P1");
    BOOST_CHECK_EQUAL(refused.code(), "own_data_not_imported");
    BOOST_CHECK_EQUAL(source_of(refused), "regulation 四(三)3");

    const auto import = test.open("dev1", "social-data-import", import_body());
    source["import_case"] = Cases::id_of(import);
    const auto waiting = submitted("P2");
    BOOST_CHECK(waiting.text.find("import_not_approved") != std::string::npos);
    must(test.act("authority", import, "approve", {{"opinion", "同意"}}));
    const auto approved = submitted("P3");
    BOOST_CHECK(approved.text.find("import_not_approved") == std::string::npos);
    BOOST_CHECK_NE(approved.code(), "own_data_not_imported");
}

BOOST_AUTO_TEST_CASE(where_the_text_names_no_approver_the_tenant_does) {
    Cases open_text("yangzhou-2024");
    const auto refused =
        open_text.as("dev1").post(kCases + "/social-data-import", import_body());
    BOOST_CHECK_EQUAL(refused.code(), "import_approver_unset");
    BOOST_CHECK_EQUAL(source_of(refused), "regulation 9二级(三)");

    Cases set("yangzhou-2024", {{"social_data_import_approval", "operator_staff"}});
    const auto import = set.open("dev1", "social-data-import", import_body());
    BOOST_CHECK_EQUAL(set.read("dev1", import).at("handler_code"), "OP");
    BOOST_CHECK_EQUAL(
        must(set.act("op.staff", import, "approve", {{"opinion", "同意"}})).json.at("state"),
        "approved");
}

BOOST_AUTO_TEST_CASE(hangzhous_operator_brings_outside_data_in_and_ningbos_units_do) {
    Cases hangzhou("hangzhou-2023");
    BOOST_CHECK_EQUAL(
        hangzhou.as("dev1").post(kCases + "/social-data-import", import_body()).code(),
        "not_your_move");
    const auto import = hangzhou.open("op.staff", "social-data-import", import_body());
    BOOST_CHECK_EQUAL(hangzhou.read("op.staff", import).at("rule").at("article"), "五(二)");
    BOOST_CHECK_EQUAL(hangzhou.act("op.staff", import, "approve", {{"opinion", "同意"}}).code(),
                      "four_eyes");
    must(hangzhou.act("op.admin", import, "approve", {{"opinion", "同意"}}));
    BOOST_CHECK(import_in_force(hangzhou, import, "2026-03-02"));

    Cases ningbo("ningbo-2023");
    const auto own = ningbo.open("dev1", "social-data-import", import_body());
    BOOST_CHECK_EQUAL(ningbo.read("dev1", own).at("rule").at("article"), "19");
    BOOST_CHECK_EQUAL(ningbo.read("dev1", own).at("handler_code"), "OP");
    auto over = import_body();
    over["until"] = "2026-02-28";
    BOOST_CHECK_EQUAL(ningbo.as("dev1").post(kCases + "/social-data-import", over)
                          .field_code("/until"),
                      "already_over");
}

Json export_body() {
    return {{"title", "分析报告出域(示例)"}, {"scenario_code", "S1"},
            {"product_code", "P1"},          {"content", "季度分析报告(示例)"},
            {"form", "report"},              {"volume", "一份"},
            {"recipient", "示例银行"},       {"purpose", "授信参考(示例)"},
            {"from", "2026-03-01"},          {"until", "2026-06-30"}};
}

BOOST_AUTO_TEST_CASE(raw_data_gets_no_export_permit_under_any_pack) {
    for (const auto& [pack, source] : {std::pair{"yangzhou-2024", "regulation 4"},
                                       {"quzhou-2024", "regulation 四(四)"},
                                       {"hangzhou-2023", "regulation 三(五)3"},
                                       {"ningbo-2023", "regulation 19"},
                                       {"zhoushan-2024", "system"}}) {
        BOOST_TEST_CONTEXT(pack) {
            Cases test(pack);
            auto body = export_body();
            body["form"] = "raw_data";
            const auto refused = test.as("dev1").post(kCases + "/export-permit", body);
            BOOST_CHECK_EQUAL(refused.status, 422);
            BOOST_CHECK_EQUAL(refused.code(), "export_banned");
            BOOST_CHECK_EQUAL(source_of(refused), source);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_export_permit_is_bound_to_its_scenario) {
    Cases test("quzhou-2024");
    const auto approved = test.scenario("S1", kUscc, catalog::ScenarioState::approved);
    const auto second = test.scenario("S2", kUscc, catalog::ScenarioState::approved);
    test.scenario("S3", kUscc, catalog::ScenarioState::recorded);
    test.scenario("S4", kOtherUscc, catalog::ScenarioState::approved);
    test.product("P1", approved);
    test.product("P2", second);
    const auto refused = [&](const char* member, const Json& value) {
        auto body = export_body();
        body[member] = value;
        return test.as("dev1").post(kCases + "/export-permit", body);
    };
    BOOST_CHECK_EQUAL(source_of(refused("form", "reversible_model")), "regulation 四(四)");
    BOOST_CHECK_EQUAL(refused("scenario_code", "S9").field_code("/scenario_code"),
                      "unknown_reference");
    BOOST_CHECK_EQUAL(refused("scenario_code", "S4").code(), "not_your_scenario");
    const auto unapproved = refused("scenario_code", "S3");
    BOOST_CHECK_EQUAL(unapproved.code(), "export_scenario_unapproved");
    BOOST_CHECK_EQUAL(source_of(unapproved), "regulation 四(四)");
    const auto outside = refused("product_code", "P2");
    BOOST_CHECK_EQUAL(outside.code(), "export_product_outside_scenario");
    BOOST_CHECK_EQUAL(source_of(outside), "regulation 四(四)");
    must(test.as("dept.d01").post("/api/v1/resources", {{"code", "R1"},
                                                        {"name", "公交班次(示例)"},
                                                        {"field", "交通"},
                                                        {"level", "L2"},
                                                        {"openness", "conditional"},
                                                        {"columns", {{{"name", "line"}}}}}));
    BOOST_CHECK_EQUAL(refused("resource_codes", {"R1"}).code(), "ungranted_resource");

    const auto permit = test.open("dev1", "export-permit", export_body());
    BOOST_CHECK_EQUAL(test.read("dev1", permit).at("handler_code"), "AUTH");
    BOOST_CHECK_EQUAL(test.read("dev1", permit).at("rule").at("article"), "四(四)");
    const auto record = [&](const char* scenario, const char* at) {
        return test.act("dev1", permit, "add-record",
                        {{"scenario_code", scenario}, {"text", "报告一份(示例)"}, {"at", at}});
    };
    BOOST_CHECK_EQUAL(record("S1", "2026-03-01T00:30:00Z").code(), "illegal_transition");
    Json approval = {{"opinion", "同意"}, {"no_raw_data", false}, {"not_reversible", true}};
    BOOST_CHECK_EQUAL(source_of(test.act("authority", permit, "approve", approval)),
                      "regulation 四(四)");
    approval["no_raw_data"] = true;
    must(test.act("authority", permit, "approve", approval));
    const auto elsewhere = record("S2", "2026-03-01T00:30:00Z");
    BOOST_CHECK_EQUAL(elsewhere.code(), "export_outside_scenario");
    BOOST_CHECK_EQUAL(source_of(elsewhere), "regulation 四(四)");
    BOOST_CHECK_EQUAL(record("S1", "2026-02-27T00:30:00Z").code(), "export_permit_over");
    must(record("S1", "2026-03-01T00:30:00Z"));
    BOOST_CHECK_EQUAL(test.state(permit), "approved");
    must(test.act("authority", permit, "cancel", {{"opinion", "示例"}}));
    BOOST_CHECK_EQUAL(record("S1", "2026-03-01T00:40:00Z").code(), "illegal_transition");
}

BOOST_AUTO_TEST_CASE(a_demand_is_put_on_the_board_answered_and_closed_with_an_outcome) {
    Cases test("hangzhou-2023");
    const Json body = {{"title", "求购充电桩利用率数据(示例)"},
                       {"wanted", "either"},
                       {"description", "按日、按区县(示例)"},
                       {"intended_use", "选址分析(示例)"},
                       {"needed_by", "2026-05-01"}};
    BOOST_CHECK_EQUAL(test.as("authority").post(kCases + "/demand", body).code(), "not_your_move");
    const auto demand = test.open("dev1", "demand", body);
    BOOST_CHECK_EQUAL(test.read("dev1", demand).at("rule").at("article"), "三(二)");
    BOOST_CHECK_EQUAL(test.todos("op.staff", "demand"), 1U);
    // Until the operator lets it through, nobody else sees it.
    BOOST_CHECK_EQUAL(test.as("dev2").get(Cases::plain(demand)).status, 404);
    const Json answer = {{"text", "可提供(示例)"}};
    BOOST_CHECK_EQUAL(test.act("dept.d01", demand, "respond", answer).status, 404);
    must(test.act("op.staff", demand, "approve"));
    BOOST_CHECK_EQUAL(test.as("dev2").rows(kCases + "?kind=demand").size(), 1U);
    BOOST_CHECK_EQUAL(test.as("dept.d01").rows(kCases + "?kind=demand").size(), 1U);
    BOOST_CHECK_EQUAL(test.as("evaluator").rows(kCases + "?kind=demand").size(), 0U);
    BOOST_CHECK_EQUAL(test.act("dev1", demand, "respond", answer).code(), "not_your_move");

    must(test.act("dept.d01", demand, "respond", answer));
    BOOST_CHECK_EQUAL(test.todos("dev1", "demand"), 1U);
    must(test.act("dev2", demand, "respond", {{"text", "有成品(示例)"}}));
    const auto answers = test.read("dev1", demand).at("results").at("answers");
    BOOST_REQUIRE_EQUAL(answers.size(), 2U);
    BOOST_CHECK_EQUAL(answers[0].at("body_code"), "D01");
    BOOST_CHECK_EQUAL(answers[1].at("body_code"), kOtherUscc);
    const Json outcome = {{"outcome", "met"}, {"text", "由单位D01提供(示例)"}};
    BOOST_CHECK_EQUAL(test.act("dev2", demand, "close", outcome).code(), "not_your_move");
    must(test.act("dev1", demand, "close", outcome));
    BOOST_CHECK_EQUAL(test.read("dev2", demand).at("results").at("close").at("outcome"), "met");
    BOOST_CHECK_EQUAL(test.act("dev2", demand, "respond", answer).code(), "illegal_transition");

    const auto shut_out = test.open("dept.d02", "demand", body);
    must(test.act("op.staff", shut_out, "dismiss", {{"opinion", "与平台无关(示例)"}}));
    BOOST_CHECK_EQUAL(test.as("dev1").get(Cases::plain(shut_out)).status, 404);
}

BOOST_AUTO_TEST_CASE(zhoushans_authority_has_data_mended_before_during_and_after_use) {
    Cases test("zhoushan-2024");
    must(test.as("dept.d01").post("/api/v1/resources", {{"code", "R1"},
                                                        {"name", "公交班次(示例)"},
                                                        {"field", "交通"},
                                                        {"level", "L2"},
                                                        {"openness", "conditional"},
                                                        {"columns", {{{"name", "line"}}}}}));
    must(test.as("dept.d01").post("/api/v1/resources/R1/publish"));
    const Json body = {{"title", "事中检查(示例)"},
                       {"resource_code", "R1"},
                       {"phase", "during"},
                       {"description", "空值率偏高(示例)"}};
    BOOST_CHECK_EQUAL(test.as("op.staff").post(kCases + "/quality-control", body).code(),
                      "not_your_move");
    const auto control = test.open("authority", "quality-control", body);
    const auto opened = test.read("authority", control);
    BOOST_CHECK_EQUAL(opened.at("rule").at("article"), "五(二)");
    BOOST_CHECK_EQUAL(opened.at("subject_code"), "D01");
    must(test.act("authority", control, "refer",
                  {{"demand", "补齐空值(示例)"}, {"due_on", "2026-03-20"}}));
    BOOST_CHECK_EQUAL(test.todos("dept.d01", "quality_control"), 1U);
    BOOST_CHECK_EQUAL(test.read("dept.d01", control).at("due_on"), "2026-03-20");
    must(test.act("dept.d01", control, "answer", {{"text", "已补齐(示例)"}}));
    BOOST_CHECK_EQUAL(
        must(test.act("authority", control, "close", {{"opinion", "复核通过(示例)"}}))
            .json.at("state"),
        "closed");
}

BOOST_AUTO_TEST_CASE(scenarios_are_kept_within_their_total) {
    const auto scenario = [](const char* code) {
        return Json{{"code", code},      {"name", "场景(示例)"},    {"purpose", "industry"},
                    {"field", "health"}, {"value", "示例"},         {"feasibility", "示例"},
                    {"necessity", "示例"}};
    };
    const Json policy = {{"quotas", {{"scenarios_by_field", {{"health", 1}}}}}};
    for (const auto& [pack, source] : {std::pair{"zhoushan-2024", "regulation 四"},
                                       {"hangzhou-2023", "tenant_policy"}}) {
        BOOST_TEST_CONTEXT(pack) {
            Cases test(pack, policy);
            must(test.as("dev1").post("/api/v1/scenarios", scenario("S1")));
            const auto refused = test.as("dev2").post("/api/v1/scenarios", scenario("S2"));
            BOOST_CHECK_EQUAL(refused.code(), "total_control_field_reached");
            BOOST_CHECK_EQUAL(source_of(refused), source);
        }
    }
}

BOOST_AUTO_TEST_CASE(units_are_kept_within_their_total) {
    for (const auto& [pack, source] :
         {std::pair{"quzhou-2024", "regulation"}, {"ningbo-2023", "tenant_policy"}}) {
        BOOST_TEST_CONTEXT(pack) {
            Cases test(pack);
            tenants::Rules rules;
            rules.pack = test_application().context().rule_packs.find(pack);
            rules.policy.quotas.units = 2;
            const auto check = [&](BodyId developer, const char* on) {
                std::string source_found = "none";
                test.ask([&](db::Transaction& tx) {
                    const auto status = tenants::check_unit_total(
                        tx, test.world.scope(), rules, developer, {"health"}, day(on));
                    if (!status.ok()) source_found = status.error().rule->source;
                    return 0;
                });
                return source_found;
            };
            // Two units are there: a third one is too many, a further agreement of one isn't.
            BOOST_CHECK_EQUAL(check(test.body_id("EVAL"), "2026-03-01"), source);
            BOOST_CHECK_EQUAL(check(test.body_id(kUscc), "2026-03-01"), "none");
            BOOST_CHECK_EQUAL(check(test.body_id("EVAL"), "2028-01-01"), "none");
            rules.policy.quotas.units.reset();
            rules.policy.quotas.units_by_field = {{"health", 1}};
            BOOST_CHECK_EQUAL(check(test.body_id(kUscc), "2026-03-01"), source);
        }
    }
}

BOOST_AUTO_TEST_CASE(lists_show_what_one_may_see_and_filters_narrow_them) {
    Cases test("hangzhou-2023");
    const auto mine = test.open("dev1", "risk-report", risk_body());
    test.open("dev2", "risk-report", risk_body());
    test.open("dev1", "support-ticket",
              {{"title", "示例"}, {"category", "data"}, {"description", "示例"}});
    BOOST_CHECK_EQUAL(test.as("dev1").rows(kCases).size(), 2U);
    BOOST_CHECK_EQUAL(test.as("dev2").rows(kCases).size(), 1U);
    BOOST_CHECK_EQUAL(test.as("authority").rows(kCases).size(), 3U);
    BOOST_CHECK_EQUAL(test.as("op.staff").rows(kCases).size(), 3U);
    BOOST_CHECK_EQUAL(test.as("dept.d01").rows(kCases).size(), 0U);
    BOOST_CHECK_EQUAL(test.as("evaluator").rows(kCases).size(), 0U);
    BOOST_CHECK_EQUAL(test.as("op.staff").rows(kCases + "?mine=true").size(), 1U);
    BOOST_CHECK_EQUAL(test.as("authority").rows(kCases + "?kind=risk_report").size(), 2U);
    BOOST_CHECK_EQUAL(test.as("authority").rows(kCases + "?state=closed").size(), 0U);
    const auto about = test.as("authority").rows(kCases + "?subject=" + std::string(kUscc));
    BOOST_REQUIRE_EQUAL(about.size(), 1U);
    BOOST_CHECK_EQUAL(about[0].at("id"), Cases::id_of(mine));
    BOOST_CHECK_EQUAL(test.as("authority").get(kCases + "?kind=weather").status, 400);

    const auto kinds = test.as("dev1").rows("/api/v1/case-kinds");
    BOOST_CHECK_EQUAL(kinds.size(), enum_texts<tenants::SmallCaseKind>.size());
    for (const auto& kind : kinds)
        if (kind.at("kind") == "risk_report") {
            BOOST_CHECK_EQUAL(kind.at("can_open"), true);
            BOOST_CHECK_EQUAL(kind.at("title").at("zh"), "风险报告");
        } else if (kind.at("kind") == "inspection") {
            BOOST_CHECK_EQUAL(kind.at("can_open"), false);
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::small_case_test
