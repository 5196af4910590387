/// A table of a million charge lines as CSV and XLSX, to a raw SELECT of the same columns by the
/// database's own client (unbuffered, to /dev/null), in turn. The files are made as a job makes
/// them, with digest and totals.
#include <malloc.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/clock.hpp"
#include "billing/export_service.hpp"
#include "billing/export_sql_store.hpp"
#include "db/database.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/bench/bench.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::bench {
namespace {

using billing::Export;
using billing::ExportFormat;
using billing::ExportKind;

constexpr int kLinesAtOnce = 1000;
constexpr double kKilo = 1024;

double elapsed_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// A field of /proc/self/status in MiB.
double memory_of(std::string_view field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field)) return std::atof(line.c_str() + field.size() + 1) / kKilo;
    return 0;
}

/// From now on the peak counts anew.
void forget_peak() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
}

void write(db::Database& database, const std::function<void(db::Transaction&)>& body) {
    const auto done = database.transact([&](db::Transaction& tx) -> Status {
        tx.execute("SET FOREIGN_KEY_CHECKS = 0");
        body(tx);
        return Done{};
    });
    YUNHE_ASSERT(done.ok());
}

void make_lines(db::Database& database, TenantScope scope, int rows) {
    for (int made = 0; made < rows; made += kLinesAtOnce) {
        const int count = std::min(kLinesAtOnce, rows - made);
        write(database, [&](db::Transaction& tx) {
            std::vector<db::Value> values;
            for (int i = made; i < made + count; ++i) {
                const auto put = [&](const auto& value) { values.push_back(db::to_value(value)); };
                put(scope);
                put(static_cast<std::uint64_t>(i) + 1);
                put(std::uint64_t{1});
                put("2026-09");
                put("nontax");
                put(std::uint64_t{1});
                put("913210001001210102");
                put(std::uint64_t{1});
                put("O" + std::to_string(i % 500));
                put("P" + std::to_string(i % 50));
                put("S" + std::to_string(i % 20));
                put("calls");
                put(std::int64_t{i % 9999} * 1'000'000);
                put(std::int64_t{i % 9999} * 35);
                put(std::int64_t{i % 9999} * 35);
                put("charged");
                put("");
                put("use-P" + std::to_string(i % 50));
                put("{}");
            }
            tx.execute_values("INSERT INTO charge_lines (tenant_id, id, settlement_id, period, "
                              "book, developer_id, developer_uscc, order_id, order_code, "
                              "product_code, scenario_code, meter, quantity_micro, list_fen, "
                              "amount_fen, treatment, ground_document, plan_code, explanation) "
                              "VALUES " +
                                  db::row_placeholders(static_cast<std::size_t>(count), 19),
                              values);
        });
    }
}

/// Seconds of the client's own SELECT.
double raw_select(TenantScope scope) {
    const auto& sql = billing::export_sql(ExportKind::charge_lines);
    const auto& address = test::test_database().database().address();
    const auto command =
        "MYSQL_PWD='" + address.password + "' mariadb --no-defaults --quick --batch --socket='" +
        address.socket + "' --user='" + address.user + "' '" + address.name + "' -e 'SELECT " +
        std::string(sql.columns) + " FROM charge_lines charges WHERE charges.tenant_id = " +
        std::to_string(scope.tenant().value) + "' > /dev/null";
    const auto begin = steady_now();
    if (std::system(command.c_str()) != 0) throw std::runtime_error("the raw SELECT failed");
    return elapsed_since(begin);
}

struct Measured {
    double seconds = 0;
    double peak_mib = 0;
    std::uint64_t bytes = 0;
};

Measured measure_format(db::Database& database, TenantScope scope, ExportFormat format,
                        const billing::ExportWorkshop& workshop) {
    Export wanted;
    wanted.id = {1};
    wanted.kind = ExportKind::charge_lines;
    wanted.format = format;
    wanted.file_name = "bench";
    forget_peak();
    const auto begin = steady_now();
    const auto made =
        database.read([&](db::Transaction& tx) -> Result<std::optional<billing::MadeFile>> {
            wanted.body_id =
                tenants::read_first_body_of_kind(tx, scope, tenants::BodyKind::operator_body).id;
            return billing::make_file(tx, scope, wanted, real_now(), workshop,
                                      [](std::uint64_t) { return true; });
        }).value();
    return {elapsed_since(begin), memory_of("VmHWM:"), made->size_bytes};
}

}  // namespace

int measure_export(const ExportOptions& options) {
    auto& database = test::test_database().database();
    const auto scope = test::test_database().fresh_scope();
    write(database, [&](db::Transaction& tx) {
        tenants::Tenant tenant;
        tenant.id = scope.tenant();
        tenant.slug = "export";
        tenant.name = "export";
        tenant.rule_pack_id = "yangzhou-2024";
        tenant.created_at = real_now();
        tenants::insert_tenant(tx, scope, tenant);
        tenants::Body body;
        body.id = tx.new_id<BodyId>();
        body.kind = tenants::BodyKind::operator_body;
        body.code = "OP";
        body.name = "OP";
        body.created_at = real_now();
        tenants::insert_body(tx, scope, body);
    });
    std::printf("Making %d charge lines ...\n", options.rows);
    std::fflush(stdout);
    make_lines(database, scope, options.rows);
    const auto folder = test::test_database().folder() / "exports-bench";
    std::filesystem::create_directories(folder);
    const tenants::Signer signer(folder);
    const billing::ExportWorkshop workshop{signer, folder};
    std::printf("%-8s %10s %10s %10s %12s\n", "round", "raw s", "csv s", "xlsx s", "csv to raw");
    std::vector<double> ratios;
    double peak_csv = 0;
    double peak_xlsx = 0;
    for (int round = 0; round < options.rounds; ++round) {
        const double raw = raw_select(scope);
        const auto csv = measure_format(database, scope, ExportFormat::csv, workshop);
        const auto xlsx = measure_format(database, scope, ExportFormat::xlsx, workshop);
        ratios.push_back(raw / csv.seconds);
        peak_csv = std::max(peak_csv, csv.peak_mib);
        peak_xlsx = std::max(peak_xlsx, xlsx.peak_mib);
        std::printf("%-8d %10.2f %10.2f %10.2f %12.2f\n", round + 1, raw, csv.seconds,
                    xlsx.seconds, ratios.back());
        std::fflush(stdout);
    }
    std::printf("CSV at %.2f of the raw SELECT's speed; peak memory of the process: CSV %.0f MiB, "
                "XLSX %.0f MiB; load %.2f\n",
                median(ratios), peak_csv, peak_xlsx, load_average());
    return 0;
}

}  // namespace yunhe::bench
