#include "app/ledger_verify.hpp"

#include <cstdio>
#include <utility>
#include <vector>

#include "app/data_folder.hpp"
#include "base/json.hpp"
#include "billing/ledger_store.hpp"
#include "db/connection.hpp"
#include "db/database.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::app {
namespace {

struct TenantReport {
    std::string slug;
    billing::LedgerReport report;
};

/// The database that a server runs on the folder, if one does: then nothing is started.
DatabaseHome home_of(const ServeOptions& options) {
    if (options.database_url.empty()) {
        if (auto running = db::EmbeddedDatabase::find_running(options.data_folder / "db")) {
            DatabaseHome home;
            home.serving = std::move(*running);
            return home;
        }
    }
    return open_database(options);
}

std::vector<TenantReport> check_all(db::Database& database) {
    auto reports = database.read([](db::Transaction& tx) -> Result<std::vector<TenantReport>> {
        std::vector<TenantReport> found;
        tenants::for_each_tenant_across_tenants(
            tx, [&](TenantScope scope, const tenants::Tenant& tenant) {
                found.push_back({tenant.slug, billing::verify_ledger(tx, scope)});
            });
        return found;
    });
    return std::move(reports).value();
}

void print_json(const std::vector<TenantReport>& reports, bool agree) {
    Json tenants = Json::array();
    for (const auto& [slug, report] : reports)
        tenants.push_back({{"tenant", slug},
                           {"entries", report.entries},
                           {"postings", report.postings},
                           {"faults", report.faults}});
    const Json result = {{"ok", agree}, {"tenants", std::move(tenants)}};
    std::printf("%s\n", to_text(result).c_str());
}

void print_lines(const std::vector<TenantReport>& reports, bool agree) {
    for (const auto& [slug, report] : reports) {
        std::printf("%s: %llu entries, %llu postings, %zu faults\n", slug.c_str(),
                    static_cast<unsigned long long>(report.entries),
                    static_cast<unsigned long long>(report.postings), report.faults.size());
        for (const auto& fault : report.faults) std::printf("  %s\n", fault.c_str());
    }
    std::puts(agree ? "All books agree with their entries." : "The books do not agree.");
}

}  // namespace

int verify_ledger(const ServeOptions& options, bool json) {
    become_user(options.user);
    if (options.database_url.empty() && !std::filesystem::exists(options.data_folder))
        throw std::runtime_error("there is no data folder " + options.data_folder.string());
    db::initialise_driver();
    const auto home = home_of(options);
    db::Database database(home.serving, {.connections_max = 2});
    const auto reports = check_all(database);
    bool agree = true;
    for (const auto& tenant : reports) agree = agree && tenant.report.faults.empty();
    if (json) print_json(reports, agree);
    else print_lines(reports, agree);
    return agree ? 0 : 1;
}

}  // namespace yunhe::app
