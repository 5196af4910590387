/// Approved standards and price plans: recording, confirming, drafting, approving.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/approved_standard.hpp"
#include "catalog/price_plan.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

/// Charges are normalised already (billing/charge.hpp).
struct StandardDraft {
    std::optional<std::string> code;
    std::string product_code;
    std::string scenario_code;
    std::string document;
    Date effective_from;
    Json charges;
};
struct PricePlanDraft {
    std::optional<std::string> code;
    PriceKind kind = PriceKind::data_use;
    std::optional<std::string> product_code;
    std::optional<std::string> scenario_code;
    Date effective_from;
    Json charges;
    std::optional<std::string> standard_code;
    std::optional<std::string> allocation_meter;
};

/// Errors: malformed (those of check_charges, `not_first_of_month`, `unknown_reference`); state
/// `product_not_registered`, `code_taken`; rule `scenario_outside_product`, those of
/// check_chargeable.
Result<ApprovedStandard> record_standard(db::Transaction& tx, const tenants::Caller& caller,
                                         const StandardDraft& draft);
/// By the collecting unit. Errors: party `four_eyes` (the same person recorded it); state
/// `illegal_transition`.
Result<ApprovedStandard> confirm_standard(db::Transaction& tx, const tenants::Caller& caller,
                                          std::string_view code);

struct DraftedPricePlan {
    PricePlan plan;
    /// Codes: no_price_cap (a meter has none), cap_will_sink (a later cap limits it).
    std::vector<std::string> warnings;
};
/// Errors: those of the checks in catalog/price_plan.hpp; malformed `unknown_reference`; state
/// `product_not_registered`, `code_taken`; rule `scenario_outside_product`, `standard_differs`,
/// `above_price_cap` (args meter, what, asked, allowed, cap, document; an operator_fee).
Result<DraftedPricePlan> draft_price_plan(db::Transaction& tx, const tenants::Caller& caller,
                                          const PricePlanDraft& draft);
/// Tells those who recorded orders that run, where the plan's price will be theirs. Errors: party
/// `four_eyes`; state `illegal_transition`, `standard_not_confirmed`, `plan_day_passed`,
/// `plan_exists` (another approved one for the same subject and day), and those of
/// require_pack_in_force (act price_approval); rule `standard_differs`, `meter_charged_twice`,
/// `above_price_cap`, those of check_chargeable.
Result<PricePlan> approve_price_plan(db::Transaction& tx, const tenants::Caller& caller,
                                     const tenants::Rules& rules, std::string_view code);
Result<PricePlan> withdraw_price_plan(db::Transaction& tx, const tenants::Caller& caller,
                                      std::string_view code, const std::string& reason);

}  // namespace yunhe::catalog
