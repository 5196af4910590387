/// The connections of one process.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "db/connection.hpp"
#include "db/database.hpp"

namespace yunhe::db {

/// Thread-safe. Connections are opened when needed and the one used last is lent first, so that a
/// quiet process keeps few of them busy.
class Pool {
public:
    Pool(DatabaseAddress address, PoolOptions options);

    /// A borrowed connection; goes back when destroyed, unless it is broken or out of date.
    class Lease {
    public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection, std::uint64_t generation);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Connection& operator*() { return *connection_; }
        Connection* operator->() { return connection_.get(); }
        /// The connection won't be lent again.
        void discard() { discarded_ = true; }

    private:
        Pool& pool_;
        std::unique_ptr<Connection> connection_;
        std::uint64_t generation_;
        bool discarded_ = false;
    };

    /// Waits until a connection is free. Throws DatabaseUnavailable if none becomes free in time,
    /// or if the server can't be reached.
    Lease take();
    /// Throws away all connections opened so far: the server they led to is gone. Those in use are
    /// thrown away when they come back.
    void forget_connections();
    Database::Usage usage() const;
    const DatabaseAddress& address() const { return address_; }

private:
    void give_back(std::unique_ptr<Connection> connection, std::uint64_t generation, bool usable);

    const DatabaseAddress address_;
    const PoolOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t in_use_ = 0;
    std::uint64_t generation_ = 0;
};

}  // namespace yunhe::db
