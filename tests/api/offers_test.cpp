#include <boost/test/unit_test.hpp>

#include <thread>

#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";
const Timestamp kNow = parse_timestamp("2026-03-10T01:00:00Z").value();

/// A developer with a signed agreement, scenarios S1 (industry) and S2 (public), resources R1 (D01)
/// and R2 (D02, open) granted in both, R3 (D02) granted in none. What comes before is written by
/// hand: admission and data requests have tests of their own.
class Market {
public:
    Market() : world({.clock = "2026-03-10T01:00:00Z"}) {
        world.open_developer(kUscc, "dev1");
        world.open_developer(kOtherUscc, "dev2");
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            tx.execute("SET foreign_key_checks = 0");
            prepare(tx);
            tx.execute("SET foreign_key_checks = 1");
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
    }

    static Answer must(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
        return answer;
    }
    static Json product_body(const std::string& code, const Json& lineage) {
        return {{"code", code},
                {"name", "示例产品" + code},
                {"kind", "api"},
                {"scenario_codes", {"S1", "S2"}},
                {"lineage", lineage}};
    }
    static Json source(const char* code, const char* weight) {
        return {{"resource_code", code}, {"weight", weight}};
    }
    static Json charges() {
        return Json::array({{{"meter", "calls"},
                             {"aggregation", "sum"},
                             {"model", "unit"},
                             {"unit_price", "0.35"}}});
    }
    static Json pass() {
        return {{"decision", "pass"},       {"no_raw_data", true},     {"not_reversible", true},
                {"only_granted", true},     {"inside_scenario", true}, {"opinion", "同意(示例)"}};
    }
    void submitted(const std::string& code, const Json& lineage) {
        must(dev().post("/api/v1/products", product_body(code, lineage)));
        must(dev().post("/api/v1/products/" + code + "/submit"));
    }
    Answer registered(const std::string& code, const Json& lineage) {
        submitted(code, lineage);
        return must(world.as("op.staff").post("/api/v1/products/" + code + "/review", pass()));
    }
    static Json plan_body(const std::string& scenario) {
        return {{"code", "use-" + scenario},   {"kind", "data_use"},
                {"product_code", "P1"},        {"scenario_code", scenario},
                {"effective_from", "2026-03-01"}, {"charges", charges()},
                {"standard_code", "std-" + scenario}};
    }
    void standard(const std::string& scenario) {
        must(world.as("finance1").post("/api/v1/approved-standards",
                                       {{"code", "std-" + scenario},
                                        {"product_code", "P1"},
                                        {"scenario_code", scenario},
                                        {"document", "示例文号"},
                                        {"effective_from", "2026-03-01"},
                                        {"charges", charges()}}));
    }
    void priced(const std::string& scenario) {
        standard(scenario);
        must(world.as("collector").post("/api/v1/approved-standards/std-" + scenario + "/confirm"));
        must(world.as("finance1").post("/api/v1/price-plans", plan_body(scenario)));
        must(world.as("op.admin").post("/api/v1/price-plans/use-" + scenario + "/approve"));
    }
    std::string listed() {
        registered("P1", Json::array({source("R1", "60"), source("R2", "40")}));
        priced("S1");
        priced("S2");
        const auto listing = must(dev().post("/api/v1/listings", {{"product_code", "P1"},
                                                                  {"scenario_codes", {"S1", "S2"}},
                                                                  {"from", "2026-03-10"}}));
        const auto path = "/api/v1/listings/" + listing.json.at("id").get<std::string>();
        must(world.as("op.staff").post(path + "/list"));
        return path;
    }
    static Json order_body(const std::string& code) {
        return {{"code", code},         {"product_code", "P1"}, {"scenario_code", "S1"},
                {"kind", "paid"},       {"from", "2026-03-10"}, {"to", "2026-12-31"},
                {"buyer", {{"name", "示例银行"}}}};
    }
    ApiClient& dev() { return world.as("dev1"); }

    ApiWorld world;

private:
    void prepare(db::Transaction& tx) {
        const auto scope = world.scope();
        const auto developer = *tenants::find_body_by_code(tx, scope, kUscc);
        const tenants::AgreementId agreement{tx.new_id<tenants::AgreementId>()};
        tx.execute("INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
                   "state, "
                   "from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
                   "rule_pack_digest, "
                   "canonical_text, created_at, signed_at) VALUES (?, ?, 1, 1, ?, 'signed', "
                   "'2026-03-01', "
                   "'2028-02-29', 0, '[]', '[]', 'yangzhou-2024', '', '', ?, ?)",
                   scope, agreement, developer.id, kNow,
                           parse_timestamp("2026-02-20T01:00:00Z").value());
        for (const auto& [code, purpose] : {std::pair{"S1", catalog::Purpose::industry},
                                            std::pair{"S2", catalog::Purpose::public_governance}}) {
            catalog::Scenario scenario;
            scenario.id = tx.new_id<catalog::ScenarioId>();
            scenario.code = code;
            scenario.developer_id = developer.id;
            scenario.agreement_id = agreement;
            scenario.name = "示例场景";
            scenario.purpose = purpose;
            scenario.created_at = kNow;
            catalog::insert_scenario(tx, scope, scenario);
            scenarios_.push_back(scenario.id);
        }
        add_resource(tx, "R1", "D01", catalog::Openness::conditional, agreement, developer.id);
        add_resource(tx, "R2", "D02", catalog::Openness::unconditional, agreement, developer.id);
        add_resource(tx, "R3", "D02", catalog::Openness::conditional, agreement, std::nullopt);
        tenants::bump_entitlement_version(tx, scope);
    }

    void add_resource(db::Transaction& tx, const char* code, const char* department,
                      catalog::Openness openness, tenants::AgreementId agreement,
                      std::optional<BodyId> granted_to) {
        const auto scope = world.scope();
        catalog::Resource resource;
        resource.id = tx.new_id<catalog::ResourceId>();
        resource.code = code;
        resource.department_id = tenants::find_body_by_code(tx, scope, department)->id;
        resource.name = "示例资源";
        resource.field = "信用";
        resource.openness = openness;
        resource.state = catalog::ResourceState::published;
        resource.created_at = kNow;
        catalog::insert_resource(tx, scope, resource);
        if (!granted_to) return;
        for (const auto scenario_id : scenarios_)
            tx.execute("INSERT INTO grants (tenant_id, id, request_id, scenario_id, resource_id, "
                       "agreement_id, developer_id, from_at, to_at, revoked_reason, created_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, '2026-03-01', '2028-02-29', '', ?)",
                       scope, tx.new_id<Id<struct GrantEntity>>(), scenario_id, scenario_id,
                       resource.id, agreement, *granted_to, kNow);
    }

    std::vector<catalog::ScenarioId> scenarios_;
};

Answer check(ApiClient gateway, const std::string& query) {
    return gateway.get("/api/v1/entitlements/check?" + query);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(offers)

BOOST_AUTO_TEST_CASE(a_product_without_grants_is_refused_by_name) {
    Market market;
    auto body = Market::product_body("P1", Json::array({Market::source("R3", "99.999999")}));
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/products", body).field_code("/lineage"),
                      "weights_not_100");
    body["lineage"] = Json::array({Market::source("R9", "100")});
    BOOST_CHECK_EQUAL(
        market.dev().post("/api/v1/products", body).field_code("/lineage/0/resource_code"),
        "unknown_reference");
    body["lineage"] = Json::array({Market::source("R3", "100")});
    BOOST_CHECK_EQUAL(market.world.as("dev2").post("/api/v1/products", body).code(),
                      "not_your_scenario");
    Market::must(market.dev().post("/api/v1/products", body));
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/products", body).code(), "code_taken");
    BOOST_CHECK_EQUAL(market.world.as("dev2").get("/api/v1/products/P1").status, 404);
    BOOST_CHECK_EQUAL(market.world.as("op.staff").get("/api/v1/products/P1").status, 404);
    const auto refused = market.dev().post("/api/v1/products/P1/submit");
    BOOST_CHECK_EQUAL(refused.status, 422);
    BOOST_CHECK_EQUAL(refused.code(), "ungranted_resource");
}

BOOST_AUTO_TEST_CASE(review_registers_and_anybody_can_verify_the_certificate) {
    Market market;
    market.submitted("P1", Json::array({Market::source("R1", "100")}));
    auto no = Market::pass();
    no["not_reversible"] = false;
    auto& staff = market.world.as("op.staff");
    BOOST_CHECK_EQUAL(staff.post("/api/v1/products/P1/review", no).code(), "review_not_met");
    BOOST_CHECK_EQUAL(
        market.world.as("authority").post("/api/v1/products/P1/review", Market::pass()).code(),
        "no_seat");
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/products/P1/review", Market::pass()).status, 403);
    const auto product = Market::must(staff.post("/api/v1/products/P1/review", Market::pass()));
    BOOST_CHECK_EQUAL(product.json.at("state"), "registered");
    BOOST_CHECK(product.json.at("live").get<bool>());
    const auto number = product.json.at("certificate_number").get<std::string>();
    ApiClient anybody;
    const auto seen =
        anybody.get("/api/v1/public/" + market.world.slug() + "/certificates/" + number);
    BOOST_CHECK_EQUAL(seen.status, 200);
    BOOST_CHECK_EQUAL(seen.json.at("state"), "valid");
    BOOST_CHECK(seen.json.at("signature_verified").get<bool>());
    BOOST_CHECK_EQUAL(
        anybody.get(
                "/api/v1/public/" + market.world.slug() + "/certificates/DJ-2026-999999").status,
        404);
    BOOST_CHECK_EQUAL(market.world.as("dev2").get("/api/v1/products/P1").status, 200);
    BOOST_CHECK_EQUAL(market.world.as("dev2").post("/api/v1/products/P1/submit").code(),
                      "not_your_object");
}

BOOST_AUTO_TEST_CASE(prices_equal_the_confirmed_standard_and_open_data_has_none) {
    Market market;
    market.registered("P1", Json::array({Market::source("R1", "100")}));
    market.registered("P2", Json::array({Market::source("R2", "100")}));
    auto& finance = market.world.as("finance1");
    market.standard("S1");
    auto plan = Market::plan_body("S1");
    plan["charges"][0]["unit_price"] = "0.36";
    BOOST_CHECK_EQUAL(finance.post("/api/v1/price-plans", plan).code(), "standard_differs");
    plan = Market::plan_body("S1");
    plan["effective_from"] = "2026-03-02";
    BOOST_CHECK_EQUAL(finance.post("/api/v1/price-plans", plan).field_code("/effective_from"),
                      "not_first_of_month");
    plan = Market::plan_body("S1");
    plan["charges"][0]["unit_price"] = "0.0000001";
    BOOST_CHECK_EQUAL(
        finance.post("/api/v1/price-plans", plan).field_code("/charges/0/unit_price"),
                "bad_decimal");
    plan = Market::plan_body("S1");
    plan["product_code"] = "P2";
    BOOST_CHECK_EQUAL(finance.post("/api/v1/price-plans", plan).code(), "open_data_not_chargeable");
    Market::must(finance.post("/api/v1/price-plans", Market::plan_body("S1")));
    auto& admin = market.world.as("op.admin");
    BOOST_CHECK_EQUAL(finance.post("/api/v1/price-plans/use-S1/approve").status, 403);
    BOOST_CHECK_EQUAL(admin.post("/api/v1/price-plans/use-S1/approve").code(),
                      "standard_not_confirmed");
    Market::must(market.world.as("collector").post("/api/v1/approved-standards/std-S1/confirm"));
    Market::must(admin.post("/api/v1/price-plans/use-S1/approve"));
    const auto fee = Market::must(finance.post("/api/v1/price-plans",
                                               {{"code", "platform"},
                                                {"kind", "operator_fee"},
                                                {"effective_from", "2026-03-01"},
                                                {"charges", Market::charges()}}));
    BOOST_CHECK_EQUAL(fee.json.at("warnings").at(0).at("code"), "no_price_cap");
}

BOOST_AUTO_TEST_CASE(an_order_runs_through_the_gateway_until_a_link_breaks) {
    Market market;
    const auto listing = market.listed();
    auto gateway = market.world.operator_key(Json::array({"entitlements:check"}));
    BOOST_CHECK_EQUAL(check(gateway, "order=O1").code(), "unknown_order");
    auto body = Market::order_body("O1");
    body["to"] = "2026-03-01";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", body).field_code("/to"), "bad_interval");
    BOOST_CHECK_EQUAL(
        market.world.as("dev2").post("/api/v1/orders", Market::order_body("O1")).code(),
        "not_your_object");
    Market::must(market.dev().post("/api/v1/orders", Market::order_body("O1")));
    BOOST_CHECK_EQUAL(market.world.as("dev2").get("/api/v1/orders/O1").status, 404);
    auto& staff = market.world.as("op.staff");
    const auto order = Market::must(staff.post("/api/v1/orders/O1/accept"));
    BOOST_CHECK_EQUAL(order.json.at("state"), "active");
    BOOST_CHECK(order.json.at("live").get<bool>());
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    BOOST_CHECK_EQUAL(check(gateway, "order=O1").status, 204);
    BOOST_CHECK_EQUAL(check(gateway, "order=O1&scenario=S2").code(), "wrong_scenario");
    BOOST_CHECK_EQUAL(staff.post(listing + "/suspend").field_code("/reason"), "reason_required");
    Market::must(staff.post(listing + "/suspend", {{"reason", "核查(示例)"}}));
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    BOOST_CHECK_EQUAL(check(gateway, "order=O1").code(), "no_live_listing");
    const auto shown = Market::must(market.dev().get("/api/v1/orders/O1"));
    BOOST_CHECK(!shown.json.at("live").get<bool>());
    BOOST_CHECK_EQUAL(shown.json.at("blocked_by"), "no_live_listing");
    Market::must(staff.post(listing + "/resume"));
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    BOOST_CHECK_EQUAL(check(gateway, "order=O1").status, 204);
}

BOOST_AUTO_TEST_CASE(waivers_fit_and_are_confirmed_by_another_person) {
    Market market;
    market.listed();
    auto body = Market::order_body("O1");
    body["waiver_ground"] = "public_purpose";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", body).code(), "waiver_does_not_fit");
    body["waiver_ground"] = "approved";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", body).field_code("/waiver_document"),
                      "missing_field");
    body["waiver_document"] = "示例批文";
    const auto order = Market::must(market.dev().post("/api/v1/orders", body));
    BOOST_CHECK_EQUAL(order.json.at("waiver").at("state"), "requested");
    BOOST_CHECK(order.json.at("waived_by").is_null());
    auto& staff = market.world.as("op.staff");
    BOOST_CHECK_EQUAL(staff.post("/api/v1/orders/O1/accept").code(), "waiver_pending");
    Market::must(market.world.as("collector").post("/api/v1/orders/O1/waiver/confirm"));
    BOOST_CHECK_EQUAL(Market::must(staff.post("/api/v1/orders/O1/accept")).json.at("waived_by"),
                      "approved");
    auto free = Market::order_body("O2");
    free["kind"] = "source_free";
    BOOST_CHECK_EQUAL(market.dev().post("/api/v1/orders", free).code(),
                      "source_free_for_departments");
    free.erase("buyer");
    free["waiver_ground"] = "source_trial";
    free["waiver_document"] = "示例约定";
    const auto own = Market::must(market.world.as("dept.d01").post("/api/v1/orders", free));
    BOOST_CHECK_EQUAL(own.json.at("department_code"), "D01");
    BOOST_CHECK_EQUAL(market.world.as("dept.d02").get("/api/v1/orders/O2").status, 404);
    auto common = Market::order_body("O3");
    common["scenario_code"] = "S2";
    BOOST_CHECK_EQUAL(Market::must(market.dev().post("/api/v1/orders",
            common)).json.at("waived_by"),
                      "public_purpose");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test
