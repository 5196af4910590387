#include "app/wiring.hpp"

#include "app/data_folder.hpp"
#include "app/embedded_files.hpp"
#include "app/routes.hpp"
#include "billing/ingest_service.hpp"
#include "tenants/api_key_service.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::app {

struct Application::Parts {
    Parts(db::Database& database, const std::filesystem::path& data_folder)
        : signer(data_folder), entitlements(database), ingest(database, entitlements) {}

    tenants::RulePackLibrary rule_packs;
    tenants::Signer signer;
    catalog::EntitlementView entitlements;
    billing::Ingest ingest;
};

Application::Application(db::Database& database, Options options)
    : parts_(std::make_unique<Parts>(database, options.data_folder)) {
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
        .metrics = metrics_.get()});

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

}  // namespace yunhe::app
