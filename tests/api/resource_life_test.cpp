/// Resources through the API: what a department says of them, versions, suspension with and without
/// what runs on their grants; quality tickets and scores.
#include <boost/test/unit_test.hpp>

#include "tests/support/api_client.hpp"
#include "tests/support/played_tenants.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::resource_life_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
const std::string kTickets = "/api/v1/cases/quality-ticket";

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text.substr(0, 600));
    return answer;
}

Json resource_body(const std::string& code) {
    return {{"code", code},         {"name", "示例资源"},       {"field", "信用"},
            {"level", "L2"},        {"openness", "conditional"}, {"columns", {{{"name", "uscc"}}}}};
}

class Resources {
public:
    explicit Resources(std::string rule_pack, Json policy = nullptr)
        : world({.rule_pack = std::move(rule_pack), .policy = std::move(policy)}) {
        world.open_developer(kUscc, "dev1");
        must(dept().post("/api/v1/resources", resource_body("R1")));
        must(dept().post("/api/v1/resources/R1/publish"));
    }
    ApiClient& dept() { return world.as("dept.d01"); }

    std::string ticket(const std::string& by) {
        return must(world.as(by).post(kTickets, {{"title", "缺失较多(示例)"},
                                                 {"resource_code", "R1"},
                                                 {"category", "incomplete"},
                                                 {"description", "示例"},
                                                 {"help", "无偿协助比对(示例)"}}))
            .json.at("id")
            .get<std::string>();
    }
    Answer act(const std::string& by, const std::string& id, const std::string& action,
               const Json& body) {
        return world.as(by).post(kTickets + "/" + id + "/" + action, body);
    }
    /// Referred, answered on `answer_at`, confirmed with this outcome.
    void closed_ticket(const std::string& answer_at, const std::string& outcome) {
        const auto id = ticket("dev1");
        must(act("authority", id, "refer", {{"text", "请整改(示例)"}}));
        world.set_clock(answer_at);
        must(act("dept.d01", id, "answer", {{"text", "已补全(示例)"}}));
        must(act("authority", id, "confirm", {{"outcome", outcome}, {"text", "示例"}}));
    }

    ApiWorld world;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(resource_life)

BOOST_AUTO_TEST_CASE(a_resource_says_all_that_the_catalogue_asks) {
    Resources test("quzhou-2024");
    auto body = resource_body("R2");
    body.update({{"confidential", true},
                 {"openness", "barred"},
                 {"barred_reason", "confidential_business"},
                 {"unlock", "desensitised"},
                 {"cadence", "monthly"},
                 {"registration_number", "330800-1"},
                 {"registered_until", "2026-02-01"},
                 {"description", "示例"},
                 {"columns", {{{"name", "a"}, {"type", "date"}, {"level", "L1"},
                               {"personal", true}, {"masking", "按月"}}}}});
    BOOST_CHECK_EQUAL(test.dept().post("/api/v1/resources", body).field_code("/unlock_document"),
                      "unlock_document_missing");
    body["unlock_document"] = "脱敏评估(示例)";
    const auto made = must(test.dept().post("/api/v1/resources", body)).json;
    for (const auto* member : {"confidential", "cadence", "description", "registered_until",
                               "unlock_document"})
        BOOST_CHECK_EQUAL(made.at(member), body.at(member));
    BOOST_CHECK_EQUAL(made.at("columns").at(0).at("masking"), "按月");
    BOOST_REQUIRE_EQUAL(made.at("warnings").size(), 1U);
    BOOST_CHECK_EQUAL(made.at("warnings").at(0).at("code"), "registration_expired");
}

BOOST_AUTO_TEST_CASE(a_version_is_compared_with_any_other) {
    Resources test("yangzhou-2024");
    auto body = resource_body("R1");
    body["level"] = "L3";
    body["columns"] = {{{"name", "name"}}};
    must(test.dept().with("If-Match", "\"2\"").put("/api/v1/resources/R1", body));
    const auto diff =
        must(test.world.as("dev1").get("/api/v1/resources/R1/versions/2/diff/3")).json;
    BOOST_CHECK_EQUAL(diff.at("fields").at(0).at("field"), "level");
    BOOST_CHECK_EQUAL(diff.at("columns_added").at(0).at("name"), "name");
    BOOST_CHECK_EQUAL(diff.at("columns_removed").at(0).at("name"), "uscc");
    for (const auto* path : {"1/diff/2", "2/diff/9", "2/diff/x", "2/diff/2 "})
        BOOST_CHECK_EQUAL(
            test.dept().get("/api/v1/resources/R1/versions/" + std::string(path)).status, 404);
}

// R013 is D11's; P01 with its orders O01 and O06 is made of it.
BOOST_AUTO_TEST_CASE(a_suspension_stops_grants_only_where_the_department_says_so) {
    static PlayedTenant played({.slug = "suspends", .letter = 'U', .name = "【停】",
                                .events_max = 50});
    const auto department = [&] {
        for (const auto& user : played.users())
            if (user.role == "department" && user.body_code == played.code("D11"))
                return user.username;
        return std::string();
    }();
    auto& dept = played.as(department);
    const auto path = "/api/v1/resources/" + played.code("R013");
    const auto live = [&] {
        return must(played.as("op.admin").get("/api/v1/products/" + played.code("P01")))
            .json.at("access")
            .at("open")
            .get<bool>();
    };
    BOOST_REQUIRE(live());
    must(dept.post(path + "/suspend", {{"reason", "口径调整(示例)"}}));
    BOOST_CHECK(live());
    must(dept.post(path + "/publish"));
    BOOST_CHECK_EQUAL(dept.post(path + "/suspend", {{"stop_grants", true}}).field_code("/reason"),
                      "missing_field");
    must(dept.post(path + "/suspend", {{"reason", "数据有误(示例)"}, {"stop_grants", true}}));
    BOOST_CHECK(!live());
    const auto stops = played.as("op.admin").rows("/api/v1/chain-stops");
    BOOST_REQUIRE(!stops.empty());
    BOOST_CHECK_EQUAL(stops.back().at("cause"), "resource_suspended");
    must(dept.post(path + "/publish"));
    BOOST_CHECK(live());
}

BOOST_AUTO_TEST_CASE(a_quality_ticket_goes_the_packs_way_in_a_set_term) {
    for (const auto& [pack, handler, article] :
         {std::tuple{"yangzhou-2024", "op.staff", "9(四)"},
          std::tuple{"ningbo-2023", "authority", "20"},
          std::tuple{"quzhou-2024", "authority", "四(三)"}}) {
        Resources test(pack, {{"quality_ticket_working_days", 3}});
        const auto id = test.ticket("dev1");
        const auto opened =
            must(test.world.as(handler).get("/api/v1/cases/" + id)).json;
        BOOST_CHECK_EQUAL(opened.at("rule").at("article"), article);
        BOOST_CHECK_EQUAL(test.act("dept.d01", id, "answer", {{"text", "示例"}}).code(),
                          "illegal_transition");
        const auto referred =
            must(test.act(handler, id, "refer", {{"text", "请整改(示例)"}})).json;
        BOOST_CHECK_EQUAL(referred.at("due_on"), "2026-03-04");  // Sunday; three working days.
        bool waits = false;
        for (const auto& todo : test.dept().rows("/api/v1/todos"))
            waits = waits || todo.at("task") == "quality_ticket";
        BOOST_CHECK(waits);
        test.world.set_clock("2026-03-06T01:00:00Z");
        const auto seen = must(test.dept().get("/api/v1/resources/R1/quality")).json;
        BOOST_CHECK_EQUAL(seen.at("tickets").at(0).at("overdue"), true);
        must(test.act("dept.d01", id, "answer", {{"text", "已补全(示例)"}}));
        // Given back with a day of the handler's own; that it was late once stays.
        must(test.act(handler, id, "reopen", {{"text", "仍缺(示例)"}, {"due_on", "2026-03-20"}}));
        must(test.act("dept.d01", id, "answer", {{"text", "已补全(示例)"}}));
        BOOST_CHECK_EQUAL(test.act("dept.d01", id, "confirm",
                                   {{"outcome", "mended"}, {"text", "示例"}}).code(),
                          "not_your_move");
        const auto closed = must(test.act(handler, id, "confirm",
                                          {{"outcome", "mended"}, {"text", "示例"}})).json;
        BOOST_CHECK_EQUAL(closed.at("state"), "closed");
        BOOST_CHECK_EQUAL(closed.at("results").at("confirm").at("late"), true);
        // What others see of a resource is its score, not its tickets.
        BOOST_CHECK(must(test.world.as("dev1").get("/api/v1/resources/R1/quality"))
                        .json.at("tickets")
                        .empty());
    }
}

BOOST_AUTO_TEST_CASE(tickets_count_in_the_score_that_allocation_uses) {
    Resources test("ningbo-2023", {{"quality_ticket_working_days", 3},
                                   {"quality_late_points", 2},
                                   {"quality_unmended_points", 10}});
    test.closed_ticket("2026-03-10T01:00:00Z", "mended");
    test.closed_ticket("2026-03-11T01:00:00Z", "not_mended");
    test.world.set_clock("2026-04-02T01:00:00Z");
    const auto record = [&](const Json& item) {
        return test.world.as("op.staff").post("/api/v1/quality-scores",
                                              {{"period", "2026-03"}, {"items", {item}}});
    };
    BOOST_CHECK_EQUAL(record({{"resource_code", "R1"}}).field_code("/items/0"),
                      "one_kind_of_score");
    BOOST_CHECK_EQUAL(
        record({{"resource_code", "R1"}, {"quality", "1"}, {"accuracy", "1"}}).field_code(
            "/items/0"),
        "one_kind_of_score");
    const auto scored = must(record({{"resource_code", "R1"},
                                     {"completeness", "0.9"},
                                     {"timeliness", "1"},
                                     {"accuracy", "0.95"}})).json.at("items").at(0);
    BOOST_CHECK_EQUAL(scored.at("quality"), "0.83");  // 0.95 less 0.02 and 0.10.
    BOOST_CHECK_EQUAL(scored.at("basis").at("tickets").size(), 2U);
    // Only what the authority confirmed is shown to others, and counts.
    const auto scores = [&](const std::string& user) {
        return must(test.world.as(user).get("/api/v1/resources/R1/quality")).json.at("scores");
    };
    BOOST_CHECK(scores("dev1").empty());
    BOOST_CHECK_EQUAL(scores("dept.d01").size(), 1U);
    must(test.world.as("authority").post("/api/v1/quality-scores/2026-03/confirm"));
    BOOST_CHECK_EQUAL(scores("dev1").at(0).at("quality"), "0.83");

    const auto path = "/api/v1/quality-assessment?from=2026-01&to=2026-03";
    const auto assessed = must(test.world.as("authority").get(path)).json;
    BOOST_CHECK_EQUAL(assessed.at("counts_in_assessment"), true);
    BOOST_CHECK_EQUAL(assessed.at("rule").at("article"), "20");
    BOOST_CHECK_EQUAL(assessed.at("rule").at("source"), "regulation");
    BOOST_REQUIRE_EQUAL(assessed.at("items").size(), 1U);
    const auto& row = assessed.at("items").at(0);
    BOOST_CHECK_EQUAL(row.at("department_code"), "D01");
    BOOST_CHECK_EQUAL(row.at("mean"), "0.83");
    BOOST_CHECK_EQUAL(row.at("tickets_late"), 1);
    BOOST_CHECK_EQUAL(row.at("tickets_unmended"), 1);
    BOOST_CHECK_EQUAL(must(test.dept().get(path)).json.at("items").size(), 1U);
    BOOST_CHECK(must(test.world.as("dept.d02").get(path)).json.at("items").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::resource_life_test
