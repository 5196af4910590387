#include <boost/test/unit_test.hpp>

#include "http/request_reader.hpp"

namespace yunhe::http::request_reader_test {
namespace {

struct Reading {
    RequestReader::State state = RequestReader::State::needs_more;
    RequestReader reader;
    HttpRequest request;
};

/// Feeds `text` in pieces of `piece` bytes, as the network may.
Reading read_in_pieces(std::string_view text, std::size_t piece) {
    Reading reading;
    while (!text.empty() && reading.state == RequestReader::State::needs_more) {
        auto part = text.substr(0, piece);
        text.remove_prefix(part.size());
        reading.state = reading.reader.read(part);
    }
    if (reading.state == RequestReader::State::complete) reading.request = reading.reader.take();
    return reading;
}

int status_of(std::string_view text) {
    const auto reading = read_in_pieces(text, text.size());
    return reading.state == RequestReader::State::refused ? reading.reader.refusal().status : 0;
}

std::string get(const std::string& target, const std::string& headers = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(request_reader)

BOOST_AUTO_TEST_CASE(a_request_reads_the_same_however_it_is_cut) {
    const std::string text = "POST /a%20b?x=1+2&y=%E8%BF%90&x= HTTP/1.1\r\nHost: h\r\n"
                             "Content-Length: 5\r\nX-One:  two \r\n\r\nhello";
    for (const std::size_t piece : {1u, 2u, 3u, 7u, 1000u}) {
        const auto reading = read_in_pieces(text, piece);
        BOOST_REQUIRE(reading.state == RequestReader::State::complete);
        const auto& request = reading.request;
        BOOST_TEST(request.path == "/a b");
        BOOST_REQUIRE_EQUAL(request.query.size(), 3u);
        BOOST_TEST(request.query[0].second == "1 2");
        BOOST_TEST(request.query[1].second == "运");
        BOOST_TEST(request.query[2].second == "");
        BOOST_TEST(request.header("x-one") == "two");
        BOOST_TEST(request.body == "hello");
    }
}

BOOST_AUTO_TEST_CASE(chunks_are_joined_however_they_are_cut) {
    const std::string text = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\n";
    for (const std::size_t piece : {1u, 5u, 1000u}) {
        const auto reading = read_in_pieces(text, piece);
        BOOST_REQUIRE(reading.state == RequestReader::State::complete);
        BOOST_TEST(reading.request.body == "abc0123456789");
    }
}

BOOST_AUTO_TEST_CASE(bytes_after_a_request_stay_for_the_next_one) {
    const auto both = get("/a") + get("/b");
    std::string_view rest = both;
    RequestReader reader;
    BOOST_REQUIRE(reader.read(rest) == RequestReader::State::complete);
    BOOST_TEST(reader.take().path == "/a");
    BOOST_REQUIRE(reader.read(rest) == RequestReader::State::complete);
    BOOST_TEST(reader.take().path == "/b");
    BOOST_TEST(rest.empty());
}

BOOST_AUTO_TEST_CASE(what_two_readers_could_read_differently_is_refused) {
    const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
    for (const auto& text : std::vector<std::string>{
             get("/%zz"), get("/%"), get("/%00"), get("/a%2fb"), get("/%ff"), get("/?q=%c0%80"),
             get("/a\tb"), get("/\x80"), get("relative"), get("/#f"), get("/a%0ab"),
                 "GET /\r\n\r\n",
             "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
             get("/", "Host: y\r\n"), get("/", "X : y\r\n"), get("/", " folded\r\n"),
             get("/", "X: a\rb\r\n"), get("/", "X: a\nY: b\r\n"), get("/", "X: \xff\r\n"),
             get("/", "Idempotency-Key: a\r\nIdempotency-Key: b\r\n"),
             post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
             post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
             post + "Content-Length: -1\r\n\r\n", post + "Content-Length: 1 2\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"})
        BOOST_TEST(status_of(text) == 400, text);
}

BOOST_AUTO_TEST_CASE(what_is_too_much_or_unknown_has_its_own_status) {
    const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
    BOOST_TEST(status_of(get(std::string(900'000, '/'))) == 414);
    BOOST_TEST(status_of("GET /" + std::string(20'000, 'a')) == 414);
    BOOST_TEST(status_of(get("/", "X: " + std::string(64 * 1024, 'a') + "\r\n")) == 431);
    std::string many;
    for (int i = 0; i < 200; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
    BOOST_TEST(status_of(get("/", many)) == 431);
    BOOST_TEST(status_of(post + "Content-Length: 1048577\r\n\r\n") == 413);
    BOOST_TEST(status_of(post + "Content-Length: 99999999999999999999999\r\n\r\n") == 413);
    BOOST_TEST(status_of(post + "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n") == 413);
    BOOST_TEST(status_of(post + "Transfer-Encoding: gzip\r\n\r\n") == 501);
    BOOST_TEST(status_of("BREW / HTTP/1.1\r\nHost: x\r\n\r\n") == 501);
    BOOST_TEST(status_of("GET / HTTP/2.0\r\nHost: x\r\n\r\n") == 505);
}

BOOST_AUTO_TEST_CASE(connections_are_kept_by_the_versions_rules) {
    const auto kept = [](const std::string& text) {
        const auto reading = read_in_pieces(text, text.size());
        BOOST_REQUIRE(reading.state == RequestReader::State::complete);
        return reading.reader.keep_alive();
    };
    BOOST_TEST(kept(get("/")));
    BOOST_TEST(!kept(get("/", "Connection: Close\r\n")));
    BOOST_TEST(!kept("GET / HTTP/1.0\r\n\r\n"));
    BOOST_TEST(kept("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::http::request_reader_test
