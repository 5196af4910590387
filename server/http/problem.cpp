#include "http/problem.hpp"

#include <charconv>

#include "base/text.hpp"

namespace yunhe::http {
namespace {

struct Title {
    int status;
    std::string_view chinese;
    std::string_view english;
};

constexpr Title kTitles[] = {
    {400, "请求有误", "The request is malformed"},
    {401, "需要登录", "Sign-in is needed"},
    {403, "无权办理", "This is not allowed"},
    {404, "未找到", "Not found"},
    {405, "不支持此请求方法", "The method is not allowed"},
    {409, "当前状态不允许", "The state does not allow this"},
    {412, "版本已变化", "The version has changed"},
    {413, "请求内容过大", "The request is too large"},
    {414, "请求地址过长", "The address is too long"},
    {415, "不支持该内容类型", "The content type is not supported"},
    {422, "规则不允许", "A rule does not allow this"},
    {428, "缺少必要的请求头", "A required header is missing"},
    {429, "请求过于频繁", "There are too many requests"},
    {431, "请求头过大", "The headers are too large"},
    {500, "系统内部错误", "Internal error"},
    {501, "不支持的功能", "Not implemented"},
    {503, "暂时无法服务", "Not available at the moment"},
    {505, "不支持该 HTTP 版本", "The version of HTTP is not supported"},
};

std::string_view title_of(int status, Language language) {
    for (const auto& title : kTitles)
        if (title.status == status)
            return language == Language::chinese ? title.chinese : title.english;
    fail_invariant("every status of a problem has a title", __FILE__, __LINE__);
}

Json field_errors(const std::vector<FieldError>& fields, Language language) {
    Json list = Json::array();
    for (const auto& field : fields)
        list.push_back({{"pointer", field.pointer},
                        {"code", field.code},
                        {"detail", error_text(field.code, field.args, language)}});
    return list;
}

/// The q of "en;q=0.8" in thousandths; 0 if it can't be read.
int quality_of(std::string_view range) {
    const auto mark = range.find("q=");
    if (mark == range.npos) return 1000;
    auto digits = std::string(trim(range.substr(mark + 2)));
    if (digits.starts_with("1")) return 1000;
    if (!digits.starts_with("0.") || digits.size() > 5) return 0;
    digits.resize(5, '0');
    int thousandths = 0;
    std::from_chars(digits.data() + 2, digits.data() + 5, thousandths);
    return thousandths;
}

}  // namespace

int http_status(Errc kind) {
    switch (kind) {
        case Errc::too_large: return 413;
        case Errc::unsupported_media_type: return 415;
        case Errc::too_many_requests: return 429;
        case Errc::unauthenticated: return 401;
        case Errc::permission: return 403;
        case Errc::idempotency_key_missing: return 428;
        case Errc::idempotency_in_flight: return 409;
        case Errc::idempotency_reused: return 422;
        case Errc::malformed: return 400;
        case Errc::not_found: return 404;
        case Errc::party: return 403;
        case Errc::version: return 412;
        case Errc::state: return 409;
        case Errc::rule: return 422;
        case Errc::funds: return 422;
        case Errc::unavailable: return 503;
    }
    fail_invariant("every kind of refusal has a status", __FILE__, __LINE__);
}

Language language_of(std::string_view accept_language) {
    int chinese = 0;
    int english = 0;
    for (const auto part : split(accept_language, ',')) {
        const auto range = lower_case(trim(part));
        auto& best = range.starts_with("en") ? english : chinese;
        if (range.starts_with("en") || range.starts_with("zh") || range.starts_with("*"))
            best = std::max(best, quality_of(range));
    }
    return english > chinese ? Language::english : Language::chinese;
}

Reply problem_reply(const Error& error, Language language, std::string_view request_id) {
    return problem_reply(http_status(error.kind), error, language, request_id);
}

Reply problem_reply(int status, const Error& error, Language language,
    std::string_view request_id) {
    Reply reply;
    reply.status = status;
    reply.content_type = kProblemType;
    reply.body = {{"type", "urn:yunhe:problem:" + error.code},
                  {"title", title_of(status, language)},
                  {"status", status},
                  {"detail", error_text(error.code, error.args, language)},
                  {"code", error.code},
                  {"request_id", request_id}};
    if (!error.fields.empty()) reply.body["errors"] = field_errors(error.fields, language);
    if (error.rule) {
        reply.body["source"] = error.rule->source;
        reply.body["rule"] = error.rule->rule;
        if (!error.rule->rule_pack.empty()) reply.body["rule_pack"] = error.rule->rule_pack;
        if (error.rule->article) reply.body["article"] = *error.rule->article;
    }
    reply.headers.emplace_back("Content-Language", language == Language::chinese ? "zh-CN" : "en");
    // For whoever sees the headers alone: nginx's auth_request (docs/gateway.md).
    reply.headers.emplace_back("X-Error-Code", error.code);
    if (status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (status == 503) reply.headers.emplace_back("Retry-After", "1");
    for (const auto& [name, value] : error.args)
        if (status == 429 && name == "seconds") reply.headers.emplace_back("Retry-After", value);
    return reply;
}

Reply internal_problem(const HttpRequest& request) {
    return problem_reply(500, Error{Errc::unavailable, "internal"},
                         language_of(request.header("accept-language")), request.request_id);
}

Reply unavailable_problem(const HttpRequest& request) {
    return problem_reply(Error{Errc::unavailable, "unavailable"},
                         language_of(request.header("accept-language")), request.request_id);
}

}  // namespace yunhe::http
