/// The entitlement check: in process, and through HTTP against a handler that does nothing.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <thread>

#include "base/clock.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/entitlement_worker.hpp"
#include "db/database.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/marketplace.hpp"
#include "tests/bench/raw_insert.hpp"

namespace yunhe::bench {
namespace {

using namespace std::chrono_literals;

/// Checks one order again and again while the version is raised ten times a second.
void measure_in_process(const CheckOptions& options, db::Database& database) {
    catalog::EntitlementView view(database);
    catalog::EntitlementWorker worker(view);
    worker.start();
    const auto scope = database.read([](db::Transaction& tx) -> Result<TenantScope> {
        std::optional<TenantScope> found;
        tenants::for_each_tenant_across_tenants(
            tx, [&](TenantScope one, const tenants::Tenant& tenant) {
                if (tenant.slug == kCaseTenant) found = one;
            });
        return found.value();
    }).value();
    view.recent_chains(scope);

    std::atomic<bool> done{false};
    std::thread changes([&] {
        while (!done) {
            const auto raised = database.transact([&](db::Transaction& tx) -> Status {
                tenants::bump_entitlement_version(tx, scope);
                return Done{};
            });
            YUNHE_ASSERT(raised.ok());
            std::this_thread::sleep_for(100ms);
        }
    });
    std::vector<double> taken;
    std::uint64_t allowed = 0;
    const auto end = steady_now() + std::chrono::seconds(options.seconds);
    while (steady_now() < end) {
        const auto begin = steady_now();
        const auto chains = view.recent_chains(scope);
        const auto denial = catalog::judge(chains->orders.find("O01")->second, real_now(), "S01",
                                           nullptr, "calls");
        taken.push_back(std::chrono::duration<double, std::micro>(steady_now() - begin).count());
        allowed += !denial;
    }
    done = true;
    changes.join();
    if (allowed != taken.size()) throw std::runtime_error("the order isn't live any more");
    std::sort(taken.begin(), taken.end());
    const auto at = [&](double part) {
        return taken[static_cast<std::size_t>(part * static_cast<double>(taken.size() - 1))];
    };
    std::printf("in process, 10 changes/s: %zu checks; p50 %.2f us, p99 %.2f us, p99.99 %.2f us, "
                "most %.2f us\n", taken.size(), at(0.5), at(0.99), at(0.9999), taken.back());
}

}  // namespace

int measure_check(const CheckOptions& options) {
    test::TemporaryFolder folder;
    Server server(options.binary);
    std::printf("Playing the case ...\n");
    std::fflush(stdout);
    server.play_case();
    // As a tenant that is no sandbox: its clock would be read for every request.
    RawConnection(server.database_socket())
        .run("UPDATE tenants SET sandbox = FALSE, clock = NULL WHERE slug = '" +
             std::string(kCaseTenant) + "'");
    const auto admin = server.sign_in(kCaseTenant, "op.admin", server.password_of("op.admin"));
    const auto key = server.make_key(admin, {"entitlements:check"});

    db::DatabaseAddress address;
    address.socket = server.database_socket();
    address.user = options.database_user;
    address.name = "yunhe";
    db::Database database(address);
    measure_in_process(options, database);

    const WrkOptions wrk{options.wrk, options.seconds, options.connections};
    const auto header = "Authorization: Bearer " + key;
    const Target targets[] = {
        {"GET /healthz", server.url() + "/healthz", header},
        {"GET /api/v1/entitlements/check",
         server.url() + "/api/v1/entitlements/check?order=O01&product=P01&scenario=S01&meter=calls",
         header}};
    std::map<std::string, std::vector<double>> measured;
    for (int round = 0; round < options.rounds; ++round)
        for (const auto& target : targets)
            measured[target.name].push_back(requests_per_second(wrk, folder.path(), target));
    std::printf("\nby wrk -t2 -c%d -d%ds; medians of %d rounds; load %.2f\n\n",
                options.connections, options.seconds, options.rounds, load_average());
    std::printf("%-34s %12s %8s\n", "", "requests/s", "ratio");
    const double trivial = median(measured[targets[0].name]);
    for (const auto& target : targets) {
        const double rate = median(measured[target.name]);
        std::printf("%-34s %12.0f %8.3f\n", target.name.c_str(), rate, rate / trivial);
    }
    return 0;
}

}  // namespace yunhe::bench
