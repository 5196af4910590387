/// The benchmark's two measurements. Each starts a server of its own with a fresh data folder,
/// prints what it did and a table, and ends the server again.
#pragma once

#include <filesystem>
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

/// REQUIRES: not empty.
double median(std::vector<double> values);
/// How busy the machine is: the load average of the last minute.
double load_average();

}  // namespace yunhe::bench
