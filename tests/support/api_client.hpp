/// Clients of the whole program in process: the dispatcher without a socket.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "app/wiring.hpp"
#include "base/json.hpp"
#include "http/message.hpp"

namespace yunhe::test {

/// The program over the test database, with cheap password hashes, replies checked against their
/// schemas and no rate limits. Made by the first call.
app::Application& test_application();
/// The platform administrator's password in the test database.
const std::string& platform_password();

struct Answer {
    int status = 0;
    Json json = Json::object();  ///< Empty if the reply is no JSON.
    std::string text;            ///< The body as sent.
    http::Headers headers;

    bool ok() const { return status >= 200 && status < 300; }
    /// The problem's code, or "".
    std::string code() const;
    /// The code of the field error at this pointer, or "".
    std::string field_code(std::string_view pointer) const;
    /// Empty if absent.
    std::string header(std::string_view name) const;
};

/// One browser (cookie and CSRF token are handled) or one machine with an API key. Every write gets
/// a fresh idempotency key unless one is set. Not thread-safe.
class ApiClient {
public:
    ApiClient() = default;
    /// Signs in; fails the test's requirement if that is refused.
    ApiClient(std::string_view slug, std::string_view username, std::string_view password);
    static ApiClient with_key(std::string key);

    Answer sign_in(std::string_view slug, std::string_view username, std::string_view password);

    Answer get(std::string_view path);
    Answer post(std::string_view path, const Json& body = Json::object());
    Answer put(std::string_view path, const Json& body);
    Answer del(std::string_view path);
    /// As it is: method, path with query, raw body.
    Answer send(http::Method method, std::string_view path, std::string body,
                std::string_view content_type);

    /// The rows of all pages.
    std::vector<Json> rows(std::string_view path);

    /// Sent with the next request only; an empty value leaves the header out.
    ApiClient& with(std::string name, std::string value);

    std::string address = "127.0.0.1";
    std::string session_token;
    std::string csrf_token;
    std::string api_key;

private:
    std::map<std::string, std::string> next_headers_;
};

/// The password of every user of an ApiWorld.
inline constexpr std::string_view kPassword = "correct-horse-battery";

struct WorldOptions {
    std::string rule_pack = "yangzhou-2024";
    std::string clock = "2026-03-01T01:00:00Z";
    bool sandbox = true;
    Json policy = nullptr;  ///< Put if given.
    int departments = 2;    ///< D01, D02 ...
    int experts = 3;        ///< expert1 ...
};

/// A tenant of its own with bodies and users, all opened through the API by those who may:
///   operator OP: op.admin, op.staff, finance1, finance2; authority AUTH: authority, minutes,
/// collector;
///   CENTRE centre; EXP expert1..n; PROV province; FIN treasury; AUD auditor; D01 dept.d01 ...
class ApiWorld {
public:
    explicit ApiWorld(WorldOptions options = {});

    const std::string& slug() const { return slug_; }
    /// Signed in as this user; the client is kept, so that a second call signs in no second time.
    ApiClient& as(const std::string& username);
    void set_clock(std::string_view now);
    /// Records a body by the authority and invites its first user.
    void open_body(std::string_view code, std::string_view kind, std::string_view username,
                   std::string_view role);
    /// A developer registers itself by the public route. `uscc` must be valid. The user is its
    /// developer_admin.
    void open_developer(std::string_view uscc, std::string_view username);
    /// A key of the operator with these scopes.
    ApiClient operator_key(const Json& scopes);
    TenantScope scope() const { return TenantScopeMaker::make(tenant_); }

private:
    std::string slug_;
    TenantId tenant_;
    std::map<std::string, ApiClient> clients_;
};

}  // namespace yunhe::test
