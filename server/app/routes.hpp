/// All route tables of the product, joined.
#pragma once

#include <span>

#include "http/route.hpp"

namespace yunhe::app {

/// In the order of the modules; the storage lives as long as the process.
std::span<const http::Route> all_routes();

}  // namespace yunhe::app
