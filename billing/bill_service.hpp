/// What is done with a bill: lock, decide, apply, save, record.
#pragma once

#include "billing/bill.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Booked in book operator in the month of caller.now. Errors: not_found; those of `issue`; state
/// `period_closed`.
Result<Bill> issue_bill(db::Transaction& tx, const tenants::Caller& caller, BillId id);

}  // namespace yunhe::billing
