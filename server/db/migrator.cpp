#include "db/migrator.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>

#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "db/connection.hpp"

namespace yunhe::db {
namespace {

struct Migration {
    std::string name;  ///< "0001_platform.sql"
    std::string_view text;
    std::string digest;
    std::string_view check;  ///< Empty: none.
};

struct Applied {
    std::string digest;
    std::size_t statements_done = 0;
    bool finished = false;
    bool checked = false;
};

std::vector<Migration> migrations_of(std::span<const EmbeddedFile> files) {
    static const std::regex kMigration("[0-9]{4}_[a-z0-9_]+\\.sql");
    static const std::regex kCheck("([0-9]{4}_[a-z0-9_]+)\\.check\\.sql");
    std::map<std::string, Migration> by_name;
    std::map<std::string, std::string_view> checks;
    for (const auto& file : files) {
        const std::string name(file.name);
        std::smatch match;
        if (std::regex_match(name, match, kCheck)) {
            checks.emplace(match[1].str() + ".sql", file.text);
            continue;
        }
        if (!std::regex_match(name, kMigration))
            throw MigrationError(name + ": a migration is named NNNN_name.sql");
        by_name.emplace(name, Migration{name, file.text, crypto::sm3_hex(file.text), {}});
    }
    for (const auto& [name, text] : checks) {
        if (!by_name.contains(name)) throw MigrationError(name + " has a check but does not exist");
        by_name[name].check = text;
    }
    std::vector<Migration> ordered;
    for (auto& [name, migration] : by_name) {
        if (!ordered.empty() && ordered.back().name.substr(0, 4) == name.substr(0, 4))
            throw MigrationError(name + ": another migration has its number");
        ordered.push_back(std::move(migration));
    }
    return ordered;
}

bool table_exists(Connection& connection, std::string_view table) {
    bool found = false;
    const std::vector<Value> bound{to_value(table)};
    connection.each("SELECT 1 AS found FROM information_schema.tables "
                    "WHERE table_schema = DATABASE() AND table_name = ?",
                    bound, [&](const Row&) { found = true; });
    return found;
}

/// The migrator's own two tables can't come from a migration.
void create_own_tables(Connection& connection) {
    if (table_exists(connection, "platform_migrations")) return;
    connection.run(R"(CREATE TABLE IF NOT EXISTS platform_leases (
        name       VARCHAR(64) NOT NULL,
        token      BIGINT UNSIGNED NOT NULL DEFAULT 0,
        holder     VARCHAR(100) NOT NULL DEFAULT '',
        expires_at DATETIME(6) NULL,
        PRIMARY KEY (name)
    ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin)");
    connection.run("INSERT IGNORE INTO platform_leases (name) VALUES ('migration')");
    connection.run(R"(CREATE TABLE IF NOT EXISTS platform_migrations (
        name            VARCHAR(100) NOT NULL,
        digest_sm3      CHAR(64) NOT NULL,
        statements_done INT UNSIGNED NOT NULL DEFAULT 0,
        started_at      DATETIME(6) NOT NULL,
        finished_at     DATETIME(6) NULL,
        checked_at      DATETIME(6) NULL,
        PRIMARY KEY (name)
    ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin)");
}

constexpr std::string_view kSelectApplied = R"(
    SELECT name, digest_sm3, statements_done, finished_at, checked_at
      FROM platform_migrations)";

std::pair<std::string, Applied> read_applied(const Row& row) {
    return {row.text("name"), Applied{.digest = row.text("digest_sm3"),
                                      .statements_done = row.uint64("statements_done"),
                                      .finished = !row.null("finished_at"),
                                      .checked = !row.null("checked_at")}};
}

/// Refuses a database that went another way than these files.
void compare(const std::vector<Migration>& migrations, const std::map<std::string,
             Applied>& applied) {
    for (const auto& [name, row] : applied) {
        const auto known = std::ranges::find(migrations, name, &Migration::name);
        if (known == migrations.end())
            throw MigrationError(name + " was applied, but this program does not know it: "
                                        "the database belongs to a newer program");
        if (known->digest != row.digest)
            throw MigrationError(name + " was changed after it was applied");
    }
    bool missing = false;
    for (const auto& migration : migrations) {
        if (!applied.contains(migration.name)) {
            missing = true;
        } else if (missing) {
            throw MigrationError(migration.name +
                                 " was applied, but one with a lower number was not");
        }
    }
}

bool is_done_already(int error_code) {
    // Table, column or key exists; no such column or key; duplicate constraint name.
    constexpr int kDone[] = {1050, 1060, 1061, 1091, 1826};
    return std::ranges::find(kDone, error_code) != std::end(kDone);
}

void apply(Connection& connection, const Migration& migration, const Applied* before) {
    if (before == nullptr) {
        const std::vector<Value> bound{to_value(migration.name), to_value(migration.digest)};
        connection.execute("INSERT INTO platform_migrations (name, digest_sm3, started_at) "
                           "VALUES (?, ?, UTC_TIMESTAMP(6))", bound);
    }
    const auto statements = split_statements(migration.text);
    const std::size_t first = before == nullptr ? 0 : before->statements_done;
    for (std::size_t i = first; i < statements.size(); ++i) {
        try {
            connection.run(statements[i]);
        } catch (const SqlError& failure) {
            const bool repeated = before != nullptr && i == first && is_done_already(failure.code);
            if (!repeated)
                throw MigrationError(migration.name + ", statement " + std::to_string(i + 1) +
                                     ": " + failure.what());
        }
        const std::vector<Value> bound{to_value(std::uint64_t{i + 1}), to_value(migration.name)};
        connection.execute("UPDATE platform_migrations SET statements_done = ? WHERE name = ?",
                           bound);
    }
    const std::vector<Value> bound{to_value(migration.name)};
    connection.execute("UPDATE platform_migrations SET finished_at = UTC_TIMESTAMP(6) "
                       "WHERE name = ?", bound);
}

void check(Connection& connection, const Migration& migration) {
    for (const auto& statement : split_statements(migration.check)) {
        std::size_t rows = 0;
        try {
            connection.each(statement, {}, [&](const Row&) { ++rows; });
        } catch (const SqlError& failure) {
            throw MigrationError("the check of " + migration.name + " fails: " + failure.what());
        }
        if (rows > 0)
            throw MigrationError("the check of " + migration.name + " finds " +
                                 std::to_string(rows) + " wrong row(s): " + statement);
    }
    const std::vector<Value> bound{to_value(migration.name)};
    connection.execute("UPDATE platform_migrations SET checked_at = UTC_TIMESTAMP(6) "
                       "WHERE name = ?", bound);
}

/// Holds the lease row for as long as it lives. The transaction is never committed before the end:
/// a server that dies loses its connection, and with it the lock.
class MigrationLease {
public:
    MigrationLease(const DatabaseAddress& administrator, std::chrono::seconds wait_max)
        : connection_(administrator, ConnectionOptions{.lock_wait_max = std::chrono::seconds(1)}) {
        const auto deadline = steady_now() + wait_max;
        while (!try_lock()) {
            if (steady_now() >= deadline)
                throw MigrationError("another server has been migrating for too long");
        }
    }
    ~MigrationLease() { connection_.rollback(); }
    MigrationLease(const MigrationLease&) = delete;
    MigrationLease& operator=(const MigrationLease&) = delete;

    /// Writes down that a migration was made under this lease.
    void commit() {
        connection_.execute("UPDATE platform_leases SET token = token + 1 "
                            "WHERE name = 'migration'", {});
        connection_.commit();
    }

private:
    bool try_lock() try {
        connection_.begin(Transaction::Mode::read_write);
        connection_.each("SELECT token FROM platform_leases "
                         "WHERE name = 'migration' FOR UPDATE", {}, [](const Row&) {});
        return true;
    } catch (const SqlError& failure) {
        connection_.rollback();
        if (failure.code != kErrorLockTimeout) throw;
        return false;
    }

    Connection connection_;
};

/// The end (one past) of the quoted text, or of the comment, that starts at `begin`; `begin` if
/// neither starts there.
std::size_t skip_quoted(std::string_view script, std::size_t begin) {
    const char quote = script[begin];
    if (quote != '\'' && quote != '"' && quote != '`') return begin;
    for (std::size_t i = begin + 1; i < script.size(); ++i) {
        if (script[i] == '\\' && quote != '`') {
            ++i;
        } else if (script[i] == quote) {
            return i + 1;  // A doubled quote starts the next quoted text at once.
        }
    }
    throw MigrationError("a quote does not end");
}

std::size_t skip_comment(std::string_view script, std::size_t begin) {
    const auto rest = script.substr(begin);
    if (rest.starts_with("/*")) {
        const auto end = script.find("*/", begin + 2);
        if (end == std::string_view::npos) throw MigrationError("a comment does not end");
        return end + 2;
    }
    const bool dashes = rest.starts_with("--") && (rest.size() == 2 || rest[2] == ' ' ||
                                                   rest[2] == '\t' || rest[2] == '\n');
    if (!dashes && !rest.starts_with("#")) return begin;
    return std::min(script.find('\n', begin), script.size());
}

}  // namespace

std::vector<std::string> split_statements(std::string_view script) {
    std::vector<std::string> statements;
    std::string current;
    for (std::size_t i = 0; i < script.size();) {
        if (const auto end = skip_comment(script, i); end != i) {
            // A hint such as /*!40101 ... */ is part of the statement; other comments are dropped.
            if (script.substr(i, 3) == "/*!") current += script.substr(i, end - i);
            i = end;
            continue;
        }
        if (const auto end = skip_quoted(script, i); end != i) {
            current += script.substr(i, end - i);
            i = end;
            continue;
        }
        const bool blank = std::isspace(static_cast<unsigned char>(script[i])) != 0;
        if (script[i] == ';') {
            if (!current.empty()) statements.push_back(std::exchange(current, {}));
        } else if (!blank || !current.empty()) {
            current += script[i];
        }
        ++i;
    }
    current.erase(current.find_last_not_of(" \t\r\n") + 1);
    if (!current.empty()) statements.push_back(std::move(current));
    return statements;
}

std::vector<std::string> migrate(const DatabaseAddress& administrator,
                                 std::span<const EmbeddedFile> files,
                                 std::chrono::seconds wait_max) {
    const auto migrations = migrations_of(files);
    // Data definition may take hours on a big table: no limit on reading.
    Connection connection(administrator, ConnectionOptions{.read_max = std::chrono::seconds(0)});
    create_own_tables(connection);
    MigrationLease lease(administrator, wait_max);

    std::map<std::string, Applied> applied;
    connection.each(kSelectApplied, {}, [&](const Row& row) { applied.insert(read_applied(row)); });
    compare(migrations, applied);
    std::vector<std::string> done;
    for (const auto& migration : migrations) {
        const auto found = applied.find(migration.name);
        const Applied* before = found == applied.end() ? nullptr : &found->second;
        if (before == nullptr || !before->finished) {
            apply(connection, migration, before);
            done.push_back(migration.name);
            spdlog::info("migration applied: {}", migration.name);
        }
        if (before == nullptr || !before->checked) check(connection, migration);
    }
    if (!done.empty()) lease.commit();
    return done;
}

std::vector<std::string> list_pending_migrations(Transaction& tx,
                                                 std::span<const EmbeddedFile> files) {
    const auto migrations = migrations_of(files);
    std::map<std::string, Applied> applied;
    const auto exists = tx.find(
        "SELECT 1 AS found FROM information_schema.tables "
        "WHERE table_schema = DATABASE() AND table_name = 'platform_migrations'",
        [](const Row& row) { return row.int64("found"); });
    if (exists) {
        for (auto& row : tx.list(kSelectApplied, read_applied)) applied.insert(std::move(row));
    }
    compare(migrations, applied);
    std::vector<std::string> pending;
    for (const auto& migration : migrations) {
        const auto found = applied.find(migration.name);
        if (found == applied.end() || !found->second.checked) pending.push_back(migration.name);
    }
    return pending;
}

std::string schema_snapshot(const DatabaseAddress& administrator) {
    Connection connection(administrator);
    std::vector<std::string> tables;
    connection.each("SELECT table_name AS name FROM information_schema.tables "
                    "WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' "
                    "ORDER BY table_name", {},
                    [&](const Row& row) { tables.push_back(row.text("name")); });
    static const std::regex kCounter(" AUTO_INCREMENT=[0-9]+");
    std::string text = "-- Made by the migrator from sql/migrations; do not edit.\n";
    for (const auto& table : tables) {
        connection.each("SHOW CREATE TABLE `" + table + "`", {}, [&](const Row& row) {
            text += "\n" + std::regex_replace(row.text("Create Table"), kCounter, "") + ";\n";
        });
    }
    return text;
}

void write_schema_snapshot(const DatabaseAddress& administrator,
                           const std::filesystem::path& file) {
    std::ofstream stream(file, std::ios::binary);
    stream << schema_snapshot(administrator);
    if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace yunhe::db
