#include "app/replay_session.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <thread>

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace yunhe::app {
namespace {

constexpr int kPatienceSeconds = 300;
constexpr int kWaitSecondsMax = 60;
constexpr std::size_t kKeyCharactersMax = 128;

/// A password never holds the user's name: the server would refuse it.
std::string password_for(const std::string& username) {
    for (;;) {
        auto password = crypto::random_token();
        if (lower_case(password).find(lower_case(username)) == password.npos) return password;
    }
}

/// The server's reason in one line: detail, code, rule and the fields that are wrong.
std::string reason_of(const http::ClientReply& reply) {
    const auto problem = reply.json();
    if (!problem.ok() || !problem.value().is_object())
        return "the server answered " + std::to_string(reply.status);
    const auto& json = problem.value();
    std::string text = json.value("detail", json.value("title", ""));
    text += " [" + std::to_string(reply.status) + " " + json.value("code", "");
    for (const auto* name : {"source", "rule_pack", "article"})
        if (json.contains(name) && json.at(name).is_string())
            text += std::string(", ") + name + " " + json.at(name).get<std::string>();
    text += "]";
    if (json.contains("errors"))
        for (const auto& error : json.at("errors"))
            text += "; " + error.value("pointer", "") + ": " +
                    error.value("detail", error.value("code", ""));
    return text;
}

bool succeeded(const http::ClientReply& reply) { return reply.status >= 200 && reply.status < 300; }

Json json_of(const http::ClientReply& reply, const Place& place) {
    if (!succeeded(reply)) throw StepRefused(place, reason_of(reply));
    if (reply.body.empty()) return nullptr;
    auto json = reply.json();
    if (!json.ok()) throw StepRefused(place, "the server's reply is no JSON");
    return std::move(json).value();
}

/// Also while an interrupted run's last request is still being worked on.
bool should_wait(const http::ClientReply& reply) {
    if (reply.status == 429 || reply.status == 503) return true;
    return reply.status == 409 && reply.body.find("idempotency_in_flight") != std::string::npos;
}

int wait_seconds(const http::ClientReply& reply) {
    const auto text = reply.header("retry-after");
    int seconds = 1;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::clamp(seconds, 1, kWaitSecondsMax);
}

}  // namespace

PasswordBook::PasswordBook(std::filesystem::path file, const std::vector<CaseUser>& users)
    : file_(std::move(file)) {
    if (std::filesystem::exists(file_)) read();
    bool added = false;
    for (const auto& user : users) {
        if (passwords_.contains(user.username)) continue;
        passwords_.emplace(user.username, password_for(user.username));
        added = true;
    }
    if (added) write();
}

const std::string& PasswordBook::of(const std::string& username) const {
    const auto found = passwords_.find(username);
    YUNHE_ASSERT(found != passwords_.end());
    return found->second;
}

void PasswordBook::read() {
    std::ifstream stream(file_);
    if (!stream) throw std::runtime_error(file_.string() + " can't be read");
    std::string line;
    while (std::getline(stream, line)) {
        if (line.empty()) continue;
        const auto tab = line.find('\t');
        if (tab == line.npos)
            throw std::runtime_error(file_.string() + ": a line is no username<TAB>password");
        passwords_[line.substr(0, tab)] = line.substr(tab + 1);
    }
}

/// A new file beside the old one, then renamed: an interruption leaves one or the other.
void PasswordBook::write() const {
    std::string text;
    for (const auto& [username, password] : passwords_) text += username + '\t' + password + '\n';
    const auto fresh = file_.string() + ".new";
    const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written = handle >= 0 && ::fchmod(handle, 0600) == 0 &&
                         ::write(handle, text.data(), text.size()) ==
                             static_cast<ssize_t>(text.size()) &&
                         ::fsync(handle) == 0;
    if (handle >= 0) ::close(handle);
    if (!written || ::rename(fresh.c_str(), file_.c_str()) != 0)
        throw std::runtime_error(file_.string() + " can't be written");
}

ReplaySession::ReplaySession(const std::string& server, std::string slug,
                             std::string admin_password, const PasswordBook& passwords)
    : client_(server),
      slug_(std::move(slug)),
      admin_password_(std::move(admin_password)),
      passwords_(passwords) {}

std::string ReplaySession::key_of(const Step& step, const std::string& path,
                                  const std::string& body) const {
    const auto sent = crypto::sm3_hex(path + "\n" + body).substr(0, 16);
    auto key = slug_ + ":" + step.place.file + ":" + std::to_string(step.place.line) + ":" +
               step.name + ":" + sent;
    const bool visible = std::all_of(key.begin(), key.end(),
                                     [](char c) { return c > ' ' && c < 0x7f; });
    if (visible && key.size() <= kKeyCharactersMax) return key;
    return crypto::sm3_hex(key);
}

http::ClientReply ReplaySession::patient(http::Method method, const std::string& path,
                                         const std::optional<std::string>& body,
                                         const http::Headers& headers) {
    int waited = 0;
    for (;;) {
        auto reply = client_.request(method, path, body, headers);
        if (!should_wait(reply) || waited >= kPatienceSeconds) return reply;
        const int seconds = wait_seconds(reply);
        waited += seconds;
        std::this_thread::sleep_for(std::chrono::seconds(seconds));
    }
}

const ReplaySession::SignedIn& ReplaySession::session_of(const std::string& user,
                                                         const Place& place) {
    const auto known = sessions_.find(user);
    if (known != sessions_.end()) return known->second;
    Json body = {{"username", user}};
    body["password"] = user == kPlatformAdmin ? admin_password_ : passwords_.of(user);
    if (user != kPlatformAdmin) body["tenant"] = slug_;
    const auto reply = patient(http::Method::post, "/api/v1/session", to_text(body),
                               {{"Content-Type", "application/json"}, {"Accept-Language", "en"}});
    if (!succeeded(reply))
        throw StepRefused(place, "signing in as " + user + ": " + reason_of(reply));
    const auto cookie = std::string(reply.header("set-cookie"));
    const auto token = json_of(reply, place).at("csrf_token").get<std::string>();
    return sessions_[user] = {cookie.substr(0, cookie.find(';')), token};
}

http::Headers ReplaySession::headers_for(const std::string& user, const Place& place) {
    http::Headers headers{{"Accept-Language", "en"}};
    if (user == kNobody) return headers;
    const auto& session = session_of(user, place);
    headers.emplace_back("Cookie", session.cookie);
    headers.emplace_back("X-CSRF-Token", session.csrf_token);
    return headers;
}

http::ClientReply ReplaySession::as_user(const std::string& user, http::Method method,
                                         const std::string& path,
                                         const std::optional<std::string>& body,
                                         const http::Headers& extra, const Place& place) {
    for (bool again = true;; again = false) {
        auto headers = headers_for(user, place);
        headers.insert(headers.end(), extra.begin(), extra.end());
        auto reply = patient(method, path, body, headers);
        if (reply.status != 401 || !again || user == kNobody) return reply;
        sessions_.erase(user);  // The session ran out: one more sign-in.
    }
}

Json ReplaySession::send(const std::string& user, http::Method method, const std::string& path,
                         const Step& step, const Json& body) {
    const auto text = to_text(body);
    const http::Headers extra{{"Content-Type", "application/json"},
                              {"Idempotency-Key", key_of(step, path, text)}};
    return json_of(as_user(user, method, path, text, extra, step.place), step.place);
}

Json ReplaySession::put_raw(const std::string& user, const std::string& path, const Step& step,
                            const RawBody& body, http::Headers headers) {
    headers.emplace_back("Content-Type", body.content_type);
    headers.emplace_back("Idempotency-Key", key_of(step, path, body.content));
    return json_of(as_user(user, http::Method::put, path, body.content, headers, step.place),
                   step.place);
}

Json ReplaySession::get(const std::string& user, const std::string& path, const Place& place) {
    return json_of(as_user(user, http::Method::get, path, {}, {}, place), place);
}

std::vector<Json> ReplaySession::list(const std::string& user, const std::string& path,
                                      const Place& place) {
    const std::string first = path + (path.find('?') == path.npos ? "?" : "&") + "limit=200";
    std::vector<Json> rows;
    std::string cursor;
    for (;;) {
        auto page = get(user, first + cursor, place);
        for (auto& row : page.at("data")) rows.push_back(std::move(row));
        if (!page.at("has_more").get<bool>()) return rows;
        cursor = "&cursor=" + http::url_encoded(page.at("next_cursor").get<std::string>());
    }
}

Json ReplaySession::send_events(const std::string& key, const std::string& batch,
                                const Place& place) {
    const auto reply = patient(http::Method::post, "/api/v1/events", batch,
                               {{"Content-Type", "application/cloudevents-batch+json"},
                                {"Accept-Language", "en"},
                                {"Authorization", "Bearer " + key}});
    return json_of(reply, place).at("results");
}

void ReplaySession::move_clock(const std::string& user, Timestamp instant, const Place& place) {
    if (!clock_) {
        const auto shown = get(user, "/api/v1/clock", place).at("now").get<std::string>();
        clock_ = parse_timestamp(shown).value();
    }
    if (*clock_ >= instant) return;
    const auto reply = as_user(user, http::Method::put, "/api/v1/clock",
                               to_text(Json{{"now", to_text(instant)}}),
                               {{"Content-Type", "application/json"}}, place);
    json_of(reply, place);
    clock_ = instant;
}

}  // namespace yunhe::app
