#include "billing/export_worker.hpp"

#include <exception>

#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "billing/export_store.hpp"
#include "db/lease.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::chrono::seconds kExportPause{1};
constexpr std::chrono::seconds kExportLease{120};

struct WaitingExport {
    TenantScope scope;
    tenants::Tenant tenant;
    ExportId id;
};

std::vector<WaitingExport> exports_that_wait(db::Database& database) {
    return database.read([](db::Transaction& tx) -> Result<std::vector<WaitingExport>> {
        std::vector<WaitingExport> found;
        if (!exports_wait_across_tenants(tx)) return found;
        tenants::for_each_tenant_across_tenants(
            tx, [&](TenantScope scope, const tenants::Tenant& tenant) {
                for (const auto id : waiting_exports(tx, scope))
                    found.push_back({scope, tenant, id});
            });
        return found;
    }).value();
}

std::optional<db::Lease> lease_exports(db::Database& database, const std::string& holder) {
    std::optional<db::Lease> lease;
    const auto taken = database.transact([&](db::Transaction& tx) -> Result<bool> {
        lease = db::take_lease(tx, "exports", holder, kExportLease);
        return true;
    });
    return taken.ok() ? lease : std::nullopt;
}

/// Counts one more try; nothing if there is nothing to be done any more.
std::optional<Export> begin_export(db::Database& database, const WaitingExport& waiting,
                                   const db::Lease& lease, Timestamp real_now) {
    auto begun = database.transact([&](db::Transaction& tx) -> Result<std::optional<Export>> {
        if (!db::still_holds(tx, lease)) return std::optional<Export>();
        auto wanted = lock_export(tx, waiting.scope, waiting.id);
        if (!wanted || wanted->finished_at) return std::optional<Export>();
        if (wanted->attempts >= kExportAttemptsMax) {
            fail_export(tx, waiting.scope, *wanted, "export_failed", waiting.tenant.now(real_now));
            return std::optional<Export>();
        }
        wanted->state = ExportState::running;
        ++wanted->attempts;
        wanted->rows_done = 0;
        save_export(tx, waiting.scope, *wanted);
        return wanted;
    });
    return std::move(begun).value();
}

}  // namespace

ExportWorker::ExportWorker(db::Database& database, ExportWorkshop workshop)
    : database_(database),
      workshop_(std::move(workshop)),
      holder_("exports-" + crypto::random_hex(8)),
      thread_(kExportPause, [this] { run_once(real_now()); }, [](const char* what) {
          spdlog::error("the round of exports failed: {}", what);
      }) {}

std::size_t ExportWorker::run_once(Timestamp real_now) {
    std::size_t jobs = 0;
    for (const auto& waiting : exports_that_wait(database_)) {
        auto lease = lease_exports(database_, holder_);
        if (!lease || thread_.stopping()) return jobs;
        try {
            const auto wanted = begin_export(database_, waiting, *lease, real_now);
            if (!wanted) continue;
            const auto now = waiting.tenant.now(real_now);
            const ExportProgress progress = [&](std::uint64_t rows_done) {
                lease = lease_exports(database_, holder_);
                if (!lease || thread_.stopping()) return false;
                const auto saved = database_.transact([&](db::Transaction& tx) -> Result<bool> {
                    save_export_progress(tx, waiting.scope, waiting.id, rows_done);
                    return true;
                });
                return saved.ok();
            };
            const auto made =
                database_.read([&](db::Transaction& tx) -> Result<std::optional<MadeFile>> {
                    return make_file(tx, waiting.scope, *wanted, now, workshop_, progress);
                }).value();
            if (!made || !lease) return jobs;
            const auto done = database_.transact([&](db::Transaction& tx) -> Result<bool> {
                if (!db::still_holds(tx, *lease)) return false;
                auto locked = lock_export(tx, waiting.scope, waiting.id);
                if (!locked || locked->finished_at) return false;
                finish_export(tx, waiting.scope, *locked, *made, now, real_now, workshop_);
                tenants::publish_webhook(tx, waiting.scope,
                                         {.type = "export.done",
                                          .body_id = locked->body_id,
                                          .subject = to_text(locked->id),
                                          .data = {{"kind", std::string(to_text(locked->kind))},
                                                   {"rows", made->end.rows}}},
                                         now);
                return true;
            });
            if (done.value()) ++jobs;
        } catch (const std::exception& failure) {
            // One tenant's trouble is not the others'.
            spdlog::error("export {} failed: {}", to_text(waiting.id), failure.what());
        }
    }
    return jobs;
}

}  // namespace yunhe::billing
