#include "http/call.hpp"

namespace yunhe::http {

const std::string& Call::path_value(std::string_view name) const {
    for (const auto& [known, value] : path_values)
        if (known == name) return value;
    fail_invariant("the route's path names this value", __FILE__, __LINE__);
}

}  // namespace yunhe::http
