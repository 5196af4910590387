/// The pool of connections and `transact`, the one way to run SQL.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <type_traits>

#include "base/result.hpp"
#include "db/transaction.hpp"

namespace yunhe::db {

/// Where the database is. Either a unix socket or host and port.
struct DatabaseAddress {
    std::string socket;  ///< Empty: use host and port.
    std::string host;
    int port = 3306;
    std::string user;
    std::string password;  ///< Never logged.
    std::string name;
    /// "mysql://user@host:3306/name", or "mysql://user@localhost/name?socket=/run/db.sock" for
    /// a socket on this machine; the password comes from the file or environment the caller
    /// names, never from the URL. Errors: malformed `bad_database_url`.
    static Result<DatabaseAddress> parse(std::string_view url);
};

struct PoolOptions {
    std::size_t connections_max = 48;
    std::chrono::milliseconds wait_max{5000};  ///< For a free connection.
    std::chrono::seconds lock_wait_max{5};     ///< For a row's lock; then 1205.
    std::chrono::seconds statement_max{60};    ///< Then the connection is given up.
};

/// No connection could be had: the server is down or the pool is exhausted. Becomes a 503.
class DatabaseUnavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Pool;

/// Thread-safe. One per process.
class Database {
public:
    explicit Database(DatabaseAddress address, PoolOptions options = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs `body(Transaction&) -> Result<T>` in one transaction: commits if it returns ok, rolls
    /// back if it returns an error. On 1213 (deadlock, Galera certification), 1205 (lock timeout),
    /// 1047 (node not ready) and a COMMIT of unknown outcome the body runs again after a jittered
    /// pause, at most five times, so it may only touch `tx` and its own locals.
    /// After a COMMIT of unknown outcome the body finds out itself whether it took effect: that is
    /// what the idempotency row is for (db/idempotency.hpp).
    /// Throws SqlError, DatabaseUnavailable.
    template <class Body>
    auto transact(Body body) -> std::invoke_result_t<Body&, Transaction&> {
        std::optional<std::invoke_result_t<Body&, Transaction&>> outcome;
        run_retrying(Transaction::Mode::read_write, [&](Transaction& tx) {
            outcome.emplace(body(tx));
            return outcome->ok();
        });
        return std::move(*outcome);
    }
    /// The same for reading only: READ ONLY, consistent, always rolled back.
    template <class Body>
    auto read(Body body) -> std::invoke_result_t<Body&, Transaction&> {
        std::optional<std::invoke_result_t<Body&, Transaction&>> outcome;
        run_retrying(Transaction::Mode::read_only, [&](Transaction& tx) {
            outcome.emplace(body(tx));
            return false;
        });
        return std::move(*outcome);
    }

    /// True when a statement can be run now; never throws. For /readyz.
    bool ready() noexcept;
    /// Connections in use and open, for /metrics.
    struct Usage { std::size_t in_use; std::size_t open; };
    Usage usage() const;

    const DatabaseAddress& address() const;

private:
    /// `body` says whether to commit.
    void run_retrying(Transaction::Mode mode, const std::function<bool(Transaction&)>& body);
    std::unique_ptr<Pool> pool_;
};

}  // namespace yunhe::db
