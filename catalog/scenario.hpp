/// The scenario (应用场景): the purpose for which data is asked. Nothing is granted without one
/// (无场景不授权; Yangzhou 15: one scenario, one request, one decision).
///
/// recorded by a developer inside a signed agreement and its fields -> approved when its data
/// request was granted, wholly or in part. Pure.
#pragma once

#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::catalog {

struct ScenarioEntity { static constexpr std::string_view prefix = "scn"; };
using ScenarioId = Id<ScenarioEntity>;

/// What the scenario serves. Public purposes are metered and charged 0 (发改价格〔2025〕65号).
enum class Purpose { industry, public_governance, public_welfare };
inline bool is_public(Purpose purpose) { return purpose != Purpose::industry; }

enum class ScenarioState { recorded, approved };

struct Scenario {
    ScenarioId id;
    std::string code;  ///< Unique in the tenant, immutable.
    BodyId developer_id;
    tenants::AgreementId agreement_id;
    std::string name;
    Purpose purpose = Purpose::industry;
    std::string field;
    std::string value;        ///< Statement: what it is worth, and to whom.
    std::string feasibility;  ///< Statement: how it is reached within the term.
    std::string necessity;    ///< Statement: why this data, and no more, is needed.
    ScenarioState state = ScenarioState::recorded;
    int version = 1;
    Timestamp created_at;
    std::string area = {};  ///< County or district that it serves; empty: the whole city.
};

/// Are the statements there that the pack demands (Quzhou 二(五): value, feasible in term, minimal)?
/// Errors: rule `scenario_statement_missing` (args statement), citing the pack's criterion.
Status check_statements(const Scenario& scenario, const tenants::RulePack& pack);

/// May the scenario stand under the agreement on that day? Fields count as equal by code or title
/// of the pack. Errors: state `agreement_not_signed`, `agreement_over`; rule
/// `field_outside_agreement` (args field, fields).
Status check_scenario(const Scenario& scenario, const tenants::Agreement& agreement,
                      const tenants::RulePack& pack, Date day);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Purpose> =
    yunhe::texts_of(std::pair{yunhe::catalog::Purpose::industry, "industry"},
                    std::pair{yunhe::catalog::Purpose::public_governance, "public_governance"},
                    std::pair{yunhe::catalog::Purpose::public_welfare, "public_welfare"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ScenarioState> =
    yunhe::texts_of(std::pair{yunhe::catalog::ScenarioState::recorded, "recorded"},
                    std::pair{yunhe::catalog::ScenarioState::approved, "approved"});
