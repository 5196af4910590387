/// Runs the jobs of catalogue imports in the background, on one server at a time per database.
///
/// A job is one transaction: a server that dies in it leaves the import waiting, and the next round
/// begins anew. Owns its thread; ends it when destroyed.
#pragma once

#include <filesystem>
#include <string>

#include "base/periodic_thread.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::catalog {

class ResourceImportWorker {
public:
    /// All outlive the worker.
    ResourceImportWorker(db::Database& database, const tenants::RulePackLibrary& library,
                         std::filesystem::path data_folder);

    /// Once a second from now on.
    void start() { thread_.start(); }
    /// Everything that waits, in this thread. Returns how many jobs ran; none where another server
    /// is at it.
    std::size_t run_once(Timestamp real_now);

private:
    db::Database& database_;
    const tenants::RulePackLibrary& library_;
    std::filesystem::path data_folder_;
    std::string holder_;
    PeriodicThread thread_;
};

}  // namespace yunhe::catalog
