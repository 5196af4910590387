#include "app/text_file.hpp"

#include <cstdio>
#include <fstream>
#include <sstream>

namespace yunhe::app {

std::optional<std::string> text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    if (file.bad()) return std::nullopt;
    return std::move(text).str();
}

int report_unreadable(const std::filesystem::path& path) {
    std::fprintf(stderr, "yunhe: %s can't be read\n", path.c_str());
    return 2;
}

}  // namespace yunhe::app
