/// Price caps: the operator records, the authority decides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/price_cap.hpp"
#include "catalog/price_cap_excess.hpp"
#include "catalog/price_plan.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// Finance's: an approved plan is above a cap; done once a later version is approved.
inline constexpr std::string_view kLowerPlanTask = "lower_price_plan";

struct PriceCapDraft {
    std::optional<std::string> code;
    std::string document;
    Date effective_from;
    std::vector<CapItem> items;
};

/// Errors: malformed: those of check_cap_items and check_cap_day; state `code_taken`.
Result<PriceCap> record_price_cap(db::Transaction& tx, const tenants::Caller& caller,
                                  const PriceCapDraft& draft);

struct DecidedCap {
    PriceCap cap;
    std::vector<PricePlan> plans_above;  ///< Approved ones that the cap now limits, by code.
};
/// Confirming flags the approved plans above it and puts them on finance's desk. Errors: not_found;
/// malformed `/reason` reason_required (refusing); party `four_eyes`; state `illegal_transition`,
/// `cap_day_passed`, `cap_exists` (another confirmed one of that day names a meter; args cap,
/// meter).
Result<DecidedCap> decide_price_cap(db::Transaction& tx, const tenants::Caller& caller,
                                    std::string_view code, bool confirm,
                                    const std::string& reason);

}  // namespace yunhe::catalog
