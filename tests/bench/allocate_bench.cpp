#include "tests/bench/allocate_bench.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <random>
#include <stdexcept>

#include "base/json.hpp"
#include "base/money.hpp"
#include "tests/bench/bench.hpp"

namespace yunhe::bench {
namespace {

constexpr double kPoolsPerSecondWanted = 50'000;
constexpr std::uint32_t kAllocateSeed = 20260901;

/// Five departments, a percent step, and a basis of all three fields.
std::string pool_line(std::mt19937& random, int sources) {
    const auto any = [&](int least, int most) {
        return std::to_string(std::uniform_int_distribution(least, most)(random));
    };
    std::string line = R"({"pool":")" + any(1000, 99'999) + "." + any(10, 99) +
                       R"(","plan":{"id":"yz-2026-01","steps":[)"
                       R"({"to":"treasury:general","percent":"20"},)"
                       R"({"to":"departments","remaining":true,)"
                       R"("basis":["weight","usage","quality"],"fallback":["weight"]}]},)"
                       R"("sources":[)";
    for (int i = 0; i < sources; ++i) {
        if (i > 0) line += ',';
        line += R"({"department":"D)" + std::to_string(i / 2) + R"(","resource":"R)" +
                std::to_string(i) + R"(","weight":")" + any(1, 30) + R"(","usage":")" +
                any(1, 20'000) + R"(","quality":"0.)" + any(50, 99) + R"("})";
    }
    return line + "]}\n";
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// The processor time of one run.
double allocate_seconds(const std::filesystem::path& binary, const std::filesystem::path& input,
                        const std::filesystem::path& output) {
    const auto child = fork();
    if (child < 0) throw std::runtime_error("fork failed");
    if (child == 0) {
        const int in = open(input.c_str(), O_RDONLY);
        const int out = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0) _exit(126);
        execl(binary.c_str(), binary.c_str(), "allocate", static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    rusage used{};
    if (wait4(child, &status, 0, &used) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error("yunhe allocate failed");
    return seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
}

void check_results(const std::filesystem::path& output, int pools) {
    std::ifstream results(output);
    std::string line;
    int count = 0;
    while (std::getline(results, line)) {
        ++count;
        const auto result = parse_json(line).value();
        Money sum;
        for (const auto& part : result.at("parts"))
            sum += Money::parse(part.at("amount").get<std::string>()).value();
        if (to_text(sum) != result.at("pool").get<std::string>())
            throw std::runtime_error("parts don't sum to the pool: " + line);
    }
    if (count != pools) throw std::runtime_error("results are missing");
}

}  // namespace

int measure_allocate(const AllocateOptions& options) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("yunhe-allocate-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    const auto input = folder / "pools.jsonl";
    const auto output = folder / "results.jsonl";
    std::mt19937 random(kAllocateSeed);
    {
        std::ofstream lines(input);
        for (int i = 0; i < options.pools; ++i) lines << pool_line(random, options.sources);
    }
    std::vector<double> rates;
    for (int round = 0; round < options.rounds; ++round)
        rates.push_back(options.pools / allocate_seconds(options.binary, input, output));
    check_results(output, options.pools);
    std::filesystem::remove_all(folder);
    const double rate = median(rates);
    std::printf("allocate: %d pools of %d sources, %d rounds, load %.2f\n", options.pools,
                options.sources, options.rounds, load_average());
    std::printf("| pools/s and core (median) | wanted |\n|---|---|\n| %.0f | %.0f |\n", rate,
                kPoolsPerSecondWanted);
    return rate >= kPoolsPerSecondWanted || options.sources != 10 ? 0 : 1;
}

}  // namespace yunhe::bench
