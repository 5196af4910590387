/// Bad input: each gets its own clear error in Chinese and in English, with a pointer or with the
/// rule that refuses, and changes nothing.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "base/error_text.hpp"
#include "tests/support/played_tenants.hpp"

namespace yunhe::test::bad_input_test {
namespace {

using http::Method;

PlayedTenant& tenant() { return neighbours().first; }

std::string shown(const Answer& answer) {
    return std::to_string(answer.status) + " " + answer.text.substr(0, 600);
}

bool plain_english(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// What is expected of a refusal. Empty: not looked at.
struct Refusal {
    int status = 0;
    std::string code;
    std::string pointer = {};
    std::string field_code = {};
    std::string source = {};  ///< Then `rule` is there, and `article` where the source has one.
};

void check_texts(const Json& chinese, const Json& english) {
    const auto zh = chinese.at("detail").get<std::string>();
    const auto en = english.at("detail").get<std::string>();
    BOOST_TEST(!zh.empty());
    BOOST_TEST(!plain_english(zh), zh);
    BOOST_TEST(zh != en);
    for (const auto& text : {zh, en})
        BOOST_TEST(text.find('{') == text.npos, "a mark was left unfilled: " << text);
    if (!english.contains("errors")) return;
    for (const auto& error : english.at("errors")) {
        const auto detail = error.at("detail").get<std::string>();
        BOOST_TEST(!detail.empty());
        BOOST_TEST(detail.find('{') == detail.npos, detail);
    }
}

void check_answer(const Answer& answer, const Refusal& refusal) {
    BOOST_TEST(answer.status == refusal.status, shown(answer));
    BOOST_TEST(answer.code() == refusal.code, shown(answer));
    BOOST_TEST(answer.header("Content-Type").find("html") == std::string::npos);
    if (!refusal.field_code.empty())
        BOOST_TEST(answer.field_code(refusal.pointer) == refusal.field_code, shown(answer));
    if (refusal.source.empty()) return;
    BOOST_TEST(answer.json.value("source", "") == refusal.source, shown(answer));
    BOOST_TEST(answer.json.value("rule", "") != "", shown(answer));
    if (refusal.source != "regulation") return;
    BOOST_TEST(answer.json.value("article", "") != "", shown(answer));
    BOOST_TEST(answer.json.value("rule_pack", "") == "yangzhou-2024", shown(answer));
}

/// Sends it in both languages and looks whether anything of the tenant changed.
void check_refused(ApiClient& client, Method method, const std::string& path,
                   const std::string& body, const Refusal& refusal,
                   const std::string& content_type = "application/json") {
    const auto before = fingerprint(tenant().scope());
    BOOST_TEST_CONTEXT(to_text(method) << " " << path << " " << body.substr(0, 200)) {
        const auto english = client.with("accept-language", "en")
                                 .send(method, path, body, content_type);
        const auto chinese = client.with("accept-language", "zh-CN")
                                 .send(method, path, body, content_type);
        check_answer(english, refusal);
        check_answer(chinese, refusal);
        if (english.json.contains("detail") && chinese.json.contains("detail"))
            check_texts(chinese.json, english.json);
        BOOST_TEST(changes(before, fingerprint(tenant().scope())) == "");
    }
}

void check_refused(ApiClient& client, Method method, const std::string& path, const Json& body,
                   const Refusal& refusal) {
    check_refused(client, method, path, to_text(body), refusal);
}

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), shown(answer));
    return answer;
}

std::string id_where(const std::string& user, const std::string& list, const std::string& name,
                     const std::string& value) {
    for (const auto& row : tenant().as(user).rows(list))
        if (row.at(name) == value) return row.at("id").get<std::string>();
    BOOST_FAIL("nothing in " << list << " has " << name << " " << value);
    return {};
}

std::string application_of(const std::string& uscc) {
    return id_where("op.admin", "/api/v1/applications", "developer_uscc", uscc);
}

Timestamp now() {
    const auto shown_clock = must(tenant().as("op.admin").get("/api/v1/clock"));
    return parse_timestamp(shown_clock.json.at("now").get<std::string>()).value();
}

BOOST_AUTO_TEST_SUITE(bad_input)

BOOST_AUTO_TEST_CASE(a_body_that_is_no_json_is_refused) {
    auto& finance = tenant().as("finance1");
    const Refusal refusal{.status = 400, .code = "bad_json"};
    for (const std::string body : {"{", "{\"period\": \"2026-09\",}", "period=2026-09", "[1,2",
                                   "{\"period\": 2026-09}", "\xff\xfe", "{\"a\":NaN}"})
        check_refused(finance, Method::post, "/api/v1/settlements", body, refusal);
}

BOOST_AUTO_TEST_CASE(wrong_types_are_told_where_they_stand) {
    auto& finance = tenant().as("finance1");
    const auto refused = [&](const Json& body, const char* pointer, const char* code) {
        check_refused(finance, Method::post, "/api/v1/settlements", body,
                      {.status = 400, .code = "invalid_request", .pointer = pointer,
                       .field_code = code});
    };
    refused({{"period", 202609}}, "/period", "wrong_type");
    refused({{"period", nullptr}}, "/period", "wrong_type");
    refused({{"period", "2026-13"}}, "/period", "bad_period");
    refused(Json::object(), "/period", "missing_field");
    refused({{"period", "2026-09"}, {"colour", "red"}}, "/colour", "unknown_field");
    refused(Json::array({1}), "", "wrong_type");
    check_refused(finance, Method::post, "/api/v1/settlements", "period=2026-09",
                  {.status = 415, .code = "unsupported_media_type"}, "text/plain");
    check_refused(finance, Method::get, "/api/v1/claims?colour=red", std::string(),
                  {.status = 400, .code = "invalid_request", .pointer = "?colour",
                   .field_code = "unknown_parameter"});
}

BOOST_AUTO_TEST_CASE(bad_money_is_refused) {
    auto& treasury = tenant().as("treasury");
    for (const Json& amount : {Json("1"), Json("1.5"), Json("1.005"), Json("1,000.00"),
                              Json("-"), Json("1e3"), Json(" 1.00"), Json("¥1.00"),
                              Json("99999999999999999999.00"), Json("")}) {
        const Json row = {{"serial", "09000001"}, {"payment_code", "1"}, {"paid_on", "2026-10-10"},
                          {"payer", "示例"}, {"amount", amount}};
        check_refused(treasury, Method::post, "/api/v1/receipts", {{"rows", Json::array({row})}},
                      {.status = 400, .code = "invalid_request", .pointer = "/rows/0/amount",
                       .field_code = "bad_money"});
    }
    const Json number = {{"serial", "09000001"}, {"payment_code", "1"}, {"paid_on", "2026-10-10"},
                         {"payer", "示例"}, {"amount", 1.5}};
    check_refused(treasury, Method::post, "/api/v1/receipts", {{"rows", Json::array({number})}},
                  {.status = 400, .code = "invalid_request", .pointer = "/rows/0/amount",
                   .field_code = "bad_money"});
}

BOOST_AUTO_TEST_CASE(a_barred_resource_is_refused_with_its_article) {
    auto& developer = tenant().as("dev3");
    static const auto scenario = must(developer.post(
        "/api/v1/scenarios", {{"name", "示例场景"}, {"purpose", "industry"}, {"field", "医疗"},
                              {"value", "示例"}, {"feasibility", "示例"},
                              {"necessity", "示例"}}));
    const Json item = {{"resource_code", tenant().code("R015")},
                       {"columns", Json::array({{{"name", "record"}, {"purpose", "示例"}}})}};
    check_refused(developer, Method::post, "/api/v1/data-requests",
                  {{"scenario_code", scenario.json.at("code")}, {"items", Json::array({item})}},
                  {.status = 422, .code = "resource_barred", .source = "regulation"});
}

BOOST_AUTO_TEST_CASE(an_application_outside_the_window_is_refused_with_its_article) {
    auto& authority = tenant().as("op.staff");
    const auto today = date_of(now());
    auto notice = must(tenant().as("op.admin").get("/api/v1/notices")).json.at("data").at(0);
    Json body = {{"code", "N-LATER"}, {"title", "后续公告(示例)"},
                 {"window_from", to_text(today + std::chrono::days(30))},
                 {"window_to", to_text(today + std::chrono::days(60))},
                 {"fields", notice.at("fields")}, {"conditions", Json::array()},
                 {"materials", {"security_self_assessment"}}, {"criteria", {"security"}}};
    for (const auto& condition : notice.at("conditions"))
        body["conditions"].push_back(condition.at("code"));
    const auto made = must(authority.post("/api/v1/notices", body));
    must(authority.post("/api/v1/notices/" + made.json.at("id").get<std::string>() + "/publish"));
    Json statements = Json::array();
    for (const auto& condition : body.at("conditions"))
        statements.push_back({{"condition", condition}, {"text", "符合(示例)"}});
    auto& developer = tenant().as("dev5");
    check_refused(developer, Method::post, "/api/v1/applications",
                  {{"notice_code", "N-LATER"}, {"plan_text", "示例"}, {"contact", "示例"},
                   {"statements", statements}},
                  {.status = 422, .code = "outside_window", .source = "regulation"});
}

Json term(const std::string& application, const std::string& to) {
    return {{"application_id", application}, {"from", "2026-11-01"}, {"to", to},
            {"service_fee", "0.00"}};
}

BOOST_AUTO_TEST_CASE(a_term_over_the_packs_limit_needs_a_reason) {
    auto& staff = tenant().as("op.staff");
    const auto accepted = application_of("91321000100676067L");
    check_refused(staff, Method::post, "/api/v1/agreements", term(accepted, "2031-10-31"),
                  {.status = 422, .code = "term_over_limit", .source = "regulation"});
    auto blank = term(accepted, "2031-10-31");
    blank["override_reason"] = " ";
    check_refused(staff, Method::post, "/api/v1/agreements", blank,
                  {.status = 400, .code = "invalid_request", .pointer = "/override_reason",
                   .field_code = "empty_text"});
    check_refused(staff, Method::post, "/api/v1/agreements", term(accepted, "2026-10-31"),
                  {.status = 400, .code = "invalid_request", .pointer = "/to",
                   .field_code = "bad_interval"});
}

Json receipt(const std::string& serial, const std::string& amount) {
    return {{"serial", serial}, {"payment_code", "32199999999999999999"},
            {"paid_on", "2026-10-10"}, {"payer", "示例"}, {"amount", amount}};
}

BOOST_AUTO_TEST_CASE(a_receipt_row_counts_once) {
    auto& treasury = tenant().as("treasury");
    const Json once = {{"rows", Json::array({receipt("09000077", "5.00")})}};
    must(treasury.post("/api/v1/receipts", once));
    auto before = fingerprint(tenant().scope());
    const auto summary = must(tenant().as("finance1").get("/api/v1/summary"));
    const auto again = must(treasury.post("/api/v1/receipts", once));
    BOOST_TEST(again.text.find("duplicate") != again.text.npos, shown(again));
    auto after = fingerprint(tenant().scope());
    // The call itself is on record, and imports take turns at a counter.
    for (auto* prints : {&before, &after})
        for (const auto* table : {"audit_rows", "idempotency_keys", "counters"})
            prints->erase(table);
    BOOST_TEST(changes(before, after) == "");
    BOOST_TEST(must(tenant().as("finance1").get("/api/v1/summary")).text == summary.text);

    const Json twice = {{"rows", Json::array({receipt("09000078", "5.00"),
                                              receipt("09000077", "6.00")})}};
    check_refused(treasury, Method::post, "/api/v1/receipts", twice,
                  {.status = 422, .code = "rows_refused", .pointer = "/rows/1/serial",
                   .field_code = "serial_reused"});
}

BOOST_AUTO_TEST_CASE(the_order_of_refusals_is_fixed) {
    const std::string code = tenant().code("R900");
    const std::string path = "/api/v1/resources/" + code;
    const Json good = {{"code", code}, {"name", "示例资源"}, {"field", "信用"}, {"level", "L2"},
                       {"openness", "conditional"}, {"registration_number", "示例-900"},
                       {"columns", Json::array({{{"name", "uscc"}}})}};
    auto& owner = tenant().as("dept.d01");
    must(owner.post("/api/v1/resources", good));
    must(owner.post(path + "/publish"));
    must(owner.post(path + "/retire"));
    const auto version = must(owner.get(path)).header("ETag");

    // Everything is wrong; then one thing after the other is put right.
    const std::string bad = R"({"colour": "red"})";
    const std::string nowhere = "/api/v1/resources/R999";
    const auto put = [](ApiClient& client, const std::string& where, const std::string& body) {
        return client.with("if-match", "\"77\"").send(Method::put, where, body, "application/json");
    };
    const auto check = [](const Answer& answer, int status, const char* expected) {
        BOOST_TEST(answer.status == status, shown(answer));
        BOOST_TEST(answer.code() == expected, shown(answer));
    };
    ApiClient nobody;
    check(put(nobody.with("idempotency-key", ""), nowhere, bad), 401, "unauthenticated");
    auto& finance = tenant().as("finance1");
    check(put(finance.with("idempotency-key", ""), nowhere, bad), 403, "permission_denied");
    auto& other = tenant().as("dept.d02");
    check(put(other.with("idempotency-key", ""), nowhere, bad), 428, "idempotency_key_missing");
    check(put(other, nowhere, bad), 400, "invalid_request");
    auto unknown = good;
    unknown["code"] = "R999";
    check(put(other, nowhere, to_text(unknown)), 404, "not_found");
    check(put(other, path, to_text(good)), 403, "not_your_object");
    check(put(owner, path, to_text(good)), 412, "version_conflict");
    const auto state = owner.with("if-match", version).put(path, good);
    BOOST_TEST(state.status == 409, shown(state));
    // The state before the rule: a rejected application gets no agreement, whatever its term.
    auto& staff = tenant().as("op.staff");
    const auto rejected = application_of("9132100010056505X6");
    const auto refused = staff.post("/api/v1/agreements", term(rejected, "2031-10-31"));
    BOOST_TEST(refused.status == 409, shown(refused));
    const auto rule = staff.post("/api/v1/agreements",
                                 term(application_of("91321000100676067L"), "2031-10-31"));
    check(rule, 422, "term_over_limit");
}

// --- events

Json event(const std::string& id, const std::string& subject, Timestamp time,
           const std::string& meter = "calls") {
    return {{"specversion", "1.0"},
            {"id", id},
            {"source", "gateway/bad-input"},
            {"type", "yunhe.usage"},
            {"subject", subject},
            {"time", to_text(time)},
            {"data", {{"meter", meter}, {"quantity", "1"}}}};
}

ApiClient& gateway() {
    static auto key = tenant().operator_key({"events:write"});
    return key;
}

Json results(const Answer& answer) { return must(answer).json.at("results"); }

Json send_batch(ApiClient& client, const Json& events) {
    return results(client.send(Method::post, "/api/v1/events", to_text(events),
                               "application/cloudevents-batch+json"));
}

void check_outcome(const Json& outcome, std::string_view status, std::string_view code = "",
                   std::string_view pointer = "") {
    BOOST_TEST(outcome.value("status", "") == status, to_text(outcome));
    BOOST_TEST(outcome.value("code", "") == code, to_text(outcome));
    BOOST_TEST(outcome.value("pointer", "") == pointer, to_text(outcome));
}

BOOST_AUTO_TEST_CASE(each_event_of_a_batch_gets_its_own_answer) {
    const auto order = tenant().code("O01");
    const auto time = now() - std::chrono::hours(2);
    check_outcome(send_batch(gateway(), Json::array({event("known", order, time)}))[0], "accepted");
    const auto counts = [] {
        return must(tenant().as("op.admin").get("/api/v1/events/summary")).json;
    };
    const auto before = counts();

    auto no_subject = event("e-no-subject", order, time);
    no_subject.erase("subject");
    auto bad_quantity = event("e-quantity", order, time);
    bad_quantity["data"]["quantity"] = 1;
    auto below_zero = event("e-below-zero", order, time);
    below_zero["data"]["quantity"] = "1e3";
    auto unknown_field = event("e-field", order, time);
    unknown_field["data"]["colour"] = "red";
    auto reused = event("known", order, time);
    reused["data"]["quantity"] = "2";
    auto outside = event("e-outside", order, time);
    outside["data"]["resources"] = {tenant().code("R003")};
    auto other_scenario = event("e-scenario", order, time);
    other_scenario["data"]["scenario"] = tenant().code("S03");
    const Json batch = Json::array(
        {event("e-good-1", order, time), event("e-unknown", "O99", time),
         event("known", order, time), no_subject, bad_quantity, below_zero, unknown_field, reused,
         event("e-old", order, now() - std::chrono::days(36)),
         event("e-future", order, now() + std::chrono::minutes(6)), outside,
         event("e-meter", order, time, "lightyears"), other_scenario, Json("no object"),
         event("e-good-2", order, time), event("e-good-2", order, time)});
    const auto answers = send_batch(gateway(), batch);
    BOOST_REQUIRE_EQUAL(answers.size(), batch.size());
    const auto is = [&](std::size_t i, const char* status, const char* code = "",
                        const char* pointer = "") {
        BOOST_TEST_CONTEXT("event " << i) check_outcome(answers[i], status, code, pointer);
    };
    is(0, "accepted");
    is(1, "quarantined", "unknown_order");
    is(2, "duplicate");
    is(3, "rejected", "missing_field", "/subject");
    is(4, "rejected", "wrong_type", "/data/quantity");
    is(5, "rejected", "bad_decimal", "/data/quantity");
    is(6, "rejected", "unknown_field", "/data/colour");
    is(7, "rejected", "id_reused", "/id");
    is(8, "rejected", "too_old", "/time");
    is(9, "rejected", "in_future", "/time");
    is(10, "quarantined", "resource_outside_lineage");
    is(11, "quarantined", "meter_without_charge");
    is(12, "quarantined", "wrong_scenario");
    is(13, "rejected", "wrong_type");
    is(14, "accepted");
    is(15, "duplicate");

    const auto after = counts();
    BOOST_TEST(after.at("accepted").get<int>() == before.at("accepted").get<int>() + 2);
    BOOST_TEST(after.at("quarantined").get<int>() == before.at("quarantined").get<int>() + 4);
    // Every code has a text in both languages, which the console shows.
    for (const auto& outcome : answers) {
        if (!outcome.contains("code")) continue;
        const auto code = outcome.at("code").get<std::string>();
        const auto english = error_text(code, {}, Language::english);
        BOOST_TEST(error_text(code, {}, Language::chinese) != english, code);
    }
}

BOOST_AUTO_TEST_CASE(a_developers_key_reports_its_own_orders_only) {
    const auto made = must(tenant().as("dev2").post(
        "/api/v1/api-keys", {{"name", "自有网关"}, {"scopes", {"events:write"}}}));
    auto key = ApiClient::with_key(made.json.at("key").get<std::string>());
    const auto time = now() - std::chrono::hours(3);
    const auto answers = send_batch(
        key, Json::array({event("dev2-own", tenant().code("O03"), time),
                          event("dev2-others", tenant().code("O01"), time),
                          event("dev2-costs", "developer:913210001001210102", time,
                                "compute_core_hours"),
                          event("dev2-unknown", "O99", time)}));
    BOOST_REQUIRE_EQUAL(answers.size(), 4U);
    check_outcome(answers[0], "accepted");
    check_outcome(answers[1], "rejected", "forbidden_subject", "/subject");
    check_outcome(answers[2], "rejected", "forbidden_subject", "/subject");
    // Told apart from another's order, the answer would say which orders there are.
    check_outcome(answers[3], "rejected", "forbidden_subject", "/subject");
}

BOOST_AUTO_TEST_CASE(the_three_formats_give_the_same_answers) {
    const auto order = tenant().code("O01");
    const auto time = now() - std::chrono::hours(4);
    const auto send = [](const std::string& body, const char* type) {
        return results(gateway().send(Method::post, "/api/v1/events", body, type));
    };
    const auto single = send(to_text(event("f-single", order, time)),
                             "application/cloudevents+json");
    BOOST_REQUIRE_EQUAL(single.size(), 1U);
    check_outcome(single[0], "accepted");
    const auto plain = send(to_text(event("f-single", order, time)),
                            "application/json; charset=utf-8");
    check_outcome(plain[0], "duplicate");
    const auto lines = send(to_text(event("f-line-1", order, time)) + "\n\n{\"id\": \n" +
                                to_text(event("f-line-2", "O99", time)) + "\r\n",
                            "application/x-ndjson");
    BOOST_REQUIRE_EQUAL(lines.size(), 3U);
    check_outcome(lines[0], "accepted");
    check_outcome(lines[1], "rejected", "bad_json");
    check_outcome(lines[2], "quarantined", "unknown_order");
}

BOOST_AUTO_TEST_CASE(a_request_that_carries_no_events_is_refused_as_a_whole) {
    const std::string path = "/api/v1/events";
    const auto refused = [&](const std::string& body, const std::string& type,
                             const Refusal& refusal) {
        check_refused(gateway(), Method::post, path, body, refusal, type);
    };
    const std::string batch = "application/cloudevents-batch+json";
    const Refusal no_json{.status = 400, .code = "bad_json"};
    const Refusal nothing{.status = 400, .code = "invalid_request", .field_code = "empty_list"};
    refused("[{]", batch, no_json);
    refused("{", "application/cloudevents+json", no_json);
    refused("[]", batch, nothing);
    refused("\n\n", "application/x-ndjson", nothing);
    refused("{}", batch, {.status = 400, .code = "invalid_request", .field_code = "wrong_type"});
    for (const char* type : {"text/csv", "text/plain", "application/xml", ""})
        refused("id,subject\n", type, {.status = 415, .code = "unsupported_media_type"});

    Json many = Json::array();
    std::string lines;
    for (int i = 0; i <= 1000; ++i) {
        many.push_back(event("m-" + std::to_string(i), tenant().code("O01"), now()));
        lines += to_text(many.back()) + "\n";
    }
    const Refusal too_many{.status = 413, .code = "too_many_events"};
    refused(to_text(many), batch, too_many);
    refused(lines, "application/x-ndjson", too_many);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::bad_input_test
