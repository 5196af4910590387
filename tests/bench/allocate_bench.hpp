/// How fast `yunhe allocate` shares pools out.
#pragma once

#include <filesystem>

namespace yunhe::bench {

struct AllocateOptions {
    std::filesystem::path binary;  ///< The `yunhe` that is measured.
    int pools = 200'000;           ///< Per round.
    int sources = 10;              ///< Of each pool.
    int rounds = 5;                ///< The table shows the median.
};
/// Pools per second of processor time of one core, reading and writing included: JSON lines on
/// stdin, results to a file. Checks that every result's parts sum to its pool. Returns the exit
/// code: 1 below 50,000 with ten sources.
int measure_allocate(const AllocateOptions& options);

}  // namespace yunhe::bench
