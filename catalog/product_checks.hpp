/// The automatic checks when a product is submitted: before a person looks at it. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "catalog/product.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::catalog {

/// What the catalogue knows of one resource of the lineage at this moment.
struct SourceFacts {
    ResourceId id;
    std::string code;
    bool barred = false;
    bool registered = true;          ///< Has a registration number (national duty; warns only).
    std::set<ScenarioId> granted_in; ///< Scenarios in which the developer has a live grant.
};

/// One scenario that the product names.
struct ScenarioFacts {
    ScenarioId id;
    std::string code;
    BodyId developer_id;
};

/// What the checks let pass but the parties should know.
struct ProductWarning {
    std::string code;  ///< resource_not_registered
    std::string subject;
};

/// Errors, in this order: malformed `/scenario_codes` too_few_items and those of check_lineage;
/// party `not_your_scenario`; rule `kind_outside_pack` (citing product_kinds), `resource_barred`,
/// `ungranted_resource` (args resource, scenario; every gap as a field error). Own data has no
/// grant. REQUIRES: `sources` and `scenarios` cover the product's.
Result<std::vector<ProductWarning>> check_submission(const Product& product,
                                                     const std::vector<SourceFacts>& sources,
                                                     const std::vector<ScenarioFacts>& scenarios,
                                                     const tenants::RulePack& pack);

}  // namespace yunhe::catalog
