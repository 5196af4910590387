/// Runs the jobs of catalogue imports in the background, on one server at a time per database.
///
/// A job is one transaction: a server that dies in it leaves the import waiting, and the next round
/// begins anew. Owns its thread; ends it when destroyed.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "base/time.hpp"
#include "db/database.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::catalog {

class ResourceImportWorker {
public:
    /// All outlive the worker.
    ResourceImportWorker(db::Database& database, const tenants::RulePackLibrary& library,
                         std::filesystem::path data_folder);
    ~ResourceImportWorker();
    ResourceImportWorker(const ResourceImportWorker&) = delete;
    ResourceImportWorker& operator=(const ResourceImportWorker&) = delete;

    /// Once a second from now on.
    void start();
    /// Everything that waits, in this thread. Returns how many jobs ran; none where another server
    /// is at it.
    std::size_t run_once(Timestamp real_now);

private:
    void loop();

    db::Database& database_;
    const tenants::RulePackLibrary& library_;
    std::filesystem::path data_folder_;
    std::string holder_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace yunhe::catalog
