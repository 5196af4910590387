/// `yunhe serve`: from an empty folder to an answering server, and back down again.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace yunhe::app {

struct ServeOptions {
    std::filesystem::path data_folder;  ///< Made with mode 0700 if absent.
    std::string listen = "127.0.0.1:8080";
    /// "mysql://user@host:3306/name"; empty: a private mariadbd in the data folder. Its password
    /// comes from the environment variable YUNHE_DATABASE_PASSWORD.
    std::string database_url;
    /// System user to become before anything else (only root can); empty: stay who we are.
    std::string user;
    int threads = 32;
    /// Addresses of receivers inside one's own network that webhooks may call, "10.1.2.3".
    std::vector<std::string> webhook_addresses;
    /// How the world reaches the console, without a slash at its end: for the QR codes on papers.
    std::string public_url;
};

/// Runs until SIGTERM or SIGINT. Prints one line when ready. Returns the exit code: 0 after a clean
/// stop, 1 when it could not start (the reason goes to stderr).
/// REQUIRES: called on the main thread before any other thread exists, because it blocks signals
/// and forks the database.
int serve(const ServeOptions& options);

/// `yunhe migrate`: brings the database to this binary's schema and ends.
int migrate(const ServeOptions& options);

}  // namespace yunhe::app
