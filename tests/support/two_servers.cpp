#include "tests/support/two_servers.hpp"

#include <pwd.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace yunhe::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEvents = 200;
constexpr auto kSlug = "two-servers";

std::string first_lines(const fs::path& file, std::size_t count) {
    std::ifstream stream(file, std::ios::binary);
    std::string text, line;
    while (count-- > 0 && std::getline(stream, line)) text += line + "\n";
    return text;
}

void write(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    if (!stream.flush()) throw std::runtime_error(file.string() + " can't be written");
}

std::string system_user() {
    const auto* user = ::getpwuid(::geteuid());
    if (user == nullptr) throw std::runtime_error("the system user has no name");
    return user->pw_name;
}

std::string idempotency_key() {
    static std::atomic<int> sent{0};
    return "two-servers-" + std::to_string(++sent);
}

}  // namespace

RemoteAnswer RemoteUser::send(const std::string& server, http::Method method,
                              std::string_view path, std::optional<std::string> body) const {
    http::Headers headers;
    if (!cookie.empty()) headers.emplace_back("Cookie", cookie);
    if (!csrf_token.empty()) headers.emplace_back("X-CSRF-Token", csrf_token);
    if (!api_key.empty()) headers.emplace_back("Authorization", "Bearer " + api_key);
    if (method != http::Method::get) headers.emplace_back("Idempotency-Key", idempotency_key());
    if (body) headers.emplace_back("Content-Type", "application/json");
    const auto reply = http::Client(server).request(method, path, std::move(body), headers);
    RemoteAnswer answer{.status = reply.status};
    if (const auto json = reply.json(); json.ok() && json.value().is_object())
        answer.json = json.value();
    return answer;
}

RemoteAnswer RemoteUser::get(const std::string& server, std::string_view path) const {
    return send(server, http::Method::get, path, std::nullopt);
}
RemoteAnswer RemoteUser::post(const std::string& server, std::string_view path,
                              const Json& body) const {
    return send(server, http::Method::post, path, to_text(body));
}
RemoteAnswer RemoteUser::put(const std::string& server, std::string_view path,
                             const Json& body) const {
    return send(server, http::Method::put, path, to_text(body));
}
RemoteAnswer RemoteUser::del(const std::string& server, std::string_view path) const {
    return send(server, http::Method::delete_, path, std::nullopt);
}

TwoServers::TwoServers(const fs::path& binary)
    : binary_(binary), first_(binary_, folder_.path() / "a") {
    play_case();
    // What several servers of one database share besides: the keys.
    fs::create_directories(file("b"));
    for (const auto& entry : fs::directory_iterator(file("a")))
        if (entry.path().extension() == ".key")
            fs::copy_file(entry.path(), file("b") / entry.path().filename());
    second_.emplace(binary_, file("b"),
                    std::vector<std::string>{
                        "--database", "mysql://" + system_user() + "@localhost/yunhe?socket=" +
                                          (file("a") / "db/db.sock").string()});
}

void TwoServers::play_case() {
    const auto original = fs::path(YUNHE_SOURCE_DIR) / "tests/cases/yangzhou";
    fs::create_directories(file("case"));
    for (const auto& entry : fs::directory_iterator(original)) {
        if (!entry.is_regular_file()) continue;
        const auto name = entry.path().filename().string();
        const bool payments = name == "payment_notices.csv" || name == "receipts.csv";
        if (payments) write(file("case") / name, first_lines(entry.path(), 1));
        else if (name == "events.jsonl")
            write(file("case") / name, first_lines(entry.path(), kEvents));
        else fs::copy_file(entry.path(), file("case") / name);
    }
    Process replay({binary_.string(), "replay", file("case").string(), "--server", first(),
                    "--admin-password-file", file("a/platform-admin.password").string(), "--slug",
                    kSlug, "--password-file", file("passwords").string()},
                   file("replay.out"), file("replay.errors"));
    if (replay.wait() != 0)
        throw std::runtime_error("the case can't be played: " + replay.errors());
}

std::string TwoServers::password_of(const std::string& username) const {
    std::ifstream stream(file("passwords"));
    for (std::string line; std::getline(stream, line);)
        if (line.substr(0, line.find('\t')) == username) return line.substr(line.find('\t') + 1);
    throw std::runtime_error("the case has no user " + username);
}

RemoteUser TwoServers::sign_in(const std::string& username) const {
    const Json body = {{"tenant", kSlug}, {"username", username},
                       {"password", password_of(username)}};
    const auto reply = http::Client(first()).send_json(http::Method::post, "/api/v1/session", body,
                                                       {{"Idempotency-Key", idempotency_key()}});
    if (reply.status / 100 != 2) throw std::runtime_error("sign-in refused: " + reply.body);
    const auto cookie = reply.header("set-cookie");
    RemoteUser user;
    user.cookie = std::string(cookie.substr(0, cookie.find(';')));
    user.csrf_token = reply.json().value().at("csrf_token").get<std::string>();
    return user;
}

RemoteUser TwoServers::key_of(const RemoteUser& user, const Json& scopes) const {
    const auto made = user.post(first(), "/api/v1/api-keys", {{"name", "网关"},
                                                              {"scopes", scopes}});
    if (made.status / 100 != 2) throw std::runtime_error("no key: " + to_text(made.json));
    RemoteUser key;
    key.api_key = made.json.at("key").get<std::string>();
    return key;
}

std::string TwoServers::now(const RemoteUser& user) const {
    return user.get(first(), "/api/v1/clock").json.at("now").get<std::string>();
}

TwoServers& two_servers(const fs::path& binary) {
    static TwoServers servers(binary);
    return servers;
}

}  // namespace yunhe::test
