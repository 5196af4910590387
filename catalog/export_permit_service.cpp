#include "catalog/export_permit_service.hpp"

#include <algorithm>

#include "catalog/grant_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"

namespace yunhe::catalog {
namespace {

Error outside(const tenants::RulePack& pack, std::string code, ErrorArgs args) {
    return tenants::refuse_by_item(pack, "export_bans", "unapproved_scenario", std::move(code),
                                   std::move(args));
}

Status check_product(db::Transaction& tx, TenantScope scope, const tenants::RulePack& pack,
                     BodyId developer_id, const Scenario& scenario, const std::string& code) {
    const auto product = find_product_by_code(tx, scope, code);
    if (!product) return malformed("/product_code", "unknown_reference", {{"code", code}});
    if (product->developer_id != developer_id) return wrong_party("not_your_object");
    if (std::ranges::find(product->scenario_ids, scenario.id) == product->scenario_ids.end())
        return outside(pack, "export_product_outside_scenario",
                       {{"product", code}, {"scenario", scenario.code}});
    return Done{};
}

Status check_resources(db::Transaction& tx, TenantScope scope, const Scenario& scenario,
                       const std::vector<std::string>& codes, Timestamp now) {
    const auto grants = list_grants_of(tx, scope, scenario.id);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto resource = find_resource_by_code(tx, scope, codes[i]);
        if (!resource)
            return malformed("/resource_codes/" + std::to_string(i), "unknown_reference",
                             {{"code", codes[i]}});
        const bool granted = std::ranges::any_of(grants, [&](const Grant& grant) {
            return grant.resource_id == resource->id &&
                   state_at(grant, now) == GrantState::active;
        });
        if (!granted)
            return refused_by_system("ungranted_resource", {{"resource", codes[i]},
                                                            {"scenario", scenario.code}});
    }
    return Done{};
}

}  // namespace

Status check_export_fits(db::Transaction& tx, TenantScope scope, const tenants::RulePack& pack,
                         BodyId developer_id, const Input& fields, Timestamp now) {
    const auto code = fields.text("scenario_code");
    const auto scenario = find_scenario_by_code(tx, scope, code);
    if (!scenario) return malformed("/scenario_code", "unknown_reference", {{"code", code}});
    if (scenario->developer_id != developer_id) return wrong_party("not_your_scenario");
    if (scenario->state != ScenarioState::approved)
        return outside(pack, "export_scenario_unapproved", {{"scenario", code}});
    if (const auto product = fields.optional_text("product_code"))
        YUNHE_CHECK(check_product(tx, scope, pack, developer_id, *scenario, *product));
    if (!fields.has("resource_codes")) return Done{};
    return check_resources(tx, scope, *scenario, fields.texts("resource_codes"), now);
}

}  // namespace yunhe::catalog
