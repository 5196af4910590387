#include <boost/test/unit_test.hpp>

#include "http/limits.hpp"
#include "http/metrics.hpp"

namespace yunhe::http::limits_test {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(a_bucket_gives_its_burst_then_its_rate) {
    RateLimit limit({.burst = 3, .per_minute = 60});
    const RateLimit::Instant start{};
    for (int i = 0; i < 3; ++i) BOOST_TEST(limit.take("a", start).allowed);
    const auto refused = limit.take("a", start);
    BOOST_TEST(!refused.allowed);
    BOOST_TEST(refused.retry_after_seconds == 1);
    BOOST_TEST(!limit.take("a", start + 999ms).allowed);
    BOOST_TEST(limit.take("a", start + 1000ms).allowed);
    BOOST_TEST(!limit.take("a", start + 1001ms).allowed);
}

BOOST_AUTO_TEST_CASE(keys_do_not_hurt_each_other_and_are_bounded) {
    RateLimit limit({.burst = 1, .per_minute = 1, .keys_max = 100});
    const RateLimit::Instant start{};
    BOOST_TEST(limit.take("a", start).allowed);
    BOOST_TEST(limit.take("b", start).allowed);
    BOOST_TEST(!limit.take("a", start).allowed);
    for (int i = 0; i < 1000; ++i) BOOST_TEST(limit.take("k" + std::to_string(i), start).allowed);
}

BOOST_AUTO_TEST_CASE(asking_often_does_not_stop_the_refill) {
    RateLimit limit({.burst = 1, .per_minute = 60});
    RateLimit::Instant now{};
    BOOST_TEST(limit.take("a", now).allowed);
    int allowed = 0;
    for (int i = 0; i < 20'000; ++i) allowed += limit.take("a", now += 100us).allowed;
    BOOST_TEST(allowed == 2);
}

BOOST_AUTO_TEST_CASE(metrics_count_by_route_and_class) {
    static const Route kRoutes[] = {{Method::get, "/x/:id", Permission::open,
                                     Handler([](const Call&) -> Result<Reply> { return Reply{}; }),
                                         "x", "X."}};
    Metrics metrics(kRoutes);
    metrics.record(kRoutes, 200, 700us);
    metrics.record(kRoutes, 204, 20ms);
    metrics.record(kRoutes, 503, 2s);
    metrics.record(nullptr, 404, 1us);
    metrics.add("yunhe_db_connections_open", "Open connections.", "gauge", [] { return 7.0; });
    const auto text = metrics.text();
    const auto has = [&](std::string_view line) { return text.find(line) != text.npos; };
    BOOST_TEST(has(
        "yunhe_http_requests_total{method=\"GET\",route=\"/x/:id\",status=\"2xx\"} 2\n"));
    BOOST_TEST(has(
        "yunhe_http_requests_total{method=\"GET\",route=\"/x/:id\",status=\"5xx\"} 1\n"));
    BOOST_TEST(has("yunhe_http_requests_total{method=\"any\",route=\"none\",status=\"4xx\"} 1\n"));
    BOOST_TEST(has("route=\"/x/:id\",le=\"0.001\"} 1\n"));
    BOOST_TEST(has("route=\"/x/:id\",le=\"+Inf\"} 3\n"));
    BOOST_TEST(has("yunhe_db_connections_open 7\n"));
}

BOOST_AUTO_TEST_CASE(each_key_is_limited_at_its_own_rate) {
    RateLimit limit;
    const auto now = RateLimit::Instant{} + std::chrono::hours(1);
    const auto slow = rate_of(60);
    for (int i = 0; i < 10; ++i) BOOST_CHECK(limit.take("k:1", slow, now).allowed);
    const auto refused = limit.take("k:1", slow, now);
    BOOST_CHECK(!refused.allowed);
    BOOST_TEST(refused.retry_after_seconds == 1);
    BOOST_CHECK(limit.take("k:2", slow, now).allowed);
    BOOST_CHECK(limit.take("k:1", slow, now + std::chrono::seconds(1)).allowed);
    // A lower limit counts at once, a higher one from the next refill.
    BOOST_TEST(limit.take("k:2", rate_of(6), now).remaining == 0);
    BOOST_CHECK(!limit.take("k:2", rate_of(6), now).allowed);
    BOOST_TEST(rate_of(1).burst == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::http::limits_test
