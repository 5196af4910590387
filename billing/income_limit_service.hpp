/// Income limits: the operator records, the authority decides, and the books keep what is above.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "billing/income_limit.hpp"
#include "catalog/offer_case_service.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// The authority's.
inline constexpr std::string_view kConfirmIncomeLimitTask = "confirm_income_limit";
/// Finance's: income is above what the year permits; open until it isn't any more.
inline constexpr std::string_view kIncomeOverLimitTask = "income_over_limit";

catalog::CaseRef case_of(const IncomeLimit& limit);

struct IncomeLimitDraft {
    int year = 0;
    Money amount;
    bool tax_included = false;
    std::string document;
};
/// Errors: those of check_income_limit; state `income_limit_waiting` (another of that year waits
/// for the authority).
Result<IncomeLimit> record_income_limit(db::Transaction& tx, const tenants::Caller& caller,
                                        const IncomeLimitDraft& draft);
/// Confirming replaces the year's confirmed one and books the overshoot anew. Errors: malformed
/// `/reason` reason_required (refusing); not_found; party `four_eyes`; state `illegal_transition`.
Result<IncomeLimit> decide_income_limit(db::Transaction& tx, const tenants::Caller& caller,
                                        IncomeLimitId id, bool confirm, const std::string& reason);

/// A year's limit with what was earned against it.
struct IncomeView {
    IncomeLimit limit;
    Money income;  ///< As of now.
    IncomeStanding standing;
};
/// The confirmed limits, by year.
std::vector<IncomeView> view_income(db::Transaction& tx, TenantScope scope);

/// Whoever books income of the operator's (a bill issued, a red one) calls this after posting: it
/// brings the memo accounts `overshoot:<year>` to where the income now stands. Does nothing in a
/// tenant without limit. Errors: those of post_entry.
Status follow_income(db::Transaction& tx, const tenants::Caller& caller);

}  // namespace yunhe::billing
