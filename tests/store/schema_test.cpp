/// sql/schema.sql is what the migrations give: a reader's map of the tables, and a reviewer's view
/// of what a migration changes.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "db/migrator.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::schema_test {
namespace {

BOOST_AUTO_TEST_SUITE(schema)

/// `YUNHE_UPDATE=1` writes the file anew after a migration was added.
BOOST_AUTO_TEST_CASE(the_snapshot_is_what_the_migrations_give) {
    const std::filesystem::path file(YUNHE_SOURCE_DIR "/sql/schema.sql");
    const auto administrator = test_database().embedded().administrator_address();
    if (std::getenv("YUNHE_UPDATE") != nullptr) db::write_schema_snapshot(administrator, file);
    std::ostringstream kept;
    kept << std::ifstream(file).rdbuf();
    BOOST_CHECK_MESSAGE(kept.str() == db::schema_snapshot(administrator),
                        "sql/schema.sql is out of date: run the store suite with YUNHE_UPDATE=1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::schema_test
