#include <csignal>
#include <fstream>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.hpp"
#include "db/connection.hpp"
#include "db/embedded.hpp"
#include "db/migrator.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::embedded_test {
namespace {

using std::chrono::milliseconds;
using test::TemporaryFolder;

EmbeddedOptions options_in(const std::filesystem::path& folder) {
    return {.folder = folder, .buffer_pool_bytes = 128 * 1024 * 1024, .durable = true};
}

template <class Condition>
bool eventually(Condition condition) {
    const auto deadline = steady_now() + std::chrono::seconds(20);
    while (!condition()) {
        if (steady_now() >= deadline) return false;
        std::this_thread::sleep_for(milliseconds(10));
    }
    return true;
}

bool alive(pid_t process) { return kill(process, 0) == 0; }

Status count_up(Database& database) {
    return database.transact([](Transaction& tx) -> Status {
        tx.next_number(TenantScopeMaker::make(TenantId{1}), "kills");
        return Done{};
    });
}

std::uint64_t counted(Database& database) {
    return database.read([](Transaction& tx) -> Result<std::uint64_t> {
        return tx.find("SELECT value FROM counters WHERE tenant_id = 1 AND series = 'kills'",
                       [](const Row& row) { return row.uint64("value"); }).value_or(0);
    }).value();
}

BOOST_AUTO_TEST_CASE(it_starts_serves_stops_and_starts_again_with_its_rows) {
    TemporaryFolder folder;
    for (std::uint64_t start = 1; start <= 2; ++start) {
        EmbeddedDatabase embedded(options_in(folder.path()));
        migrate(embedded.administrator_address());
        Database database(embedded.address());
        BOOST_TEST(database.ready());
        BOOST_REQUIRE(count_up(database).ok());
        BOOST_TEST(counted(database) == start);
        const pid_t child = embedded.process_id();
        embedded.stop();
        BOOST_TEST(!alive(child));
        BOOST_TEST(!database.ready());
    }
}

BOOST_AUTO_TEST_CASE(the_serving_account_can_neither_define_tables_nor_see_others) {
    const Connection administrator(test::test_database().embedded().administrator_address());
    Connection serving(test::test_database().embedded().address());
    for (const char* statement : {"CREATE TABLE t (id INT)", "DROP TABLE counters",
                                  "TRUNCATE counters", "ALTER TABLE counters ADD COLUMN x INT",
                                  "SELECT user FROM mysql.user", "SELECT 1 INTO OUTFILE '/tmp/x'",
                                  "CREATE USER u"})
        BOOST_CHECK_THROW(serving.run(statement), SqlError);
    struct stat status{};
    BOOST_REQUIRE(stat((test::test_database().folder() / "password").c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0600u);
    auto stranger = test::test_database().embedded().address();
    stranger.password = "guess";
    BOOST_CHECK_THROW(Connection{stranger}, DatabaseUnavailable);
}

BOOST_AUTO_TEST_CASE(a_killed_database_comes_back_with_everything_committed) {
    TemporaryFolder folder;
    EmbeddedDatabase embedded(options_in(folder.path()));
    migrate(embedded.administrator_address());
    Database database(embedded.address());
    std::uint64_t acknowledged = 0;
    for (int round = 1; round <= 3; ++round) {
        for (int i = 0; i < 5; ++i) {
            BOOST_REQUIRE(count_up(database).ok());
            ++acknowledged;
        }
        const pid_t child = embedded.process_id();
        BOOST_REQUIRE(kill(child, SIGKILL) == 0);
        BOOST_REQUIRE(eventually([&] {
            return embedded.process_id() != child && database.ready();
        }));
        BOOST_TEST(embedded.restarts() == round);
        BOOST_TEST(counted(database) == acknowledged);
    }
}

BOOST_AUTO_TEST_CASE(while_it_is_down_requests_are_refused_as_unavailable) {
    TemporaryFolder folder;
    auto options = options_in(folder.path());
    options.restarts_max = 0;
    EmbeddedDatabase embedded(options);
    migrate(embedded.administrator_address());
    Database database(embedded.address());
    BOOST_REQUIRE(count_up(database).ok());
    BOOST_REQUIRE(kill(embedded.process_id(), SIGKILL) == 0);
    BOOST_REQUIRE(eventually([&] { return embedded.gave_up(); }));
    BOOST_TEST(embedded.process_id() == 0);
    BOOST_TEST(!database.ready());
    BOOST_CHECK_THROW(static_cast<void>(count_up(database)), DatabaseUnavailable);
}

BOOST_AUTO_TEST_CASE(a_folder_serves_one_server_at_a_time) {
    TemporaryFolder folder;
    const EmbeddedDatabase embedded(options_in(folder.path()));
    auto impatient = options_in(folder.path());
    impatient.takeover_max = milliseconds(50);
    BOOST_CHECK_EXCEPTION(EmbeddedDatabase{impatient}, std::runtime_error, [](const auto& failure) {
        return std::string_view(failure.what()).find("another server") != std::string_view::npos;
    });
    BOOST_TEST(EmbeddedDatabase::find_running(folder.path()).has_value());
    const Connection found(EmbeddedDatabase::find_running(folder.path()).value());
    const auto address = EmbeddedDatabase::find_running_administrator(folder.path());
    const Connection administrator(address.value());
}

BOOST_AUTO_TEST_CASE(a_path_too_long_for_a_socket_is_told_at_once) {
    TemporaryFolder folder;
    const auto deep = folder.path() / std::string(100, 'd');
    const auto told = [](const std::runtime_error& failure) {
        return std::string_view(failure.what()).find("too long") != std::string_view::npos;
    };
    BOOST_CHECK_EXCEPTION(EmbeddedDatabase{options_in(deep)}, std::runtime_error, told);
    BOOST_TEST(!EmbeddedDatabase::find_running(deep).has_value());
}

BOOST_AUTO_TEST_CASE(a_database_that_cannot_start_says_why) {
    TemporaryFolder folder;
    {
        const EmbeddedDatabase first(options_in(folder.path()));
    }
    std::ofstream(folder.path() / "data" / "ibdata1", std::ios::trunc) << "broken";
    auto options = options_in(folder.path());
    options.restarts_max = 1;
    BOOST_CHECK_EXCEPTION(EmbeddedDatabase{options}, std::runtime_error, [](const auto& failure) {
        return std::string_view(failure.what()).find("InnoDB") != std::string_view::npos;
    });
}

/// Not a test by itself: the process that the next test starts and kills.
BOOST_AUTO_TEST_CASE(owner_process, *boost::unit_test::disabled()) {
    const char* folder = std::getenv("YUNHE_TEST_OWNED_FOLDER");
    BOOST_REQUIRE(folder != nullptr);
    EmbeddedDatabase embedded(options_in(folder));
    migrate(embedded.administrator_address());
    Database database(embedded.address());
    BOOST_REQUIRE(count_up(database).ok());
    std::ofstream ready(std::filesystem::path(folder) / "ready");
    ready << embedded.process_id() << "\n" << std::flush;
    for (;;) pause();
}

BOOST_AUTO_TEST_CASE(after_its_owner_is_killed_the_next_start_takes_over) {
    TemporaryFolder folder;
    setenv("YUNHE_TEST_OWNED_FOLDER", folder.path().c_str(), 1);
    std::string program = std::filesystem::read_symlink("/proc/self/exe");
    std::string selection = "--run_test=owner_process";
    char* arguments[] = {program.data(), selection.data(), nullptr};
    pid_t owner = 0;
    BOOST_REQUIRE(posix_spawn(&owner, program.c_str(), nullptr, nullptr, arguments, environ) == 0);
    pid_t orphan = 0;
    const bool ready = eventually([&] {
        std::ifstream(folder.path() / "ready") >> orphan;
        return orphan != 0;
    });
    BOOST_TEST(kill(owner, SIGKILL) == 0);
    BOOST_TEST(waitpid(owner, nullptr, 0) == owner);
    BOOST_REQUIRE(ready);

    EmbeddedDatabase embedded(options_in(folder.path()));
    BOOST_TEST(embedded.process_id() != orphan);
    BOOST_TEST(embedded.restarts() == 0);
    Database database(embedded.address());
    BOOST_TEST(counted(database) == 1u);
    BOOST_REQUIRE(count_up(database).ok());
    BOOST_TEST(counted(database) == 2u);
}

}  // namespace
}  // namespace yunhe::db::embedded_test
