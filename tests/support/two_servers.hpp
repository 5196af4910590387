/// Two servers as real processes on one database, with a played marketplace.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "http/client.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test {

struct RemoteAnswer {
    int status = 0;
    Json json = Json::object();
    std::string code() const { return json.value("code", ""); }
};

/// Somebody with a session or an API key, at whichever server is asked.
class RemoteUser {
public:
    RemoteAnswer get(const std::string& server, std::string_view path) const;
    RemoteAnswer post(const std::string& server, std::string_view path, const Json& body) const;
    RemoteAnswer put(const std::string& server, std::string_view path, const Json& body) const;
    RemoteAnswer del(const std::string& server, std::string_view path) const;

    std::string cookie;
    std::string csrf_token;
    std::string api_key;

private:
    RemoteAnswer send(const std::string& server, http::Method method, std::string_view path,
                      std::optional<std::string> body) const;
};

/// The Yangzhou case with few events and no payments, in a sandbox tenant. The second server uses
/// the first one's database by its socket, and the same keys.
class TwoServers {
public:
    /// Throws std::runtime_error where the case can't be played.
    explicit TwoServers(const std::filesystem::path& binary);

    const std::string& first() const { return first_.url(); }
    const std::string& second() const { return second_->url(); }
    ServerProcess& second_process() { return *second_; }
    std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
    const std::filesystem::path& binary() const { return binary_; }

    /// Signed in at the first server. Throws where it is refused.
    RemoteUser sign_in(const std::string& username) const;
    RemoteUser key_of(const RemoteUser& user, const Json& scopes) const;
    /// The tenant's clock.
    std::string now(const RemoteUser& user) const;

private:
    void play_case();
    std::string password_of(const std::string& username) const;

    std::filesystem::path binary_;
    TemporaryFolder folder_;
    ServerProcess first_;
    std::optional<ServerProcess> second_;
};

/// Started by the first call.
TwoServers& two_servers(const std::filesystem::path& binary);

}  // namespace yunhe::test
