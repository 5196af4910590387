/// Files that the command line is given.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace yunhe::app {

/// The bytes as they are; nullopt if the file is absent or can't be read.
std::optional<std::string> text_of_file(const std::filesystem::path& path);

/// Says on stderr that the file can't be read. Returns the exit code for it, 2.
int report_unreadable(const std::filesystem::path& path);

}  // namespace yunhe::app
