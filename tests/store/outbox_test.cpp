#include <atomic>
#include <set>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "db/outbox.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::outbox_test {
namespace {

using std::chrono::seconds;
using test::test_database;

const Timestamp kNow = parse_timestamp("2026-09-01T00:00:00Z").value();

template <class Body>
auto work(Body body) {
    using Value = std::invoke_result_t<Body&, Transaction&>;
    return test_database().database().transact([&](Transaction& tx) -> Result<Value> {
        return body(tx);
    }).value();
}

std::vector<OutboxMessage> claim(TenantScope scope, Timestamp now, std::uint32_t limit = 10) {
    return work([&](Transaction& tx) {
        return claim_batch(tx, scope, "webhook", now, seconds(60), limit);
    });
}

OutboxId put(TenantScope scope, Timestamp due_at, std::string_view topic = "webhook") {
    return work([&](Transaction& tx) {
        return enqueue(tx, scope, topic, Json{{"通知", 1}}, due_at);
    });
}

BOOST_AUTO_TEST_CASE(a_message_is_claimed_when_due_and_by_one_worker_only) {
    const auto scope = test_database().fresh_scope();
    const auto id = put(scope, kNow);
    put(scope, kNow, "mail");
    put(scope, kNow + seconds(1));
    BOOST_TEST(claim(scope, kNow - seconds(1)).empty());
    const auto claimed = claim(scope, kNow);
    BOOST_REQUIRE(claimed.size() == 1u);
    BOOST_TEST((claimed[0].id == id));
    BOOST_TEST(claimed[0].attempts == 1u);
    BOOST_TEST((claimed[0].payload == Json{{"通知", 1}}));
    BOOST_TEST(claim(scope, kNow).empty());
    BOOST_TEST(claim(test_database().fresh_scope(), kNow).empty());
}

BOOST_AUTO_TEST_CASE(a_lease_that_ran_out_goes_to_another_and_the_first_is_fenced_off) {
    const auto scope = test_database().fresh_scope();
    put(scope, kNow);
    const auto slow = claim(scope, kNow).at(0);
    const auto quick = claim(scope, kNow + seconds(60)).at(0);
    BOOST_TEST(quick.attempts == 2u);
    BOOST_TEST(!work([&](Transaction& tx) { return mark_done(tx, scope, slow); }));
    BOOST_TEST(!work([&](Transaction& tx) { return mark_failed(tx, scope, slow, kNow, "late"); }));
    BOOST_TEST(work([&](Transaction& tx) { return mark_done(tx, scope, quick); }));
    BOOST_TEST(claim(scope, kNow + std::chrono::days(1)).empty());
}

BOOST_AUTO_TEST_CASE(a_failed_message_waits_longer_each_time_and_dies_at_last) {
    const auto scope = test_database().fresh_scope();
    const auto id = put(scope, kNow);
    Timestamp now = kNow;
    for (std::uint32_t attempt = 1; attempt <= 3; ++attempt) {
        const auto message = claim(scope, now).at(0);
        BOOST_TEST(message.attempts == attempt);
        const std::string reason = "连接被拒绝" + std::string(2000, 'x');
        BOOST_TEST(work([&](Transaction& tx) {
            return mark_failed(tx, scope, message, now, reason, 3);
        }));
        const auto pause = outbox_pause(attempt);
        BOOST_TEST(claim(scope, now + pause - seconds(1)).empty());
        now += pause;
    }
    BOOST_TEST(claim(scope, now + std::chrono::days(9)).empty());
    const auto dead = work([&](Transaction& tx) { return list_dead_messages(tx, scope, 10); });
    BOOST_REQUIRE(dead.size() == 1u);
    BOOST_TEST(dead[0].last_error.starts_with("连接被拒绝x"));
    BOOST_TEST(work([&](Transaction& tx) { return revive(tx, scope, id, now); }));
    BOOST_TEST(!work([&](Transaction& tx) { return revive(tx, scope, id, now); }));
    BOOST_TEST(claim(scope, now).at(0).attempts == 1u);
}

BOOST_AUTO_TEST_CASE(pauses_double_up_to_an_hour) {
    BOOST_TEST(outbox_pause(1).count() == 5);
    BOOST_TEST(outbox_pause(2).count() == 10);
    BOOST_TEST(outbox_pause(10).count() == 2560);
    BOOST_TEST(outbox_pause(11).count() == 3600);
    BOOST_TEST(outbox_pause(4'000'000'000u).count() == 3600);
}

BOOST_AUTO_TEST_CASE(workers_side_by_side_share_the_work_without_doubles) {
    const auto scope = test_database().fresh_scope();
    for (int i = 0; i < 200; ++i) put(scope, kNow);
    std::mutex mutex;
    std::multiset<std::uint64_t> handled;
    std::atomic<int> done{0};
    {
        std::vector<std::jthread> workers;
        for (int w = 0; w < 8; ++w)
            workers.emplace_back([&] {
                int idle = 0;
                while (idle < 3) {
                    const auto batch = claim(scope, kNow, 7);
                    idle = batch.empty() ? idle + 1 : 0;
                    for (const auto& message : batch) {
                        const std::lock_guard lock(mutex);
                        handled.insert(message.id.value);
                    }
                    for (const auto& message : batch)
                        done += work([&](Transaction& tx) {
                            return mark_done(tx, scope, message);
                        });
                }
            });
    }
    BOOST_TEST(done == 200);
    BOOST_TEST(handled.size() == 200u);
    BOOST_TEST(std::set<std::uint64_t>(handled.begin(), handled.end()).size() == 200u);
}

BOOST_AUTO_TEST_CASE(tenants_with_due_messages_are_found) {
    const auto scope = test_database().fresh_scope();
    const auto listed = [&](Timestamp now) {
        const auto tenants = work([&](Transaction& tx) {
            return list_tenants_with_due_across_tenants(tx, now);
        });
        return std::ranges::find(tenants, scope.tenant()) != tenants.end();
    };
    BOOST_TEST(!listed(kNow));
    put(scope, kNow);
    BOOST_TEST(!listed(kNow - seconds(1)));
    BOOST_TEST(listed(kNow));
}

}  // namespace
}  // namespace yunhe::db::outbox_test
