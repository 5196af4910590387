#include "http/static_files.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "http/problem.hpp"

namespace yunhe::http {
namespace {

struct Type {
    std::string_view suffix;
    std::string_view type;
};

constexpr Type kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff", "font/woff"},
    {".woff2", "font/woff2"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".wasm", "application/wasm"},
};

constexpr std::string_view kNotBuilt =
    "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>运河</title>"
    "<h1>控制台尚未构建</h1><p>服务接口运行正常,但本程序未包含控制台页面。"
    "请先构建 web-static,再重新编译。</p>"
    "<p lang=\"en\">The API is running, but this program was built without the console. "
    "Build web-static, then build the program again.</p></html>";

std::string_view type_of(std::string_view name) {
    for (const auto& type : kTypes)
        if (name.ends_with(type.suffix)) return type.type;
    return "application/octet-stream";
}

bool accepts(std::string_view header, std::string_view coding) {
    for (const auto part : split(header, ',')) {
        const auto pieces = split(part, ';');
        if (lower_case(trim(pieces.front())) != coding) continue;
        return pieces.size() < 2 || trim(pieces[1]) != "q=0";
    }
    return false;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
    for (const auto part : split(if_none_match, ',')) {
        auto candidate = trim(part);
        if (candidate.starts_with("W/")) candidate.remove_prefix(2);
        if (candidate == "*" || candidate == etag) return true;
    }
    return false;
}

bool page_path(const HttpRequest& request) {
    const auto last = request.path.substr(request.path.rfind('/') + 1);
    return last.find('.') == last.npos &&
           request.header("accept").find("text/html") != std::string_view::npos;
}

Reply problem(const HttpRequest& request, int status, Error error) {
    return problem_reply(status, error, language_of(request.header("accept-language")),
        request.request_id);
}

}  // namespace

StaticFiles::StaticFiles(std::span<const StaticFile> files) {
    for (const auto& [name, text] : files) {
        if (name.ends_with(".gz") || name.ends_with(".br")) continue;
        auto& entry = entries_[std::string(name)];
        entry.plain = text;
        entry.etag = crypto::sm3_hex(text).substr(0, 32);
    }
    for (const auto& [name, text] : files) {
        if (!name.ends_with(".gz") && !name.ends_with(".br")) continue;
        const auto plain = entries_.find(name.substr(0, name.size() - 3));
        if (plain == entries_.end()) continue;
        (name.ends_with(".gz") ? plain->second.gzip : plain->second.brotli) = text;
    }
}

Reply StaticFiles::operator()(const HttpRequest& request) const {
    if (request.method != Method::get && request.method != Method::head) {
        auto reply = problem(request, 405, Error{Errc::malformed, "method_not_allowed"});
        reply.headers.emplace_back("Allow", "GET, HEAD");
        return reply;
    }
    const std::string_view path = std::string_view(request.path).substr(1);
    if (const auto found =
        entries_.find(path.empty() ? "index.html" : path); found != entries_.end())
        return file_reply(request, found->first, found->second);
    if (!page_path(request)) return problem(request, 404, not_found());

    if (const auto index = entries_.find("index.html"); index != entries_.end())
        return file_reply(request, index->first, index->second);
    Reply reply{.status = 503, .content_type = "text/html; charset=utf-8"};
    reply.raw = std::string(kNotBuilt);
    return reply;
}

Reply StaticFiles::file_reply(const HttpRequest& request, std::string_view name,
    const Entry& entry) const {
    const auto codings = request.header("accept-encoding");
    Reply reply;
    reply.content_type = type_of(name);
    std::string_view text = entry.plain;
    std::string etag = entry.etag;
    const auto take_variant = [&](std::string_view variant, std::string_view coding,
        std::string_view mark) {
        text = variant;
        etag += mark;
        reply.headers.emplace_back("Content-Encoding", coding);
    };
    if (!entry.brotli.empty() && accepts(codings, "br")) take_variant(entry.brotli, "br", "-br");
    else if (!entry.gzip.empty() && accepts(codings, "gzip")) take_variant(entry.gzip, "gzip",
        "-gz");

    etag = '"' + etag + '"';
    const bool hashed = name.starts_with("assets/");
    reply.headers.emplace_back("ETag", etag);
    reply.headers.emplace_back("Vary", "Accept-Encoding");
    reply.headers.emplace_back("Cache-Control",
                               hashed ? "public, max-age=31536000, immutable" : "no-cache");
    if (names_etag(request.header("if-none-match"), etag)) {
        reply.status = 304;
        return reply;
    }
    reply.raw = std::string(text);
    return reply;
}

}  // namespace yunhe::http
