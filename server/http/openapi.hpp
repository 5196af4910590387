/// openapi.json (OpenAPI 3.1) and the permission matrix, both made of the route tables. Pure.
#pragma once

#include <span>
#include <string>

#include "http/route.hpp"

namespace yunhe::http {

Json openapi_document(std::span<const Route> routes);

/// A Markdown table: one row per route, one column per role, and the API key's scope.
std::string permission_matrix_markdown(std::span<const Route> routes);

}  // namespace yunhe::http
