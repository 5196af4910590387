#pragma once

#include <span>

#include "http/route.hpp"

namespace yunhe::app {

/// Liveness, readiness, metrics, openapi.json: open, and telling nothing about tenants.
std::span<const http::Route> health_routes();

}  // namespace yunhe::app
