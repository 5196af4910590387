/// The server that is measured, and what has to be in it before.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "http/client.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::bench {

/// A signed-in user.
struct Session {
    std::string cookie;      ///< "yunhe_session=..."
    std::string csrf_token;
};

/// A fresh server with its own database; ends with the object.
class Server {
public:
    explicit Server(const std::filesystem::path& binary);

    /// The base URL, "http://127.0.0.1:43210".
    const std::string& url() const { return process_.url(); }
    int port() const;
    std::filesystem::path database_socket() const;

    /// Plays tests/cases/yangzhou. Takes about a minute.
    void play_case();
    /// `tenant` empty: the platform's administrator. Throws where it is refused.
    Session sign_in(std::string_view tenant, std::string_view username, std::string_view password);
    /// A tenant without anything in it; gives its operator's administrator.
    Session open_tenant(const std::string& slug, bool sandbox);
    /// Throws unless it succeeds.
    Json send(const Session& session, http::Method method, std::string_view path,
              const Json& body = Json::object());
    std::string make_key(const Session& session, const Json& scopes);
    /// Of the played case.
    std::string password_of(std::string_view username) const;
    std::string platform_password() const;

private:
    test::TemporaryFolder folder_;
    std::filesystem::path binary_;
    test::ServerProcess process_;
    http::Client client_;
    int sent_ = 0;
};

inline constexpr const char* kCaseTenant = "yangzhou-1";
inline constexpr const char* kPassword = "correct-horse-battery";

}  // namespace yunhe::bench
