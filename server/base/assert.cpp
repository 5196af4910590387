#include "base/assert.hpp"

#include <string>
#include <string_view>

namespace yunhe {

void fail_invariant(const char* fact, const char* file, int line) {
    const std::string_view path(file);
    const auto name = path.substr(path.find_last_of('/') + 1);
    throw InvariantViolation(std::string(name) + ":" + std::to_string(line) + ": " + fact);
}

}  // namespace yunhe
