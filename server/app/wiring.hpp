/// The long-lived parts of a running server and how they hold together.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>

#include "billing/reconciliation_worker.hpp"
#include "billing/export_worker.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/resource_import_worker.hpp"
#include "db/database.hpp"
#include "http/context.hpp"
#include "http/dispatch.hpp"
#include "http/limits.hpp"
#include "http/metrics.hpp"
#include "http/static_files.hpp"
#include "tenants/reminder_worker.hpp"
#include "tenants/webhook_worker.hpp"

namespace yunhe::app {

/// Builds every part in the order in which they need one another and answers requests with them.
/// Used by `serve` and, in process, by the API tests. Thread-safe once built.
class Application {
public:
    struct Options {
        std::filesystem::path data_folder;  ///< Keys and files; must exist.
        bool check_replies = false;         ///< Tests: a reply off its schema is a 500.
        bool limit_open_routes = true;
        std::vector<std::string> webhook_addresses = {};  ///< May be called though not public.
        std::string public_url = {};                      ///< See http::Context.
    };
    /// `database` must outlive it and be migrated.
    Application(db::Database& database, Options options);
    ~Application();

    http::Reply operator()(const http::HttpRequest& request) const {
        return (*dispatcher_)(request);
    }
    http::Context& context() { return *context_; }
    /// Starts the background tasks; they end with the application.
    void start_workers();
    /// The task of reminders, which tests run round by round.
    tenants::ReminderWorker& reminder_worker();
    /// The jobs of catalogue imports, which tests run one by one.
    catalog::ResourceImportWorker& resource_import_worker();
    /// The task that sends webhooks, likewise.
    tenants::WebhookWorker& webhook_worker();
    /// The jobs of long exports, likewise.
    billing::ExportWorker& export_worker();
    /// The reconciliations that were asked for, which tests run one by one.
    billing::ReconciliationWorker& reconciliation_worker();
    /// From now on /readyz says no.
    void drain() { draining_ = true; }

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
    std::unique_ptr<http::Context> context_;
    std::unique_ptr<http::Metrics> metrics_;
    std::unique_ptr<http::RateLimit> open_limit_;
    std::unique_ptr<http::StaticFiles> console_;
    std::unique_ptr<http::Dispatcher> dispatcher_;
    std::atomic<bool> draining_{false};
};

}  // namespace yunhe::app
