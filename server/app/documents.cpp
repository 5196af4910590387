#include "app/documents.hpp"

#include "app/routes.hpp"
#include "http/openapi.hpp"

namespace yunhe::app {

std::string openapi_text() { return http::openapi_document(all_routes()).dump(2); }

std::string permissions_text() { return http::permission_matrix_markdown(all_routes()); }

}  // namespace yunhe::app
