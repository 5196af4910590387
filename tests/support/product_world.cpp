#include "tests/support/product_world.hpp"

#include <boost/test/unit_test.hpp>

#include "catalog/grant_store.hpp"
#include "catalog/product_review.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";

const char* user_of(tenants::Role role) {
    if (role == tenants::Role::expert) return "expert1";
    return role == tenants::Role::data_authority ? "authority" : "op.staff";
}

}  // namespace

ProductWorld::ProductWorld(const std::string& rule_pack, const std::string& clock)
    : world({.rule_pack = rule_pack, .clock = clock}),
      rule_pack_(rule_pack),
      now_(parse_timestamp(clock).value()) {
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

void ProductWorld::prepare(db::Transaction& tx) {
    const auto scope = world.scope();
    developer_id_ = tenants::find_body_by_code(tx, scope, kUscc)->id;
    agreement_id_ = tx.new_id<tenants::AgreementId>();
    tx.execute("INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
               "state, from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
               "rule_pack_digest, canonical_text, created_at, signed_at) VALUES (?, ?, 1, 1, ?, "
               "'signed', '2026-03-01', '2028-02-29', 0, '[]', '[]', ?, '', '', ?, ?)",
               scope, agreement_id_, developer_id_, rule_pack_, now_,
               parse_timestamp("2026-02-20T01:00:00Z").value());
    for (const auto& [code, purpose] : {std::pair{"S1", catalog::Purpose::industry},
                                        std::pair{"S2", catalog::Purpose::public_welfare}}) {
        catalog::Scenario scenario;
        scenario.id = tx.new_id<catalog::ScenarioId>();
        scenario.code = code;
        scenario.developer_id = developer_id_;
        scenario.agreement_id = agreement_id_;
        scenario.name = "示例场景";
        scenario.purpose = purpose;
        scenario.state = catalog::ScenarioState::approved;
        scenario.created_at = now_;
        catalog::insert_scenario(tx, scope, scenario);
    }
    add_resource(tx, "R1", {"uscc", "owner", "phone"}, "S1");
    add_resource(tx, "R2", {"uscc"}, "S1");
    add_resource(tx, "R3", {"uscc"}, "S2");
    add_resource(tx, "R4", {"uscc"}, nullptr);
    tenants::bump_entitlement_version(tx, scope);
}

void ProductWorld::add_resource(db::Transaction& tx, const char* code,
                                std::vector<std::string> columns, const char* scenario_code) {
    const auto scope = world.scope();
    catalog::Resource resource;
    resource.id = tx.new_id<catalog::ResourceId>();
    resource.code = code;
    resource.department_id = tenants::find_body_by_code(tx, scope, "D01")->id;
    resource.name = "示例资源";
    resource.field = "信用";
    resource.state = catalog::ResourceState::published;
    resource.created_at = now_;
    for (const auto& name : columns) resource.columns.push_back({.name = name});
    catalog::insert_resource(tx, scope, resource);
    if (scenario_code == nullptr) return;
    catalog::Grant grant;
    grant.id = tx.new_id<catalog::GrantId>();
    grant.request_id = catalog::DataRequestId{grant.id.value};
    grant.scenario_id = catalog::find_scenario_by_code(tx, scope, scenario_code)->id;
    grant.resource_id = resource.id;
    grant.agreement_id = agreement_id_;
    grant.developer_id = developer_id_;
    grant.from = parse_timestamp("2026-03-01T00:00:00Z").value();
    grant.to = parse_timestamp("2028-02-29T00:00:00Z").value();
    for (const auto& name : columns) {
        if (name == "phone") continue;
        catalog::GrantedColumn column{.name = name, .purpose = "示例用途"};
        if (name == "owner") column.masking = {catalog::Masking::pseudonym};
        grant.columns.push_back(std::move(column));
    }
    catalog::insert_grant(tx, scope, grant, now_);
}

Json ProductWorld::source(const char* resource_code, const char* weight) {
    return {{"resource_code", resource_code}, {"weight", weight}};
}

Json ProductWorld::own(const char* name, const char* weight) {
    return {{"own_name", name}, {"weight", weight}, {"origin_document", "示例采集授权书"}};
}

Json ProductWorld::body(const std::string& code, const Json& lineage) {
    const Json statements = Json::array({{{"code", "interface"}, {"text", "示例接口说明"}},
                                         {{"code", "service_level"}, {"text", "示例服务水平"}}});
    return {{"code", code},
            {"name", "示例产品" + code},
            {"kind", "api"},
            {"description", "示例说明"},
            {"delivery", "api_call"},
            {"form", "result"},
            {"statements", statements},
            {"scenario_codes", {"S1"}},
            {"lineage", lineage}};
}

Json ProductWorld::pass() {
    return {{"decision", "pass"},     {"no_raw_data", true},     {"not_reversible", true},
            {"only_granted", true},   {"inside_scenario", true}, {"opinion", "同意(示例)"}};
}

Answer ProductWorld::must(Answer answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
    return answer;
}

Answer ProductWorld::submitted(const std::string& code) {
    return must(dev().post("/api/v1/products/" + code + "/submit"));
}

Answer ProductWorld::passed(const std::string& code) {
    static const tenants::RulePackLibrary library;
    Answer answer;
    for (const auto& seat : catalog::product_review_seats(*library.find(rule_pack_)))
        answer = must(world.as(user_of(*seat.role))
                          .post("/api/v1/products/" + code + "/review", pass()));
    return answer;
}

Answer ProductWorld::registered(const std::string& code, const Json& lineage) {
    must(dev().post("/api/v1/products", body(code, lineage)));
    submitted(code);
    return passed(code);
}

Answer ProductWorld::registered_version(const std::string& code, const Json& made) {
    must(dev().post("/api/v1/products/" + code + "/versions", made));
    submitted(code);
    return passed(code);
}

}  // namespace yunhe::test
