/// The data folder and the database in or beside it.
#pragma once

#include <filesystem>
#include <memory>

#include "app/serve.hpp"
#include "db/database.hpp"
#include "db/embedded.hpp"

namespace yunhe::app {

/// Becomes `user` for good (groups, group, user). Does nothing if empty or already so.
/// Throws std::runtime_error if there is no such user or we aren't root.
void become_user(const std::string& user);

/// Makes the folder with mode 0700 if absent. Throws std::filesystem::filesystem_error.
void prepare_data_folder(const std::filesystem::path& folder);

/// Writes a secret to a new file of mode 0600. Throws std::runtime_error if it exists or can't be
/// written.
void write_secret_file(const std::filesystem::path& file, const std::string& text);

/// The contents of a secret file, made of 256 random bits (hex) when absent.
std::string secret_of_file(const std::filesystem::path& file);

/// The two accounts of the database to use, and the private mariadbd if it is ours to run.
struct DatabaseHome {
    std::unique_ptr<db::EmbeddedDatabase> embedded;  ///< Null: an outside database.
    db::DatabaseAddress serving;
    db::DatabaseAddress administrator;  ///< May define tables.
};
/// REQUIRES: called before other threads are started. Throws std::runtime_error (bad URL, no
/// database, folder in use).
DatabaseHome open_database(const ServeOptions& options);

}  // namespace yunhe::app
