/// `yunhe replay`: plays a case folder through the public HTTP API, in the roles that it names.
///
/// Nothing is written behind the API's back: each step logs in as the user whose step it is, and
/// the sandbox tenant's clock is moved by its operator. Every request carries an idempotency key
/// derived from file and line, so an interrupted replay goes on where it stopped.
#pragma once

#include <filesystem>
#include <string>

namespace yunhe::app {

struct ReplayOptions {
    std::filesystem::path case_folder;
    std::string server;                         ///< "http://127.0.0.1:8080"
    std::filesystem::path admin_password_file;  ///< Holds the platform administrator's password.
    std::string slug;                           ///< Empty: the one in tenant.json.
    std::filesystem::path out_folder;           ///< Empty: no result files.
    std::filesystem::path password_file;        ///< Empty: SLUG.passwords beside the admin file.
    bool json = false;
};

/// Progress goes to stderr, the summary to stdout. Returns 0, or 1 when a line could not be played
/// (file, line and the server's reason are told), or 2 for a folder that isn't a case.
int replay(const ReplayOptions& options);

}  // namespace yunhe::app
