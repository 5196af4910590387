/// Runs the reconciliations that were asked for in the background, on one server at a time per
/// database. Owns its thread; ends it when destroyed.
#pragma once

#include <string>

#include "base/periodic_thread.hpp"
#include "base/time.hpp"
#include "db/database.hpp"

namespace yunhe::billing {

class ReconciliationWorker {
public:
    /// The database outlives the worker.
    explicit ReconciliationWorker(db::Database& database);

    /// Once a second from now on.
    void start() { thread_.start(); }
    /// Everything that waits, in this thread. Returns how many ran; none where another server is
    /// at it.
    std::size_t run_once(Timestamp real_now);

private:
    db::Database& database_;
    std::string holder_;
    PeriodicThread thread_;
};

}  // namespace yunhe::billing
