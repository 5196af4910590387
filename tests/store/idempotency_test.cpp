#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "base/clock.hpp"
#include "db/connection.hpp"
#include "db/idempotency.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::idempotency_test {
namespace {

using test::test_database;

Database& database() { return test_database().database(); }

/// A use case with one effect: it takes a number and replies with it.
Result<StoredReply> take_number(Database& where, TenantScope scope, const IdempotencyKey& key,
                                std::atomic<int>* runs = nullptr) {
    return where.transact([&](Transaction& tx) -> Result<StoredReply> {
        if (runs != nullptr) ++*runs;
        YUNHE_TRY(stored, find_or_claim(tx, key));
        if (stored) return *stored;
        const StoredReply reply{201, "编号 " + std::to_string(tx.next_number(scope, "effect")),
                                R"({"Location":"/api/v1/x"})"};
        store_reply(tx, key, reply);
        return reply;
    });
}

std::uint64_t effects(TenantScope scope) {
    return database().read([&](Transaction& tx) -> Result<std::uint64_t> {
        return tx.find("SELECT value FROM counters WHERE tenant_id = ? AND series = 'effect'",
                       [](const Row& row) { return row.uint64("value"); }, scope).value_or(0);
    }).value();
}

IdempotencyKey key_of(TenantScope scope, std::string hash = "h1", std::string principal = "usr_1") {
    return {scope, std::move(principal), "k-1", std::move(hash)};
}

BOOST_AUTO_TEST_CASE(the_same_key_and_request_gets_the_stored_reply) {
    const auto scope = test_database().fresh_scope();
    const auto first = take_number(database(), scope, key_of(scope));
    const auto second = take_number(database(), scope, key_of(scope));
    BOOST_REQUIRE(first.ok() && second.ok());
    BOOST_TEST((first.value() == second.value()));
    BOOST_TEST(effects(scope) == 1u);
}

BOOST_AUTO_TEST_CASE(the_same_key_with_another_request_is_refused) {
    const auto scope = test_database().fresh_scope();
    BOOST_REQUIRE(take_number(database(), scope, key_of(scope)).ok());
    const auto other = take_number(database(), scope, key_of(scope, "h2"));
    BOOST_REQUIRE(!other.ok());
    BOOST_TEST((other.error().kind == Errc::idempotency_reused));
    BOOST_TEST(other.error().code == "idempotency_key_reused");
    BOOST_TEST(effects(scope) == 1u);
}

BOOST_AUTO_TEST_CASE(keys_of_principals_and_tenants_are_apart) {
    const auto scope = test_database().fresh_scope();
    const auto stranger = test_database().fresh_scope();
    BOOST_REQUIRE(take_number(database(), scope, key_of(scope)).ok());
    BOOST_REQUIRE(take_number(database(), scope, key_of(scope, "h2", "usr_2")).ok());
    BOOST_REQUIRE(take_number(database(), stranger, key_of(stranger, "h3")).ok());
    const IdempotencyKey platform{std::nullopt, "usr_" + to_text(scope.tenant()), "k-1", "h4"};
    BOOST_REQUIRE(take_number(database(), stranger, platform).ok());
    BOOST_TEST(effects(scope) == 2u);
    BOOST_TEST(effects(stranger) == 2u);
}

BOOST_AUTO_TEST_CASE(fifty_at_once_have_one_effect_and_fifty_equal_replies) {
    const auto scope = test_database().fresh_scope();
    std::mutex mutex;
    std::vector<StoredReply> replies;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 50; ++i)
            threads.emplace_back([&] {
                const auto reply = take_number(database(), scope, key_of(scope));
                const std::lock_guard lock(mutex);
                if (reply.ok()) replies.push_back(reply.value());
            });
    }
    BOOST_TEST(replies.size() == 50u);
    for (const auto& reply : replies) BOOST_TEST((reply == replies.front()));
    BOOST_TEST(effects(scope) == 1u);
}

BOOST_AUTO_TEST_CASE(when_the_first_is_refused_one_of_the_waiting_does_the_work) {
    const auto scope = test_database().fresh_scope();
    std::atomic<int> turn{0};
    std::atomic<int> replies{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 20; ++i)
            threads.emplace_back([&] {
                const auto reply = database().transact([&](Transaction& tx) -> Result<StoredReply> {
                    YUNHE_TRY(stored, find_or_claim(tx, key_of(scope)));
                    if (stored) return *stored;
                    if (turn++ < 5) return wrong_state("illegal_transition");
                    const StoredReply made{200, std::to_string(tx.next_number(scope, "effect"))};
                    store_reply(tx, key_of(scope), made);
                    return made;
                });
                if (reply.ok()) ++replies;
            });
    }
    BOOST_TEST(replies == 15);
    BOOST_TEST(effects(scope) == 1u);
}

BOOST_AUTO_TEST_CASE(a_holder_that_takes_too_long_is_reported_as_in_flight) {
    const auto scope = test_database().fresh_scope();
    Database hasty(test_database().embedded().address(),
                   {.connections_max = 1, .lock_wait_max = std::chrono::seconds(1)});
    Connection connection(test_database().embedded().address());
    Transaction holder(connection);
    BOOST_REQUIRE(find_or_claim(holder, key_of(scope)).ok());
    std::atomic<int> runs{0};
    const auto late = take_number(hasty, scope, key_of(scope), &runs);
    BOOST_REQUIRE(!late.ok());
    BOOST_TEST((late.error().kind == Errc::idempotency_in_flight));
    BOOST_TEST(runs == 1);
}

BOOST_AUTO_TEST_CASE(a_commit_of_unknown_outcome_has_one_effect) {
    using enum FaultPlan::Kind;
    for (const auto kind : {cut_before_commit, cut_after_commit}) {
        const auto scope = test_database().fresh_scope();
        std::atomic<int> runs{0};
        FaultInjection injection({kind, 1});
        const auto reply = take_number(database(), scope, key_of(scope), &runs);
        BOOST_TEST(injection.fired());
        BOOST_REQUIRE(reply.ok());
        BOOST_TEST(reply.value().body == "编号 1");
        BOOST_TEST(runs == 2);
        BOOST_TEST(effects(scope) == 1u);
    }
}

BOOST_AUTO_TEST_CASE(a_connection_cut_at_any_statement_has_one_effect) {
    const auto scope = test_database().fresh_scope();
    std::uint64_t expected = 0;
    for (int nth = 1;; ++nth) {
        IdempotencyKey key = key_of(scope);
        key.key = "cut-" + std::to_string(nth);
        FaultInjection injection({FaultPlan::Kind::cut, nth});
        BOOST_TEST(take_number(database(), scope, key).ok());
        ++expected;
        if (!injection.fired()) break;
    }
    // Claim, number, its value, reply, COMMIT; and once without a fault.
    BOOST_TEST(expected == 6u);
    BOOST_TEST(effects(scope) == expected);
}

BOOST_AUTO_TEST_CASE(keys_are_forgotten_after_seven_days) {
    const auto scope = test_database().fresh_scope();
    BOOST_REQUIRE(take_number(database(), scope, key_of(scope)).ok());
    const auto purge = [](Timestamp now) {
        return database().transact([&](Transaction& tx) -> Result<std::uint64_t> {
            return purge_expired_across_tenants(tx, now, 100'000);
        }).value();
    };
    purge(real_now() + std::chrono::days(6));
    BOOST_REQUIRE(take_number(database(), scope, key_of(scope)).ok());
    BOOST_TEST(effects(scope) == 1u);
    BOOST_TEST(purge(real_now() + std::chrono::days(8)) >= 1u);
    BOOST_REQUIRE(take_number(database(), scope, key_of(scope)).ok());
    BOOST_TEST(effects(scope) == 2u);
}

}  // namespace
}  // namespace yunhe::db::idempotency_test
