#include "http/request_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace yunhe::http {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::size_t kChunkLineBytesMax = 256;
constexpr std::size_t kQueryValuesMax = 100;

/// Headers that decide something: sent twice, two readers could take different ones.
constexpr std::array<std::string_view, 10> kSingleHeaders{
    "host", "content-length", "content-type", "transfer-encoding", "authorization",
    "idempotency-key", "x-csrf-token", "if-match", "if-none-match", "expect"};

bool token_character(char c) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != kMarks.npos;
}

std::string_view without_blanks(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

bool control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool parse_query(std::string_view text, std::vector<std::pair<std::string, std::string>>& query) {
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode_once(pair.substr(0, equals), true);
        auto value = decode_once(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value || query.size() == kQueryValuesMax) return false;
        query.emplace_back(std::move(*name), std::move(*value));
    }
    return true;
}

}  // namespace

std::optional<std::string> decode_once(std::string_view text, bool plus_is_space) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plus_is_space) c = ' ';
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0') return std::nullopt;
        result += c;
    }
    if (!valid_utf8(result)) return std::nullopt;
    return result;
}

RequestReader::State RequestReader::read(std::string_view& bytes) {
    if (!refusal_.code.empty()) return State::refused;
    for (;;) {
        switch (step(bytes)) {
            case Step::again: continue;
            case Step::needs_more: return State::needs_more;
            case Step::complete: return State::complete;
            case Step::refused: return State::refused;
        }
    }
}

RequestReader::Step RequestReader::step(std::string_view& bytes) {
    switch (part_) {
        case Part::head: return read_head(bytes);
        case Part::sized_body: return read_sized(bytes);
        case Part::chunk_size:
        case Part::chunk_end:
        case Part::trailers: return read_chunk_line(bytes);
        case Part::chunk_data: return read_chunk_data(bytes);
        case Part::done: return Step::complete;
    }
    fail_invariant("every part of a request is read", __FILE__, __LINE__);
}

HttpRequest RequestReader::take() {
    YUNHE_ASSERT(part_ == Part::done);
    part_ = Part::head;
    continue_wanted_ = false;
    return std::exchange(request_, HttpRequest{});
}

RequestReader::Place RequestReader::place() const {
    if (part_ == Part::head) return head_.empty() ? Place::between : Place::head;
    return part_ == Part::done ? Place::between : Place::body;
}

bool RequestReader::wants_continue() { return std::exchange(continue_wanted_, false); }

RequestReader::Step RequestReader::refuse(int status, std::string_view code) {
    if (refusal_.code.empty()) refusal_ = {status, std::string(code)};
    return Step::refused;
}

RequestReader::Step RequestReader::read_head(std::string_view& bytes) {
    // Empty lines before a request are let pass (RFC 9112 section 2.2).
    while (head_.empty() && bytes.starts_with(kLineEnd)) bytes.remove_prefix(kLineEnd.size());
    if (bytes.empty()) return Step::needs_more;

    const std::size_t known = head_.size();
    head_.append(bytes);
    const auto end = head_.find(kHeadEnd, known < 3 ? 0 : known - 3);
    const auto head_size = end == head_.npos ? head_.size() : end + kHeadEnd.size();
    if (head_size > limits_.line_bytes_max && head_.find(kLineEnd) > limits_.line_bytes_max)
        return refuse(414, "uri_too_long");
    if (head_size > limits_.head_bytes_max) return refuse(431, "headers_too_large");
    if (end == head_.npos) {
        bytes = {};
        return Step::needs_more;
    }
    bytes.remove_prefix(head_size - known);
    head_.resize(end + kLineEnd.size());
    if (!parse_head()) return refuse(400, "bad_request");
    head_.clear();
    return Step::again;
}

RequestReader::Step RequestReader::read_sized(std::string_view& bytes) {
    const auto taken = std::min(missing_bytes_, bytes.size());
    request_.body.append(bytes.substr(0, taken));
    bytes.remove_prefix(taken);
    missing_bytes_ -= taken;
    if (missing_bytes_ > 0) return Step::needs_more;
    part_ = Part::done;
    return Step::complete;
}

/// Moves bytes into `line_` up to and with the line's end; true when the line is whole.
bool RequestReader::take_line(std::string_view& bytes) {
    while (!bytes.empty() && line_.size() <= kChunkLineBytesMax) {
        line_ += bytes.front();
        bytes.remove_prefix(1);
        if (line_.ends_with(kLineEnd)) return true;
    }
    return false;
}

RequestReader::Step RequestReader::read_chunk_line(std::string_view& bytes) {
    if (!take_line(bytes)) {
        if (line_.size() > kChunkLineBytesMax) return refuse(400, "bad_request");
        return Step::needs_more;
    }
    const std::string line = std::exchange(line_, {});
    const auto text = std::string_view(line).substr(0, line.size() - kLineEnd.size());
    if (part_ == Part::trailers) {
        if (text.empty()) part_ = Part::done;
        return Step::again;
    }
    if (part_ == Part::chunk_end) {
        if (!text.empty()) return refuse(400, "bad_request");
        part_ = Part::chunk_size;
        return Step::again;
    }
    const auto digits = without_blanks(text.substr(0, text.find(';')));
    std::size_t size = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    if (failure != std::errc() || end != digits.data() + digits.size())
        return refuse(400, "bad_request");
    if (size > limits_.body_bytes_max - request_.body.size()) return refuse(413, "too_large");
    missing_bytes_ = size;
    part_ = size == 0 ? Part::trailers : Part::chunk_data;
    return Step::again;
}

RequestReader::Step RequestReader::read_chunk_data(std::string_view& bytes) {
    const auto taken = std::min(missing_bytes_, bytes.size());
    request_.body.append(bytes.substr(0, taken));
    bytes.remove_prefix(taken);
    missing_bytes_ -= taken;
    if (missing_bytes_ > 0) return Step::needs_more;
    part_ = Part::chunk_end;
    return Step::again;
}

bool RequestReader::parse_head() {
    std::string_view rest = head_;
    const auto next_line = [&] {
        const auto line = rest.substr(0, rest.find(kLineEnd));
        rest.remove_prefix(line.size() + kLineEnd.size());
        return line;
    };
    if (!parse_request_line(next_line())) return false;
    while (!rest.empty()) {
        if (request_.headers.size() == limits_.headers_max) {
            refuse(431, "headers_too_large");
            return false;
        }
        if (!parse_header(next_line())) return false;
    }
    return check_headers() && check_framing();
}

bool RequestReader::parse_request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == line.npos || first == last) return false;
    const auto version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        if (version.starts_with("HTTP/")) refuse(505, "version_not_supported");
        return false;
    }
    http_1_0_ = version == "HTTP/1.0";
    const auto name = line.substr(0, first);
    if (name.empty() || !std::all_of(name.begin(), name.end(), token_character)) return false;
    const auto method = from_text<Method>(name);
    if (!method) {
        refuse(501, "method_not_implemented");
        return false;
    }
    request_.method = *method;
    return parse_target(line.substr(first + 1, last - first - 1));
}

bool RequestReader::parse_target(std::string_view target) {
    for (const char c : target)
        if (c <= ' ' || c >= 0x7f || c == '#') return false;
    if (target.starts_with("http://") || target.starts_with("https://")) {
        const auto slash = target.find('/', target.find("//") + 2);
        target = slash == target.npos ? "/" : target.substr(slash);
    }
    if (target == "*" && request_.method == Method::options) {
        request_.path = target;
        return true;
    }
    if (!target.starts_with("/")) return false;

    const auto path_end = std::min(target.find('?'), target.size());
    const auto path = target.substr(0, path_end);
    auto decoded = decode_once(path, false);
    if (!decoded || std::any_of(decoded->begin(), decoded->end(), control)) return false;
    // An escaped slash would be a separator here and none for a proxy in front.
    if (std::count(path.begin(), path.end(), '/') !=
        std::count(decoded->begin(), decoded->end(), '/'))
        return false;
    request_.path = std::move(*decoded);
    return parse_query(target.substr(std::min(path_end + 1, target.size())), request_.query);
}

bool RequestReader::parse_header(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == 0 || colon == line.npos) return false;
    const auto name = line.substr(0, colon);
    if (!std::all_of(name.begin(), name.end(), token_character)) return false;
    const auto value = without_blanks(line.substr(colon + 1));
    for (const char c : value)
        if (control(c) && c != '\t') return false;
    if (!valid_utf8(value)) return false;
    request_.headers.emplace_back(lower_case(name), std::string(value));
    return true;
}

bool RequestReader::check_headers() {
    for (const auto single : kSingleHeaders) {
        const auto named = [&](const auto& header) { return header.first == single; };
        if (std::count_if(request_.headers.begin(), request_.headers.end(),
            named) > 1) return false;
    }
    if (!http_1_0_ && request_.header("host").empty()) return false;
    const auto connection = lower_case(request_.header("connection"));
    keep_alive_ = http_1_0_ ? connection.find("keep-alive") != connection.npos
                            : connection.find("close") == connection.npos;
    return true;
}

bool RequestReader::check_framing() {
    const auto encoding = lower_case(request_.header("transfer-encoding"));
    const auto length = request_.header("content-length");
    missing_bytes_ = 0;
    part_ = Part::sized_body;
    if (!encoding.empty()) {
        if (!length.empty() || http_1_0_) return false;
        if (encoding != "chunked") {
            refuse(501, "encoding_not_implemented");
            return false;
        }
        part_ = Part::chunk_size;
    }
    if (!length.empty()) {
        const auto* end = length.data() + length.size();
        const auto [stop, failure] = std::from_chars(length.data(), end, missing_bytes_);
        if (failure == std::errc::result_out_of_range) refuse(413, "too_large");
        if (failure != std::errc() || stop != end) return false;
    }
    if (missing_bytes_ > limits_.body_bytes_max) {
        refuse(413, "too_large");
        return false;
    }
    request_.body.reserve(missing_bytes_);
    const bool body_follows = missing_bytes_ > 0 || part_ == Part::chunk_size;
    continue_wanted_ = body_follows && lower_case(request_.header("expect")) == "100-continue";
    return true;
}

}  // namespace yunhe::http
