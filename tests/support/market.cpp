#include "tests/support/market.hpp"

#include <boost/test/unit_test.hpp>

#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test {
namespace {

const Timestamp kNow = parse_timestamp("2026-03-10T01:00:00Z").value();

}  // namespace

Market::Market(const std::string& rule_pack, Json policy)
    : world({.rule_pack = rule_pack,
             .clock = "2026-03-10T01:00:00Z",
             .policy = std::move(policy)}) {
    world.open_developer(kMarketUscc, "dev1");
    world.open_developer(kMarketOtherUscc, "dev2");
    const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
        tx.execute("SET foreign_key_checks = 0");
        prepare(tx, rule_pack);
        tx.execute("SET foreign_key_checks = 1");
        return Done{};
    });
    BOOST_REQUIRE(done.ok());
}

Answer Market::must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
    return answer;
}

Json Market::product_body(const std::string& code, const Json& lineage) {
    return {{"code", code},
            {"name", "示例产品" + code},
            {"kind", "api"},
            {"scenario_codes", {"S1", "S2"}},
            {"lineage", lineage}};
}

Json Market::source(const char* code, const char* weight) {
    return {{"resource_code", code}, {"weight", weight}};
}

Json Market::charges(const std::string& unit_price) {
    return Json::array({{{"meter", "calls"},
                         {"aggregation", "sum"},
                         {"model", "unit"},
                         {"unit_price", unit_price}}});
}

Json Market::pass() {
    return {{"decision", "pass"},       {"no_raw_data", true},     {"not_reversible", true},
            {"only_granted", true},     {"inside_scenario", true}, {"opinion", "同意(示例)"}};
}

void Market::submitted(const std::string& code, const Json& lineage) {
    must(dev().post("/api/v1/products", product_body(code, lineage)));
    must(dev().post("/api/v1/products/" + code + "/submit"));
}

Answer Market::registered(const std::string& code, const Json& lineage) {
    submitted(code, lineage);
    return must(staff().post("/api/v1/products/" + code + "/review", pass()));
}

Json Market::plan_body(const std::string& scenario) {
    return {{"code", "use-" + scenario},   {"kind", "data_use"},
            {"product_code", "P1"},        {"scenario_code", scenario},
            {"effective_from", "2026-03-01"}, {"charges", charges()},
            {"standard_code", "std-" + scenario}};
}

void Market::standard(const std::string& scenario) {
    must(world.as("finance1").post("/api/v1/approved-standards",
                                   {{"code", "std-" + scenario},
                                    {"product_code", "P1"},
                                    {"scenario_code", scenario},
                                    {"document", "示例文号"},
                                    {"effective_from", "2026-03-01"},
                                    {"charges", charges()}}));
}

void Market::priced(const std::string& scenario) {
    standard(scenario);
    must(world.as("collector").post("/api/v1/approved-standards/std-" + scenario + "/confirm"));
    must(world.as("finance1").post("/api/v1/price-plans", plan_body(scenario)));
    must(world.as("op.admin").post("/api/v1/price-plans/use-" + scenario + "/approve"));
}

std::string Market::listed(const Json& more) {
    registered("P1", Json::array({source("R1", "60"), source("R2", "40")}));
    priced("S1");
    priced("S2");
    Json body = {{"code", "L1"},
                 {"product_code", "P1"},
                 {"scenario_codes", {"S1", "S2"}},
                 {"from", "2026-03-10"}};
    body.merge_patch(more);
    const auto listing = must(dev().post("/api/v1/listings", body));
    const auto path = "/api/v1/listings/" + listing.json.at("id").get<std::string>();
    must(staff().post(path + "/list"));
    return path;
}

Json Market::order_body(const std::string& code) {
    return {{"code", code},         {"product_code", "P1"}, {"scenario_code", "S1"},
            {"kind", "paid"},       {"from", "2026-03-10"}, {"to", "2026-12-31"},
            {"buyer", {{"name", "示例银行"}}}};
}

Answer Market::accepted(const std::string& code, const Json& more) {
    auto body = order_body(code);
    body.merge_patch(more);
    must(dev().post("/api/v1/orders", body));
    return must(staff().post("/api/v1/orders/" + code + "/accept"));
}

void Market::prepare(db::Transaction& tx, const std::string& rule_pack) {
    const auto scope = world.scope();
    const auto developer = *tenants::find_body_by_code(tx, scope, kMarketUscc);
    const tenants::AgreementId agreement{tx.new_id<tenants::AgreementId>()};
    tx.execute("INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
               "state, "
               "from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
               "rule_pack_digest, "
               "canonical_text, created_at, signed_at) VALUES (?, ?, 1, 1, ?, 'signed', "
               "'2026-03-01', "
               "'2028-02-29', 0, '[]', '[]', ?, '', '', ?, ?)",
               scope, agreement, developer.id, rule_pack, kNow,
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
    add_resource(tx, "R1", "D01", catalog::Openness::conditional, agreement.value, developer.id);
    add_resource(tx, "R2", "D02", catalog::Openness::unconditional, agreement.value, developer.id);
    add_resource(tx, "R3", "D02", catalog::Openness::conditional, agreement.value, std::nullopt);
    tenants::bump_entitlement_version(tx, scope);
}

void Market::add_resource(db::Transaction& tx, const char* code, const char* department,
                          catalog::Openness openness, std::uint64_t agreement,
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

}  // namespace yunhe::test
