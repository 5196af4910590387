/// The database of a test process: one private mariadbd in a fresh folder, with all migrations.
#pragma once

#include <filesystem>
#include <memory>

#include "base/scope.hpp"
#include "db/database.hpp"
#include "db/embedded.hpp"

namespace yunhe::test {

/// A folder under $TMPDIR (or /tmp) that is removed with everything in it. The path is short enough
/// for a socket.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class TestDatabase {
public:
    TestDatabase();
    ~TestDatabase();

    /// With the serving account's rights, as the server has them.
    db::Database& database() { return *database_; }
    db::EmbeddedDatabase& embedded() { return *embedded_; }
    const std::filesystem::path& folder() const { return folder_.path(); }
    /// A tenant that no other test has. Nothing is written: where a tenant's row is needed, write
    /// it.
    TenantScope fresh_scope();

private:
    TemporaryFolder folder_;
    std::unique_ptr<db::EmbeddedDatabase> embedded_;
    std::unique_ptr<db::Database> database_;
};

/// Started by the first call, stopped and removed at the end of the process.
TestDatabase& test_database();

}  // namespace yunhe::test
