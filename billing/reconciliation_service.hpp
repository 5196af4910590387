/// Asking for a reconciliation and doing it.
#pragma once

#include "billing/reconciliation.hpp"
#include "db/database.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Puts it on the job's list. One that still waits is given back instead of a second one.
Reconciliation request_reconciliation(db::Transaction& tx, const tenants::Caller& caller);

/// Compares and stores the report, or how it failed. False: it doesn't wait any more.
bool run_reconciliation(db::Database& database, TenantScope scope, ReconciliationId id,
                        Timestamp real_now);

}  // namespace yunhe::billing
