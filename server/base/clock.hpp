/// The only place that reads the machine's clock. Business code gets `now` as an argument.
#pragma once

#include "base/time.hpp"

namespace yunhe {

Timestamp real_now();
/// For measuring durations; never goes back.
std::chrono::steady_clock::time_point steady_now();

}  // namespace yunhe
