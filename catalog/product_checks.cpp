#include "catalog/product_checks.hpp"

namespace yunhe::catalog {
namespace {

Status check_kind(const Product& product, const tenants::RulePack& pack) {
    const auto* rule = pack.find("product_kinds");
    const bool binds = rule != nullptr && (rule->force == tenants::Force::hard ||
                                           rule->force == tenants::Force::exact);
    if (!binds) return Done{};  // Ningbo 19 names kinds without excluding others.
    const auto kinds = pack.list("product_kinds");
    if (kinds.empty() || std::find(kinds.begin(), kinds.end(), product.kind) != kinds.end())
        return Done{};
    return tenants::refuse_by_rule(pack, "product_kinds", "kind_outside_pack",
                                   {{"kind", product.kind}});
}

const SourceFacts& facts_of(const std::vector<SourceFacts>& sources, ResourceId id) {
    const auto found = std::find_if(sources.begin(), sources.end(),
                                    [&](const SourceFacts& source) { return source.id == id; });
    YUNHE_ASSERT(found != sources.end());
    return *found;
}

/// One error that names the first gap in its text and every gap in its fields.
Status check_grants(const Product& product, const std::vector<SourceFacts>& sources,
                    const std::vector<ScenarioFacts>& scenarios) {
    std::vector<FieldError> gaps;
    for (std::size_t i = 0; i < product.lineage.size(); ++i) {
        if (!product.lineage[i].resource_id) continue;
        const auto& source = facts_of(sources, *product.lineage[i].resource_id);
        for (const auto& scenario : scenarios) {
            if (source.granted_in.contains(scenario.id)) continue;
            gaps.push_back({"/lineage/" + std::to_string(i), "ungranted_resource",
                            {{"resource", source.code}, {"scenario", scenario.code}}});
        }
    }
    if (gaps.empty()) return Done{};
    auto error = refused_by_system("ungranted_resource", gaps.front().args);
    error.fields = std::move(gaps);
    return error;
}

}  // namespace

Result<std::vector<ProductWarning>> check_submission(const Product& product,
                                                     const std::vector<SourceFacts>& sources,
                                                     const std::vector<ScenarioFacts>& scenarios,
                                                     const tenants::RulePack& pack) {
    if (product.scenario_ids.empty())
        return malformed("/scenario_codes", "too_few_items", {{"min", "1"}});
    YUNHE_CHECK(check_lineage(product.lineage));
    for (const auto& scenario : scenarios)
        if (scenario.developer_id != product.developer_id) return wrong_party("not_your_scenario");
    YUNHE_CHECK(check_kind(product, pack));

    std::vector<ProductWarning> warnings;
    for (const auto& item : product.lineage) {
        if (!item.resource_id) continue;
        const auto& source = facts_of(sources, *item.resource_id);
        if (source.barred) return refused_by_system("resource_barred", {{"resource", source.code}});
        if (!source.registered) warnings.push_back({"resource_not_registered", source.code});
    }
    YUNHE_CHECK(check_grants(product, sources, scenarios));
    return warnings;
}

}  // namespace yunhe::catalog
