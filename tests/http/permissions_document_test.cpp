/// docs/generated/permissions.md is what `yunhe print-permissions` prints: a change of who may do
/// what shows in the difference of that file.
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/documents.hpp"

namespace yunhe::app {

BOOST_AUTO_TEST_SUITE(permissions_document)

/// `YUNHE_UPDATE=1` writes the file anew; read the difference before it is kept.
BOOST_AUTO_TEST_CASE(the_permission_matrix_is_the_one_that_was_agreed) {
    const std::string file = YUNHE_SOURCE_DIR "/docs/generated/permissions.md";
    if (std::getenv("YUNHE_UPDATE") != nullptr) std::ofstream(file) << permissions_text();
    std::ostringstream kept;
    kept << std::ifstream(file).rdbuf();
    BOOST_CHECK_MESSAGE(kept.str() == permissions_text(),
                        "docs/generated/permissions.md is out of date: run with YUNHE_UPDATE=1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::app
