#include <boost/test/unit_test.hpp>

#include "catalog/product_store.hpp"
#include "tests/support/product_world.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::product_version_test {
namespace {

using World = ProductWorld;

Json r1(const char* weight) { return Json::array({World::source("R1", weight)}); }

/// R1 with these columns at 100 %.
Json with_columns(const Json& columns) {
    auto source = World::source("R1", "100");
    source["columns"] = columns;
    return Json::array({source});
}

std::string result_of(const Answer& checks, std::string_view code) {
    for (const auto& row : checks.json.at("checks"))
        if (row.at("code") == code) return row.at("result");
    return "absent";
}

std::vector<int> versions_in_force(World& world, const char* code,
                                   const std::vector<const char*>& instants) {
    std::vector<int> numbers;
    const auto read = test_database().database().read([&](db::Transaction& tx) -> Status {
        const auto product = catalog::find_product_by_code(tx, world.world.scope(), code);
        const auto versions =
            catalog::lineage_versions(tx, world.world.scope(), product->id);
        const auto all = catalog::all_lineage_versions(tx, world.world.scope());
        BOOST_CHECK_EQUAL(all.at(product->id).size(), versions.size());
        for (const char* instant : instants) {
            const auto* version =
                catalog::version_at(versions, parse_timestamp(instant).value());
            numbers.push_back(version == nullptr ? 0 : version->number);
        }
        return Done{};
    });
    BOOST_REQUIRE(read.ok());
    return numbers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(product_versions)

BOOST_AUTO_TEST_CASE(the_check_list_shows_each_check_before_anything_is_handed_in) {
    World world;
    auto body = World::body("P1", Json::array({World::source("R1", "30"),
                                               World::source("R3", "30"),
                                               World::source("R4", "30"),
                                               World::own("自采", "10")}));
    body["lineage"][0]["columns"] =
        Json::array({{{"name", "phone"}}, {{"name", "owner"}}, {{"name", "uscc"}}});
    body["lineage"][3].erase("origin_document");
    World::must(world.dev().post("/api/v1/products", body));
    const auto checks = World::must(world.dev().post("/api/v1/products/P1/check"));
    BOOST_CHECK(!checks.json.at("passed").get<bool>());
    BOOST_CHECK_EQUAL(checks.json.at("checks").size(), 11u);
    for (const char* failed : {"own_origin", "grants", "purpose", "columns", "masking"})
        BOOST_CHECK_EQUAL(result_of(checks, failed), "failed");
    BOOST_CHECK_EQUAL(result_of(checks, "kind"), "passed");
    BOOST_CHECK_EQUAL(result_of(checks, "resource_registration"), "warned");
    BOOST_CHECK_EQUAL(world.dev().get("/api/v1/products/P1").json.at("state"), "draft");

    const auto refused = world.dev().post("/api/v1/products/P1/submit");
    BOOST_CHECK_EQUAL(refused.status, 422);
    BOOST_CHECK_EQUAL(refused.field_code("/lineage/3/origin_document"), "own_origin_missing");
    BOOST_CHECK_EQUAL(refused.field_code("/lineage/1"), "ungranted_resource");
    BOOST_CHECK_EQUAL(refused.field_code("/lineage/2"), "ungranted_resource");
    BOOST_CHECK_EQUAL(refused.field_code("/lineage/0/columns/0/name"), "column_not_granted");
    BOOST_CHECK_EQUAL(refused.field_code("/lineage/0/columns/1/masking"), "column_unmasked");

    body["lineage"] = with_columns(Json::array(
        {{{"name", "uscc"}}, {{"name", "owner"}, {"masking", {"pseudonym"}}}}));
    const auto etag = world.dev().get("/api/v1/products/P1").header("ETag");
    World::must(world.dev().with("If-Match", etag).put("/api/v1/products/P1", body));
    const auto better = World::must(world.dev().post("/api/v1/products/P1/check"));
    BOOST_CHECK(better.json.at("passed").get<bool>());
    const auto submitted = world.submitted("P1");
    BOOST_CHECK_EQUAL(submitted.json.at("warnings")[0].at("code"), "resource_not_registered");
    // Whoever reviews sees the same list; others don't.
    World::must(world.world.as("op.staff").post("/api/v1/products/P1/check"));
    BOOST_CHECK_EQUAL(world.world.as("dev2").post("/api/v1/products/P1/check").status, 404);
}

BOOST_AUTO_TEST_CASE(what_a_draft_says_of_columns_and_own_data_must_make_sense) {
    World world;
    const auto refused = [&](const Json& lineage, const char* pointer) {
        return world.dev().post("/api/v1/products", World::body("P1", lineage))
            .field_code(pointer);
    };
    BOOST_CHECK_EQUAL(refused(with_columns(Json::array({{{"name", "colour"}}})),
                              "/lineage/0/columns/0/name"), "unknown_column");
    BOOST_CHECK_EQUAL(refused(with_columns(Json::array({{{"name", "uscc"}}, {{"name", "uscc"}}})),
                              "/lineage/0/columns/1/name"), "repeated_item");
    BOOST_CHECK_EQUAL(
        refused(with_columns(Json::array({{{"name", "uscc"}, {"masking", {"magic"}}}})),
                "/lineage/0/columns/0/masking"), "not_one_of");
    auto own = Json::array({World::own("自采", "100")});
    own[0]["columns"] = Json::array({{{"name", "uscc"}}});
    BOOST_CHECK_EQUAL(refused(own, "/lineage/0/columns"), "not_for_own_data");
    auto source = Json::array({World::source("R1", "100")});
    source[0]["origin_document"] = "示例";
    BOOST_CHECK_EQUAL(refused(source, "/lineage/0/origin_document"), "only_for_own_data");
}

BOOST_AUTO_TEST_CASE(a_product_of_own_data_takes_the_shorter_path) {
    World world;
    const auto lineage = Json::array({World::own("企业自采", "100")});
    World::must(world.dev().post("/api/v1/products", World::body("P1", lineage)));
    const auto checks = World::must(world.dev().post("/api/v1/products/P1/check"));
    BOOST_CHECK(checks.json.at("passed").get<bool>());
    BOOST_CHECK_EQUAL(result_of(checks, "grants"), "not_needed");
    world.submitted("P1");
    const auto product = world.passed("P1");
    BOOST_CHECK_EQUAL(product.json.at("state"), "registered");
    BOOST_CHECK(product.json.at("own_data_only").get<bool>());
    BOOST_CHECK_EQUAL(product.json.at("lineage")[0].at("origin_document"), "示例采集授权书");
    // An import that nobody approved is no lawful origin.
    auto other = Json::array({World::own("引入", "100")});
    other[0]["import_case"] = "cas_AAAAAAAAAAA";
    World::must(world.dev().post("/api/v1/products", World::body("P2", other)));
    BOOST_CHECK_EQUAL(
        world.dev().post("/api/v1/products/P2/submit").field_code("/lineage/0/import_case"),
        "import_not_approved");
}

BOOST_AUTO_TEST_CASE(a_new_version_is_checked_reviewed_and_certified_beside_the_one_in_force) {
    World world;
    const auto first = world.registered("P1", r1("100"));
    const auto first_number = first.json.at("certificate_number").get<std::string>();
    auto body = World::body("P1", Json::array({World::source("R1", "60"),
                                               World::source("R2", "40")}));
    body["kind"] = "report";
    body["delivery"] = "file_export";
    body["name"] = "别的名称";
    const auto path = std::string("/api/v1/products/P1/versions");
    BOOST_CHECK_EQUAL(world.dev().post(path, body).field_code("/name"), "fixed_in_versions");
    body["name"] = "示例产品P1";
    body["scenario_codes"] = {"S2"};
    BOOST_CHECK_EQUAL(world.dev().post(path, body).field_code("/scenario_codes"),
                      "fixed_in_versions");
    body["scenario_codes"] = {"S1"};
    BOOST_CHECK_EQUAL(world.world.as("dev2").post(path, body).code(), "not_your_object");

    const auto draft = World::must(world.dev().post(path, body));
    BOOST_CHECK_EQUAL(draft.json.at("number"), 2);
    BOOST_CHECK_EQUAL(draft.json.at("state"), "draft");
    BOOST_CHECK_EQUAL(world.dev().post(path, body).code(), "version_open");
    // The one in force stays as it is, and the draft is the developer's own.
    const auto shown = world.dev().get("/api/v1/products/P1");
    BOOST_CHECK_EQUAL(shown.json.at("number"), 1);
    BOOST_CHECK_EQUAL(shown.json.at("kind"), "api");
    BOOST_CHECK_EQUAL(shown.json.at("open_version"), 2);
    BOOST_CHECK_EQUAL(world.world.as("dev2").get("/api/v1/products/P1/versions/2").status, 404);
    BOOST_CHECK(world.world.as("dev2").get("/api/v1/products/P1").json.at("open_version")
                    .is_null());

    const auto changes = World::must(world.dev().get("/api/v1/products/P1/versions/2/changes"));
    BOOST_CHECK_EQUAL(changes.json.at("against"), 1);
    std::vector<std::string> pointers;
    for (const auto& change : changes.json.at("changes"))
        pointers.push_back(change.at("pointer"));
    BOOST_CHECK(pointers == (std::vector<std::string>{"/delivery", "/kind", "/lineage/R1/weight",
                                                      "/lineage/R2/weight"}));

    world.submitted("P1");
    const auto second = world.passed("P1");
    BOOST_CHECK_EQUAL(second.json.at("state"), "registered");
    BOOST_CHECK_EQUAL(second.json.at("effective_on"), "2026-04-01");
    const auto second_number = second.json.at("certificate_number").get<std::string>();
    BOOST_CHECK(second_number != first_number);

    const auto state = [&](const std::string& number) {
        return ApiClient().get(world.open_path("certificates/" + number)).json.at("state")
            .get<std::string>();
    };
    BOOST_CHECK_EQUAL(state(first_number), "valid");
    BOOST_CHECK_EQUAL(state(second_number), "pending");
    BOOST_CHECK_EQUAL(world.dev().get("/api/v1/products/P1").json.at("number"), 1);
    BOOST_CHECK(versions_in_force(world, "P1", {"2026-03-09T15:59:59Z", "2026-03-10T00:00:00Z",
                                                "2026-03-31T15:59:59Z", "2026-03-31T16:00:00Z"})
                == (std::vector<int>{0, 1, 1, 2}));

    world.world.set_clock("2026-04-01T01:00:00Z");
    BOOST_CHECK_EQUAL(state(first_number), "superseded");
    BOOST_CHECK_EQUAL(state(second_number), "valid");
    const auto now = world.dev().get("/api/v1/products/P1");
    BOOST_CHECK_EQUAL(now.json.at("number"), 2);
    BOOST_CHECK_EQUAL(now.json.at("kind"), "report");
    BOOST_CHECK_EQUAL(now.json.at("certificate_number"), second_number);
    const auto rows = world.dev().rows("/api/v1/products/P1/versions");
    BOOST_REQUIRE_EQUAL(rows.size(), 2u);
    BOOST_CHECK_EQUAL(rows[0].at("certificate_state"), "superseded");
    BOOST_CHECK_EQUAL(rows[0].at("in_force_to"), rows[1].at("in_force_from"));
}

BOOST_AUTO_TEST_CASE(a_version_that_comes_to_nothing_leaves_room_for_the_next) {
    World world;
    world.registered("P1", r1("100"));
    const auto path = std::string("/api/v1/products/P1");
    auto body = World::body("P1", Json::array({World::source("R4", "100")}));
    World::must(world.dev().post(path + "/versions", body));
    BOOST_CHECK_EQUAL(world.dev().post(path + "/submit").code(), "ungranted_resource");
    World::must(world.dev().post(path + "/withdraw", {{"reason", "改用其他来源"}}));
    BOOST_CHECK_EQUAL(world.dev().get(path).json.at("state"), "registered");
    body["lineage"] = Json::array({World::source("R2", "100")});
    const auto third = World::must(world.dev().post(path + "/versions", body));
    BOOST_CHECK_EQUAL(third.json.at("number"), 3);
    world.submitted("P1");
    World::must(world.world.as("op.staff").post(path + "/review",
                                                {{"decision", "reject"},
                                                 {"no_raw_data", false},
                                                 {"not_reversible", true},
                                                 {"only_granted", true},
                                                 {"inside_scenario", true},
                                                 {"opinion", "不予通过(示例)"}}));
    BOOST_CHECK_EQUAL(world.dev().get(path).json.at("number"), 1);
    BOOST_CHECK(versions_in_force(world, "P1", {"2026-12-01T00:00:00Z"}) == std::vector<int>{1});
    BOOST_CHECK_EQUAL(world.dev().post(path + "/submit").code(), "illegal_transition");
}

BOOST_AUTO_TEST_CASE(only_a_registered_product_gets_a_new_version) {
    World world;
    World::must(world.dev().post("/api/v1/products", World::body("P1", r1("100"))));
    BOOST_CHECK_EQUAL(
        world.dev().post("/api/v1/products/P1/versions", World::body("P1", r1("100"))).code(),
        "product_not_registered");
    BOOST_CHECK_EQUAL(world.dev().get("/api/v1/products/P1/versions/2").status, 404);
    BOOST_CHECK_EQUAL(world.dev().get("/api/v1/products/P1/versions/x").status, 404);
}

BOOST_AUTO_TEST_CASE(every_seat_answers_by_other_hands_and_again_after_a_return) {
    World world("hangzhou-2023");
    World::must(world.dev().post("/api/v1/products", World::body("P1", r1("100"))));
    world.submitted("P1");
    const auto path = std::string("/api/v1/products/P1/");
    auto& authority = world.world.as("authority");
    auto& expert = world.world.as("expert1");
    auto& other_expert = world.world.as("expert2");
    auto& staff = world.world.as("op.staff");

    BOOST_CHECK_EQUAL(expert.post(path + "recuse").field_code("/reason"),
                      "reason_required");
    World::must(expert.post(path + "recuse", {{"reason", "与开发主体有亲属关系(示例)"}}));
    BOOST_CHECK_EQUAL(expert.post(path + "recuse", {{"reason", "再次"}}).code(),
                      "reviewer_recused");
    BOOST_CHECK_EQUAL(expert.post(path + "review", World::pass()).code(), "reviewer_recused");
    BOOST_CHECK_EQUAL(
        World::must(other_expert.post(path + "review", World::pass())).json.at("state"),
        "submitted");
    BOOST_CHECK_EQUAL(other_expert.post(path + "review", World::pass()).code(),
                      "seat_already_answered");
    World::must(authority.post(path + "review", World::pass()));
    auto back = World::pass();
    back["decision"] = "return";
    back["not_reversible"] = false;
    BOOST_CHECK_EQUAL(World::must(staff.post(path + "review", back)).json.at("state"),
                      "returned");

    // A new round: nobody's earlier answer counts, and nobody is recused from it any more.
    world.submitted("P1");
    World::must(staff.post(path + "review", World::pass()));
    World::must(expert.post(path + "review", World::pass()));
    const auto last = World::must(authority.post(path + "review", World::pass()));
    BOOST_CHECK_EQUAL(last.json.at("state"), "registered");
    BOOST_CHECK_EQUAL(last.json.at("reviews").size(), 3u);
    BOOST_CHECK_EQUAL(last.json.at("reviews")[0].at("round"), 2);
    BOOST_CHECK_EQUAL(expert.post(path + "recuse", {{"reason", "晚了"}}).code(),
                      "illegal_transition");
}

BOOST_AUTO_TEST_CASE(a_number_in_the_public_register_is_a_recorded_fact_and_its_absence_warns) {
    World world;
    const auto product = world.registered("P1", r1("100"));
    BOOST_CHECK_EQUAL(product.json.at("warnings")[0].at("code"), "product_not_in_register");
    const auto path = std::string("/api/v1/products/P1/registrations");
    const Json number = {{"register", "national"},
                         {"number", "示例-2026-0001"},
                         {"valid_from", "2026-03-10"},
                         {"valid_to", "2026-03-31"}};
    BOOST_CHECK_EQUAL(world.world.as("dev2").post(path, number).code(), "not_your_object");
    const auto recorded = World::must(world.dev().post(path, number));
    BOOST_CHECK(recorded.json.at("warnings").empty());
    BOOST_CHECK_EQUAL(recorded.json.at("registrations")[0].at("number"), "示例-2026-0001");
    BOOST_CHECK_EQUAL(world.dev().post(path, number).code(), "registration_recorded");
    auto backwards = number;
    backwards["number"] = "示例-2026-0002";
    backwards["valid_to"] = "2026-03-09";
    BOOST_CHECK_EQUAL(world.dev().post(path, backwards).field_code("/valid_to"),
                      "end_before_begin");
    world.world.set_clock("2026-04-02T01:00:00Z");
    BOOST_CHECK_EQUAL(
        world.dev().get("/api/v1/products/P1").json.at("warnings")[0].at("code"),
        "product_registration_expired");
}

BOOST_AUTO_TEST_CASE(the_kinds_of_the_pack_say_what_they_should_state) {
    World world;
    const auto kinds = World::must(world.dev().get("/api/v1/product-kinds"));
    BOOST_CHECK(!kinds.json.at("limited").get<bool>());
    BOOST_REQUIRE_EQUAL(kinds.json.at("kinds").size(), 7u);
    for (const auto& kind : kinds.json.at("kinds")) {
        BOOST_CHECK(!kind.at("deliveries").empty());
        BOOST_CHECK(!kind.at("statements").empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::product_version_test
