/// Dunning what is overdue, and recording late fees.
#pragma once

#include <string>
#include <vector>

#include "billing/dunning.hpp"
#include "billing/ageing_store.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::billing {

DunningPolicy dunning_policy(const tenants::TenantPolicy& policy);

/// An overdue document with what can be done about it today.
struct OverdueDocument {
    OpenDocument open;
    Money overdue;
    Date due_on;         ///< The first day that was missed.
    bool disputed = false;
    std::optional<DunningStep> next = {};  ///< Absent: disputed, or all steps were taken.
    std::optional<Date> next_from = {};    ///< From when; may be past.
};
/// All that is overdue today; by book, then id.
std::vector<OverdueDocument> list_overdue(db::Transaction& tx, TenantScope scope,
                                          const DunningPolicy& policy, Date today);

/// The next step, by letter. Red documents beside it are set off first. Errors: malformed /bill_id
/// or /claim_id `no_such_document`; state `dunning_too_early` (args: from); those of next_dunning.
Result<Dunning> issue_dunning(db::Transaction& tx, const tenants::Caller& caller,
                              const DunningPolicy& policy, const DocumentRef& document,
                              const std::string& letter, const std::string& text);

/// REQUIRES of `fee`: document, evidence, basis, amount, imposed_on are set. Errors: malformed
/// /bill_id or /claim_id `no_such_document`, /evidence `late_fee_recorded`; those of
/// check_late_fee.
Result<LateFee> record_late_fee(db::Transaction& tx, const tenants::Caller& caller, LateFee fee);

}  // namespace yunhe::billing
