/// One connection to the database, with the statements that were prepared on it.
///
/// Only `Pool`, `Transaction`, the migrator and the embedded server's administration use this;
/// everything else goes through `Database`.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "db/database.hpp"
#include "db/transaction.hpp"

namespace sql {
class Connection;
class PreparedStatement;
}  // namespace sql

namespace yunhe::db {

// MariaDB's error numbers that we decide by.
inline constexpr int kErrorChangedSinceRead = 1020;
inline constexpr int kErrorNodeNotReady = 1047;
inline constexpr int kErrorDuplicateKey = 1062;
inline constexpr int kErrorDuringCommit = 1180;
inline constexpr int kErrorLockTimeout = 1205;
inline constexpr int kErrorDeadlock = 1213;
inline constexpr int kErrorConnectionKilled = 1927;
inline constexpr int kErrorServerGone = 2006;
inline constexpr int kErrorServerLost = 2013;

/// The connection is of no use any more.
bool is_lost_connection(int error_code);

/// Readies the client library. Call it once in `main` before there are threads.
void initialise_driver();

struct ConnectionOptions {
    std::chrono::seconds connect_max{5};
    /// How long one statement may take; 0: as long as it likes (migrations).
    std::chrono::seconds read_max{60};
    std::chrono::seconds lock_wait_max{5};
};

/// Not thread-safe: one thread at a time. Every failing call throws SqlError; the constructor
/// throws DatabaseUnavailable.
class Connection {
public:
    /// `address.name` may be empty: no database is chosen then.
    explicit Connection(const DatabaseAddress& address, ConnectionOptions options = {});
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Rows changed. The statement is prepared once and kept under its text.
    std::uint64_t execute(std::string_view statement, std::span<const Value> bound);
    void each(std::string_view statement, std::span<const Value> bound,
              const std::function<void(const Row&)>& visit);
    /// Runs text without `?` unprepared: data definition, session settings.
    void run(std::string_view statement);

    void begin(Transaction::Mode mode);
    void commit();
    /// Never throws: a connection that can't roll back is broken, and the server rolls back.
    void rollback() noexcept;

    /// True once a call failed because the connection was lost. It must be thrown away.
    bool broken() const { return broken_; }
    /// True if the failure happened while COMMIT was under way, so that nobody knows its outcome.
    bool commit_outcome_unknown() const { return commit_outcome_unknown_; }

private:
    struct Prepared;
    class Use;
    template <class Body>
    auto translated(Body body);
    std::shared_ptr<Prepared> prepared(std::string_view statement);
    void trim_statements();
    void cut();

    std::unique_ptr<sql::Connection> connection_;
    // Declared after the connection: statements must be freed before it.
    std::list<std::shared_ptr<Prepared>> statements_;  ///< The one used last comes first.
    std::map<std::string_view, std::list<std::shared_ptr<Prepared>>::iterator> by_text_;
    Transaction::Mode session_mode_ = Transaction::Mode::read_write;
    bool broken_ = false;
    bool commit_outcome_unknown_ = false;
};

/// What a test lets go wrong: the `nth` statement from now (1 = the next one; a COMMIT counts)
/// fails.
struct FaultPlan {
    enum class Kind {
        none,               ///< Nothing fails: only counts.
        error,              ///< It fails with `error_code` and never reaches the server.
        cut,                ///< The connection is lost before it reaches the server.
        cut_before_commit,  ///< As `cut`, but `nth` counts COMMITs only.
        cut_after_commit,   ///< The COMMIT takes effect, then the connection is lost.
    };
    Kind kind = Kind::none;
    int nth = 1;
    int error_code = 0;
    bool this_thread_only = true;  ///< Statements of other threads neither count nor fail.
};

/// While it lives, the process follows the plan. One at a time. Thread-safe; costs one atomic load
/// per statement when there is none.
class FaultInjection {
public:
    explicit FaultInjection(FaultPlan plan);
    ~FaultInjection();
    FaultInjection(const FaultInjection&) = delete;
    FaultInjection& operator=(const FaultInjection&) = delete;

    bool fired() const { return fired_; }
    /// Statements (or COMMITs, if the plan counts those) seen so far.
    int seen() const { return seen_; }

private:
    friend class Connection;
    /// What has to happen to the statement that is about to run.
    static FaultPlan::Kind next(bool is_commit, int& error_code);

    FaultPlan plan_;
    std::uint64_t thread_;
    std::atomic<int> seen_{0};
    std::atomic<bool> fired_{false};
};

}  // namespace yunhe::db
