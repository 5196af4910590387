#include "tests/bench/marketplace.hpp"

#include <fstream>
#include <stdexcept>

namespace yunhe::bench {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    if (line.empty()) throw std::runtime_error(file.string() + " is missing or empty");
    return line;
}

Json first_user(std::string_view code, std::string_view username) {
    return {{"code", code}, {"name", code}, {"username", username}, {"password", kPassword}};
}

}  // namespace

Server::Server(const fs::path& binary)
    : binary_(binary), process_(binary, folder_.path() / "data"), client_(process_.url()) {}

int Server::port() const { return std::stoi(url().substr(url().rfind(':') + 1)); }

fs::path Server::database_socket() const { return process_.data_folder() / "db" / "db.sock"; }

void Server::play_case() {
    const auto played = fs::path(YUNHE_SOURCE_DIR) / "tests/cases/yangzhou";
    test::Process replay({binary_.string(), "replay", played.string(), "--server", url(),
                          "--admin-password-file",
                          (process_.data_folder() / "platform-admin.password").string()},
                         folder_.path() / "replay.out", folder_.path() / "replay.errors");
    if (replay.wait() != 0)
        throw std::runtime_error("the case can't be played: " + replay.errors());
}

Session Server::sign_in(std::string_view tenant, std::string_view username,
                        std::string_view password) {
    Json body = {{"username", username}, {"password", password}};
    if (!tenant.empty()) body["tenant"] = tenant;
    const auto reply =
        client_.send_json(http::Method::post, "/api/v1/session", body,
                          {{"Idempotency-Key", "sign-in-" + std::to_string(++sent_)}});
    if (reply.status / 100 != 2) throw std::runtime_error("sign-in refused: " + reply.body);
    const auto cookie = reply.header("set-cookie");
    return {std::string(cookie.substr(0, cookie.find(';'))),
            reply.json().value().at("csrf_token").get<std::string>()};
}

Session Server::open_tenant(const std::string& slug, bool sandbox) {
    const auto platform = sign_in("", "platform-admin", platform_password());
    Json wanted = {{"slug", slug},
                   {"name", slug},
                   {"rule_pack", "yangzhou-2024"},
                   {"sandbox", sandbox},
                   {"mandate", {{"document", "B-1"}, {"from", "2026-01-01"}, {"to", "2099-12-31"}}},
                   {"operator", first_user("OP", "op.admin")},
                   {"authority", first_user("AUTH", "authority")}};
    if (sandbox) wanted["clock"] = "2026-03-01T01:00:00Z";
    send(platform, http::Method::post, "/api/v1/platform/tenants", wanted);
    return sign_in(slug, "op.admin", kPassword);
}

Json Server::send(const Session& session, http::Method method, std::string_view path,
                  const Json& body) {
    http::Headers headers{{"Cookie", session.cookie}, {"X-CSRF-Token", session.csrf_token}};
    headers.emplace_back("Idempotency-Key", "bench-" + std::to_string(++sent_));
    const auto reply = method == http::Method::get
                           ? client_.request(method, path, std::nullopt, headers)
                           : client_.send_json(method, path, body, headers);
    if (reply.status / 100 == 2) return reply.json().value();
    throw std::runtime_error(std::string(path) + " refused: " + reply.body);
}

std::string Server::make_key(const Session& session, const Json& scopes) {
    return send(session, http::Method::post, "/api/v1/api-keys",
                {{"name", "bench"}, {"scopes", scopes}}).at("key").get<std::string>();
}

std::string Server::platform_password() const {
    return first_line(process_.data_folder() / "platform-admin.password");
}

std::string Server::password_of(std::string_view username) const {
    const auto file = process_.data_folder() / (std::string(kCaseTenant) + ".passwords");
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const auto tab = line.find('\t');
        if (line.substr(0, tab) == username) return line.substr(tab + 1);
    }
    throw std::runtime_error(file.string() + " has no " + std::string(username));
}

}  // namespace yunhe::bench
