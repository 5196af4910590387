/// Brings a database's tables to what this program needs.
///
/// sql/migrations holds `NNNN_name.sql`, applied once and in order, and beside some of them
/// `NNNN_name.check.sql`. Rules:
///  - A file that was applied never changes: its SM3 digest is stored, a difference stops the
///  start.
///  - Each statement of a check file must return no row: it selects what would be wrong. A row, or
///  an
///    error, fails the check; the migration stays "unchecked" and the server does not start until
///    its check passes.
///  - Data definition can't be rolled back in MariaDB, but each statement is atomic. How many
///    statements were done is stored after each, and an interrupted migration goes on from there.
///    If the server died between a statement and that note, the first statement of the continuation
///    may find its work done ("exists already"), which is accepted there and nowhere else.
///  - Two servers never migrate at once: the row `migration` of platform_leases stays locked on a
///    connection of its own, which the database gives up by itself when the server dies.
#pragma once

#include <chrono>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.hpp"
#include "db/embedded_files.hpp"

namespace yunhe::db {

/// The schema and this program don't fit, or a migration failed. The message names the file.
class MigrationError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Applies what is missing; returns the names of the files applied. `administrator` may define
/// tables. Waits up to `wait_max` for another server that migrates.
/// Throws MigrationError, DatabaseUnavailable, SqlError.
std::vector<std::string> migrate(const DatabaseAddress& administrator,
                                 std::span<const EmbeddedFile> files = embedded_migrations(),
                                 std::chrono::seconds wait_max = std::chrono::minutes(10));

/// The names of the files that `migrate` would apply. For a server that may not migrate by itself.
std::vector<std::string> list_pending_migrations(Transaction& tx,
                                                 std::span<const EmbeddedFile> files =
                                                     embedded_migrations());

/// The statements of a script, without the `;` that ends them, comments kept inside statements
/// only. Knows '...', "...", `...` with doubled and escaped quotes, `-- `, `#` and /* */ comments.
/// Throws MigrationError: a quote or comment does not end.
std::vector<std::string> split_statements(std::string_view script);

/// All tables as SHOW CREATE TABLE gives them, by name: the text of sql/schema.sql.
std::string schema_snapshot(const DatabaseAddress& administrator);
void write_schema_snapshot(const DatabaseAddress& administrator, const std::filesystem::path& file);

}  // namespace yunhe::db
