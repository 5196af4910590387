/// Documents that are generated from the route tables.
#pragma once

#include <string>

namespace yunhe::app {

std::string openapi_text();      ///< OpenAPI 3.1, indented JSON.
std::string permissions_text();  ///< Markdown: route x role.

}  // namespace yunhe::app
