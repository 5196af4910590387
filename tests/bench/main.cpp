/// The command line of the benchmark.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <CLI/CLI.hpp>

#include "db/connection.hpp"
#include "tests/bench/allocate_bench.hpp"
#include "tests/bench/bench.hpp"

namespace yunhe::bench {

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double load_average() {
    double load = 0;
    return getloadavg(&load, 1) == 1 ? load : -1;
}

namespace {

CLI::App* add_ingest(CLI::App& cli, IngestOptions& ingest) {
    auto* events = cli.add_subcommand("ingest", "events/s to rows/s of raw prepared inserts");
    events->add_option("--binary", ingest.binary, "the yunhe to measure")->check(CLI::ExistingFile);
    events->add_option("--events", ingest.events, "per round")->check(CLI::Range(500, 10'000'000));
    events->add_option("--rounds", ingest.rounds, "rounds")->check(CLI::Range(1, 99));
    events->add_option("--batch", ingest.batch, "events per request")->check(CLI::Range(1, 1000));
    events->add_option("--days", ingest.days, "days in a batch")->check(CLI::Range(1, 30));
    events->add_option("--singles", ingest.singles, "requests with one event, per round");
    events->add_option("--connections", ingest.connections, "numbers of connections")
        ->delimiter(',');
    events->add_flag("--real-clock", ingest.real_clock, "as a tenant that is no sandbox");
    return events;
}

CLI::App* add_check(CLI::App& cli, CheckOptions& check) {
    auto* checks = cli.add_subcommand("check", "the entitlement check to a handler without work");
    checks->add_option("--binary", check.binary, "the yunhe to measure")->check(CLI::ExistingFile);
    checks->add_option("--wrk", check.wrk, "path of wrk")->check(CLI::ExistingFile);
    checks->add_option("--database-user", check.database_user, "the system user's name");
    checks->add_option("--seconds", check.seconds, "of one run")->check(CLI::Range(1, 600));
    checks->add_option("--rounds", check.rounds, "rounds")->check(CLI::Range(1, 99));
    checks->add_option("--connections", check.connections, "connections")
        ->check(CLI::Range(2, 1000));
    return checks;
}

CLI::App* add_allocate(CLI::App& cli, AllocateOptions& allocation) {
    auto* allocations = cli.add_subcommand("allocate", "pools/s and core of yunhe allocate");
    allocations->add_option("--binary", allocation.binary, "the yunhe to measure")
        ->check(CLI::ExistingFile);
    allocations->add_option("--pools", allocation.pools, "per round")
        ->check(CLI::Range(1000, 5'000'000));
    allocations->add_option("--sources", allocation.sources, "of each pool")
        ->check(CLI::Range(1, 1000));
    allocations->add_option("--rounds", allocation.rounds, "rounds")->check(CLI::Range(1, 99));
    return allocations;
}

int run(int argc, char** argv) {
    CLI::App cli{"How fast Yunhe is, as ratios to what its parts can do on this machine",
                 "yunhe_bench"};
    cli.require_subcommand(1);
    IngestOptions ingest{.binary = YUNHE_BINARY};
    auto* events = add_ingest(cli, ingest);

    GetOptions get{.binary = YUNHE_BINARY};
    auto* reads = cli.add_subcommand("get", "requests/s to those of nginx return 200");
    reads->add_option("--binary", get.binary, "the yunhe to measure")->check(CLI::ExistingFile);
    reads->add_option("--wrk", get.wrk, "path of wrk")->check(CLI::ExistingFile);
    reads->add_option("--nginx", get.nginx, "path of nginx")->check(CLI::ExistingFile);
    reads->add_option("--seconds", get.seconds, "of one run of wrk")->check(CLI::Range(1, 600));
    reads->add_option("--rounds", get.rounds, "rounds")->check(CLI::Range(1, 99));
    reads->add_option("--connections", get.connections, "connections")->check(CLI::Range(2, 1000));

    CheckOptions check{.binary = YUNHE_BINARY};
    auto* checks = add_check(cli, check);

    SearchOptions search;
    auto* searches = cli.add_subcommand("search", "the search over generated things");
    searches->add_option("--products", search.products, "how many");
    searches->add_option("--resources", search.resources, "how many");
    searches->add_option("--repeats", search.repeats, "of each question");

    ImportOptions import;
    auto* imports = cli.add_subcommand("import", "a catalogue's rows/s to those of raw inserts");
    imports->add_option("--lines", import.lines, "per round")->check(CLI::Range(100, 50'000));
    imports->add_option("--rounds", import.rounds, "rounds")->check(CLI::Range(1, 99));

    ExportOptions exported;
    auto* exports = cli.add_subcommand("export", "a long table's CSV and XLSX to a raw SELECT");
    exports->add_option("--rows", exported.rows, "how many")->check(CLI::Range(1000, 5'000'000));
    exports->add_option("--rounds", exported.rounds, "rounds")->check(CLI::Range(1, 99));

    AllocateOptions allocation{.binary = YUNHE_BINARY};
    auto* allocations = add_allocate(cli, allocation);

    SettlementOptions settlement;
    auto* settlements = cli.add_subcommand("settlement", "a month to one GROUP BY over its lines");
    settlements->add_option("--orders", settlement.orders, "how many")
        ->check(CLI::Range(1, 1'000'000));
    settlements->add_option("--meters", settlement.meters, "of each")->check(CLI::Range(1, 1000));
    settlements->add_option("--rounds", settlement.rounds, "rounds")->check(CLI::Range(1, 99));

    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return cli.exit(wrong) == 0 ? 0 : 2;
    }
    if (*allocations) return measure_allocate(allocation);
    db::initialise_driver();
    if (*events) return measure_ingest(ingest);
    if (*imports) return measure_import(import);
    if (*settlements) return measure_settlement(settlement);
    if (*exports) return measure_export(exported);
    if (*checks) return measure_check(check);
    if (*searches) return measure_search(search);
    return measure_get(get);
}

}  // namespace
}  // namespace yunhe::bench

int main(int argc, char** argv) {
    try {
        return yunhe::bench::run(argc, argv);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "yunhe_bench: %s\n", failure.what());
        return 1;
    }
}
