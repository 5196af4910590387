/// The server over real sockets: each trap of the HTTP library, and the foreign-answer test.
#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "base/clock.hpp"
#include "http/client.hpp"
#include "http/pistache_adapter.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::http::pistache_adapter_test {
namespace {

using namespace std::chrono_literals;

/// A plain socket that sends what it is told, well-formed or not.
class Wire {
public:
    explicit Wire(int port, int receive_buffer_bytes = 0) : descriptor_(socket(AF_INET,
        SOCK_STREAM, 0)) {
        if (receive_buffer_bytes > 0)
            setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                sizeof receive_buffer_bytes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("no connection to the server under test");
    }
    ~Wire() { close(descriptor_); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;  // The server has closed; what it said is read next.
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// One whole reply by its Content-Length, or all until the end.
    std::string reply(bool with_body = true) {
        const auto head_end = [&] { return received_.find("\r\n\r\n"); };
        while (head_end() == received_.npos && receive()) {}
        if (head_end() == received_.npos) return std::exchange(received_, {});
        auto size = head_end() + 4;
        const auto length = received_.find("Content-Length: ");
        if (with_body && length < size) size += std::stoul(received_.substr(length + 16));
        while (received_.size() < size && receive()) {}
        auto result = received_.substr(0, size);
        received_.erase(0, size);
        return result;
    }
    bool closed_within(std::chrono::milliseconds time) {
        const auto latest = steady_now() + time;
        while (steady_now() < latest)
            if (!receive(50)) return true;
        return false;
    }
    /// Closes with a reset, leaving whatever the server still sends.
    void abort() {
        const linger at_once{1, 0};
        setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }

private:
    /// False at the end of the stream; true also when nothing came in time.
    bool receive(int wait_ms = 10000) {
        pollfd waiting{descriptor_, POLLIN, 0};
        if (poll(&waiting, 1, wait_ms) == 0) return wait_ms < 1000;
        char buffer[65536];
        const auto got = recv(descriptor_, buffer, sizeof buffer, 0);
        if (got <= 0) return false;
        received_.append(buffer, static_cast<std::size_t>(got));
        return true;
    }
    int descriptor_;
    std::string received_;
};

std::string get(const std::string& path, const std::string& headers = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

struct Running {
    test::TemporaryFolder folder;
    std::atomic<bool> release{false};
    HttpServer server{{"127.0.0.1", 0, 8}, [this](const HttpRequest& r) { return answer(r); }};

    Running() { server.start(); }

    Reply answer(const HttpRequest& request) {
        if (request.path == "/throw") throw 42;
        if (request.path == "/secret") throw std::runtime_error("password=hunter2");
        if (request.path == "/split") return Reply{.headers = {{"X-A", "b\r\nX-Injected: 1"}},
            .raw = "x"};
        if (request.path == "/big") return Reply{.raw = std::string(8'000'000, 'b')};
        if (request.path == "/file") return Reply{.file = folder.path() / "file"};
        if (request.path == "/from") return Reply{.raw = request.remote_address};
        if (request.path == "/wait")
            while (!release) std::this_thread::sleep_for(1ms);
        Reply reply;
        reply.raw = request.path + ":" + std::to_string(request.body.size());
        return reply;
    }
    std::string ask(const std::string& text) {
        Wire wire(server.port());
        wire.send(text);
        return wire.reply();
    }
};

int count_from_environment(const char* name, int otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::atoi(text);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pistache_adapter, Running)

BOOST_AUTO_TEST_CASE(one_connection_serves_many_requests) {
    Wire wire(server.port());
    for (int i = 0; i < 100; ++i) {
        wire.send(get("/n" + std::to_string(i)));
        const auto reply = wire.reply();
        BOOST_TEST(has(reply, "Connection: keep-alive"));
        BOOST_TEST(reply.ends_with("/n" + std::to_string(i) + ":0"));
    }
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_order) {
    Wire wire(server.port());
    wire.send(get("/a") + get("/b") + get("/c"));
    for (const auto* path : {"/a:0", "/b:0", "/c:0"}) BOOST_TEST(wire.reply().ends_with(path));
}

BOOST_AUTO_TEST_CASE(head_has_gets_length_and_no_body) {
    Wire wire(server.port());
    wire.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + get("/b"));
    const auto head = wire.reply(false);
    BOOST_TEST(has(head, "Content-Length: 4\r\n"));
    BOOST_TEST(head.ends_with("\r\n\r\n"));
    BOOST_TEST(wire.reply().ends_with("/b:0"));
}

BOOST_AUTO_TEST_CASE(every_reply_carries_security_headers_and_the_request_id) {
    const auto reply = ask(get("/", "X-Request-Id: my-id.1\r\n"));
    BOOST_TEST(has(reply, "X-Request-Id: my-id.1\r\n"));
    BOOST_TEST(has(reply, "Content-Security-Policy: default-src 'none'; script-src 'self'"));
    BOOST_TEST(has(reply, "X-Content-Type-Options: nosniff"));
    BOOST_TEST(has(reply, "Cache-Control: no-store"));
    BOOST_TEST(!has(reply, "Strict-Transport-Security"));
    BOOST_TEST(!has(ask(get("/", "X-Request-Id: <bad>\r\n")), "<bad>"));
    BOOST_TEST(has(ask(get("/", "X-Forwarded-Proto: https\r\n")), "Strict-Transport-Security"));
}

BOOST_AUTO_TEST_CASE(a_header_value_can_not_start_another_header) {
    BOOST_TEST(!has(ask(get("/split")), "\r\nX-Injected"));
}

BOOST_AUTO_TEST_CASE(the_proxys_last_address_counts_and_nonsense_does_not) {
    BOOST_TEST(ask(get("/from",
        "X-Forwarded-For: 203.0.113.9, 192.0.2.5\r\n")).ends_with("192.0.2.5"));
    BOOST_TEST(ask(get("/from", "X-Forwarded-For: <script>\r\n")).ends_with("127.0.0.1"));
}

BOOST_AUTO_TEST_CASE(what_a_handler_throws_is_a_500_without_internals) {
    for (const auto* path : {"/throw", "/secret"}) {
        const auto reply = ask(get(path));
        BOOST_TEST(reply.starts_with("HTTP/1.1 500"));
        BOOST_TEST(has(reply, R"("code":"internal")"));
        BOOST_TEST(!has(reply, "hunter2"));
    }
    BOOST_TEST(ask(get("/alive")).ends_with("/alive:0"));
}

BOOST_AUTO_TEST_CASE(after_a_refused_request_the_connection_closes_and_its_rest_is_not_run) {
    for (const auto* bad : {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n"}) {
        Wire wire(server.port());
        wire.send(bad + get("/smuggled"));
        const auto reply = wire.reply();
        BOOST_TEST(reply.starts_with("HTTP/1.1 400"));
        BOOST_TEST(has(reply, "Connection: close"));
        BOOST_TEST(wire.reply().empty());
    }
}

BOOST_AUTO_TEST_CASE(too_much_of_anything_is_refused_within_100_ms) {
    const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
    const std::pair<std::string, std::string> requests[] = {
        {get(std::string(900'000, '/')), "414"},
        {get("/", "X: " + std::string(64 * 1024, 'a') + "\r\n"), "431"},
        {post + "Content-Length: 8388608\r\n\r\n" + std::string(100'000, 'x'), "413"},
        {post + "Transfer-Encoding: chunked\r\n\r\n800000\r\n" + std::string(100'000, 'x'), "413"},
    };
    for (const auto& [request, status] : requests) {
        const auto begin = steady_now();
        BOOST_TEST(ask(request).starts_with("HTTP/1.1 " + status));
        BOOST_TEST((steady_now() - begin < 100ms));
    }
}

BOOST_AUTO_TEST_CASE(a_body_of_a_mebibyte_is_read_quickly) {
    const std::string body(1024 * 1024, 'x');
    const auto begin = steady_now();
    const auto reply =
        ask("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n" + body);
    BOOST_TEST(reply.ends_with("/up:1048576"));
    BOOST_TEST((steady_now() - begin < 500ms));
}

BOOST_AUTO_TEST_CASE(a_waiting_sender_is_told_to_continue) {
    Wire wire(server.port());
    wire.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    BOOST_TEST(wire.reply().starts_with("HTTP/1.1 100"));
    wire.send("ok");
    BOOST_TEST(wire.reply().ends_with("/up:2"));
}

BOOST_AUTO_TEST_CASE(readers_that_stop_hold_up_nobody) {
    std::ofstream(folder.path() / "file") << std::string(20'000'000, 'f');
    std::vector<std::unique_ptr<Wire>> stopped;
    for (int i = 0; i < 32; ++i) {
        stopped.push_back(std::make_unique<Wire>(server.port(), 4096));
        stopped.back()->send(get(i % 2 == 0 ? "/big" : "/file"));
    }
    std::this_thread::sleep_for(200ms);
    for (int i = 0; i < 64; ++i) {  // Several on each of the eight workers.
        const auto begin = steady_now();
        BOOST_TEST(ask(get("/quick")).ends_with("/quick:0"));
        BOOST_TEST((steady_now() - begin < 500ms));
    }
    const auto reply = stopped[1]->reply();
    BOOST_TEST(reply.size() > 20'000'000u);
    BOOST_TEST(reply.ends_with("ffff"));
    BOOST_TEST(stopped[0]->reply().ends_with("bbbb"));
}

BOOST_AUTO_TEST_CASE(slow_senders_are_dropped) {
    Wire wire(server.port());
    wire.send("GET / HTTP/1.1\r\n");
    BOOST_TEST(!wire.closed_within(3s));
    wire.send("Host: x\r\n");  // A byte now and then doesn't buy time.
    BOOST_TEST(wire.closed_within(5s));
}

BOOST_AUTO_TEST_CASE(stop_lets_work_in_flight_end) {
    Wire wire(server.port());
    wire.send(get("/wait"));
    while (server.requests_in_flight() == 0) std::this_thread::sleep_for(1ms);
    std::thread stopping([&] { server.stop(); });
    while (!server.draining()) std::this_thread::sleep_for(1ms);
    release = true;
    const auto reply = wire.reply();
    BOOST_TEST(reply.ends_with("/wait:0"));
    BOOST_TEST(has(reply, "Connection: close"));
    stopping.join();
    BOOST_CHECK_THROW(Wire(server.port()), std::exception);
}

BOOST_AUTO_TEST_CASE(the_client_reads_what_the_server_sends) {
    Client client("http://127.0.0.1:" + std::to_string(server.port()));
    const auto reply = client.send_json(Method::post, "/json", Json{{"a", 1}}, {{"X-Request-Id",
        "c-1"}});
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.body == "/json:7");
    BOOST_TEST(reply.header("x-request-id") == "c-1");
    BOOST_TEST(client.request(Method::get, "/" + url_encoded("运 河")).body == "/运 河:0");
    BOOST_TEST(client.request(Method::head, "/h").body.empty());
    BOOST_CHECK_THROW(client.request(Method::get, "/", {}, {{"X", "a\r\nY: b"}}),
        InvariantViolation);
    BOOST_CHECK_THROW(Client("http://127.0.0.1:1").request(Method::get, "/"), ClientFailure);
}

/// Clients that go away without reading, side by side with clients that check that each answer
/// names
/// their own request. YUNHE_FOREIGN_ANSWER_CHECKS sets how many checks.
BOOST_AUTO_TEST_CASE(no_answer_reaches_a_stranger) {
    const int checks = count_from_environment("YUNHE_FOREIGN_ANSWER_CHECKS", 50'000);
    std::atomic<int> done{0};
    std::atomic<int> foreign{0};
    std::atomic<int> aborted{0};
    const auto check = [&](int thread) {
        std::unique_ptr<Wire> wire;
        for (int i = 0; done < checks; ++i) {
            // New connections often, so that descriptor numbers go round.
            if (i % 5 == 0) wire = std::make_unique<Wire>(server.port());
            const auto path = "/t" + std::to_string(thread) + "-" + std::to_string(i);
            wire->send(get(path));
            if (!wire->reply().ends_with(path + ":0")) ++foreign;
            ++done;
        }
    };
    const auto abandon = [&](int thread) {
        for (int i = 0; done < checks; ++i, ++aborted) {
            Wire wire(server.port());
            wire.send(get("/gone" + std::to_string(thread) + "-" + std::to_string(i)));
            wire.abort();
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back(check, i);
        threads.emplace_back(abandon, i);
    }
    for (auto& thread : threads) thread.join();
    BOOST_TEST(foreign == 0);
    BOOST_TEST(done >= checks);
    BOOST_TEST(aborted > 100);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::http::pistache_adapter_test
