/// The documented gateway: a real nginx with the files of docs/gateway, and its log turned into
/// events.
#include <boost/test/unit_test.hpp>

#include <signal.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "tests/support/nginx_process.hpp"
#include "tests/support/two_servers.hpp"

namespace yunhe::test::gateway_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const fs::path kBinary = YUNHE_BINARY;
const fs::path kNginx = YUNHE_NGINX;

TwoServers& servers() { return two_servers(kBinary); }

const RemoteUser& admin() {
    static const auto user = servers().sign_in("op.admin");
    return user;
}

std::string address(const std::string& url) { return url.substr(std::string("http://").size()); }

NginxGateway& gateway() {
    static NginxGateway nginx(
        kNginx, servers().file("nginx"), {address(servers().first()), address(servers().second())},
        servers().key_of(admin(), Json::array({"entitlements:check"})).api_key);
    return nginx;
}

struct Served {
    int status = 0;
    std::string body;
    std::string code;
};

Served ask(const std::string& url, const http::Headers& headers,
           std::string_view path = "/products/P01/score") {
    const auto reply = http::Client(url).request(http::Method::get, path, std::nullopt, headers);
    Served served{reply.status, reply.body, ""};
    if (const auto json = reply.json(); json.ok() && json.value().is_object())
        served.code = json.value().value("code", "");
    return served;
}

Served ask(const std::string& order, const std::string& scenario = "") {
    http::Headers headers{{"X-Yunhe-Order", order}};
    if (!scenario.empty()) headers.emplace_back("X-Yunhe-Scenario", scenario);
    return ask(gateway().url(), headers);
}

void check_denied(const Served& served, int status, std::string_view code) {
    BOOST_CHECK_MESSAGE(served.status == status && served.code == code,
                        "wanted " << status << " " << code << ", got " << served.status << " "
                                  << served.body);
}

template <class Ask>
std::chrono::milliseconds until(Ask asked, int status) {
    const auto begin = steady_now();
    while (true) {
        const Served served = asked();
        const auto taken =
            std::chrono::duration_cast<std::chrono::milliseconds>(steady_now() - begin);
        if (served.status == status) return taken;
        BOOST_REQUIRE_MESSAGE(taken < 15s, served.status << " " << served.body);
        std::this_thread::sleep_for(20ms);
    }
}

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

std::vector<std::string> lines_of(const fs::path& file) {
    std::istringstream stream(text_of(file));
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

void append(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary | std::ios::app);
    stream << text;
}

/// nginx's lines as if its clock were the sandbox's: the played tenant lives in another year.
std::string moved(const std::vector<std::string>& lines, const std::string& now) {
    const auto instant = parse_timestamp(now).value().time_since_epoch().count();
    std::string text;
    for (const auto& line : lines) {
        auto json = parse_json(line).value();
        json["msec"] = to_text(Quantity{instant});
        text += to_text(json) + "\n";
    }
    return text;
}

struct Metered {
    int code = 0;
    std::string out;
    std::string errors;
};

Metered meter_log(const fs::path& log, const std::vector<std::string>& more) {
    std::vector<std::string> words = {kBinary.string(), "meter-log", log.string(), "--mapping",
                                      gateway().mapping().string()};
    words.insert(words.end(), more.begin(), more.end());
    Process process(words, servers().file("meter.out"), servers().file("meter.errors"));
    const int code = process.wait();
    return {code, process.out(), process.errors()};
}

std::uint64_t accepted_events() {
    return admin().get(servers().first(), "/api/v1/events/summary").json.at("accepted");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gateway_suite)

BOOST_AUTO_TEST_CASE(only_a_live_order_of_the_product_gets_through) {
    const auto served = ask("O01");
    BOOST_TEST(served.status == 200);
    BOOST_TEST(served.body == "data");
    BOOST_TEST(ask("O01", "S01").status == 200);
    check_denied(ask("O01", "S02"), 403, "wrong_scenario");
    check_denied(ask("O03"), 403, "wrong_product");
    check_denied(ask("O99"), 403, "unknown_order");
    BOOST_TEST(ask(gateway().url(), {{"X-Yunhe-Order", "O03"}}, "/products/P03/").status == 404);
    BOOST_TEST(ask(gateway().url(), http::Headers{}, "/yunhe-check").status == 404);
}

BOOST_AUTO_TEST_CASE(what_a_client_writes_never_becomes_part_of_the_question) {
    check_denied(ask(gateway().url(), http::Headers{}), 400, "missing_order");
    for (const auto* order : {"O03&product=P03", "O03%26product=P03", "O01&scenario=S01", "../O01",
                              "O01 ", "O01#x"}) {
        const auto served = ask(order);
        BOOST_CHECK_MESSAGE(served.status == 400 || std::string_view(order) == "O01 ",
                            order << " " << served.status);
    }
    // The gateway's key is its own; the client's doesn't count.
    BOOST_TEST(ask(gateway().url(), {{"X-Yunhe-Order", "O01"}, {"Authorization", "Bearer x"}})
                   .status == 200);
}

BOOST_AUTO_TEST_CASE(a_hold_closes_the_gateway_within_a_second) {
    std::string agreement;
    const auto agreements = admin().get(servers().first(), "/api/v1/agreements").json;
    for (const auto& row : agreements.at("data"))
        if (row.at("developer_uscc") == "913210001001210102")
            agreement = "/api/v1/agreements/" + row.at("id").get<std::string>();
    BOOST_TEST(ask("O01").status == 200);
    const auto hold = admin().post(servers().first(), agreement + "/holds",
                                   {{"cause", "inspection"}, {"reason", "检查(示例)"}});
    BOOST_TEST_REQUIRE(hold.status / 100 == 2);
    BOOST_TEST(until([] { return ask("O01"); }, 403).count() < 1000);
    // Both servers say so by now, or will in a moment: never through again.
    std::this_thread::sleep_for(1s);
    for (int i = 0; i < 20; ++i) check_denied(ask("O01"), 403, "agreement_on_hold");
    admin().post(servers().first(),
                 "/api/v1/holds/" + hold.json.at("id").get<std::string>() + "/release",
                 {{"reason", "已处理(示例)"}});
    until([] { return ask("O01"); }, 200);
}

BOOST_AUTO_TEST_CASE(a_check_that_fails_is_no_permission) {
    const auto key = servers().key_of(admin(), Json::array({"entitlements:check"}));
    NginxGateway lonely(kNginx, servers().file("lonely"), {address(servers().second())},
                        key.api_key);
    const http::Headers order{{"X-Yunhe-Order", "O01"}};
    const auto asked = [&] { return ask(lonely.url(), order); };
    // The second server may hear of the hold's release a moment after the first.
    until(asked, 200);
    servers().second_process().send(SIGSTOP);
    check_denied(asked(), 503, "gateway_check_failed");
    servers().second_process().send(SIGCONT);
    until(asked, 200);
    // A wrong key: the gateway's fault, not the client's.
    NginxGateway wrong(kNginx, servers().file("wrong"), {address(servers().second())},
                       "yh_live_wrong");
    check_denied(ask(wrong.url(), order), 503, "gateway_check_failed");
    // Nobody at the address.
    NginxGateway alone(kNginx, servers().file("alone"), {"127.0.0.1:1"}, key.api_key);
    check_denied(ask(alone.url(), order), 503, "gateway_check_failed");
}

BOOST_AUTO_TEST_CASE(the_log_becomes_events_once_whatever_happens_to_it) {
    const auto folder = servers().file("log");
    fs::create_directories(folder);
    const auto log = folder / "use.log";
    const auto key_file = folder / "events.key";
    append(key_file, servers().key_of(admin(), Json::array({"events:write"})).api_key + "\n");
    const std::vector<std::string> send = {"--server", servers().first(), "--key-file",
                                           key_file.string()};
    const auto now = servers().now(admin());
    const auto logged_from = lines_of(gateway().log()).size();
    const auto new_lines = [&](std::size_t from) {
        auto lines = lines_of(gateway().log());
        lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(from));
        return lines;
    };

    for (int i = 0; i < 5; ++i) BOOST_TEST(ask("O01", "S01").status == 200);
    BOOST_TEST(ask("O03").status == 403);
    std::this_thread::sleep_for(200ms);
    const auto first = new_lines(logged_from);
    BOOST_TEST_REQUIRE(first.size() == 6u);
    BOOST_TEST(parse_json(first[5]).value().at("denial") == "wrong_product");
    BOOST_TEST(parse_json(first[0]).value().at("rows") == "3");
    // nginx is in the middle of the last line.
    const auto text = moved(first, now);
    append(log, text.substr(0, text.size() - 20));

    const auto before = accepted_events();
    auto run = meter_log(log, send);
    BOOST_TEST(run.code == 0, run.errors);
    BOOST_TEST(run.out.find("5 lines, 5 accepted, 0 known already") == 0u, run.out);
    BOOST_TEST(accepted_events() == before + 5);
    run = meter_log(log, send);
    BOOST_TEST(run.out.find("0 lines") == 0u, run.out);

    // The rest of the line, a line that is broken, and then the log is rotated.
    append(log, text.substr(text.size() - 20) + "{\"msec\":\"broken\n");
    for (int i = 0; i < 3; ++i) ask("O01");
    std::this_thread::sleep_for(200ms);
    append(log, moved(new_lines(logged_from + 6), now));
    fs::rename(log, folder / "use.log.1");
    gateway().rotate(gateway().log().string() + ".1");
    for (int i = 0; i < 2; ++i) ask("O01");
    std::this_thread::sleep_for(200ms);
    BOOST_TEST(new_lines(0).size() == 2u);
    append(log, moved(new_lines(0), now));
    run = meter_log(log, send);
    BOOST_TEST(run.code == 3, run.errors);
    BOOST_TEST(run.errors.find("use.log:7: bad_json") != run.errors.npos, run.errors);
    BOOST_TEST(run.out.find("7 lines, 5 accepted, 0 known already, 0 in quarantine, 1 bad") == 0u,
               run.out);
    BOOST_TEST(accepted_events() == before + 10);
    const auto bad = lines_of(folder / "use.log.bad.jsonl");
    BOOST_TEST_REQUIRE(bad.size() == 1u);
    BOOST_TEST(parse_json(bad[0]).value().at("text") == "{\"msec\":\"broken");

    // Everything once more: nothing is charged twice.
    run = meter_log(log, {"--server", servers().first(), "--key-file", key_file.string(),
                          "--restart"});
    BOOST_TEST(run.out.find("2 lines, 0 accepted, 2 known already") == 0u, run.out);
    BOOST_TEST(accepted_events() == before + 10);
}

BOOST_AUTO_TEST_CASE(without_a_server_the_events_go_to_a_file) {
    const auto folder = servers().file("out");
    fs::create_directories(folder);
    const auto log = folder / "use.log";
    const auto out = folder / "events.jsonl";
    const auto line = [](int n, const std::string& order) {
        return to_text(Json{{"msec", "1789000000.250"}, {"request_time", "0.001"},
                            {"request_id", "r" + std::to_string(n)}, {"order", order},
                            {"scenario", ""}, {"uri", "/products/P01/x"}, {"status", "200"},
                            {"bytes", "4"}}) + "\n";
    };
    append(log, line(1, "O01") + line(2, "") + line(3, "O01"));
    auto run = meter_log(log, {"--out", out.string()});
    BOOST_TEST(run.code == 3);
    BOOST_TEST(run.errors.find("use.log:2: missing_order order") != run.errors.npos, run.errors);
    BOOST_TEST(lines_of(out).size() == 2u);
    // A run that died after it wrote and before it noted how far: what it added is taken back.
    append(out, "{\"half\":");
    append(log, line(4, "O01"));
    run = meter_log(log, {"--out", out.string()});
    BOOST_TEST(run.code == 0);
    const auto events = lines_of(out);
    BOOST_TEST_REQUIRE(events.size() == 3u);
    BOOST_TEST(parse_json(events[2]).value().at("id") == "r4:calls");
    // Cut off below what was read: said, not guessed.
    fs::resize_file(log, 10);
    run = meter_log(log, {"--out", out.string()});
    BOOST_TEST(run.code == 1);
    BOOST_TEST(run.errors.find("--restart") != run.errors.npos, run.errors);
    // A mapping with a mistake in it says where.
    append(folder / "bad.json", R"({"source": "g", "paths": [{"prefix": "/"}]})");
    Process wrong({kBinary.string(), "meter-log", log.string(), "--mapping",
                   (folder / "bad.json").string(), "--out", out.string()},
                  folder / "o", folder / "e");
    BOOST_TEST(wrong.wait() == 1);
    BOOST_TEST(wrong.errors().find("/paths/0/meters missing_field") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::gateway_test
