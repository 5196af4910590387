/// Documents that are generated from the route tables and kept in the repository: a change of who
/// may do what, or of what the console is built from, shows in the difference of a file.
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/documents.hpp"

namespace yunhe::app::permissions_document_test {
namespace {

/// `YUNHE_UPDATE=1` writes the file anew; read the difference before it is kept.
void check_kept(const std::string& name, const std::string& text) {
    const std::string file = YUNHE_SOURCE_DIR "/" + name;
    if (std::getenv("YUNHE_UPDATE") != nullptr) std::ofstream(file) << text;
    std::ostringstream kept;
    kept << std::ifstream(file).rdbuf();
    BOOST_CHECK_MESSAGE(kept.str() == text, name + " is out of date: run with YUNHE_UPDATE=1");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(permissions_document)

BOOST_AUTO_TEST_CASE(the_permission_matrix_is_the_one_that_was_agreed) {
    check_kept("docs/generated/permissions.md", permissions_text());
}

BOOST_AUTO_TEST_CASE(the_console_is_built_from_what_the_server_offers) {
    check_kept("web-static/openapi.json", openapi_text());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::app::permissions_document_test
