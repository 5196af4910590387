#include "app/wiring.hpp"

#include "app/data_folder.hpp"
#include "app/embedded_files.hpp"
#include "app/routes.hpp"
#include "app/webhook_reminder_port.hpp"
#include "billing/ingest_service.hpp"
#include "billing/reconciliation_worker.hpp"
#include "catalog/entitlement_worker.hpp"
#include "tenants/api_key_service.hpp"
#include "tenants/reminder_port.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::app {

namespace {

std::vector<std::unique_ptr<tenants::ReminderPort>> reminder_ports(
    const std::vector<std::string>& webhook_addresses) {
    std::vector<std::unique_ptr<tenants::ReminderPort>> ports;
    ports.push_back(tenants::make_log_reminder_port());
    ports.push_back(make_webhook_reminder_port(webhook_addresses));
    ports.push_back(tenants::make_unconfigured_mail_port());
    return ports;
}

}  // namespace

struct Application::Parts {
    Parts(db::Database& database, const Options& options)
        : signer(options.data_folder), entitlements(database), entitlement_worker(entitlements),
          ingest(database, entitlements),
          resource_imports(database, rule_packs, options.data_folder),
          exports(database, {signer, options.data_folder}),
          webhooks(database, signer, make_webhook_sender(options.webhook_addresses)),
          reconciliations(database),
          reminders(database, rule_packs, signer, reminder_ports(options.webhook_addresses)) {}

    tenants::RulePackLibrary rule_packs;
    tenants::Signer signer;
    catalog::EntitlementView entitlements;
    catalog::EntitlementWorker entitlement_worker;
    billing::Ingest ingest;
    catalog::ResourceImportWorker resource_imports;
    billing::ExportWorker exports;
    tenants::WebhookWorker webhooks;
    billing::ReconciliationWorker reconciliations;
    tenants::ReminderWorker reminders;  ///< Last, so that it ends first.
};

Application::Application(db::Database& database, Options options)
    : parts_(std::make_unique<Parts>(database, options)) {
    tenants::set_key_pepper(secret_of_file(options.data_folder / "pepper.key"));

    metrics_ = std::make_unique<http::Metrics>(all_routes());
    metrics_->add("yunhe_db_connections_in_use", "Connections that run a statement.", "gauge",
                  [&database] { return static_cast<double>(database.usage().in_use); });
    metrics_->add("yunhe_db_connections_open", "Connections to the database.", "gauge",
                  [&database] { return static_cast<double>(database.usage().open); });

    context_ = std::make_unique<http::Context>(http::Context{
        .database = database,
        .rule_packs = parts_->rule_packs,
        .signer = parts_->signer,
        .entitlements = parts_->entitlements,
        .ingest = parts_->ingest,
        .data_folder = options.data_folder,
        .ready = [this, &database] { return !draining_ && database.ready(); },
        .metrics = metrics_.get(),
        .public_url = options.public_url});

    std::vector<http::StaticFile> files;
    for (const auto& file : embedded_console()) files.push_back({file.name, file.text});
    console_ = std::make_unique<http::StaticFiles>(files);
    if (options.limit_open_routes) open_limit_ = std::make_unique<http::RateLimit>();

    dispatcher_ = std::make_unique<http::Dispatcher>(
        all_routes(), *context_,
        http::DispatchOptions{.check_replies = options.check_replies,
                              .metrics = metrics_.get(),
                              .open_limit = open_limit_.get(),
                              .otherwise = [this](const http::HttpRequest& request) {
                                  return (*console_)(request);
                              }});
}

Application::~Application() = default;

void Application::start_workers() {
    parts_->entitlement_worker.start();
    parts_->reminders.start();
    parts_->resource_imports.start();
    parts_->exports.start();
    parts_->webhooks.start();
    parts_->reconciliations.start();
}

catalog::ResourceImportWorker& Application::resource_import_worker() {
    return parts_->resource_imports;
}

billing::ReconciliationWorker& Application::reconciliation_worker() {
    return parts_->reconciliations;
}

tenants::WebhookWorker& Application::webhook_worker() { return parts_->webhooks; }

billing::ExportWorker& Application::export_worker() { return parts_->exports; }

tenants::ReminderWorker& Application::reminder_worker() { return parts_->reminders; }

}  // namespace yunhe::app
