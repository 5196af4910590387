#include <atomic>
#include <fstream>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "db/connection.hpp"
#include "db/migrator.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::migrator_test {
namespace {

using test::test_database;
using Files = std::vector<EmbeddedFile>;
using Names = std::vector<std::string>;

/// An empty database of its own in the test server.
DatabaseAddress fresh_database() {
    static std::atomic<int> last{0};
    DatabaseAddress address = test_database().embedded().administrator_address();
    Connection connection(address);
    address.name = "migration_" + std::to_string(++last);
    connection.run("CREATE DATABASE " + address.name + " COLLATE utf8mb4_bin");
    return address;
}

constexpr EmbeddedFile kFirst{"0001_first.sql",
                              "CREATE TABLE one (id INT PRIMARY KEY);\n"
                              "INSERT INTO one (id) VALUES (1);  -- a row; with a comment\n"};
constexpr EmbeddedFile kFirstCheck{"0001_first.check.sql", "SELECT id FROM one WHERE id <> 1;"};
constexpr EmbeddedFile kSecond{"0002_second.sql", "ALTER TABLE one ADD COLUMN name VARCHAR(10);"};

bool says(const MigrationError& failure, std::string_view part) {
    return std::string_view(failure.what()).find(part) != std::string_view::npos;
}

std::int64_t count(const DatabaseAddress& address, std::string_view table) {
    Connection connection(address);
    std::int64_t rows = -1;
    connection.each("SELECT COUNT(*) AS n FROM " + std::string(table), {},
                    [&](const Row& row) { rows = row.int64("n"); });
    return rows;
}

BOOST_AUTO_TEST_CASE(scripts_are_split_outside_quotes_and_comments) {
    const auto statements = split_statements(
        "-- first; comment\nSELECT 'a;b', \"c;\\\"d\", `e;f`, 'it''s;' ; # more;\n"
        "/* block; */ INSERT INTO t VALUES (1-- one;\n, 2);;\n"
        "/*!40101 SET x = ';' */;\n--\nSELECT 5--1\n");
    BOOST_REQUIRE(statements.size() == 4u);
    BOOST_TEST(statements[0].starts_with("SELECT 'a;b', \"c;\\\"d\", `e;f`, 'it''s;'"));
    BOOST_TEST(statements[1] == "INSERT INTO t VALUES (1\n, 2)");
    BOOST_TEST(statements[2] == "/*!40101 SET x = ';' */");
    BOOST_TEST(statements[3] == "SELECT 5--1");
    BOOST_TEST(split_statements(" ;; -- nothing\n").empty());
    BOOST_CHECK_THROW(split_statements("SELECT 'open"), MigrationError);
    BOOST_CHECK_THROW(split_statements("/* open"), MigrationError);
}

BOOST_AUTO_TEST_CASE(migrations_run_once_and_in_order) {
    const auto address = fresh_database();
    BOOST_TEST(migrate(address, Files{kFirstCheck, kFirst}) == Names{"0001_first.sql"},
               boost::test_tools::per_element());
    BOOST_TEST(migrate(address, Files{kSecond, kFirstCheck, kFirst}) == Names{"0002_second.sql"},
               boost::test_tools::per_element());
    BOOST_TEST(migrate(address, Files{kFirst, kSecond}).empty());
    BOOST_TEST(count(address, "one") == 1);
    Connection connection(address);
    Transaction tx(connection);
    BOOST_TEST(list_pending_migrations(tx, Files{kFirst, kSecond}).empty());
    const EmbeddedFile third{"0003_third.sql", "SELECT 1;"};
    BOOST_TEST(list_pending_migrations(tx, Files{kFirst, kSecond, third}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_changed_file_an_unknown_one_and_a_gap_are_refused) {
    const auto address = fresh_database();
    migrate(address, Files{kFirst, kSecond});
    const EmbeddedFile changed{kFirst.name, "CREATE TABLE one (id BIGINT PRIMARY KEY);"};
    const auto refused = [&](const Files& files, std::string_view why) {
        BOOST_CHECK_EXCEPTION(migrate(address, files), MigrationError,
                              [&](const MigrationError& e) { return says(e, why); });
    };
    refused({changed, kSecond}, "changed after it was applied");
    refused({kFirst}, "newer program");
    const EmbeddedFile between{"0001_a_third.sql", "SELECT 1;"};
    refused({between, kFirst, kSecond}, "has its number");
    const EmbeddedFile zeroth{"0000_zeroth.sql", "SELECT 1;"};
    refused({zeroth, kFirst, kSecond}, "lower number");
    refused({kFirst, kSecond, {"third.sql", ""}}, "NNNN_name.sql");
    refused({kFirst, kSecond, {"0003_third.check.sql", ""}}, "does not exist");
}

BOOST_AUTO_TEST_CASE(a_failing_check_stops_the_start_until_it_passes) {
    const auto address = fresh_database();
    const EmbeddedFile strict{kFirstCheck.name, "SELECT 1 AS a WHERE 1 = 0; SELECT id FROM one;"};
    const auto finds = [](const MigrationError& e) { return says(e, "SELECT id FROM one"); };
    for (int start = 0; start < 2; ++start)
        BOOST_CHECK_EXCEPTION(migrate(address, Files{kFirst, strict}), MigrationError, finds);
    BOOST_TEST(count(address, "one") == 1);
    Connection(address).run("DELETE FROM one");
    BOOST_TEST(migrate(address, Files{kFirst, strict}).empty());
}

BOOST_AUTO_TEST_CASE(an_interrupted_migration_goes_on_where_it_stopped) {
    const auto address = fresh_database();
    const EmbeddedFile two{"0001_two.sql",
                           "CREATE TABLE a (id INT PRIMARY KEY); INSERT INTO a (id) VALUES (1);"
                           "INSERT INTO a (id) SELECT id + 1 FROM b;"
                           "CREATE TABLE c (id INT PRIMARY KEY);"};
    const auto where = [](const MigrationError& e) { return says(e, "0001_two.sql, statement 3"); };
    BOOST_CHECK_EXCEPTION(migrate(address, Files{two}), MigrationError, where);
    Connection repair(address);
    repair.run("CREATE TABLE b (id INT PRIMARY KEY) SELECT 5 AS id");
    BOOST_TEST(migrate(address, Files{two}).size() == 1u);
    BOOST_TEST(count(address, "a") == 2);
    BOOST_TEST(count(address, "c") == 0);
}

BOOST_AUTO_TEST_CASE(a_statement_done_but_not_noted_is_accepted_on_continuation) {
    const auto address = fresh_database();
    migrate(address, Files{kFirst});
    Connection crash(address);
    crash.run("UPDATE platform_migrations SET statements_done = 0, finished_at = NULL, "
              "checked_at = NULL");
    crash.run("DELETE FROM one");
    BOOST_TEST(migrate(address, Files{kFirst}).size() == 1u);
    BOOST_TEST(count(address, "one") == 1);
}

BOOST_AUTO_TEST_CASE(of_four_servers_at_once_one_migrates) {
    const auto address = fresh_database();
    const EmbeddedFile slow{"0001_first.sql", "CREATE TABLE one (id INT PRIMARY KEY); "
                                              "CREATE TABLE slept AS SELECT SLEEP(0.3) AS zero; "
                                              "INSERT INTO one (id) VALUES (1);"};
    std::atomic<std::size_t> applied{0};
    {
        std::vector<std::jthread> servers;
        for (int i = 0; i < 4; ++i)
            servers.emplace_back([&] { applied += migrate(address, Files{slow, kSecond}).size(); });
    }
    BOOST_TEST(applied == 2u);
    BOOST_TEST(count(address, "one") == 1);
}

BOOST_AUTO_TEST_CASE(a_server_that_migrates_for_too_long_is_not_waited_for_forever) {
    const auto address = fresh_database();
    migrate(address, Files{kFirst});
    Connection connection(address);
    Transaction holder(connection);
    holder.each("SELECT token FROM platform_leases WHERE name = 'migration' FOR UPDATE", {},
                [](const Row&) {});
    BOOST_CHECK_THROW(migrate(address, Files{kFirst}, std::chrono::seconds(0)), MigrationError);
}

BOOST_AUTO_TEST_CASE(the_snapshot_shows_all_tables_and_loads_again) {
    const auto address = fresh_database();
    migrate(address);
    const auto snapshot = schema_snapshot(address);
    BOOST_TEST(snapshot.find("CREATE TABLE `case_events`") != std::string::npos);
    BOOST_TEST(snapshot.find("AUTO_INCREMENT=") == std::string::npos);
    const auto copy = fresh_database();
    Connection connection(copy);
    connection.run("SET foreign_key_checks = 0");
    for (const auto& statement : split_statements(snapshot)) connection.run(statement);
    BOOST_TEST(schema_snapshot(copy) == snapshot);
    const auto file = test_database().folder() / "schema.sql";
    write_schema_snapshot(copy, file);
    std::ifstream stream(file, std::ios::binary);
    BOOST_TEST(std::string(std::istreambuf_iterator<char>(stream), {}) == snapshot);
}

}  // namespace
}  // namespace yunhe::db::migrator_test
