#include "http/reply_text.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::http {
namespace {

constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";

bool has_header(const Reply& reply, std::string_view lower_case_name) {
    return std::any_of(reply.headers.begin(), reply.headers.end(),
                       [&](const auto& header) {
                           return lower_case(header.first) == lower_case_name; });
}

/// Control characters are left out: a value can't start another header.
void add_header(std::string& text, std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    for (const char c : value)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) text += c;
    text += "\r\n";
}

bool bodiless(int status) { return status == 204 || status == 304 || status < 200; }

}  // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 409: return "Conflict";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

std::string reply_head(const HttpRequest& request, const Reply& reply, std::size_t body_bytes,
                       bool keep_alive) {
    std::string text;
    text.reserve(1024);
    text += "HTTP/1.1 " + std::to_string(reply.status) + " ";
    text += reason_phrase(reply.status);
    text += "\r\n";
    if (!bodiless(reply.status)) {
        if (body_bytes > 0) add_header(text, "Content-Type", reply.content_type);
        text += "Content-Length: " + std::to_string(body_bytes) + "\r\n";
    }
    text += keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    add_header(text, "X-Request-Id", request.request_id);
    for (const auto& [name, value] : reply.headers) add_header(text, name, value);
    if (!has_header(reply, "cache-control")) text += "Cache-Control: no-store\r\n";
    text += kSecurityHeaders;
    if (request.header("x-forwarded-proto") == "https")
        text += "Strict-Transport-Security: max-age=31536000\r\n";
    text += "\r\n";
    return text;
}

std::string reply_text(const HttpRequest& request, const Reply& reply, bool keep_alive) {
    std::string body;
    if (reply.raw) body = *reply.raw;
    else if (!reply.body.is_discarded()) body = to_text(reply.body);
    const auto file_bytes = reply.file ? std::filesystem::file_size(*reply.file) : 0;
    auto text = reply_head(request, reply, reply.file ? file_bytes : body.size(), keep_alive);
    if (request.method != Method::head && !bodiless(reply.status)) text += body;
    return text;
}

}  // namespace yunhe::http
