/// The import of a catalogue of 20,000 lines, check and application, against the same rows by
/// multi-row inserts into tables of the same definition in the same database, in turn.
#include <chrono>
#include <cstdio>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include "base/clock.hpp"
#include "base/text_encoding.hpp"
#include "catalog/resource_store.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/raw_insert.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::bench {
namespace {

constexpr int kColumnsEach = 10;
constexpr std::size_t kPartBytes = 400'000;
constexpr std::size_t kRowsAtOnce = 500;

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::string catalogue(int lines, int round) {
    std::string csv = "资源代码,资源名称,所属领域,资源分级,开放属性,信息项代码,信息项名称,数据类型\n";
    for (int line = 0; line < lines; ++line) {
        const int resource = line / kColumnsEach;
        csv += "R" + std::to_string(round) + "-" + std::to_string(resource);
        csv += line % kColumnsEach == 0 ? ",企业登记信息,信用,L2,有条件开放" : ",,,,";
        csv += ",column" + std::to_string(line % kColumnsEach) + ",信息项,varchar(18)\n";
    }
    return csv;
}

test::Answer must(const test::Answer& answer) {
    if (!answer.ok()) throw std::runtime_error(answer.text);
    return answer;
}

struct Times {
    double check = 0;
    double apply = 0;
};

/// Opened, uploaded, checked and applied as a department does it.
Times import(test::ApiClient& client, const std::string& bytes) {
    const std::string imports = "/api/v1/resource-imports";
    const auto opened = must(client.post(imports, {{"publish", true}}));
    const auto id = opened.json.at("id").get<std::string>();
    int part = 0;
    for (std::size_t at = 0; at < bytes.size(); at += kPartBytes)
        must(client.send(http::Method::put,
                         imports + "/" + id + "/file?part=" + std::to_string(part++) + "&last=" +
                             (at + kPartBytes >= bytes.size() ? "true" : "false"),
                         bytes.substr(at, kPartBytes), "text/csv"));
    auto& worker = test::test_application().resource_import_worker();
    const auto step = [&](const std::string& action) {
        must(client.post(imports + "/" + id + "/" + action));
        const auto begin = std::chrono::steady_clock::now();
        worker.run_once(real_now());
        return seconds_since(begin);
    };
    Times times;
    times.check = step("check");
    times.apply = step("apply");
    const auto state = must(client.get(imports + "/" + id)).json.at("state");
    if (state != "applied") throw std::runtime_error("the import ended as " + state.dump());
    return times;
}

/// As many rows of columns, in one transaction, without keys to other tables.
double raw_inserts(int lines) {
    auto& database = test::test_database().database();
    const auto begin = std::chrono::steady_clock::now();
    const auto done = database.transact([&](db::Transaction& tx) -> Status {
        std::vector<db::Value> bound;
        std::size_t rows = 0;
        const auto flush = [&](std::size_t least) {
            if (rows < least || rows == 0) return;
            tx.execute_values("INSERT INTO bench_columns (tenant_id, resource_id, position, name, "
                              "title, type, level, personal, secret, description, masking) "
                              "VALUES " + db::row_placeholders(rows, 11),
                              bound);
            bound.clear();
            rows = 0;
        };
        for (int line = 0; line < lines; ++line) {
            const std::vector<db::Value> row = {
                db::to_value(std::uint64_t{1}),
                db::to_value(static_cast<std::uint64_t>(line / kColumnsEach)),
                db::to_value(line % kColumnsEach),
                db::to_value("column" + std::to_string(line % kColumnsEach)),
                db::to_value("信息项"),
                db::to_value("varchar(18)"),
                db::Value{},
                db::to_value(false),
                db::to_value(false),
                db::to_value(""),
                db::to_value("")};
            bound.insert(bound.end(), row.begin(), row.end());
            ++rows;
            flush(kRowsAtOnce);
        }
        flush(1);
        return Done{};
    });
    if (!done.ok()) throw std::runtime_error(done.error().code);
    return seconds_since(begin);
}

void make_raw_table() {
    RawConnection administrator(test::test_database().folder() / "db.sock");
    administrator.run("DROP TABLE IF EXISTS bench_columns");
    administrator.run("CREATE TABLE bench_columns LIKE resource_columns");
}

void measure(const ImportOptions& options) {
    test::ApiWorld world;
    std::vector<double> imports;
    std::vector<double> raws;
    std::printf("%d lines per round; load %.2f\n", options.lines, load_average());
    std::printf("%5s %9s %9s %12s %12s %7s\n", "round", "check s", "apply s", "rows/s",
                "raw rows/s", "ratio");
    for (int round = 0; round < options.rounds; ++round) {
        const auto times =
            import(world.as("dept.d01"), gb18030_of(catalogue(options.lines, round)));
        make_raw_table();
        raws.push_back(options.lines / raw_inserts(options.lines));
        imports.push_back(options.lines / (times.check + times.apply));
        std::printf("%5d %9.2f %9.2f %12.0f %12.0f %7.3f\n", round + 1, times.check, times.apply,
                    imports.back(), raws.back(), imports.back() / raws.back());
    }
    std::printf("median: %.0f rows/s, %.3f of raw inserts\n", median(imports),
                median(imports) / median(raws));
}

ImportOptions& asked_for() {
    static ImportOptions options;
    return options;
}

}  // namespace

int measure_import(const ImportOptions& options) {
    // The world of the API tests is to be had inside a test case only.
    asked_for() = options;
    char name[] = "yunhe_bench";
    char* arguments[] = {name, nullptr};
    return boost::unit_test::unit_test_main(
        [] {
            boost::unit_test::framework::master_test_suite().add(BOOST_TEST_CASE_NAME(
                [] { measure(asked_for()); }, "catalogue_import"));
            return true;
        },
        1, arguments);
}

}  // namespace yunhe::bench
