#include "tests/support/test_database.hpp"

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "db/connection.hpp"
#include "db/migrator.hpp"

namespace yunhe::test {

TemporaryFolder::TemporaryFolder() {
    const char* base = std::getenv("TMPDIR");
    const bool given = base != nullptr && *base != 0;
    std::string pattern = std::string(given ? base : "/tmp") + "/yunhe.XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("cannot make the folder " + pattern);
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // A leftover in the temporary folder fails no test.
    std::filesystem::remove_all(path_, ignored);
}

TestDatabase::TestDatabase() {
    db::initialise_driver();
    embedded_ = std::make_unique<db::EmbeddedDatabase>(db::EmbeddedOptions{
        .folder = folder_.path(), .buffer_pool_bytes = 128 * 1024 * 1024, .durable = false});
    db::migrate(embedded_->administrator_address());
    database_ = std::make_unique<db::Database>(embedded_->address());
}

TestDatabase::~TestDatabase() {
    database_.reset();
    embedded_.reset();
}

TenantScope TestDatabase::fresh_scope() {
    static std::atomic<std::uint64_t> last{1'000'000};
    return TenantScopeMaker::make(TenantId{++last});
}

TestDatabase& test_database() {
    static TestDatabase database;
    return database;
}

}  // namespace yunhe::test
