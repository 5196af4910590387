/// Drafting (finance) and approving (treasury) allocation plans.
#pragma once

#include "billing/allocation_plan.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

struct PlanDraft {
    std::string code;
    std::string source_document;
    Date effective_from;
    Json steps = Json::array();
};

/// Errors: those of parse_plan_steps and check_plan_start; state `code_taken` (args: code).
Result<StoredPlan> draft_plan(db::Transaction& tx, const tenants::Caller& caller,
                              const PlanDraft& draft);

/// Errors: not_found; party `not_your_move`, `four_eyes`; state `illegal_transition`; rule
/// `cost_without_budget`.
Result<StoredPlan> approve_plan(db::Transaction& tx, const tenants::Caller& caller,
                                std::string_view code, const std::string& opinion);

}  // namespace yunhe::billing
