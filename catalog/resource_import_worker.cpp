#include "catalog/resource_import_worker.hpp"

#include <exception>

#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "catalog/resource_import_service.hpp"
#include "db/lease.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

constexpr std::chrono::seconds kPause{1};
constexpr std::chrono::seconds kLease{120};

struct Waiting {
    TenantScope scope;
    tenants::Tenant tenant;
    ResourceImportId id;
};

std::vector<Waiting> everything_that_waits(db::Database& database) {
    return database.read([](db::Transaction& tx) -> Result<std::vector<Waiting>> {
        std::vector<Waiting> found;
        if (!imports_wait_across_tenants(tx)) return found;
        tenants::for_each_tenant_across_tenants(
            tx, [&](TenantScope scope, const tenants::Tenant& tenant) {
                for (const auto id : waiting_resource_imports(tx, scope))
                    found.push_back({scope, tenant, id});
            });
        return found;
    }).value();
}

}  // namespace

ResourceImportWorker::ResourceImportWorker(db::Database& database,
                                           const tenants::RulePackLibrary& library,
                                           std::filesystem::path data_folder)
    : database_(database),
      library_(library),
      data_folder_(std::move(data_folder)),
      holder_("imports-" + crypto::random_hex(8)),
      thread_(kPause, [this] { run_once(real_now()); }, [](const char* what) {
          spdlog::error("the round of catalogue imports failed: {}", what);
      }) {}

std::size_t ResourceImportWorker::run_once(Timestamp real_now) {
    std::size_t jobs = 0;
    for (const auto& waiting : everything_that_waits(database_)) {
        std::optional<db::Lease> lease;
        const auto taken = database_.transact([&](db::Transaction& tx) -> Result<bool> {
            lease = db::take_lease(tx, "resource_imports", holder_, kLease);
            return true;
        });
        if (!taken.ok() || !lease) return jobs;
        const ImportProgress progress = [&](std::size_t lines_done) {
            const auto saved = database_.transact([&](db::Transaction& tx) -> Result<bool> {
                save_import_progress(tx, waiting.scope, waiting.id, lines_done);
                return true;
            });
            if (!saved.ok()) spdlog::warn("an import's progress couldn't be written");
        };
        try {
            const auto done = database_.transact([&](db::Transaction& tx) -> Result<bool> {
                if (!db::still_holds(tx, *lease)) return false;
                const auto rules = tenants::load_rules(tx, waiting.scope, library_);
                return run_resource_import(tx, waiting.scope, rules, waiting.tenant.now(real_now),
                                           waiting.id, data_folder_, progress);
            });
            if (done.ok() && done.value()) ++jobs;
        } catch (const std::exception& failure) {
            // One tenant's trouble is not the others'.
            spdlog::error("import {} failed: {}", to_text(waiting.id), failure.what());
        }
    }
    return jobs;
}

}  // namespace yunhe::catalog
