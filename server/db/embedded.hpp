/// The private database: a mariadbd of our own on a unix socket in the data folder.
///
/// Nothing of it is shared with another MariaDB on the machine: own configuration, own files, no
/// network. The folder holds
///     lock          held (flock) for as long as a server uses the folder
///     my.cnf        written anew at each start
///     data/         the database's files
///     db.sock       the socket; its path may have 107 bytes at most
///     db.err        the database's log
///     child.pid     the process started last
///     password      of the serving account, mode 0600
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sys/types.h>

#include "db/database.hpp"

namespace yunhe::db {

struct EmbeddedOptions {
    std::filesystem::path folder;  ///< Made if missing; must belong to the user we run as.
    /// mariadbd; empty: looked for in PATH, /usr/sbin and /usr/local/sbin.
    std::filesystem::path program = {};
    /// Until the database answers. Recovery after a crash takes its time.
    std::chrono::milliseconds start_max{120'000};
    /// How long to wait for another server that still uses the folder, and for its database.
    std::chrono::milliseconds takeover_max{30'000};
    /// More restarts than this within `restart_window` and it gives up.
    int restarts_max = 5;
    std::chrono::seconds restart_window{60};
    /// 0: a quarter of the memory, within 128 MiB..8 GiB.
    std::uint64_t buffer_pool_bytes = 0;
    /// False only in tests: COMMIT doesn't wait for the disk.
    bool durable = true;
};

/// Starts the database and keeps it running; stops it when destroyed.
///
/// A supervising thread forks the child, waits for it and forks the next one if it dies. The child
/// asks the kernel for a SIGTERM when its parent dies (PR_SET_PDEATHSIG); the kernel means the
/// *thread* that forked, so that thread must live as long as the child does: it is this object's
/// own, and no other thread ever forks a database. Restarts come at once, then after 0.1 s, 0.2 s,
/// 0.4 s ...
///
/// While the child is down, `Database` throws DatabaseUnavailable. Thread-safe.
class EmbeddedDatabase {
public:
    /// Returns when the database answers and the serving account exists.
    /// Throws std::runtime_error: the folder is in use or can't be written, its path is too long,
    /// mariadbd is missing or does not come up (the message ends with its last words).
    explicit EmbeddedDatabase(EmbeddedOptions options);
    ~EmbeddedDatabase();
    EmbeddedDatabase(const EmbeddedDatabase&) = delete;
    EmbeddedDatabase& operator=(const EmbeddedDatabase&) = delete;

    /// The account for serving: SELECT, INSERT, UPDATE, DELETE on the one database.
    DatabaseAddress address() const;
    /// The account for migrations and backups: everything, open to our own system user only.
    DatabaseAddress administrator_address() const;

    /// The accounts of the database that another process of ours (the server) runs on this folder.
    /// Empty: no server runs there.
    static std::optional<DatabaseAddress> find_running(const std::filesystem::path& folder);
    static std::optional<DatabaseAddress> find_running_administrator(
        const std::filesystem::path& folder);

    /// The child's process id; 0 while there is none.
    pid_t process_id() const;
    /// Starts beyond the first one.
    int restarts() const;
    /// True when it died too often: only a new start of the server helps.
    bool gave_up() const;

    /// Stops the child cleanly and waits for it. Further calls do nothing.
    void stop();

private:
    void lock_folder();
    void end_old_child();
    void write_configuration() const;
    void install() const;
    void supervise();
    bool may_restart();
    pid_t start_child() const;
    void wait_until_ready();
    void prepare_accounts() const;
    std::string last_words() const;

    const EmbeddedOptions options_;
    int lock_ = -1;
    std::string password_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    pid_t child_ = 0;
    int starts_ = 0;
    bool stopping_ = false;
    bool gave_up_ = false;
    std::vector<std::chrono::steady_clock::time_point> recent_deaths_;
    std::thread supervisor_;
};

}  // namespace yunhe::db
