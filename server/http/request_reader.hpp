/// Reads HTTP/1.0 and 1.1 requests (RFC 9112) from the bytes of one connection.
///
/// Stricter than the RFC allows where leniency lets two parsers disagree: CRLF only, no folded
/// headers, no Content-Length beside Transfer-Encoding, one Host, one of each header that decides
/// anything. Path and query are decoded once; bad escapes, NUL, an escaped slash in the path and
/// invalid UTF-8 are refused. Linear in the bytes it gets. Pure; not thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace yunhe::http {

inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;

struct ReaderLimits {
    std::size_t line_bytes_max = 16 * 1024;
    std::size_t head_bytes_max = 32 * 1024;  ///< Request line and headers together.
    std::size_t headers_max = 100;
    std::size_t body_bytes_max = kBodyBytesMax;
};

class RequestReader {
public:
    enum class State { needs_more, complete, refused };
    /// Where in a request the reader stands; each has its own time-out.
    enum class Place { between, head, body };
    struct Refusal {
        int status = 400;  ///< 400, 413, 414, 431, 501 or 505.
        std::string code;  ///< A code of base/error_text.
    };

    explicit RequestReader(ReaderLimits limits = {}) : limits_(limits) {}

    /// Takes bytes off the front of `bytes` until one request is complete or all are taken. Bytes
    /// after a complete request stay in `bytes`. After `refused` the connection can't be read on.
    State read(std::string_view& bytes);
    /// The request, without remote_address and request_id. REQUIRES: `read` said complete.
    HttpRequest take();

    bool keep_alive() const { return keep_alive_; }  ///< Of the last complete request.
    const Refusal& refusal() const { return refusal_; }
    Place place() const;
    /// True once per request whose sender waits for "100 Continue" before it sends the body.
    bool wants_continue();

private:
    enum class Part { head, sized_body, chunk_size, chunk_data, chunk_end, trailers, done };
    enum class Step { again, needs_more, complete, refused };

    Step step(std::string_view& bytes);
    Step read_head(std::string_view& bytes);
    Step read_sized(std::string_view& bytes);
    Step read_chunk_line(std::string_view& bytes);
    Step read_chunk_data(std::string_view& bytes);
    Step refuse(int status, std::string_view code);
    bool take_line(std::string_view& bytes);

    bool parse_head();
    bool parse_request_line(std::string_view line);
    bool parse_target(std::string_view target);
    bool parse_header(std::string_view line);
    bool check_headers();
    bool check_framing();

    ReaderLimits limits_;
    Part part_ = Part::head;
    std::string head_;
    std::string line_;
    std::size_t missing_bytes_ = 0;
    HttpRequest request_;
    bool http_1_0_ = false;
    bool keep_alive_ = true;
    bool continue_wanted_ = false;
    Refusal refusal_;
};

/// Percent-decodes once; `plus_is_space` for queries. nullopt: bad escape, NUL or invalid UTF-8.
std::optional<std::string> decode_once(std::string_view text, bool plus_is_space);

}  // namespace yunhe::http
