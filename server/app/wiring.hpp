/// The long-lived parts of a running server and how they hold together.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>

#include "catalog/entitlement_view.hpp"
#include "db/database.hpp"
#include "http/context.hpp"
#include "http/dispatch.hpp"
#include "http/limits.hpp"
#include "http/metrics.hpp"
#include "http/static_files.hpp"

namespace yunhe::app {

/// Builds every part in the order in which they need one another and answers requests with them.
/// Used by `serve` and, in process, by the API tests. Thread-safe once built.
class Application {
public:
    struct Options {
        std::filesystem::path data_folder;  ///< Keys and files; must exist.
        bool check_replies = false;         ///< Tests: a reply off its schema is a 500.
        bool limit_open_routes = true;
    };
    /// `database` must outlive it and be migrated.
    Application(db::Database& database, Options options);
    ~Application();

    http::Reply operator()(const http::HttpRequest& request) const {
        return (*dispatcher_)(request);
    }
    http::Context& context() { return *context_; }
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
