#include "tests/support/api_client.hpp"

#include <atomic>
#include <fstream>

#include <boost/test/unit_test.hpp>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "http/call.hpp"
#include "tests/support/test_database.hpp"
#include "tenants/body_service.hpp"
#include "tenants/password_service.hpp"
#include "tenants/tenant_service.hpp"
#include "tenants/user_service.hpp"

namespace yunhe::test {
namespace {

struct Program {
    Program() {
        tenants::set_password_policy({.memory_bytes = 16 * 1024, .passes = 1});
        tenants::create_platform_administrator(test_database().database(),
                                               [&](const std::string& made) { password = made; });
        std::filesystem::create_directories(data_folder);
        application = std::make_unique<app::Application>(
            test_database().database(), app::Application::Options{.data_folder = data_folder,
                                                                  .check_replies = true,
                                                                  .limit_open_routes = false});
    }
    std::filesystem::path data_folder = test_database().folder() / "server";
    std::string password;
    std::unique_ptr<app::Application> application;
};

Program& program() {
    // The database must be made first, so that it goes last.
    test_database();
    static Program shared;
    return shared;
}

std::string unique_text() {
    static std::atomic<int> last{0};
    return std::to_string(++last);
}

/// "/path?a=b&c=d" with decoded values, as the adapter hands it over.
void set_target(http::HttpRequest& request, std::string_view target) {
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark == target.npos) return;
    auto rest = target.substr(mark + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        request.query.emplace_back(std::string(pair.substr(0, equals)),
                                   std::string(pair.substr(std::min(equals + 1, pair.size()))));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

Json first_user(std::string_view code, std::string_view name, std::string_view username) {
    return {{"code", code}, {"name", name}, {"username", username}, {"password", kPassword}};
}

void require(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
}

}  // namespace

app::Application& test_application() { return *program().application; }
const std::string& platform_password() { return program().password; }

std::string Answer::code() const {
    return json.is_object() ? json.value("code", std::string()) : std::string();
}

std::string Answer::field_code(std::string_view pointer) const {
    if (!json.is_object() || !json.contains("errors")) return {};
    for (const auto& error : json.at("errors"))
        if (error.at("pointer") == pointer) return error.at("code").get<std::string>();
    return {};
}

std::string Answer::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return {};
}

ApiClient::ApiClient(std::string_view slug, std::string_view username, std::string_view password) {
    require(sign_in(slug, username, password));
}

ApiClient ApiClient::with_key(std::string key) {
    ApiClient client;
    client.api_key = std::move(key);
    return client;
}

Answer ApiClient::sign_in(std::string_view slug, std::string_view username,
                          std::string_view password) {
    Json body = {{"username", username}, {"password", password}};
    if (!slug.empty()) body["tenant"] = slug;
    auto answer = post("/api/v1/session", body);
    if (!answer.ok()) return answer;
    csrf_token = answer.json.at("csrf_token").get<std::string>();
    const auto cookie = answer.header("Set-Cookie");
    const auto begin = cookie.find('=') + 1;
    session_token = cookie.substr(begin, cookie.find(';') - begin);
    return answer;
}

ApiClient& ApiClient::with(std::string name, std::string value) {
    next_headers_[std::move(name)] = std::move(value);
    return *this;
}

Answer ApiClient::send(http::Method method, std::string_view path, std::string body,
                       std::string_view content_type) {
    std::map<std::string, std::string> headers = {{"content-type", std::string(content_type)},
                                                  {"accept-language", "en"}};
    if (method != http::Method::get) headers["idempotency-key"] = "test-" + unique_text();
    if (!api_key.empty()) headers["authorization"] = "Bearer " + api_key;
    if (!session_token.empty()) headers["cookie"] = "yunhe_session=" + session_token;
    if (!csrf_token.empty()) headers["x-csrf-token"] = csrf_token;
    // The server's reader hands names on in lower case.
    for (const auto& [name, value] : next_headers_) headers[lower_case(name)] = value;
    next_headers_.clear();

    http::HttpRequest request;
    request.method = method;
    set_target(request, path);
    for (const auto& [name, value] : headers)
        if (!value.empty()) request.headers.emplace_back(name, value);
    request.body = std::move(body);
    request.remote_address = address;
    request.request_id = "req-" + unique_text();
    const auto reply = test_application()(request);

    Answer answer;
    answer.status = reply.status;
    answer.headers = reply.headers;
    if (!reply.body.is_discarded()) answer.json = reply.body;
    if (reply.raw && reply.content_type == "application/json")
        answer.json = parse_json(*reply.raw).value();
    answer.text = reply.raw ? *reply.raw : reply.body.is_discarded() ? "" : to_text(reply.body);
    if (reply.file) {
        std::ifstream file(*reply.file, std::ios::binary);
        answer.text.assign(std::istreambuf_iterator<char>(file), {});
    }
    return answer;
}

Answer ApiClient::get(std::string_view path) { return send(http::Method::get, path, "", ""); }
Answer ApiClient::post(std::string_view path, const Json& body) {
    return send(http::Method::post, path, to_text(body), "application/json");
}
Answer ApiClient::put(std::string_view path, const Json& body) {
    return send(http::Method::put, path, to_text(body), "application/json");
}
Answer ApiClient::del(std::string_view path) { return send(http::Method::delete_, path, "", ""); }

std::vector<Json> ApiClient::rows(std::string_view path) {
    std::vector<Json> all;
    const std::string joint = path.find('?') == path.npos ? "?" : "&";
    std::string cursor;
    while (true) {
        const auto answer = get(std::string(path) +
                                (cursor.empty() ? "" : joint + "cursor=" + cursor));
        require(answer);
        for (const auto& row : answer.json.at("data")) all.push_back(row);
        if (!answer.json.at("has_more").get<bool>()) return all;
        cursor = answer.json.at("next_cursor").get<std::string>();
    }
}

ApiWorld::ApiWorld(WorldOptions options) : slug_("world-" + unique_text()) {
    ApiClient platform("", tenants::kPlatformAdminName, platform_password());
    Json wanted = {{"slug", slug_},
                   {"name", "测试运营平台"},
                   {"rule_pack", options.rule_pack},
                   {"sandbox", options.sandbox},
                   {"mandate", {{"document", "市数授〔2026〕1号"}, {"from", "2026-01-01"},
                                {"to", "2027-12-31"}}},
                   {"operator", first_user("OP", "一级运营主体", "op.admin")},
                   {"authority", first_user("AUTH", "市数据主管部门", "authority")}};
    if (options.sandbox) wanted["clock"] = options.clock;
    const auto opened = platform.post("/api/v1/platform/tenants", wanted);
    require(opened);
    tenant_ = parse_id<TenantId>(opened.json.at("id").get<std::string>()).value();

    for (const auto& [name, role] : {std::pair{"op.staff", "operator_staff"},
                                     std::pair{"finance1", "finance"},
                                         std::pair{"finance2", "finance"}})
        require(as("op.admin").post("/api/v1/users",
                                    {{"username", name}, {"password", kPassword}, {"role", role}}));
    for (const auto& [name, role] :
         {std::pair{"minutes", "coordination"}, std::pair{"collector", "collector"}})
        require(as("authority").post("/api/v1/users",
                                     {{"username", name}, {"password", kPassword},
                                      {"role", role}}));
    open_body("CENTRE", "data_centre", "centre", "data_centre");
    open_body("PROV", "province", "province", "province");
    open_body("FIN", "treasury", "treasury", "treasury");
    open_body("AUD", "supervisor", "auditor", "auditor");
    for (int i = 1; i <= options.departments; ++i) {
        const auto number = (i < 10 ? "0" : "") + std::to_string(i);
        open_body("D" + number, "department", "dept.d" + number, "department");
    }
    require(as("authority").post("/api/v1/bodies",
                                 {{"code", "EXP"}, {"kind", "expert"}, {"name", "专家组"}}));
    for (int i = 1; i <= options.experts; ++i)
        require(as("authority").post("/api/v1/users", {{"username", "expert" + std::to_string(i)},
                                                       {"password", kPassword},
                                                       {"role", "expert"},
                                                       {"body_code", "EXP"}}));
    if (!options.policy.is_null())
        require(as("op.admin").with("if-match", "\"1\"").put("/api/v1/policy", options.policy));
}

ApiClient& ApiWorld::as(const std::string& username) {
    const auto found = clients_.find(username);
    if (found != clients_.end()) return found->second;
    return clients_.emplace(username, ApiClient(slug_, username, kPassword)).first->second;
}

void ApiWorld::set_clock(std::string_view now) {
    require(as("op.admin").put("/api/v1/clock", {{"now", now}}));
}

void ApiWorld::open_body(std::string_view code, std::string_view kind, std::string_view username,
                         std::string_view role) {
    const std::string name = "单位" + std::string(code);
    require(as("authority").post("/api/v1/bodies", {{"code", code}, {"kind", kind},
                                                    {"name", name}}));
    require(as("authority").post("/api/v1/bodies/" + std::string(code) + "/first-admin",
                                 {{"username", username}, {"password", kPassword},
                                  {"role", role}}));
}

void ApiWorld::open_developer(std::string_view uscc, std::string_view username) {
    require(ApiClient().post("/api/v1/public/" + slug_ + "/developers",
                             {{"uscc", uscc},
                              {"name", "开发主体" + std::string(username)},
                              {"legal_representative", "示例"},
                              {"username", username},
                              {"password", kPassword}}));
}

ApiClient ApiWorld::operator_key(const Json& scopes) {
    const auto made = as("op.admin").post("/api/v1/api-keys", {{"name", "网关"}, {"scopes", scopes}});
    require(made);
    return ApiClient::with_key(made.json.at("key").get<std::string>());
}

}  // namespace yunhe::test
