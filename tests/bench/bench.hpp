/// The benchmark's measurements. Each starts a server or database of its own with a fresh data
/// folder, prints what it did and a table, and ends it again.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace yunhe::bench {

struct IngestOptions {
    std::filesystem::path binary;  ///< The `yunhe` that is measured.
    int events = 200'000;          ///< Per round and number of connections.
    int rounds = 3;                ///< The table shows medians.
    int batch = 500;
    int days = 1;                  ///< Over how many days a batch's events are spread.
    int singles = 40'000;          ///< Requests with one event each, per round; 0: none.
    bool real_clock = false;       ///< Measure as a tenant that is no sandbox.
    std::vector<int> connections{1, 4, 8, 16};
};
/// Events through HTTP, and the same rows by prepared statements into a table of the same
/// definition in the same database, in turn. Returns the exit code.
int measure_ingest(const IngestOptions& options);

struct GetOptions {
    std::filesystem::path binary;
    std::filesystem::path wrk = "/usr/bin/wrk";
    std::filesystem::path nginx = "/usr/sbin/nginx";
    int seconds = 5;
    int rounds = 3;
    int connections = 64;
};
/// GET /api/v1/clock with a credential, and nginx `return 200`, both by wrk, in turn.
int measure_get(const GetOptions& options);

struct CheckOptions {
    std::filesystem::path binary;
    std::filesystem::path wrk = "/usr/bin/wrk";
    std::string database_user = "root";  ///< The system user that runs all this.
    int seconds = 5;
    int rounds = 3;
    int connections = 64;
};
/// The entitlement check in process, and its requests/s to those of a handler that does nothing.
int measure_check(const CheckOptions& options);

struct SearchOptions {
    int products = 100'000;
    int resources = 10'000;
    int repeats = 200;  ///< Of each question.
};
/// The search over generated products and resources.
int measure_search(const SearchOptions& options);

struct ImportOptions {
    int lines = 20'000;
    int rounds = 3;
};
/// A catalogue's import, check and application, to raw multi-row inserts of its rows.
int measure_import(const ImportOptions& options);

struct ExportOptions {
    int rows = 1'000'000;
    int rounds = 3;
};
/// A table as CSV and XLSX to a raw SELECT of the same columns, and the memory that it takes.
int measure_export(const ExportOptions& options);

struct SettlementOptions {
    int orders = 10'000;
    int meters = 100;  ///< That each order used: lines = orders x meters.
    int rounds = 3;    ///< Of the GROUP BY.
};
/// Settling a month to one GROUP BY over its charge lines.
int measure_settlement(const SettlementOptions& options);

struct WrkOptions {
    std::filesystem::path program;
    int seconds = 5;
    int connections = 64;
};
struct Target {
    std::string name;
    std::string url;
    std::string header;  ///< Empty: none.
};
/// Requests/s by wrk. Throws where an answer wasn't a 2xx or 3xx.
double requests_per_second(const WrkOptions& options, const std::filesystem::path& folder,
                           const Target& target);

/// REQUIRES: not empty.
double median(std::vector<double> values);
/// How busy the machine is: the load average of the last minute.
double load_average();

}  // namespace yunhe::bench
