/// Makes the files that are too long for the call that asked for them, on one server at a time per
/// database.
///
/// A job reads in one read-only transaction of one moment, reports how far it is in others, and is
/// finished in one. A server that dies over it leaves it to the next; after three times it fails.
/// When destroyed it gives a running job up, which begins anew later.
#pragma once

#include <string>

#include "base/periodic_thread.hpp"
#include "billing/export_service.hpp"
#include "db/database.hpp"

namespace yunhe::billing {

class ExportWorker {
public:
    /// All outlive the worker.
    ExportWorker(db::Database& database, ExportWorkshop workshop);

    /// Once a second from now on.
    void start() { thread_.start(); }
    /// Everything that waits, in this thread. Returns how many jobs were finished; none where
    /// another server is at it.
    std::size_t run_once(Timestamp real_now);

private:
    db::Database& database_;
    ExportWorkshop workshop_;
    std::string holder_;
    PeriodicThread thread_;
};

}  // namespace yunhe::billing
