/// Joint decisions through the API: five departments and the province, columns, silence, changes,
/// consents, and what a revocation stops.
#include <boost/test/unit_test.hpp>

#include <random>
#include <set>

#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::test::joint_decision_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
const std::string kRequests = "/api/v1/data-requests";

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
    return answer;
}

std::string id_of(const Answer& answer) { return answer.json.at("id").get<std::string>(); }

Json column(const std::string& name, const std::string& purpose = "核验(示例)") {
    return {{"name", name}, {"purpose", purpose}};
}
Json item(const std::string& resource, const Json& columns) {
    return {{"resource_code", resource}, {"columns", columns}};
}
Json item(const std::string& resource) {
    return item(resource, Json::array({column("uscc"), column("status"), column("amount")}));
}
Json answer(const std::string& resource, const std::string& decision = "agree") {
    return {{"resource_code", resource}, {"decision", decision}, {"opinion", "意见(示例)"}};
}
/// Agreed with conditions: single columns as given.
Json by_column(const std::string& resource, const Json& columns) {
    return {{"resource_code", resource},
            {"decision", "agree_with_conditions"},
            {"columns", columns}};
}
Json consent(const std::string& document, char digit) {
    return {{"document", document},
            {"evidence_sm3", std::string(64, digit)},
            {"scope", "用于本场景的信用核验"},
            {"subjects", 12},
            {"obtained_on", "2026-03-20"}};
}

/// A developer with a signed agreement and scenario S1; R1..R5 of the departments D01..D05, R2
/// returned by the province, R6 (D01) about persons with their consent. Admission has tests of its
/// own, so the agreement is written by hand.
class Jury {
public:
    explicit Jury(std::string rule_pack = "yangzhou-2024")
        : world({.rule_pack = rule_pack,
                 .clock = "2026-04-01T01:00:00Z",
                 .policy = {{"province_seat_for_returned_data", true}},
                 .departments = 5}) {
        world.open_developer(kUscc, "dev1");
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            tx.execute("SET foreign_key_checks = 0");
            insert_agreement(tx, rule_pack);
            tx.execute("SET foreign_key_checks = 1");
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
        for (int i = 1; i <= 5; ++i) publish(i, "R" + std::to_string(i), Json::object());
        publish(1, "R6",
                {{"personal", true},
                 {"unlock", "consented"},
                 {"unlock_document", "同意书样张(示例)"}});
        for (const auto* code : {"S1", "S2"}) must(dev().post("/api/v1/scenarios", scenario(code)));
    }

    static Json scenario(const std::string& code) {
        return {{"code", code},          {"name", "示例场景"},    {"purpose", "industry"},
                {"field", "信用"},       {"value", "价值(示例)"}, {"feasibility", "可行(示例)"},
                {"necessity", "必要(示例)"}};
    }
    ApiClient& dev() { return world.as("dev1"); }
    ApiClient& as(const std::string& username) { return world.as(username); }
    static std::string department(int number) { return "dept.d0" + std::to_string(number); }

    /// Submitted and assessed: its seats are open. `path` is a drafted request's.
    std::string brought_to_decision(const std::string& path) {
        must(dev().post(path + "/submit"));
        must(as("op.staff").post(path + "/operator-check", {{"decision", "agree"}}));
        const Json met = {{"met", true}, {"text", "符合(示例)"}};
        const Json found = {{"reasonable", met}, {"compliant", met}, {"safe", met}};
        must(as("centre").post(path + "/assess", found));
        must(as("expert1").post(path + "/assess", found));
        BOOST_REQUIRE_EQUAL(state_of(path), "joint_decision");
        return path;
    }
    std::string opened(const Json& items, const std::string& scenario_code = "S1") {
        const auto drafted =
            must(dev().post(kRequests, {{"scenario_code", scenario_code}, {"items", items}}));
        return brought_to_decision(kRequests + "/" + id_of(drafted));
    }
    Answer decide(const std::string& username, const std::string& path, const Json& items) {
        return as(username).post(path + "/decide", {{"items", items}});
    }
    /// Everybody agrees to the whole of these.
    void agreed(const std::string& path, const std::vector<int>& numbers) {
        Json all = Json::array();
        for (const auto number : numbers) all.push_back(answer("R" + std::to_string(number)));
        must(decide("authority", path, all));
        for (const auto number : numbers)
            must(decide(department(number), path,
                        Json::array({answer("R" + std::to_string(number))})));
    }
    std::string state_of(const std::string& path) {
        return must(dev().get(path)).json.at("state").get<std::string>();
    }
    Json request(const std::string& path) { return must(dev().get(path)).json; }
    /// Granted now, resource by resource.
    std::map<std::string, Json> grants() {
        std::map<std::string, Json> found;
        for (const auto& grant : dev().rows("/api/v1/grants"))
            if (grant.at("state") == "active")
                found[grant.at("resource_code").get<std::string>()] = grant;
        return found;
    }
    std::string change_of(const std::string& path, const Json& items) {
        return kRequests + "/" +
               id_of(must(dev().post(path + "/changes", {{"items", items}})));
    }
    bool has_task(const std::string& username, const std::string& task) {
        for (const auto& todo : as(username).rows("/api/v1/todos"))
            if (todo.at("task") == task) return true;
        return false;
    }
    void set_day(Date day) { world.set_clock(to_text(day) + "T02:00:00Z"); }

    // Offers.
    void listed(const std::string& product, const Json& lineage) {
        must(dev().post("/api/v1/products", product_body(product, lineage)));
        must(dev().post("/api/v1/products/" + product + "/submit"));
        must(as("op.staff").post("/api/v1/products/" + product + "/review",
                                 {{"decision", "pass"},
                                  {"no_raw_data", true},
                                  {"not_reversible", true},
                                  {"only_granted", true},
                                  {"inside_scenario", true},
                                  {"opinion", "同意(示例)"}}));
        priced(product);
        const auto listing = must(dev().post("/api/v1/listings", {{"product_code", product},
                                                                  {"scenario_codes", {"S1"}},
                                                                  {"from", "2026-04-01"}}));
        must(as("op.staff").post("/api/v1/listings/" + id_of(listing) + "/list"));
        must(dev().post("/api/v1/orders", {{"code", "O-" + product},
                                           {"product_code", product},
                                           {"scenario_code", "S1"},
                                           {"kind", "paid"},
                                           {"from", "2026-04-01"},
                                           {"to", "2026-12-31"},
                                           {"buyer", {{"name", "示例银行"}}}}));
        must(as("op.staff").post("/api/v1/orders/O-" + product + "/accept"));
    }
    static Json product_body(const std::string& code, const Json& lineage) {
        return {{"code", code},
                {"name", "示例产品" + code},
                {"kind", "api"},
                {"scenario_codes", {"S1"}},
                {"lineage", lineage}};
    }
    static Json source(const std::string& resource, const std::string& weight) {
        return {{"resource_code", resource}, {"weight", weight}};
    }
    bool live(const std::string& product) {
        return must(dev().get("/api/v1/orders/O-" + product)).json.at("live").get<bool>();
    }

    ApiWorld world;

private:
    void publish(int department_number, const std::string& code, const Json& more) {
        Json body = {{"code", code},    {"name", "示例资源" + code},
                     {"field", "信用"}, {"level", "L2"},
                     {"openness", "conditional"},
                     {"columns", {{{"name", "uscc"}}, {{"name", "status"}}, {{"name", "amount"}}}}};
        if (code == "R2") body["origin"] = "province_returned";
        body.update(more);
        auto& owner = as(department(department_number));
        must(owner.post("/api/v1/resources", body));
        must(owner.post("/api/v1/resources/" + code + "/publish"));
    }
    void priced(const std::string& product) {
        const Json charges = Json::array({{{"meter", "calls"},
                                           {"aggregation", "sum"},
                                           {"model", "unit"},
                                           {"unit_price", "0.35"}}});
        const Json what = {{"product_code", product},
                           {"scenario_code", "S1"},
                           {"effective_from", "2026-04-01"},
                           {"charges", charges}};
        auto standard = what;
        standard["code"] = "std-" + product;
        standard["document"] = "示例文号";
        must(as("finance1").post("/api/v1/approved-standards", standard));
        must(as("collector").post("/api/v1/approved-standards/std-" + product + "/confirm"));
        auto plan = what;
        plan["code"] = "use-" + product;
        plan["kind"] = "data_use";
        plan["standard_code"] = "std-" + product;
        must(as("finance1").post("/api/v1/price-plans", plan));
        must(as("op.admin").post("/api/v1/price-plans/use-" + product + "/approve"));
    }
    void insert_agreement(db::Transaction& tx, const std::string& rule_pack) {
        const auto scope = world.scope();
        const auto developer = *tenants::find_body_by_code(tx, scope, kUscc);
        tx.execute(
            "INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
            "state, from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
            "rule_pack_digest, canonical_text, created_at, signed_at) VALUES (?, ?, 1, 1, ?, "
            "'signed', '2026-04-01', '2028-03-31', 0, ?, '[]', ?, ?, ?, ?, ?)",
            scope, tx.new_id<tenants::AgreementId>(), developer.id, Json{"信用", "金融"},
            rule_pack, tenants::RulePackLibrary().find(rule_pack)->digest,
            std::string("协议文本(示例)"), parse_timestamp("2026-03-20T01:00:00Z").value(),
            parse_timestamp("2026-03-20T01:00:00Z").value());
    }
};

Json seat_of(const Json& request, const std::string& body_code) {
    for (const auto& seat : request.at("seats"))
        if (seat.at("body_code") == body_code) return seat;
    BOOST_FAIL("no seat for " << body_code);
    return nullptr;
}
Json item_of(const Json& request, const std::string& resource) {
    for (const auto& row : request.at("items"))
        if (row.at("resource_code") == resource) return row;
    BOOST_FAIL("no item " << resource);
    return nullptr;
}
/// "uscc status+generalised"
std::string columns_of(const Json& grant) {
    std::string text;
    for (const auto& row : grant.at("columns")) {
        text += (text.empty() ? "" : " ") + row.at("name").get<std::string>();
        for (const auto& masking : row.at("masking")) text += "+" + masking.get<std::string>();
        if (!row.at("ended_at").is_null()) text += "!";
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(joint_decisions)

BOOST_AUTO_TEST_CASE(five_departments_and_the_province_decide_resource_by_resource) {
    Jury jury;
    const auto path = jury.opened(
        Json::array({item("R1"), item("R2"), item("R3"), item("R4"), item("R5")}));
    BOOST_CHECK_EQUAL(jury.request(path).at("seats").size(), 7U);

    // Each seat answers for itself; one refuses a resource, one returns a resource.
    must(jury.decide("authority", path,
                     Json::array({answer("R1"), answer("R2"), answer("R3"), answer("R4"),
                                  answer("R5")})));
    must(jury.decide("province", path, Json::array({answer("R2")})));
    const auto masked = by_column(
        "R1", Json::array({{{"name", "status"}, {"decision", "mask"}, {"masking", "generalised"}},
                           {{"name", "amount"}, {"decision", "refuse"}, {"text", "非必要"}}}));
    must(jury.decide("dept.d01", path, Json::array({masked})));
    must(jury.decide("dept.d02", path, Json::array({answer("R2")})));
    must(jury.decide("dept.d03", path, Json::array({answer("R3")})));
    auto refusal = answer("R4", "refuse");
    refusal["opinion"] = "涉及正在办理的案件";
    must(jury.decide("dept.d04", path, Json::array({refusal})));
    must(jury.decide("dept.d05", path, Json::array({answer("R5", "return")})));

    // What is complete is granted; the returned resource waits for its own seat only.
    BOOST_CHECK_EQUAL(jury.state_of(path), "joint_decision");
    BOOST_CHECK_EQUAL(jury.grants().size(), 3U);
    BOOST_CHECK_EQUAL(columns_of(jury.grants().at("R1")), "uscc status+generalised");
    const auto version = must(jury.dev().get(path)).header("ETag");
    must(jury.dev().with("if-match", version).put(
        path, {{"items", Json::array({item("R5", Json::array({column("uscc")}))})}}));
    must(jury.dev().post(path + "/submit", {{"explanation", "已减少字段"}}));
    BOOST_CHECK_EQUAL(jury.decide("authority", path, Json::array({answer("R5")})).code(),
                      "seat_has_decided");
    must(jury.decide("dept.d05", path, Json::array({answer("R5")})));

    const auto decided = jury.request(path);
    BOOST_CHECK_EQUAL(decided.at("state"), "partly_granted");
    for (const auto* code : {"R1", "R2", "R3", "R5"})
        BOOST_CHECK_EQUAL(item_of(decided, code).at("outcome"), "granted");
    const auto refused = item_of(decided, "R4");
    BOOST_CHECK_EQUAL(refused.at("outcome"), "refused");
    BOOST_REQUIRE_EQUAL(refused.at("reasons").size(), 1U);
    BOOST_CHECK_EQUAL(refused.at("reasons")[0].at("body_name"), "单位D04");
    BOOST_CHECK_EQUAL(refused.at("reasons")[0].at("reason"), "涉及正在办理的案件");
    const auto granted = jury.grants();
    BOOST_CHECK(!granted.contains("R4"));
    BOOST_CHECK_EQUAL(columns_of(granted.at("R5")), "uscc");
}

BOOST_AUTO_TEST_CASE(revoking_one_grant_stops_exactly_what_needs_it) {
    Jury jury;
    const auto path = jury.opened(
        Json::array({item("R1"), item("R2"), item("R3"), item("R4"), item("R5")}));
    must(jury.decide("authority", path,
                     Json::array({answer("R1"), answer("R2"), answer("R3"), answer("R4"),
                                  answer("R5")})));
    must(jury.decide("province", path, Json::array({answer("R2")})));
    for (const int number : {1, 2, 3, 5})
        must(jury.decide(Jury::department(number), path,
                         Json::array({answer("R" + std::to_string(number))})));
    auto refusal = answer("R4", "refuse");
    refusal["opinion"] = "涉及正在办理的案件";
    must(jury.decide("dept.d04", path, Json::array({refusal})));

    // A product that tries to use the refused resource hears by whom and why.
    must(jury.dev().post("/api/v1/products",
                         Jury::product_body("P4", Json::array({Jury::source("R1", "50"),
                                                               Jury::source("R4", "50")}))));
    const auto barred = jury.dev().post("/api/v1/products/P4/submit");
    BOOST_CHECK_EQUAL(barred.status, 422);
    BOOST_CHECK_EQUAL(barred.code(), "ungranted_resource");
    BOOST_CHECK_MESSAGE(barred.text.find("涉及正在办理的案件") != barred.text.npos, barred.text);
    BOOST_CHECK_MESSAGE(barred.text.find("单位D04") != barred.text.npos, barred.text);

    // Revoking one grant stops just what needs it.
    jury.listed("P1", Json::array({Jury::source("R1", "100")}));
    jury.listed("P2", Json::array({Jury::source("R2", "60"), Jury::source("R3", "40")}));
    jury.listed("P3", Json::array({Jury::source("R1", "30"), Jury::source("R5", "70")}));
    for (const auto* product : {"P1", "P2", "P3"}) BOOST_CHECK(jury.live(product));
    const auto grant = jury.grants().at("R1").at("id").get<std::string>();
    BOOST_CHECK_EQUAL(
        jury.as("dept.d02").post("/api/v1/grants/" + grant + "/revoke", {{"reason", "x"}}).status,
        404);
    must(jury.as("dept.d01").post("/api/v1/grants/" + grant + "/revoke",
                                  {{"reason", "数据停止更新"}}));
    BOOST_CHECK(!jury.live("P1"));
    BOOST_CHECK(jury.live("P2"));
    BOOST_CHECK(!jury.live("P3"));
    const auto stops = jury.dev().rows("/api/v1/chain-stops");
    BOOST_REQUIRE_EQUAL(stops.size(), 1U);
    BOOST_CHECK_EQUAL(stops[0].at("reason"), "数据停止更新");
    const auto stop = must(jury.dev().get("/api/v1/chain-stops/" +
                                          stops[0].at("id").get<std::string>())).json;
    std::set<std::string> stopped;
    for (const auto& row : stop.at("items"))
        if (row.at("aggregate") != "listing") stopped.insert(row.at("code").get<std::string>());
    BOOST_CHECK((stopped == std::set<std::string>{"P1", "P3", "O-P1", "O-P3"}));
    std::size_t listings = 0;
    for (const auto& row : stop.at("items")) listings += row.at("aggregate") == "listing";
    BOOST_CHECK_EQUAL(listings, 2U);
    BOOST_CHECK_EQUAL(jury.state_of(path), "partly_granted");
}

BOOST_AUTO_TEST_CASE(what_is_complete_is_supplied_while_other_seats_still_sit) {
    Jury jury;
    const auto path = jury.opened(Json::array({item("R1"), item("R3"), item("R4")}));
    must(jury.decide("authority", path,
                     Json::array({answer("R1"), answer("R3"), answer("R4")})));
    BOOST_CHECK_EQUAL(
        jury.as("centre").post(path + "/supply", {{"record", "交接单(示例)"}}).code(),
        "nothing_to_supply");
    must(jury.decide("dept.d01", path, Json::array({answer("R1")})));
    BOOST_CHECK(jury.has_task("centre", "request_supply"));
    const auto part =
        must(jury.as("centre").post(path + "/supply", {{"record", "交接单(示例)"}})).json;
    BOOST_CHECK_EQUAL(part.at("state"), "joint_decision");
    BOOST_CHECK_EQUAL(item_of(part, "R1").at("supply_record"), "交接单(示例)");
    BOOST_CHECK(!jury.has_task("centre", "request_supply"));
    BOOST_CHECK(item_of(part, "R3").at("supply_record").is_null());
    must(jury.decide("dept.d03", path, Json::array({answer("R3", "refuse")})));
    // What is granted stays when the rest is withdrawn; all of it was handed over before.
    const auto rest = must(jury.dev().post(path + "/withdraw", {{"reason", "不再需要"}})).json;
    BOOST_CHECK_EQUAL(rest.at("state"), "active");
    BOOST_CHECK_EQUAL(item_of(rest, "R1").at("outcome"), "granted");
    BOOST_CHECK_EQUAL(item_of(rest, "R3").at("outcome"), "refused");
    BOOST_CHECK_EQUAL(item_of(rest, "R4").at("outcome"), "withdrawn");
    BOOST_CHECK(!jury.has_task("dept.d04", "request_decide"));
    BOOST_CHECK_EQUAL(jury.decide("dept.d04", path, Json::array({answer("R4")})).code(),
                      "illegal_transition");
    BOOST_CHECK_EQUAL(jury.grants().size(), 1U);
}

BOOST_AUTO_TEST_CASE(a_silent_seat_goes_to_its_head_and_then_to_the_coordination) {
    Jury jury;
    const auto path = jury.opened(Json::array({item("R1"), item("R3")}));
    must(jury.decide("authority", path, Json::array({answer("R1"), answer("R3")})));
    must(jury.decide("dept.d01", path, Json::array({answer("R1")})));
    const auto due =
        parse_date(seat_of(jury.request(path), "D03").at("due_on").get<std::string>()).value();
    const Json draft = {{"body_code", "D03"},
                        {"kind", "last_date"},
                        {"on", to_text(due + std::chrono::days(30))},
                        {"text", "请尽快答复"}};
    auto& coordination = jury.as("minutes");
    BOOST_CHECK_EQUAL(coordination.post(path + "/escalations", draft).code(), "seat_not_silent");
    BOOST_CHECK(!jury.has_task("dept.d03", "request_decide_head"));

    jury.set_day(due + std::chrono::days(1));
    BOOST_CHECK(jury.has_task("dept.d03", "request_decide_head"));
    BOOST_CHECK(!jury.has_task("dept.d01", "request_decide_head"));
    BOOST_CHECK_EQUAL(seat_of(jury.request(path), "D03").at("escalation"), "head");
    BOOST_CHECK_EQUAL(coordination.post(path + "/escalations", draft).code(),
                      "seat_before_its_head");
    BOOST_CHECK(!jury.has_task("minutes", "request_escalate"));

    jury.set_day(due + std::chrono::days(14));
    BOOST_CHECK(jury.has_task("minutes", "request_escalate"));
    BOOST_CHECK_EQUAL(seat_of(jury.request(path), "D03").at("escalation"), "coordination");
    BOOST_CHECK_EQUAL(coordination.post(path + "/decide",
                                        {{"items", Json::array({answer("R3")})}}).status, 403);
    BOOST_CHECK_EQUAL(jury.as("authority").post(path + "/escalations", draft).status, 403);
    must(coordination.post(path + "/escalations", draft));
    BOOST_CHECK(!jury.has_task("minutes", "request_escalate"));

    auto meeting = draft;
    meeting["kind"] = "meeting";
    meeting["on"] = to_text(due + std::chrono::days(15));
    const auto called = must(coordination.post(path + "/escalations", meeting)).json;
    const auto& last = called.at("escalations").back();
    const auto minutes_path =
        path + "/escalations/" + last.at("id").get<std::string>() + "/minutes";
    const Json minutes = {{"document", "会议纪要〔2026〕3号"},
                          {"sm3", std::string(64, 'a')},
                          {"text", "由单位D03于三日内答复"}};
    BOOST_CHECK_EQUAL(coordination.post(minutes_path, minutes).code(), "meeting_not_held");
    jury.set_day(due + std::chrono::days(16));
    const auto kept = must(coordination.post(minutes_path, minutes)).json;
    BOOST_CHECK_EQUAL(kept.at("escalations").back().at("minutes_document"),
                      "会议纪要〔2026〕3号");
    BOOST_CHECK_EQUAL(coordination.post(minutes_path, minutes).code(), "minutes_recorded");

    // After all that the seat is as undecided as before; only it decides.
    BOOST_CHECK_EQUAL(item_of(kept, "R3").at("outcome"), "pending");
    BOOST_CHECK(!jury.grants().contains("R3"));
    must(jury.decide("dept.d03", path, Json::array({answer("R3")})));
    BOOST_CHECK(jury.grants().contains("R3"));
    BOOST_CHECK(!jury.has_task("dept.d03", "request_decide_head"));
    for (const auto& row : jury.as("dept.d03").rows("/api/v1/obligations"))
        if (row.at("kind") == "request_decision" || row.at("kind") == "request_head_decision")
            BOOST_CHECK_EQUAL(row.at("state"), "discharged");
}

BOOST_AUTO_TEST_CASE(who_steps_back_is_replaced_from_the_same_body) {
    Jury jury;
    must(jury.as("dept.d03").post("/api/v1/users", {{"username", "d03.second"},
                                                    {"password", kPassword},
                                                    {"role", "department"}}));
    const auto path = jury.opened(Json::array({item("R3")}));
    auto& first = jury.as("dept.d03");
    const auto recuse = [&](ApiClient& client, const char* substitute) {
        return client.post(path + "/recuse",
                           {{"substitute", substitute}, {"reason", "与申请单位有利害关系"}});
    };
    BOOST_CHECK_EQUAL(recuse(first, "dept.d01").field_code("/substitute"), "unknown_reference");
    BOOST_CHECK_EQUAL(recuse(first, "dept.d03").field_code("/substitute"), "substitute_unfit");
    const auto done = must(recuse(first, "d03.second")).json;
    BOOST_CHECK_EQUAL(done.at("recusals")[0].at("username"), "dept.d03");
    BOOST_CHECK_EQUAL(recuse(first, "d03.second").code(), "already_recused");
    BOOST_CHECK_EQUAL(jury.decide("dept.d03", path, Json::array({answer("R3")})).code(),
                      "recused");
    BOOST_CHECK(!jury.has_task("dept.d03", "request_decide"));
    BOOST_CHECK(jury.has_task("d03.second", "request_decide"));
    BOOST_CHECK_EQUAL(recuse(jury.as("d03.second"), "dept.d03").field_code("/substitute"),
                      "substitute_unfit");
    must(jury.decide("d03.second", path, Json::array({answer("R3")})));
    BOOST_CHECK_EQUAL(recuse(jury.as("d03.second"), "dept.d03").code(), "seat_has_decided");
}

BOOST_AUTO_TEST_CASE(a_change_brings_only_what_is_new_before_the_seats_concerned) {
    Jury jury;
    const auto path = jury.opened(Json::array(
        {item("R1", Json::array({column("uscc"), column("status")})), item("R3")}));
    jury.agreed(path, {1, 3});
    must(jury.as("centre").post(path + "/supply", {{"record", "交接单(示例)"}}));
    const auto second = jury.dev().post(
        kRequests, {{"scenario_code", "S1"}, {"items", Json::array({item("R4")})}});
    BOOST_CHECK_EQUAL(second.code(), "scenario_has_live_request");
    BOOST_CHECK_EQUAL(second.json.at("article"), "15");
    const Json same = Json::array(
        {item("R1", Json::array({column("uscc"), column("status")})), item("R3")});
    BOOST_CHECK_EQUAL(jury.dev().post(path + "/changes", {{"items", same}}).code(),
                      "nothing_changed");

    // R1: one more column and another purpose; R3: one column less; R4: new.
    const Json wish = Json::array(
        {item("R1", Json::array({column("uscc"), column("status", "另一用途"), column("amount")})),
         item("R3", Json::array({column("uscc"), column("status")})), item("R4")});
    const auto change = jury.change_of(path, wish);
    const auto drafted = jury.request(change);
    BOOST_CHECK_EQUAL(drafted.at("items").size(), 2U);
    BOOST_CHECK_EQUAL(item_of(drafted, "R1").at("columns").size(), 2U);
    BOOST_CHECK_EQUAL(drafted.at("narrowings").size(), 2U);
    BOOST_CHECK_EQUAL(columns_of(jury.grants().at("R3")), "uscc status amount");
    BOOST_CHECK_EQUAL(jury.dev().post(path + "/changes", {{"items", wish}}).code(),
                      "scenario_has_live_request");

    jury.brought_to_decision(change);
    // Less is less at once; what stood goes on; R3's department has nothing to decide.
    BOOST_CHECK_EQUAL(columns_of(jury.grants().at("R3")), "uscc status amount!");
    BOOST_CHECK_EQUAL(columns_of(jury.grants().at("R1")), "uscc status");
    const auto open = jury.request(change);
    BOOST_CHECK_EQUAL(open.at("seats").size(), 3U);
    BOOST_CHECK_EQUAL(jury.decide("dept.d03", change, Json::array({answer("R3")})).status, 404);
    must(jury.decide("authority", change, Json::array({answer("R1"), answer("R4")})));
    must(jury.decide("dept.d04", change, Json::array({answer("R4", "refuse")})));
    must(jury.decide("dept.d01", change, Json::array({answer("R1")})));
    BOOST_CHECK_EQUAL(jury.state_of(change), "partly_granted");
    BOOST_CHECK_EQUAL(jury.state_of(path), "active");
    std::set<std::string> of_r1;
    for (const auto& grant : jury.dev().rows("/api/v1/grants"))
        if (grant.at("resource_code") == "R1") of_r1.insert(columns_of(grant));
    BOOST_CHECK((of_r1 == std::set<std::string>{"uscc status!", "status amount"}));

    // A change that only asks for less is over with its submission, and may end a grant.
    const auto less = jury.change_of(
        path, Json::array({item("R1", Json::array({column("uscc"), column("status", "另一用途"),
                                                   column("amount")}))}));
    BOOST_CHECK_EQUAL(must(jury.dev().post(less + "/submit")).json.at("state"), "narrowed");
    BOOST_CHECK(!jury.grants().contains("R3"));
    BOOST_CHECK_EQUAL(jury.state_of(path), "active");
}

BOOST_AUTO_TEST_CASE(a_consent_stands_for_one_resource_and_ends_its_grant) {
    Jury jury;
    auto personal = item("R6");
    const auto ask = [&](const std::string& scenario) {
        return jury.dev().post(kRequests, {{"scenario_code", scenario},
                                           {"items", Json::array({personal, item("R1")})}});
    };
    BOOST_CHECK_EQUAL(ask("S1").field_code("/items/0/consent"), "consent_missing");
    personal["consent"] = consent("同意书1号", 'a');
    personal["consent"]["obtained_on"] = "2026-04-02";
    BOOST_CHECK_EQUAL(ask("S1").field_code("/items/0/consent/obtained_on"), "consent_not_yet");
    personal["consent"] = consent("同意书1号", 'a');
    const auto path = jury.brought_to_decision(kRequests + "/" + id_of(must(ask("S1"))));
    must(jury.decide("authority", path, Json::array({answer("R6"), answer("R1")})));
    must(jury.decide("dept.d01", path, Json::array({answer("R6"), answer("R1")})));
    jury.listed("P6", Json::array({Jury::source("R6", "100")}));
    jury.listed("P1", Json::array({Jury::source("R1", "100")}));
    BOOST_CHECK(jury.live("P6"));
    const auto withdraw = [&](const char* resource) {
        return jury.dev().post(path + "/consents/" + resource + "/withdraw",
                               {{"reason", "数据主体撤回同意"}});
    };
    BOOST_CHECK_EQUAL(withdraw("R1").status, 404);
    const auto withdrawn = must(withdraw("R6")).json;
    BOOST_CHECK_EQUAL(item_of(withdrawn, "R6").at("consent").at("withdrawn_at"),
                      "2026-04-01T01:00:00Z");
    BOOST_CHECK_EQUAL(withdraw("R6").code(), "consent_withdrawn");
    BOOST_CHECK(!jury.grants().contains("R6"));
    BOOST_CHECK(!jury.live("P6"));
    BOOST_CHECK(jury.live("P1"));

    // A consent with a last day gives a grant with that last day, and the clock tells its end.
    personal["consent"] = consent("同意书2号", 'b');
    personal["consent"]["valid_until"] = "2026-06-30";
    const auto second = jury.brought_to_decision(kRequests + "/" + id_of(must(ask("S2"))));
    must(jury.decide("authority", second, Json::array({answer("R6"), answer("R1")})));
    must(jury.decide("dept.d01", second, Json::array({answer("R6"), answer("R1")})));
    BOOST_CHECK_EQUAL(jury.grants().at("R6").at("to"), "2026-06-30T16:00:00Z");
    jury.set_day(parse_date("2026-06-29").value());
    BOOST_CHECK(jury.has_task("dev1", "due_grant_end"));
    jury.set_day(parse_date("2026-07-01").value());
    BOOST_CHECK(!jury.has_task("dev1", "due_grant_end"));
    BOOST_CHECK(!jury.grants().contains("R6"));
    const auto events = jury.dev().rows(second + "/events");
    BOOST_CHECK_EQUAL(events.back().at("action"), "expire_grant");
}

BOOST_AUTO_TEST_CASE(a_merged_department_leaves_its_returned_seat_to_its_successor) {
    Jury jury;
    const auto path = jury.opened(Json::array({item("R3"), item("R4")}));
    must(jury.decide("authority", path, Json::array({answer("R3"), answer("R4")})));
    must(jury.decide("dept.d03", path, Json::array({answer("R3", "return")})));
    const auto reported = must(jury.as("dept.d03").post(
        "/api/v1/party-events", {{"kind", "merger"},
                                 {"happened_on", "2026-04-01"},
                                 {"document", "机构改革方案(示例)"},
                                 {"successor_code", "D04"}}));
    must(jury.as("authority").post("/api/v1/party-events/" + id_of(reported) + "/confirm",
                                   {{"opinion", "已核实"}}));
    const auto merged = jury.request(path);
    BOOST_CHECK_EQUAL(merged.at("seats").size(), 2U);
    BOOST_CHECK_EQUAL(seat_of(merged, "D04").at("items").size(), 2U);
    must(jury.dev().post(path + "/submit", {{"explanation", "用途已说明"}}));
    must(jury.decide("dept.d04", path, Json::array({answer("R3"), answer("R4", "refuse")})));
    BOOST_CHECK_EQUAL(jury.state_of(path), "partly_granted");
    BOOST_CHECK(jury.grants().contains("R3"));
    for (const auto& row : jury.as("authority").rows("/api/v1/obligations"))
        if (row.at("kind") == "request_decision") BOOST_CHECK(row.at("state") != "open");
}

/// One granted request, one undecided; then the agreement ends.
template <class End>
void check_requests_end(End end) {
    Jury jury;
    const auto granted = jury.opened(Json::array({item("R1")}));
    jury.agreed(granted, {1});
    const auto open = jury.opened(Json::array({item("R3")}), "S2");
    must(jury.decide("authority", open, Json::array({answer("R3")})));
    BOOST_CHECK(jury.has_task("dept.d03", "request_decide"));
    end(jury);
    BOOST_CHECK_EQUAL(jury.state_of(granted), "expired");
    BOOST_CHECK_EQUAL(jury.state_of(open), "lapsed");
    const auto last_act = [&](const std::string& path) {
        return jury.dev().rows(path + "/events").back().at("action").get<std::string>();
    };
    BOOST_CHECK_EQUAL(last_act(granted), "expire");
    BOOST_CHECK_EQUAL(last_act(open), "lapse");
    for (const auto* task : {"request_decide", "request_decide_head"})
        BOOST_CHECK(!jury.has_task("dept.d03", task));
    BOOST_CHECK(!jury.has_task("minutes", "request_escalate"));
    BOOST_CHECK(jury.grants().empty());
    BOOST_CHECK_EQUAL(jury.decide("dept.d03", open, Json::array({answer("R3")})).code(),
                      "illegal_transition");
    for (const auto& row : jury.as("authority").rows("/api/v1/obligations"))
        if (row.at("kind") == "request_decision") BOOST_CHECK(row.at("state") != "open");
}

BOOST_AUTO_TEST_CASE(requests_end_with_their_agreement_and_leave_the_desks) {
    check_requests_end([](Jury& jury) { jury.set_day(parse_date("2028-04-01").value()); });
}

BOOST_AUTO_TEST_CASE(requests_end_with_an_agreement_that_is_terminated) {
    check_requests_end([](Jury& jury) {
        auto& admin = jury.as("op.admin");
        for (const auto& agreement : admin.rows("/api/v1/agreements"))
            if (agreement.at("state") == "active")
                must(admin.post("/api/v1/agreements/" + agreement.at("id").get<std::string>() +
                                    "/terminate",
                                {{"reason", "违约(示例)"}}));
    });
}

BOOST_AUTO_TEST_CASE(a_scenario_is_changed_until_somebody_looks_at_it) {
    Jury jury("quzhou-2024");
    const auto put = [&](const Json& body, const std::string& version) {
        return jury.dev().with("if-match", version).put("/api/v1/scenarios/S1", body);
    };
    auto body = Jury::scenario("S1");
    body.erase("code");
    body["name"] = "改名(示例)";
    const auto version = must(jury.dev().get("/api/v1/scenarios/S1")).header("ETag");
    BOOST_CHECK_EQUAL(put(body, "\"9\"").code(), "version_conflict");
    auto bare = body;
    bare.erase("necessity");
    const auto missing = put(bare, version);
    BOOST_CHECK_EQUAL(missing.status, 422);
    BOOST_CHECK_EQUAL(missing.code(), "scenario_statement_missing");
    BOOST_CHECK_EQUAL(missing.json.at("article"), "二(五)3");
    const auto changed = must(put(body, version));
    BOOST_CHECK_EQUAL(changed.json.at("name"), "改名(示例)");
    const auto drafted = must(jury.dev().post(
        kRequests, {{"scenario_code", "S1"}, {"items", Json::array({item("R1")})}}));
    must(put(body, changed.header("ETag")));
    must(jury.dev().post(kRequests + "/" + id_of(drafted) + "/submit"));
    const auto now = must(jury.dev().get("/api/v1/scenarios/S1")).header("ETag");
    BOOST_CHECK_EQUAL(put(body, now).code(), "scenario_under_decision");
}

BOOST_AUTO_TEST_CASE(in_random_histories_a_grant_exists_iff_all_its_seats_agreed) {
    Jury jury;
    const std::vector<std::string> seats = {"authority", "province", "dept.d01",
                                            "dept.d02",  "dept.d03", "dept.d04"};
    const std::vector<std::string> bodies = {"AUTH", "PROV", "D01", "D02", "D03", "D04"};
    std::minstd_rand random(20260401);
    const auto pick = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    auto path =
        jury.opened(Json::array({item("R1"), item("R2"), item("R3"), item("R4")}));
    for (int step = 0; step < 60; ++step) {
        auto request = jury.request(path);
        if (request.at("state") != "joint_decision") {
            if (request.at("state") == "refused") break;
            Json wish = Json::array();
            for (const auto* code : {"R1", "R2", "R3", "R4"})
                wish.push_back(pick(2) == 0 ? item(code)
                                            : item(code, Json::array({column("uscc")})));
            const auto changed = jury.dev().post(path + "/changes", {{"items", wish}});
            if (!changed.ok()) break;
            path = kRequests + "/" + id_of(changed);
            if (changed.json.at("items").empty()) {
                must(jury.dev().post(path + "/submit"));
                break;
            }
            jury.brought_to_decision(path);
            continue;
        }
        if (pick(6) == 0) jury.dev().post(path + "/submit");
        const auto who = pick(seats.size());
        for (const auto& seat : request.at("seats")) {
            if (seat.at("body_code") != bodies[who]) continue;
            const auto& open = seat.at("items")[pick(seat.at("items").size())];
            const auto code = open.at("resource_code").get<std::string>();
            const char* decisions[] = {"agree", "agree", "agree", "refuse", "return"};
            const auto refused_column = by_column(
                code, Json::array({{{"name", "uscc"}, {"decision", "refuse"}, {"text", "否"}}}));
            const auto said = pick(6) == 0 ? refused_column : answer(code, decisions[pick(5)]);
            jury.decide(seats[who], path, Json::array({said}));
        }
        if (pick(8) == 0 && !jury.grants().empty())
            must(jury.as("authority").post(
                "/api/v1/grants/" + jury.grants().begin()->second.at("id").get<std::string>() +
                    "/revoke",
                {{"reason", "示例"}}));

        request = jury.request(path);
        std::map<std::string, bool> all_agreed;
        for (const auto& seat : request.at("seats"))
            for (const auto& said : seat.at("items")) {
                const auto decision = said.at("decision").get<std::string>();
                auto& all = all_agreed.try_emplace(said.at("resource_code"), true).first->second;
                all = all && decision.starts_with("agree");
            }
        std::map<std::string, int> made;
        for (const auto& grant : jury.dev().rows("/api/v1/grants"))
            if (grant.at("data_request_id") == request.at("id")) {
                ++made[grant.at("resource_code").get<std::string>()];
                BOOST_CHECK(!grant.at("columns").empty());
            }
        for (const auto& [code, agreed] : all_agreed)
            BOOST_CHECK_EQUAL(made[code], agreed ? 1 : 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::joint_decision_test
