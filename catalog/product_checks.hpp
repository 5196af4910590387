/// The automatic checks of a product, before a person looks at it. Pure.
///
/// Every check runs and has its own result, so that a developer sees all gaps at once; what fails
/// stops the submission, what warns doesn't.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalog/grant.hpp"
#include "catalog/product.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::catalog {

/// Why a resource or a column of it isn't granted in a scenario, in the words of who said so.
struct RefusedSource {
    std::string body_name;  ///< Empty where the developer gave it up itself.
    std::string reason;
    bool revoked = false;   ///< Granted once and taken back.
};

/// What the catalogue knows of one resource of the lineage at this moment.
struct SourceFacts {
    ResourceId id;
    std::string code;
    bool barred = false;
    bool registered = true;          ///< Has a registration number that counts (only warns).
    std::set<ScenarioId> granted_in; ///< Scenarios in which the developer has a live grant.
    Level level = Level::l2;
    bool sensitive = false;          ///< Personal information or secrets of any sort.
    bool unlocked = true;            ///< What it holds is desensitised, anonymised or consented to.
    /// The live grants' columns; a scenario without entry limits nothing.
    std::map<ScenarioId, std::vector<GrantedColumn>> columns = {};
    std::map<ScenarioId, RefusedSource> refusals = {};
    std::map<std::pair<ScenarioId, std::string>, RefusedSource> column_refusals = {};
    /// Purposes of the developer's other scenarios in which it is granted.
    std::set<Purpose> purposes_elsewhere = {};
};

/// One scenario that the product names.
struct ScenarioFacts {
    ScenarioId id;
    std::string code;
    BodyId developer_id;
    Purpose purpose = Purpose::industry;
};

/// What the catalogue knows of one import of social data that the lineage refers to.
struct ImportFacts {
    std::string id;
    bool approved = false;  ///< The developer's own, and it was approved.
};

enum class CheckResult { passed, warned, failed, not_needed };

/// One row of the check list.
struct ProductCheck {
    std::string_view code;
    CheckResult result = CheckResult::passed;
    std::vector<FieldError> gaps = {};   ///< What failed or is warned of, with pointers.
    std::optional<Error> error = {};     ///< Failed: what a submission is refused with.
};
using CheckList = std::vector<ProductCheck>;

/// All checks in this order: kind, statements, raw_data, own_origin, barred, resource_registration,
/// grants, purpose, columns, masking, level. Products of own data only need neither grants nor what
/// follows. REQUIRES: `sources` and `scenarios` cover the product's.
CheckList check_list(const Product& product, const std::vector<SourceFacts>& sources,
                     const std::vector<ScenarioFacts>& scenarios,
                     const std::vector<ImportFacts>& imports, const tenants::RulePack& pack);

/// What the checks let pass but the parties should know.
struct ProductWarning {
    std::string code;
    ErrorArgs args;
};

/// The check list as one answer. Errors, in this order: malformed `/scenario_codes` too_few_items
/// and those of check_lineage; party `not_your_scenario`; those of the first check that failed
/// (kind_outside_pack citing product_kinds, delivery_not_of_kind, form_not_of_kind, raw_data_barred
/// citing export_bans, own_origin_missing, import_not_approved, resource_barred,
/// ungranted_resource, purpose_not_granted, column_not_granted, column_unmasked,
/// source_not_unlocked, level_too_high), with the gaps of all of them as field errors.
Result<std::vector<ProductWarning>> check_submission(const Product& product,
                                                     const std::vector<SourceFacts>& sources,
                                                     const std::vector<ScenarioFacts>& scenarios,
                                                     const std::vector<ImportFacts>& imports,
                                                     const tenants::RulePack& pack);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::CheckResult> =
    yunhe::texts_of(std::pair{yunhe::catalog::CheckResult::passed, "passed"},
                    std::pair{yunhe::catalog::CheckResult::warned, "warned"},
                    std::pair{yunhe::catalog::CheckResult::failed, "failed"},
                    std::pair{yunhe::catalog::CheckResult::not_needed, "not_needed"});
