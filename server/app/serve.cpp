#include "app/serve.hpp"

#include <csignal>
#include <cstdio>

#include <spdlog/spdlog.h>

#include "app/data_folder.hpp"
#include "app/wiring.hpp"
#include "catalog/search_service.hpp"
#include "db/connection.hpp"
#include "db/migrator.hpp"
#include "http/pistache_adapter.hpp"
#include "http/request_log.hpp"
#include "tenants/tenant_service.hpp"

namespace yunhe::app {
namespace {

struct Endpoint {
    std::string address;
    int port = 0;
};

/// "127.0.0.1:8080". Without a proxy in front that speaks TLS the server stays on the loopback.
Endpoint endpoint_of(const std::string& listen) {
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == listen.size())
        throw std::runtime_error("--listen must look like 127.0.0.1:8080");
    const auto port = listen.substr(colon + 1);
    if (port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos ||
        std::stoi(port) > 65535)
        throw std::runtime_error("--listen names no port: " + port);
    auto address = listen.substr(0, colon);
    if (!address.starts_with("127."))
        throw std::runtime_error(
            "--listen must name a loopback address (127.0.0.1): the server speaks "
            "no TLS itself, so a proxy that does must stand in front of it");
    return {std::move(address), std::stoi(port)};
}

sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

/// On the first start there is a platform administrator to be made.
void ensure_platform_administrator(db::Database& database,
                                   const std::filesystem::path& data_folder) {
    const auto file = data_folder / "platform-admin.password";
    tenants::create_platform_administrator(database, [&](const std::string& password) {
        std::filesystem::remove(file);  // Left over from a start that died before its COMMIT.
        write_secret_file(file, password);
    });
}

}  // namespace

int serve(const ServeOptions& options) {
    const auto signals = block_stop_signals();
    const auto endpoint = endpoint_of(options.listen);
    become_user(options.user);
    prepare_data_folder(options.data_folder);
    http::start_log(std::nullopt);
    db::initialise_driver();

    auto home = open_database(options);
    db::migrate(home.administrator);
    db::Database database(home.serving,
                          {.connections_max = static_cast<std::size_t>(options.threads) + 8});
    ensure_platform_administrator(database, options.data_folder);
    if (const auto built = catalog::ensure_search_indexes(database); built > 0)
        spdlog::info("built the search index of {} tenants", built);
    Application application(database, {.data_folder = options.data_folder,
                                       .webhook_addresses = options.webhook_addresses,
                                       .public_url = options.public_url});
    application.start_workers();

    http::HttpServer server(
        {.address = endpoint.address, .port = endpoint.port, .threads = options.threads},
        [&](const http::HttpRequest& request) { return application(request); });
    server.start();
    std::printf("yunhe is ready on http://%s:%d\n", endpoint.address.c_str(), server.port());
    std::fflush(stdout);

    int received = 0;
    sigwait(&signals, &received);
    spdlog::info("stopping on signal {}", received);
    application.drain();
    server.stop();
    return 0;
}

int migrate(const ServeOptions& options) {
    become_user(options.user);
    prepare_data_folder(options.data_folder);
    db::initialise_driver();
    auto home = open_database(options);
    for (const auto& name : db::migrate(home.administrator))
        std::printf("applied %s\n", name.c_str());
    std::puts("The database is up to date.");
    return 0;
}

}  // namespace yunhe::app
