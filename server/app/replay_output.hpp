/// The four result files of a replay: what the API's exports give, projected onto their columns.
#pragma once

#include <filesystem>

#include "app/replay_play.hpp"

namespace yunhe::app {

/// What the server says in sum, and what this run saw.
Json replay_summary(ReplayPlay& play);

/// Writes charge_lines.csv, claims.csv, allocation.csv and summary.json (UTF-8, LF, no BOM) into
/// the folder, which is made if absent. Throws std::runtime_error where it can't.
void write_results(ReplayPlay& play, const std::filesystem::path& folder, const Json& summary);

}  // namespace yunhe::app
