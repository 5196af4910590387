#include <atomic>
#include <barrier>
#include <set>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "db/connection.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::transactions_test {
namespace {

using test::test_database;

Database& database() { return test_database().database(); }

Status add(Transaction& tx, TenantScope scope, std::string_view series, int amount) {
    tx.execute("UPDATE counters SET value = value + ? WHERE tenant_id = ? AND series = ?", amount,
               scope, series);
    return Done{};
}

std::int64_t value_of(TenantScope scope, std::string_view series) {
    return database().read([&](Transaction& tx) -> Result<std::int64_t> {
        const auto read = [](const Row& row) { return row.int64("value"); };
        return tx.find("SELECT value FROM counters WHERE tenant_id = ? AND series = ?", read, scope,
                       series).value_or(0);
    }).value();
}

/// A tenant with the counters "a" and "b" at 1.
TenantScope scope_with_counters() {
    const auto scope = test_database().fresh_scope();
    const auto made = database().transact([&](Transaction& tx) -> Status {
        tx.next_number(scope, "a");
        tx.next_number(scope, "b");
        return Done{};
    });
    BOOST_REQUIRE(made.ok());
    return scope;
}

BOOST_AUTO_TEST_CASE(an_error_rolls_back_and_ok_commits) {
    const auto scope = scope_with_counters();
    const auto refused = database().transact([&](Transaction& tx) -> Status {
        YUNHE_CHECK(add(tx, scope, "a", 10));
        return wrong_state("illegal_transition");
    });
    BOOST_TEST(!refused.ok());
    BOOST_TEST(value_of(scope, "a") == 1);
    BOOST_TEST(database().transact([&](Transaction& tx) { return add(tx, scope, "a", 10); }).ok());
    BOOST_TEST(value_of(scope, "a") == 11);
}

BOOST_AUTO_TEST_CASE(an_exception_rolls_back_and_the_connection_stays_usable) {
    const auto scope = scope_with_counters();
    const auto broken = [&](Transaction& tx) -> Status {
        YUNHE_CHECK(add(tx, scope, "a", 10));
        throw std::runtime_error("outside world");
    };
    BOOST_CHECK_THROW(static_cast<void>(database().transact(broken)), std::runtime_error);
    BOOST_TEST(value_of(scope, "a") == 1);
    BOOST_TEST(database().usage().in_use == 0u);
}

BOOST_AUTO_TEST_CASE(reading_cannot_write_and_sees_one_moment) {
    const auto scope = scope_with_counters();
    const auto writing = [&](Transaction& tx) { return add(tx, scope, "a", 1); };
    BOOST_CHECK_THROW(static_cast<void>(database().read(writing)), SqlError);
    const auto both = database().read([&](Transaction& tx) -> Result<std::pair<int, int>> {
        const auto read = [&] {
            return tx.one("SELECT value FROM counters WHERE tenant_id = ? AND series = 'a'",
                          [](const Row& row) { return static_cast<int>(row.int64("value")); },
                          scope);
        };
        const int before = read();
        std::jthread([&] {
            BOOST_TEST(database().transact([&](Transaction& other) {
                return add(other, scope, "a", 5);
            }).ok());
        }).join();
        return std::pair(before, read());
    });
    BOOST_TEST(both.value().first == both.value().second);
    BOOST_TEST(value_of(scope, "a") == 6);
}

BOOST_AUTO_TEST_CASE(a_real_deadlock_runs_the_loser_again) {
    const auto scope = scope_with_counters();
    std::barrier both_hold_one(2);
    std::atomic<int> runs{0};
    std::atomic<int> done_well{0};
    const auto worker = [&](const char* first, const char* second) {
        bool met = false;
        const auto done = database().transact([&](Transaction& tx) -> Status {
            ++runs;
            YUNHE_CHECK(add(tx, scope, first, 1));
            if (!std::exchange(met, true)) both_hold_one.arrive_and_wait();
            return add(tx, scope, second, 1);
        });
        done_well += done.ok();
    };
    {
        std::jthread left(worker, "a", "b");
        std::jthread right(worker, "b", "a");
    }
    BOOST_TEST(done_well == 2);
    BOOST_TEST(runs >= 3);
    BOOST_TEST(value_of(scope, "a") == 3);
    BOOST_TEST(value_of(scope, "b") == 3);
}

BOOST_AUTO_TEST_CASE(a_lock_timeout_runs_again_and_at_last_gives_up) {
    const auto scope = scope_with_counters();
    Database hasty(test_database().embedded().address(),
                   {.connections_max = 2, .lock_wait_max = std::chrono::seconds(0)});
    Connection holder(test_database().embedded().address());
    {
        Transaction tx(holder);
        BOOST_REQUIRE(add(tx, scope, "a", 1).ok());
        int runs = 0;
        const auto waiting = [&](Transaction& other) {
            ++runs;
            return add(other, scope, "a", 1);
        };
        BOOST_CHECK_EXCEPTION(static_cast<void>(hasty.transact(waiting)), SqlError,
                              [](const SqlError& e) { return e.code == kErrorLockTimeout; });
        BOOST_TEST(runs == 5);
    }
    BOOST_TEST(hasty.transact([&](Transaction& tx) { return add(tx, scope, "a", 1); }).ok());
    BOOST_TEST(value_of(scope, "a") == 2);
}

BOOST_AUTO_TEST_CASE(other_errors_are_not_tried_again) {
    int runs = 0;
    const auto wrong = [&](Transaction& tx) -> Status {
        ++runs;
        tx.execute("UPDATE no_such_table SET x = 1");
        return Done{};
    };
    BOOST_CHECK_EXCEPTION(static_cast<void>(database().transact(wrong)), SqlError,
                          [](const SqlError& e) { return e.code == 1146 || e.code == 1142; });
    BOOST_TEST(runs == 1);
}

BOOST_AUTO_TEST_CASE(every_statement_that_fails_leaves_nothing_behind) {
    const auto scope = scope_with_counters();
    const auto both = [&](Transaction& tx) -> Status {
        YUNHE_CHECK(add(tx, scope, "a", 10));
        return add(tx, scope, "b", 10);
    };
    int failures = 0;
    for (int nth = 1;; ++nth) {
        constexpr int kDiskFull = 1021;
        FaultInjection injection({FaultPlan::Kind::error, nth, kDiskFull});
        try {
            BOOST_TEST(database().transact(both).ok());
        } catch (const SqlError& failure) {
            BOOST_TEST(failure.code == kDiskFull);
            ++failures;
        }
        if (!injection.fired()) break;
    }
    BOOST_TEST(failures == 3);  // Two updates and the COMMIT.
    BOOST_TEST(value_of(scope, "a") == 11);
    BOOST_TEST(value_of(scope, "b") == 11);
}

BOOST_AUTO_TEST_CASE(a_deadlock_at_any_statement_or_at_commit_is_survived) {
    for (int nth = 1; nth <= 3; ++nth) {
        const auto scope = scope_with_counters();
        FaultInjection injection({FaultPlan::Kind::error, nth, kErrorDeadlock});
        BOOST_TEST(database().transact([&](Transaction& tx) -> Status {
            YUNHE_CHECK(add(tx, scope, "a", 1));
            return add(tx, scope, "b", 1);
        }).ok());
        BOOST_TEST(injection.fired());
        BOOST_TEST(value_of(scope, "a") == 2);
        BOOST_TEST(value_of(scope, "b") == 2);
    }
}

BOOST_AUTO_TEST_CASE(a_node_that_is_not_ready_is_asked_again_on_another_connection) {
    const auto scope = scope_with_counters();
    FaultInjection injection({FaultPlan::Kind::error, 1, kErrorNodeNotReady});
    BOOST_TEST(database().transact([&](Transaction& tx) { return add(tx, scope, "a", 1); }).ok());
    BOOST_TEST(injection.fired());
    BOOST_TEST(value_of(scope, "a") == 2);
}

BOOST_AUTO_TEST_CASE(idle_connections_that_the_server_closed_are_replaced) {
    const auto scope = scope_with_counters();
    Database several(test_database().embedded().address());
    {
        std::barrier all_open(8);
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                static_cast<void>(several.read([&](Transaction&) -> Status {
                    all_open.arrive_and_wait();
                    return Done{};
                }));
            });
    }
    BOOST_TEST(several.usage().open == 8u);
    Connection administrator(test_database().embedded().administrator_address());
    std::vector<std::uint64_t> processes;
    administrator.each("SELECT id FROM information_schema.processlist "
                       "WHERE user = 'yunhe_serving'", {},
                       [&](const Row& row) { processes.push_back(row.uint64("id")); });
    for (const auto process : processes) administrator.run("KILL " + std::to_string(process));
    BOOST_TEST(several.transact([&](Transaction& tx) { return add(tx, scope, "a", 1); }).ok());
    BOOST_TEST(several.usage().open <= 2u);
    BOOST_TEST(value_of(scope, "a") == 2);
}

BOOST_AUTO_TEST_CASE(an_exhausted_pool_is_unavailable_not_stuck) {
    Database narrow(test_database().embedded().address(),
                    {.connections_max = 1, .wait_max = std::chrono::milliseconds(50)});
    BOOST_TEST(narrow.ready());
    const auto inner = [](Transaction&) -> Status { return Done{}; };
    const auto outer = [&](Transaction&) -> Status { return narrow.read(inner); };
    BOOST_CHECK_THROW(static_cast<void>(narrow.read(outer)), DatabaseUnavailable);
    BOOST_TEST(narrow.usage().in_use == 0u);
    BOOST_TEST(narrow.usage().open == 1u);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_is_unavailable) {
    DatabaseAddress nowhere = test_database().embedded().address();
    nowhere.socket = "/tmp/no-such-socket";
    Database absent(nowhere);
    BOOST_TEST(!absent.ready());
    const auto nothing = [](Transaction&) -> Status { return Done{}; };
    BOOST_CHECK_THROW(static_cast<void>(absent.transact(nothing)), DatabaseUnavailable);
}

BOOST_AUTO_TEST_CASE(running_numbers_have_no_gaps_under_16_threads) {
    const auto scope = test_database().fresh_scope();
    constexpr int kThreads = 16;
    constexpr int kEach = 25;
    std::mutex mutex;
    std::multiset<std::uint64_t> numbers;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < kEach; ++i) {
                    const bool refused = (t + i) % 5 == 0;
                    const auto take = [&](Transaction& tx) -> Result<std::uint64_t> {
                        const auto taken = tx.next_number(scope, "bill");
                        if (refused) return wrong_state("illegal_transition");
                        return taken;
                    };
                    const auto number = database().transact(take);
                    const std::lock_guard lock(mutex);
                    if (number.ok()) numbers.insert(number.value());
                }
            });
    }
    BOOST_REQUIRE(!numbers.empty());
    std::uint64_t expected = 0;
    for (const auto number : numbers) BOOST_REQUIRE(number == ++expected);
    BOOST_TEST(numbers.size() == kThreads * kEach * 4u / 5u);
    BOOST_TEST(value_of(scope, "bill") == static_cast<std::int64_t>(expected));
}

BOOST_AUTO_TEST_CASE(database_urls_are_read_strictly) {
    const auto good = DatabaseAddress::parse("mysql://yunhe@db.example:3307/yunhe_1");
    BOOST_REQUIRE(good.ok());
    BOOST_TEST(good.value().user == "yunhe");
    BOOST_TEST(good.value().host == "db.example");
    BOOST_TEST(good.value().port == 3307);
    BOOST_TEST(good.value().name == "yunhe_1");
    const auto local = DatabaseAddress::parse("mysql://u@localhost/n?socket=/a/b/db.sock").value();
    BOOST_TEST(local.socket == "/a/b/db.sock");
    BOOST_TEST(local.name == "n");
    for (const auto* wrong : {"mysql://u@h/n?socket=db.sock", "mysql://u@h/n?socket=",
                              "mysql://u@h/n?other=/a", "mysql://u?socket=/a@h/n"})
        BOOST_TEST(!DatabaseAddress::parse(wrong).ok(), wrong);
    BOOST_TEST(DatabaseAddress::parse("mysql://u@h/n").value().port == 3306);
    for (const char* bad : {"", "mysql://", "postgres://u@h/n", "mysql://h/n", "mysql://u@h",
                            "mysql://u@/n", "mysql://u:secret@h/n", "mysql://u@h:0/n",
                            "mysql://u@h:65536/n", "mysql://u@h:x/n", "mysql://u@h/n?x=1",
                            "mysql://u@h/"})
        BOOST_TEST(!DatabaseAddress::parse(bad).ok(), bad);
}

}  // namespace
}  // namespace yunhe::db::transactions_test
