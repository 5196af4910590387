/// Allocation plans (预算安排测算方案) as objects: a document, a first day, steps, four eyes. Pure.
///
/// The steps themselves are billing/allocation.hpp. Percentages stand in no regulation: they are
/// the tenant's own data with an effective date and a source document.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "billing/allocation.hpp"

namespace yunhe::billing {

struct PlanEntity { static constexpr std::string_view prefix = "alp"; };
using PlanId = Id<PlanEntity>;

enum class PlanState { draft, approved };
enum class PlanAction { draft, approve };
enum class PlanActor { finance, treasury };
inline constexpr std::array kPlanMoves{
    Move<PlanState, PlanAction, PlanActor>{PlanState::draft, PlanAction::draft, PlanActor::finance,
                                           PlanState::draft},
    Move<PlanState, PlanAction, PlanActor>{PlanState::draft, PlanAction::approve,
                                           PlanActor::treasury, PlanState::approved},
};

struct StoredPlan {
    PlanId id;
    std::string code;  ///< = the plan's id in allocations.
    std::string source_document;
    Date effective_from;  ///< First day of a month.
    Json steps = Json::array();  ///< As given: with the documents of `cost:` steps.
    AllocationPlan plan;         ///< The same, parsed.
    PlanState state = PlanState::draft;
    UserId drafted_by_id;
    std::optional<UserId> approved_by_id;
    std::optional<Timestamp> approved_at;
    int version = 1;
};

/// Steps as the API takes them: those of `parse_allocation_plan`, each with the optional texts
/// `budget_item` and `document`. Errors: those of `parse_allocation_plan`, with pointers below
/// /steps.
Result<AllocationPlan> parse_plan_steps(const std::string& code, const Json& steps);

/// Errors: malformed /effective_from `plan_not_first_of_month`.
Status check_plan_start(Date effective_from);

/// Non-tax income pays no cost of its own accord (收支两条线): a step to `cost:*` needs the budget item
/// and the document that provide for it.
/// Errors: rule `cost_without_budget` (args: to).
Status check_costs_budgeted(const Json& steps);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::PlanState> =
    yunhe::texts_of(std::pair{yunhe::billing::PlanState::draft, "draft"},
                    std::pair{yunhe::billing::PlanState::approved, "approved"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::PlanAction> =
    yunhe::texts_of(std::pair{yunhe::billing::PlanAction::draft, "draft"},
                    std::pair{yunhe::billing::PlanAction::approve, "approve"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::PlanActor> =
    yunhe::texts_of(std::pair{yunhe::billing::PlanActor::finance, "finance"},
                    std::pair{yunhe::billing::PlanActor::treasury, "treasury"});
