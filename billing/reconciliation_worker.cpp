#include "billing/reconciliation_worker.hpp"

#include <vector>

#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "billing/reconciliation_service.hpp"
#include "billing/reconciliation_store.hpp"
#include "db/lease.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {
namespace {

constexpr std::chrono::seconds kReconciliationPause{1};
constexpr std::chrono::seconds kReconciliationLease{600};

struct WaitingReconciliation {
    TenantScope scope;
    ReconciliationId id;
};

std::vector<WaitingReconciliation> reconciliations_that_wait(db::Database& database) {
    using Found = std::vector<WaitingReconciliation>;
    return database.read([](db::Transaction& tx) -> Result<Found> {
        Found found;
        if (!reconciliations_wait_across_tenants(tx)) return found;
        tenants::for_each_tenant_across_tenants(
            tx, [&](TenantScope scope, const tenants::Tenant&) {
                for (const auto id : waiting_reconciliations(tx, scope))
                    found.push_back({scope, id});
            });
        return found;
    }).value();
}

}  // namespace

ReconciliationWorker::ReconciliationWorker(db::Database& database)
    : database_(database),
      holder_("reconciliations-" + crypto::random_hex(8)),
      thread_(kReconciliationPause, [this] { run_once(real_now()); }, [](const char* what) {
          spdlog::error("the round of reconciliations failed: {}", what);
      }) {}

std::size_t ReconciliationWorker::run_once(Timestamp real_now) {
    std::size_t done = 0;
    for (const auto& waiting : reconciliations_that_wait(database_)) {
        std::optional<db::Lease> lease;
        const auto taken = database_.transact([&](db::Transaction& tx) -> Result<bool> {
            lease = db::take_lease(tx, "reconciliations", holder_, kReconciliationLease);
            return true;
        });
        if (!taken.ok() || !lease) return done;
        done += run_reconciliation(database_, waiting.scope, waiting.id, real_now);
    }
    return done;
}

}  // namespace yunhe::billing
