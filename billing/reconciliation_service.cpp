#include "billing/reconciliation_service.hpp"

#include <algorithm>
#include <exception>

#include <spdlog/spdlog.h>

#include "billing/reconciliation_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {

Reconciliation request_reconciliation(db::Transaction& tx, const tenants::Caller& caller) {
    tenants::lock_tenant(tx, caller.scope);  // Two people may ask at once.
    const auto waiting = waiting_reconciliations(tx, caller.scope);
    if (!waiting.empty()) return find_reconciliation(tx, caller.scope, waiting.front()).value();
    Reconciliation reconciliation;
    reconciliation.id = tx.new_id<ReconciliationId>();
    reconciliation.number = tx.next_number(caller.scope, "reconciliation");
    reconciliation.requested_by_id = caller.user_id;
    reconciliation.requested_at = caller.now;
    insert_reconciliation(tx, caller.scope, reconciliation);
    catalog::record_step(tx, caller,
                         {"reconciliation", reconciliation.id.value,
                          std::to_string(reconciliation.number)},
                         "request", "", to_text(reconciliation.state));
    return reconciliation;
}

bool run_reconciliation(db::Database& database, TenantScope scope, ReconciliationId id,
                        Timestamp real_now) {
    Reconciliation report;
    report.id = id;
    report.state = ReconciliationState::done;
    report.finished_at = real_now;
    try {
        report.comparisons =
            database.read([&](db::Transaction& tx) -> Result<std::vector<Comparison>> {
                return compare_books(tx, scope);
            }).value();
    } catch (const std::exception& failure) {
        spdlog::error("reconciliation {} failed: {}", to_text(id), failure.what());
        report.state = ReconciliationState::failed;
        report.failure = "the comparison broke off; ask for it again";
    }
    for (const auto& comparison : report.comparisons) report.differences += comparison.differences;
    const auto stored = database.transact([&](db::Transaction& tx) -> Result<bool> {
        const auto waiting = waiting_reconciliations(tx, scope);
        if (std::ranges::find(waiting, id) == waiting.end()) return false;
        finish_reconciliation(tx, scope, report);
        return true;
    });
    return stored.ok() && stored.value();
}

}  // namespace yunhe::billing
