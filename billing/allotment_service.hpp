/// Recording allotments (treasury) and spending (the department).
#pragma once

#include "billing/allotment_store.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

struct AllotmentDraft {
    std::string department_code;
    std::string document;
    int budget_year = 0;
    Money amount;
    std::string purpose;
    Date allotted_on;
};
/// Moves the amount from attributed to allotted by a memo entry; the department gets a to-do to
/// report what it spends. Locks: the tenant's allotments (they take turns), then what posting
/// locks. Errors: malformed /department_code `unknown_reference`; state `allotment_recorded` (the
/// document has one for this department and year); those of check_allotment and post_entry.
Result<Allotment> record_allotment(db::Transaction& tx, const tenants::Caller& caller,
                                   const AllotmentDraft& draft);

struct AllotmentCut {
    std::string document;
    Money amount;
    std::string reason;
    Date withdrawn_on;
};
/// Takes unspent money of it back (收回指标): the mirror of recording it. Errors: not_found; malformed
/// /withdrawn_on `day_in_future`, `before_allotment`; those of check_allotment_use and post_entry.
Result<Allotment> withdraw_allotment(db::Transaction& tx, const tenants::Caller& caller,
                                     AllotmentId id, const AllotmentCut& cut);

struct SpendingDraft {
    AllotmentId allotment_id;
    std::string document;
    Money amount;
    std::string purpose;
    Date spent_on;
};
/// By the department that was allotted it. Locks the allotment. Errors: malformed /allotment_id
/// `unknown_reference` (another department's too); those of check_spending.
Result<SpendingReport> report_spending(db::Transaction& tx, const tenants::Caller& caller,
                                       const SpendingDraft& draft);
/// Takes a mistaken report back. Errors: not_found; party `not_your_object`; state
/// `illegal_transition`.
Result<SpendingReport> withdraw_spending(db::Transaction& tx, const tenants::Caller& caller,
                                         SpendingReportId id, const std::string& reason);

}  // namespace yunhe::billing
