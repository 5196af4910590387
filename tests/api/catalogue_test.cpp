#include <boost/test/unit_test.hpp>

#include "catalog/entitlement_store.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::test::catalogue_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";
const std::string kRequests = "/api/v1/data-requests";

/// A developer with a signed agreement and scenario S1; R1 (D01), R2 (D02, returned by the
/// province) published, R3 (D02) barred. Admission has tests of its own, so the agreement is
/// written by hand.
class Catalogue {
public:
    explicit Catalogue(std::string clock = "2026-04-01T01:00:00Z")
        : world({.clock = std::move(clock),
                 .policy = {{"province_seat_for_returned_data", true}}}) {
        world.open_developer(kUscc, "dev1");
        world.open_developer(kOtherUscc, "dev2");
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            tx.execute("SET foreign_key_checks = 0");
            insert_agreement(tx);
            tx.execute("SET foreign_key_checks = 1");
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
        publish("dept.d01", resource_body("R1", "conditional"));
        auto returned = resource_body("R2", "conditional");
        returned["origin"] = "province_returned";
        publish("dept.d02", returned);
        auto barred = resource_body("R3", "barred");
        barred["barred_reason"] = "law";
        publish("dept.d02", barred);
        must(developer().post("/api/v1/scenarios", scenario_body("S1")));
    }

    static Answer must(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
        return answer;
    }
    static Json resource_body(const std::string& code, const std::string& openness) {
        return {{"code", code},     {"name", "示例资源" + code},
                {"field", "信用"},  {"level", "L2"},
                {"openness", openness},
                {"columns", {{{"name", "uscc"}}, {{"name", "status"}, {"title", "状态"}}}}};
    }
    static Json scenario_body(const std::string& code, const std::string& field = "信用") {
        return {{"code", code},          {"name", "示例场景"},     {"purpose", "industry"},
                {"field", field},        {"value", "价值(示例)"},  {"feasibility", "可行(示例)"},
                {"necessity", "必要(示例)"}};
    }
    static Json item(const std::string& resource, const std::string& column = "uscc") {
        return {{"resource_code", resource},
                {"columns", {{{"name", column}, {"purpose", "核验(示例)"}}}}};
    }
    static Json request_body(const Json& items) {
        return {{"scenario_code", "S1"}, {"items", items}};
    }
    static Json answer(const std::string& resource, const std::string& decision) {
        return {{"resource_code", resource}, {"decision", decision}, {"opinion", "意见(示例)"}};
    }
    static Json answers(const Json& items) { return {{"items", items}}; }
    static Json assessment(bool safe = true) {
        const Json met = {{"met", true}, {"text", "符合(示例)"}};
        return {{"reasonable", met},
                {"compliant", met},
                {"safe", {{"met", safe}, {"text", "说明(示例)"}}}};
    }
    ApiClient& developer() { return world.as("dev1"); }
    ApiClient& as(const std::string& username) { return world.as(username); }

    void publish(const std::string& department, const Json& body) {
        must(as(department).post("/api/v1/resources", body));
        must(as(department).post("/api/v1/resources/" + body.at("code").get<std::string>() +
                                 "/publish"));
    }
    std::string submitted(const Json& items) {
        const auto drafted = must(developer().post(kRequests, request_body(items)));
        const auto path = kRequests + "/" + drafted.json.at("id").get<std::string>();
        must(developer().post(path + "/submit"));
        return path;
    }
    std::string assessed(const Json& items, bool safe = true) {
        const auto path = submitted(items);
        must(as("op.staff").post(path + "/operator-check", {{"decision", "agree"}}));
        must(as("centre").post(path + "/assess", assessment()));
        const auto last = must(as("expert1").post(path + "/assess", assessment(safe)));
        BOOST_REQUIRE_EQUAL(last.json.at("state"), "joint_decision");
        return path;
    }
    Answer decide(const std::string& username, const std::string& path, const Json& items) {
        return as(username).post(path + "/decide", answers(items));
    }
    std::string state_of(const std::string& path) {
        return must(developer().get(path)).json.at("state").get<std::string>();
    }
    std::uint64_t chain_version() {
        const auto version = test_database().database().read(
            [&](db::Transaction& tx) -> Result<std::uint64_t> {
                return tenants::entitlement_version(tx, world.scope());
            });
        return version.value();
    }

    ApiWorld world;

private:
    void insert_agreement(db::Transaction& tx) {
        const auto scope = world.scope();
        const auto developer = *tenants::find_body_by_code(tx, scope, kUscc);
        tx.execute(
            "INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
            "state, from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
            "rule_pack_digest, canonical_text, created_at, signed_at) VALUES (?, ?, 1, 1, ?, "
            "'signed', '2026-04-01', '2028-03-31', 0, ?, '[]', 'yangzhou-2024', '', '', ?, ?)",
            scope, tx.new_id<tenants::AgreementId>(), developer.id, Json{"信用", "金融"},
            parse_timestamp("2026-03-20T01:00:00Z").value(),
            parse_timestamp("2026-03-20T01:00:00Z").value());
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(catalogue)

BOOST_AUTO_TEST_CASE(a_resource_is_changed_by_its_own_department_only) {
    Catalogue test;
    const auto body = Catalogue::resource_body("R4", "conditional");
    BOOST_CHECK_EQUAL(test.developer().post("/api/v1/resources", body).status, 403);
    auto wrong = body;
    wrong["barred_reason"] = "law";
    BOOST_CHECK_EQUAL(
        test.as("dept.d01").post("/api/v1/resources", wrong).field_code("/barred_reason"),
        "barred_reason_not_barred");
    Catalogue::must(test.as("dept.d01").post("/api/v1/resources", body));
    BOOST_CHECK_EQUAL(test.as("dept.d01").post("/api/v1/resources", body).code(), "code_taken");
    BOOST_CHECK_EQUAL(test.as("dept.d02").get("/api/v1/resources/R4").status, 404);
    BOOST_CHECK_EQUAL(test.as("dept.d02").post("/api/v1/resources/R4/publish").status, 404);
    BOOST_CHECK_EQUAL(test.as("dept.d02").post("/api/v1/resources/R1/suspend").code(),
                      "not_your_object");
    BOOST_CHECK_EQUAL(test.as("dept.d01").post("/api/v1/resources/R4/suspend").code(),
                      "illegal_transition");
}

BOOST_AUTO_TEST_CASE(every_change_of_a_published_resource_is_a_version) {
    Catalogue test;
    auto& department = test.as("dept.d01");
    auto body = Catalogue::resource_body("R1", "conditional");
    body["name"] = "改名(示例)";
    BOOST_CHECK_EQUAL(department.put("/api/v1/resources/R1", body).status, 412);
    department.with("if-match", "\"9\"");
    BOOST_CHECK_EQUAL(department.put("/api/v1/resources/R1", body).code(), "version_conflict");
    department.with("if-match", "\"2\"");
    const auto changed = Catalogue::must(department.put("/api/v1/resources/R1", body));
    BOOST_CHECK_EQUAL(changed.json.at("version"), 3);
    BOOST_CHECK_EQUAL(changed.json.at("warnings").at(0).at("code"), "resource_not_registered");
    const auto versions = department.rows("/api/v1/resources/R1/versions");
    BOOST_REQUIRE_EQUAL(versions.size(), 2U);
    BOOST_CHECK_EQUAL(versions[0].at("content").at("name"), "示例资源R1");
    BOOST_CHECK_EQUAL(versions[1].at("content").at("name"), "改名(示例)");
    BOOST_CHECK_EQUAL(department.rows("/api/v1/resources/R1/events").size(), 3U);
}

BOOST_AUTO_TEST_CASE(a_scenario_stays_inside_the_agreement) {
    Catalogue test;
    const auto outside = test.developer().post("/api/v1/scenarios",
                                               Catalogue::scenario_body("S2", "交通"));
    BOOST_CHECK_EQUAL(outside.status, 422);
    BOOST_CHECK_EQUAL(outside.code(), "field_outside_agreement");
    BOOST_CHECK_EQUAL(
        test.as("dev2").post("/api/v1/scenarios", Catalogue::scenario_body("S2")).code(),
        "no_signed_agreement");
    BOOST_CHECK_EQUAL(test.as("dev2").get("/api/v1/scenarios/S1").status, 404);
    BOOST_CHECK(test.as("dev2").rows("/api/v1/scenarios").empty());
    BOOST_CHECK_EQUAL(test.as("op.staff").rows("/api/v1/scenarios").size(), 1U);
    // A department learns of a scenario when its resources are asked for.
    BOOST_CHECK(test.as("dept.d01").rows("/api/v1/scenarios").empty());
    BOOST_CHECK_EQUAL(test.as("dept.d01").get("/api/v1/scenarios/S1").status, 404);
    test.submitted(Json::array({Catalogue::item("R1")}));
    BOOST_CHECK_EQUAL(test.as("dept.d01").rows("/api/v1/scenarios").size(), 1U);
    BOOST_CHECK_EQUAL(test.as("dept.d01").get("/api/v1/scenarios/S1").status, 200);
    BOOST_CHECK(test.as("dept.d02").rows("/api/v1/scenarios").empty());
}

BOOST_AUTO_TEST_CASE(what_may_not_be_requested_is_refused_by_name) {
    Catalogue test;
    const auto refused = [&](const Json& items) {
        return test.developer().post(kRequests, Catalogue::request_body(items));
    };
    const auto barred = refused(Json::array({Catalogue::item("R3")}));
    BOOST_CHECK_EQUAL(barred.status, 422);
    BOOST_CHECK_EQUAL(barred.code(), "resource_barred");
    BOOST_CHECK_EQUAL(barred.json.at("source"), "regulation");
    BOOST_CHECK_EQUAL(barred.json.at("article"), "2");
    BOOST_CHECK_EQUAL(refused(Json::array({Catalogue::item("R1", "salary")}))
                          .field_code("/items/0/columns/0/name"), "unknown_column");
    BOOST_CHECK_EQUAL(refused(Json::array({Catalogue::item("R9")}))
                          .field_code("/items/0/resource_code"), "unknown_reference");
    Catalogue::must(test.as("dept.d01").post("/api/v1/resources/R1/suspend"));
    const auto suspended = refused(Json::array({Catalogue::item("R1")}));
    BOOST_CHECK_EQUAL(suspended.status, 409);
    BOOST_CHECK_EQUAL(suspended.code(), "resource_not_published");
    BOOST_CHECK_EQUAL(test.as("dev2").post(kRequests, Catalogue::request_body(
                          Json::array({Catalogue::item("R2")}))).field_code("/scenario_code"),
                      "unknown_reference");
}

BOOST_AUTO_TEST_CASE(a_scenario_has_one_live_request_seen_by_whom_it_concerns) {
    Catalogue test;
    const auto drafted = Catalogue::must(test.developer().post(
        kRequests, Catalogue::request_body(Json::array({Catalogue::item("R1")}))));
    const auto path = kRequests + "/" + drafted.json.at("id").get<std::string>();
    const auto again = test.developer().post(
        kRequests, Catalogue::request_body(Json::array({Catalogue::item("R2")})));
    BOOST_CHECK_EQUAL(again.status, 409);
    BOOST_CHECK_EQUAL(again.code(), "scenario_has_live_request");
    for (const auto* nobody : {"op.staff", "authority", "dept.d01", "dev2"})
        BOOST_CHECK_EQUAL(test.as(nobody).get(path).status, 404);
    Catalogue::must(test.developer().post(path + "/submit"));
    for (const auto* reader : {"op.staff", "authority", "dept.d01", "auditor"})
        BOOST_CHECK_EQUAL(test.as(reader).get(path).status, 200);
    for (const auto* nobody : {"dept.d02", "province", "centre", "expert1", "dev2"})
        BOOST_CHECK_EQUAL(test.as(nobody).get(path).status, 404);
    Catalogue::must(test.developer().post(path + "/withdraw"));
    Catalogue::must(test.developer().post(
        kRequests, Catalogue::request_body(Json::array({Catalogue::item("R2")}))));
}

BOOST_AUTO_TEST_CASE(past_the_pack_a_request_needs_a_basis_which_is_printed_on_it) {
    Catalogue test("2026-07-20T01:00:00Z");
    const auto drafted = Catalogue::must(test.developer().post(
        kRequests, Catalogue::request_body(Json::array({Catalogue::item("R1")}))));
    const auto path = kRequests + "/" + drafted.json.at("id").get<std::string>();
    const auto refused = test.developer().post(path + "/submit");
    BOOST_CHECK_EQUAL(refused.status, 422);
    BOOST_CHECK_EQUAL(refused.code(), "rule_pack_expired");
    Catalogue::must(test.as("authority").post("/api/v1/continuation-bases",
                                              {{"document", "示例函2号"},
                                               {"scope", "all"},
                                               {"until", "2027-12-31"}}));
    const auto accepted = Catalogue::must(test.developer().post(path + "/submit"));
    BOOST_CHECK_EQUAL(accepted.json.at("continuation_document"), "示例函2号");
}

BOOST_AUTO_TEST_CASE(the_operator_checks_first_and_may_return_with_a_reason) {
    Catalogue test;
    const auto path = test.submitted(Json::array({Catalogue::item("R1")}));
    BOOST_CHECK_EQUAL(test.as("centre").post(path + "/assess", Catalogue::assessment()).status,
                      404);
    auto& staff = test.as("op.staff");
    BOOST_CHECK_EQUAL(staff.post(path + "/operator-check", {{"decision", "return"}})
                          .field_code("/opinion"), "reason_required");
    Catalogue::must(staff.post(path + "/operator-check",
                               {{"decision", "return"}, {"opinion", "请说明用途"}}));
    BOOST_CHECK_EQUAL(staff.post(path + "/operator-check", {{"decision", "agree"}}).code(),
                      "illegal_transition");
    Catalogue::must(test.developer().post(path + "/submit"));
    Catalogue::must(staff.post(path + "/operator-check", {{"decision", "agree"}}));
    Catalogue::must(test.as("centre").post(path + "/assess", Catalogue::assessment()));
    BOOST_CHECK_EQUAL(test.as("centre").post(path + "/assess", Catalogue::assessment()).code(),
                      "already_assessed");
    BOOST_CHECK_EQUAL(test.state_of(path), "assessment");
}

BOOST_AUTO_TEST_CASE(all_seats_agree_before_anything_is_granted) {
    Catalogue test;
    const Json items = Json::array({Catalogue::item("R1"), Catalogue::item("R2")});
    const auto path = test.assessed(items);
    const auto r1 = Catalogue::answer("R1", "agree");
    const auto r2 = Catalogue::answer("R2", "agree");
    BOOST_CHECK_EQUAL(test.decide("dept.d01", path, Json::array({r2}))
                          .field_code("/items/0/resource_code"), "resource_not_of_seat");
    const auto before = test.chain_version();
    Catalogue::must(test.decide("authority", path, Json::array({r1, r2})));
    BOOST_CHECK_EQUAL(test.decide("authority", path, Json::array({r1})).code(), "seat_has_decided");
    BOOST_CHECK(test.developer().rows("/api/v1/grants").empty());
    Catalogue::must(test.decide("dept.d01", path, Json::array({r1})));
    Catalogue::must(test.decide("province", path, Json::array({r2})));
    BOOST_CHECK_EQUAL(test.state_of(path), "joint_decision");
    // R1 has all its seats and waits for nobody.
    BOOST_CHECK_EQUAL(test.developer().rows("/api/v1/grants").size(), 1U);
    const auto refused = Catalogue::answer("R2", "refuse");
    Catalogue::must(test.decide("dept.d02", path, Json::array({refused})));
    BOOST_CHECK_EQUAL(test.state_of(path), "partly_granted");
    BOOST_CHECK(test.chain_version() > before);
    const auto grants = test.developer().rows("/api/v1/grants");
    BOOST_REQUIRE_EQUAL(grants.size(), 1U);
    BOOST_CHECK_EQUAL(grants[0].at("resource_code"), "R1");
    BOOST_CHECK_EQUAL(grants[0].at("from"), "2026-03-31T16:00:00Z");
    BOOST_CHECK_EQUAL(grants[0].at("to"), "2028-03-31T16:00:00Z");
    BOOST_CHECK(test.as("dept.d02").rows("/api/v1/grants").empty());
    BOOST_CHECK_EQUAL(test.as("centre").post(path + "/supply", {{"items", {"R2"}}, {"record", "无"}})
                          .field_code("/items/0"), "not_granted");
    const auto supplied = Catalogue::must(
        test.as("centre").post(path + "/supply", {{"items", {"R1"}}, {"record", "交接单(示例)"}}));
    BOOST_CHECK_EQUAL(supplied.json.at("state"), "active");
    test.world.set_clock("2026-04-20T01:00:00Z");
    BOOST_CHECK_EQUAL(
        Catalogue::must(test.developer().get("/api/v1/scenarios/S1")).json.at("state"), "approved");
}

BOOST_AUTO_TEST_CASE(what_one_seat_returns_goes_back_to_that_seat_alone) {
    Catalogue test;
    Json wide = Catalogue::item("R1");
    wide["columns"].push_back({{"name", "status"}, {"purpose", "核验(示例)"}});
    const auto path = test.assessed(Json::array({wide}));
    Catalogue::must(
        test.decide("authority", path, Json::array({Catalogue::answer("R1", "agree")})));
    BOOST_CHECK_EQUAL(test.developer().post(path + "/submit").code(), "nothing_returned");
    Catalogue::must(
        test.decide("dept.d01", path, Json::array({Catalogue::answer("R1", "return")})));
    BOOST_CHECK_EQUAL(test.decide("dept.d01", path, Json::array({Catalogue::answer("R1", "agree")}))
                          .code(), "waits_for_applicant");
    const auto version = Catalogue::must(test.developer().get(path)).header("ETag");
    const Json narrow = {{"items", Json::array({Catalogue::item("R1")})}};
    Catalogue::must(test.developer().with("if-match", version).put(path, narrow));
    Catalogue::must(test.developer().post(path + "/submit", {{"explanation", "已减少字段"}}));
    BOOST_CHECK_EQUAL(
        test.decide("authority", path, Json::array({Catalogue::answer("R1", "agree")})).code(),
        "seat_has_decided");
    const auto decided = Catalogue::must(
        test.decide("dept.d01", path, Json::array({Catalogue::answer("R1", "agree")})));
    BOOST_CHECK_EQUAL(decided.json.at("state"), "granted");
}

BOOST_AUTO_TEST_CASE(a_silent_seat_is_overdue_and_never_agreed) {
    Catalogue test;
    const auto path = test.assessed(Json::array({Catalogue::item("R1")}));
    Catalogue::must(
        test.decide("authority", path, Json::array({Catalogue::answer("R1", "agree")})));
    test.world.set_clock("2026-06-01T01:00:00Z");
    const auto request = Catalogue::must(test.developer().get(path));
    BOOST_CHECK_EQUAL(request.json.at("state"), "joint_decision");
    BOOST_CHECK_EQUAL(request.json.at("seats").at(0).at("overdue"), false);
    BOOST_CHECK_EQUAL(request.json.at("seats").at(1).at("overdue"), true);
    BOOST_CHECK(test.developer().rows("/api/v1/grants").empty());
    test.world.set_clock("2027-12-01T01:00:00Z");
    BOOST_CHECK_EQUAL(test.state_of(path), "joint_decision");
}

BOOST_AUTO_TEST_CASE(what_was_assessed_as_unsafe_is_not_agreed_to) {
    Catalogue test;
    const auto path = test.assessed(Json::array({Catalogue::item("R1")}), false);
    const auto refused = test.decide("authority", path,
                                     Json::array({Catalogue::answer("R1", "agree")}));
    BOOST_CHECK_EQUAL(refused.status, 422);
    BOOST_CHECK_EQUAL(refused.code(), "assessment_not_met");
    Catalogue::must(
        test.decide("authority", path, Json::array({Catalogue::answer("R1", "refuse")})));
    const auto decided = Catalogue::must(
        test.decide("dept.d01", path, Json::array({Catalogue::answer("R1", "refuse")})));
    BOOST_CHECK_EQUAL(decided.json.at("state"), "refused");
}

BOOST_AUTO_TEST_CASE(a_grant_is_revoked_by_authority_or_owner_with_a_reason) {
    Catalogue test;
    const auto path = test.assessed(Json::array({Catalogue::item("R1")}));
    for (const auto* seat : {"authority", "dept.d01"})
        Catalogue::must(test.decide(seat, path, Json::array({Catalogue::answer("R1", "agree")})));
    const auto grant = "/api/v1/grants/" +
                       test.developer().rows("/api/v1/grants").at(0).at("id").get<std::string>();
    const Json reason = {{"reason", "整改(示例)"}};
    BOOST_CHECK_EQUAL(test.developer().post(grant + "/revoke", reason).status, 403);
    BOOST_CHECK_EQUAL(test.as("dept.d02").post(grant + "/revoke", reason).status, 404);
    BOOST_CHECK_EQUAL(test.as("dept.d01").post(grant + "/revoke").field_code("/reason"),
                      "missing_field");
    const auto before = test.chain_version();
    const auto revoked = Catalogue::must(test.as("dept.d01").post(grant + "/revoke", reason));
    BOOST_CHECK_EQUAL(revoked.json.at("state"), "revoked");
    BOOST_CHECK(test.chain_version() > before);
    BOOST_CHECK_EQUAL(test.as("authority").post(grant + "/revoke", reason).code(), "grant_over");
    BOOST_CHECK_EQUAL(test.state_of(path), "revoked");
}

BOOST_AUTO_TEST_CASE(each_step_lands_on_the_right_desk) {
    Catalogue test;
    const auto tasks = [&](const std::string& username) {
        std::string line;
        for (const auto& todo : test.as(username).rows("/api/v1/todos")) {
            if (todo.at("aggregate") != "data_request") continue;
            line += (line.empty() ? "" : " ") + todo.at("task").get<std::string>();
        }
        return line;
    };
    const auto path = test.submitted(Json::array({Catalogue::item("R1")}));
    BOOST_CHECK_EQUAL(tasks("op.staff"), "request_check");
    Catalogue::must(test.as("op.staff").post(path + "/operator-check", {{"decision", "agree"}}));
    BOOST_CHECK_EQUAL(tasks("op.staff"), "");
    BOOST_CHECK_EQUAL(tasks("centre"), "request_assess");
    Catalogue::must(test.as("centre").post(path + "/assess", Catalogue::assessment()));
    BOOST_CHECK_EQUAL(tasks("centre"), "");
    BOOST_CHECK_EQUAL(tasks("expert2"), "request_assess");
    Catalogue::must(test.as("expert1").post(path + "/assess", Catalogue::assessment()));
    BOOST_CHECK_EQUAL(tasks("authority"), "request_decide");
    BOOST_CHECK_EQUAL(tasks("dept.d01"), "request_decide");
    BOOST_CHECK_EQUAL(tasks("dept.d02"), "");
    Catalogue::must(
        test.decide("dept.d01", path, Json::array({Catalogue::answer("R1", "return")})));
    BOOST_CHECK_EQUAL(tasks("dev1"), "request_amend");
    BOOST_CHECK_EQUAL(tasks("dept.d01"), "");
    BOOST_CHECK(test.developer().rows(path + "/events").size() >= 5);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::catalogue_test
