#include "app/documents.hpp"

#include "app/routes.hpp"
#include "app/workflow_document.hpp"
#include "http/openapi.hpp"

namespace yunhe::app {

std::string openapi_text() {
    Json document = http::openapi_document(all_routes());
    document["x-workflows"] = workflows_document();
    return document.dump(2);
}

std::string permissions_text() { return http::permission_matrix_markdown(all_routes()); }

}  // namespace yunhe::app
