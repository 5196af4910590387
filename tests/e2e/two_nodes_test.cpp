/// Two servers on one database: what one does, the other follows.
#include <boost/test/unit_test.hpp>

#include <thread>

#include "base/clock.hpp"
#include "base/time.hpp"
#include "tests/support/two_servers.hpp"

namespace yunhe::test::two_nodes_test {
namespace {

constexpr auto kOneSecond = std::chrono::milliseconds(1000);
const std::filesystem::path kBinary = YUNHE_BINARY;

TwoServers& servers() { return two_servers(kBinary); }
const std::string& a() { return servers().first(); }
const std::string& b() { return servers().second(); }

RemoteAnswer must(RemoteAnswer answer) {
    BOOST_REQUIRE_MESSAGE(answer.status / 100 == 2, answer.status << " " << answer.json);
    return answer;
}

/// Asks until the answer is the expected one; how long that took.
template <class Ask>
std::chrono::milliseconds until(Ask ask, int status, std::string_view code) {
    const auto begin = steady_now();
    while (true) {
        const RemoteAnswer answer = ask();
        const auto taken =
            std::chrono::duration_cast<std::chrono::milliseconds>(steady_now() - begin);
        if (answer.status == status && answer.code() == code) return taken;
        BOOST_REQUIRE_MESSAGE(taken < std::chrono::seconds(5),
                              answer.status << " " << answer.json);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

const RemoteUser& admin() {
    static const auto user = servers().sign_in("op.admin");
    return user;
}
const RemoteUser& gateway() {
    static const auto key =
        servers().key_of(admin(), Json::array({"events:write", "entitlements:check"}));
    return key;
}

std::string agreement_of(std::string_view uscc) {
    const auto agreements = must(admin().get(a(), "/api/v1/agreements")).json;
    for (const auto& row : agreements.at("data"))
        if (row.at("developer_uscc") == uscc)
            return "/api/v1/agreements/" + row.at("id").get<std::string>();
    BOOST_FAIL("no agreement of " << uscc);
    return {};
}

RemoteAnswer check(const std::string& server, const std::string& order) {
    return gateway().get(server, "/api/v1/entitlements/check?order=" + order);
}

/// "accepted", or the code of the quarantine or the refusal.
std::string sent(const std::string& server, const std::string& id, const std::string& order,
                 const std::string& time, const std::string& meter = "calls") {
    const auto answer = must(gateway().post(server, "/api/v1/events",
                                            {{"specversion", "1.0"},
                                             {"id", id},
                                             {"source", "gateway/two"},
                                             {"type", "yunhe.usage"},
                                             {"subject", order},
                                             {"time", time},
                                             {"data", {{"meter", meter}, {"quantity", "1"}}}}));
    const auto& result = answer.json.at("results")[0];
    return result.value("code", result.at("status").get<std::string>());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(two_nodes)

BOOST_AUTO_TEST_CASE(a_hold_on_one_server_closes_the_gateways_of_both) {
    const auto agreement = agreement_of("913210001001210102");
    BOOST_TEST(check(a(), "O01").status == 204);
    BOOST_TEST(check(b(), "O01").status == 204);
    for (int round = 0; round < 3; ++round) {
        const auto time = servers().now(admin());
        const auto mark = std::to_string(round);
        BOOST_TEST(sent(b(), "before-" + mark, "O01", time) == "accepted");
        const auto hold = must(admin().post(a(), agreement + "/holds",
                                            {{"cause", "inspection"}, {"reason", "检查(示例)"}}));
        // Metering reads the version in its own transaction: exact, at once, on any server.
        BOOST_TEST(sent(b(), "held-" + mark, "O01", time) == "agreement_on_hold");
        BOOST_TEST(sent(b(), "other-" + mark, "O03", time) == "accepted");
        const auto closed = until([] { return check(b(), "O01"); }, 403, "agreement_on_hold");
        BOOST_TEST(closed.count() < kOneSecond.count());
        BOOST_TEST(check(b(), "O03").status == 204);
        const auto path = "/api/v1/holds/" + hold.json.at("id").get<std::string>();
        must(admin().post(b(), path + "/release", {{"reason", "已处理(示例)"}}));
        BOOST_TEST(sent(a(), "after-" + mark, "O01", time) == "accepted");
        const auto opened = until([] { return check(a(), "O01"); }, 204, "");
        BOOST_TEST(opened.count() < kOneSecond.count());
        until([] { return check(b(), "O01"); }, 204, "");
    }
}

BOOST_AUTO_TEST_CASE(keys_and_sessions_that_end_on_one_server_end_on_the_other) {
    const auto made = must(admin().post(a(), "/api/v1/api-keys",
                                        {{"name", "临时"}, {"scopes", {"entitlements:check"}}}));
    RemoteUser key;
    key.api_key = made.json.at("key").get<std::string>();
    const auto ask = [&] { return key.get(b(), "/api/v1/entitlements/check?order=O01"); };
    BOOST_TEST(ask().status == 204);
    must(admin().post(a(), "/api/v1/api-keys/" + made.json.at("id").get<std::string>() +
                               "/revoke", Json::object()));
    BOOST_TEST(until(ask, 401, "unauthenticated").count() < kOneSecond.count());

    const auto user = servers().sign_in("finance1");
    const auto look = [&] { return user.get(b(), "/api/v1/session"); };
    BOOST_TEST(look().status == 200);
    must(user.del(a(), "/api/v1/session"));
    BOOST_TEST(until(look, 401, "unauthenticated").count() < kOneSecond.count());
}

// A grant never comes back: that of P05 in S05, which nothing else here uses.
BOOST_AUTO_TEST_CASE(a_revoked_grant_closes_what_needs_it_on_both_and_nothing_else) {
    const auto authority = servers().sign_in("authority");
    std::string grant;
    const auto grants = must(authority.get(a(), "/api/v1/grants?scenario_code=S05")).json;
    for (const auto& row : grants.at("data"))
        if (row.at("state") == "active") grant = row.at("id").get<std::string>();
    BOOST_TEST_REQUIRE(grant != "");
    const auto time = servers().now(admin());
    BOOST_TEST(sent(b(), "granted", "O05", time, "rows") == "accepted");
    must(authority.post(a(), "/api/v1/grants/" + grant + "/revoke", {{"reason", "撤回(示例)"}}));
    BOOST_TEST(sent(b(), "revoked", "O05", time, "rows") == "no_live_grant");
    BOOST_TEST(until([] { return check(b(), "O05"); }, 403, "no_live_grant").count() <
               kOneSecond.count());
    for (const auto* order : {"O01", "O02", "O03", "O04"}) {
        BOOST_TEST(check(a(), order).status == 204, order);
        BOOST_TEST(check(b(), order).status == 204, order);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::two_nodes_test
