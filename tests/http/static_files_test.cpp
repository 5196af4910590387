#include <boost/test/unit_test.hpp>

#include "http/static_files.hpp"

namespace yunhe::http::static_files_test {
namespace {

constexpr StaticFile kFiles[] = {
    {"index.html", "<html>"},       {"assets/app-1a2b.js", "plain"}, {"assets/app-1a2b.js.gz",
        "gz"},
    {"assets/app-1a2b.js.br", "br"}, {"icon.svg", "<svg/>"},
};

HttpRequest request_for(std::string path, Headers headers = {}) {
    return {.path = std::move(path), .headers = std::move(headers)};
}

std::string header_of(const Reply& reply, std::string_view name) {
    for (const auto& header : reply.headers)
        if (header.first == name) return header.second;
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(static_files)

BOOST_AUTO_TEST_CASE(the_best_accepted_coding_is_sent_and_has_an_etag_of_its_own) {
    const StaticFiles files(kFiles);
    const auto plain = files(request_for("/assets/app-1a2b.js"));
    const auto gzip = files(request_for("/assets/app-1a2b.js", {{"accept-encoding",
        "gzip, br;q=0"}}));
    const auto brotli = files(request_for("/assets/app-1a2b.js", {{"accept-encoding",
        "gzip, br"}}));
    BOOST_TEST(*plain.raw == "plain");
    BOOST_TEST(*gzip.raw == "gz");
    BOOST_TEST(*brotli.raw == "br");
    BOOST_TEST(header_of(brotli, "Content-Encoding") == "br");
    BOOST_TEST(brotli.content_type == "text/javascript; charset=utf-8");
    BOOST_TEST(header_of(plain, "Vary") == "Accept-Encoding");
    BOOST_TEST(header_of(plain, "ETag") != header_of(gzip, "ETag"));
    BOOST_TEST(header_of(gzip, "ETag") != header_of(brotli, "ETag"));
}

BOOST_AUTO_TEST_CASE(a_known_etag_gets_304_without_body) {
    const StaticFiles files(kFiles);
    const auto etag = header_of(files(request_for("/")), "ETag");
    const auto again = files(request_for("/", {{"if-none-match", "\"other\", W/" + etag}}));
    BOOST_TEST(again.status == 304);
    BOOST_TEST(!again.raw.has_value());
    BOOST_TEST(header_of(again, "ETag") == etag);
    BOOST_TEST(files(request_for("/", {{"if-none-match", "\"other\""}})).status == 200);
}

BOOST_AUTO_TEST_CASE(hashed_assets_are_kept_for_ever_and_pages_are_asked_for_again) {
    const StaticFiles files(kFiles);
    BOOST_TEST(header_of(files(request_for("/assets/app-1a2b.js")), "Cache-Control") ==
               "public, max-age=31536000, immutable");
    BOOST_TEST(header_of(files(request_for("/")), "Cache-Control") == "no-cache");
}

BOOST_AUTO_TEST_CASE(the_consoles_own_paths_get_its_index_and_other_unknown_names_404) {
    const StaticFiles files(kFiles);
    const Headers browser{{"accept", "text/html,*/*"}};
    BOOST_TEST(*files(request_for("/orders/ord_1", browser)).raw == "<html>");
    BOOST_TEST(files(request_for("/orders/ord_1")).status == 404);
    BOOST_TEST(files(request_for("/missing.js", browser)).status == 404);
    BOOST_TEST(files(request_for("/assets/app-1a2b.js.gz")).status == 404);
    BOOST_TEST(files(request_for("/../index.html")).status == 404);
    BOOST_TEST(files({.method = Method::post, .path = "/"}).status == 405);
}

BOOST_AUTO_TEST_CASE(without_a_built_console_the_page_says_so) {
    const StaticFiles files({});
    const auto reply = files(request_for("/", {{"accept", "text/html"}}));
    BOOST_TEST(reply.status == 503);
    BOOST_TEST(reply.raw->find("控制台尚未构建") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::http::static_files_test
