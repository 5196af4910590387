/// The replay's way to the server: signing in as each user, idempotency keys, waiting where the
/// server asks for it, and the sandbox's clock. Used by one thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/replay_case.hpp"
#include "http/client.hpp"

namespace yunhe::app {

/// The server refused a step. `what()` says which line of which file, and the server's reason.
class StepRefused : public std::runtime_error {
public:
    StepRefused(const Place& place, const std::string& reason)
        : std::runtime_error(where(place) + ": " + reason) {}
};

/// What is done for one line of the folder. The idempotency key is made of slug, file, line, name
/// and what is sent (a whole file may stand on one line), so that a step played before gets its
/// stored reply.
struct Step {
    Place place;
    std::string name;
};

/// The users' passwords, kept in a file (0600) with one `username<TAB>password` per line, so that
/// an interrupted replay goes on with the same ones.
class PasswordBook {
public:
    /// Reads the file if it's there, adds a random password for each user that it lacks, and writes
    /// it back before anything is played. Throws std::runtime_error when it can't read or write.
    PasswordBook(std::filesystem::path file, const std::vector<CaseUser>& users);
    const std::string& of(const std::string& username) const;  ///< REQUIRES: a user of the case.

private:
    void read();
    void write() const;

    std::filesystem::path file_;
    std::map<std::string, std::string> passwords_;
};

struct RawBody {
    std::string content_type;
    std::string content;
};

/// Who sends: a username of the case, or one of these.
inline const std::string kPlatformAdmin = "platform-admin";
inline const std::string kNobody = "";  ///< The public portal: no sign-in.

class ReplaySession {
public:
    ReplaySession(const std::string& server, std::string slug, std::string admin_password,
                  const PasswordBook& passwords);

    /// Sends one step and gives the reply's JSON (null where there is none). Throws StepRefused,
    /// and http::ClientFailure when no answer comes.
    Json send(const std::string& user, http::Method method, const std::string& path,
              const Step& step, const Json& body = Json::object());
    Json post(const std::string& user, const std::string& path, const Step& step,
              const Json& body = Json::object()) {
        return send(user, http::Method::post, path, step, body);
    }
    Json put_raw(const std::string& user, const std::string& path, const Step& step,
                 const RawBody& body, http::Headers headers = {});
    Json get(const std::string& user, const std::string& path, const Place& place);
    /// All pages' rows. `path` may carry a query.
    std::vector<Json> list(const std::string& user, const std::string& path, const Place& place);
    /// A batch of events with an API key; the reply's `results`.
    Json send_events(const std::string& key, const std::string& batch, const Place& place);

    /// Moves the clock to `instant`, as `user`; does nothing where it already shows that or a later
    /// time, for everything before it was played.
    void move_clock(const std::string& user, Timestamp instant, const Place& place);

    const std::string& slug() const { return slug_; }

private:
    struct SignedIn {
        std::string cookie;
        std::string csrf_token;
    };
    const SignedIn& session_of(const std::string& user, const Place& place);
    http::Headers headers_for(const std::string& user, const Place& place);
    std::string key_of(const Step& step, const std::string& path, const std::string& body) const;
    /// Sends, and again where the server says that it is busy, for some minutes.
    http::ClientReply patient(http::Method method, const std::string& path,
                              const std::optional<std::string>& body, const http::Headers& headers);
    http::ClientReply as_user(const std::string& user, http::Method method,
                              const std::string& path, const std::optional<std::string>& body,
                              const http::Headers& extra, const Place& place);

    http::Client client_;
    std::string slug_;
    std::string admin_password_;
    const PasswordBook& passwords_;
    std::map<std::string, SignedIn> sessions_;
    std::optional<Timestamp> clock_;
};

}  // namespace yunhe::app
