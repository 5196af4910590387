#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "db/lease.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::lease_test {
namespace {

using std::chrono::seconds;
using test::test_database;

template <class Body>
auto work(Body body) {
    using Value = std::invoke_result_t<Body&, Transaction&>;
    return test_database().database().transact([&](Transaction& tx) -> Result<Value> {
        return body(tx);
    }).value();
}

std::optional<Lease> take(std::string_view name, std::string_view holder, int duration_seconds) {
    return work([&](Transaction& tx) {
        return take_lease(tx, name, holder, seconds(duration_seconds));
    });
}

bool holds(const Lease& lease) {
    return work([&](Transaction& tx) { return still_holds(tx, lease); });
}

BOOST_AUTO_TEST_CASE(a_lease_has_one_holder_who_may_renew_it) {
    const auto first = take("t1", "left", 60);
    BOOST_REQUIRE(first.has_value());
    BOOST_TEST(!take("t1", "right", 60).has_value());
    const auto renewed = take("t1", "left", 60);
    BOOST_REQUIRE(renewed.has_value());
    BOOST_TEST(renewed->token == first->token);
    BOOST_TEST(holds(*first));
    BOOST_TEST(take("t2", "right", 60).has_value());
}

BOOST_AUTO_TEST_CASE(a_lease_that_ended_goes_to_another_and_fences_the_first) {
    const auto slow = take("t3", "left", 0);
    BOOST_REQUIRE(slow.has_value());
    BOOST_TEST(!holds(*slow));
    const auto next = take("t3", "right", 60);
    BOOST_REQUIRE(next.has_value());
    BOOST_TEST(next->token > slow->token);
    BOOST_TEST(!holds(*slow));
    BOOST_TEST(holds(*next));
    work([&](Transaction& tx) { release_lease(tx, *slow); return true; });
    BOOST_TEST(holds(*next));
    work([&](Transaction& tx) { release_lease(tx, *next); return true; });
    BOOST_TEST(!holds(*next));
    BOOST_TEST(take("t3", "left", 60).has_value());
}

BOOST_AUTO_TEST_CASE(of_many_at_once_one_gets_it) {
    std::atomic<int> holders{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 16; ++i)
            threads.emplace_back([&, i] {
                holders += take("t4", std::to_string(i), 60).has_value();
            });
    }
    BOOST_TEST(holders == 1);
}

}  // namespace
}  // namespace yunhe::db::lease_test
