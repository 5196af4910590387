/// The background task that keeps the entitlement view of this server in step with the database:
/// every 200 ms a look at the version rows. Without it the view is right as well, only slower: see
/// catalog/entitlement_view.hpp.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "catalog/entitlement_view.hpp"

namespace yunhe::catalog {

class EntitlementWorker {
public:
    /// The view outlives it. Not running until `start`.
    explicit EntitlementWorker(EntitlementView& view) : view_(view) {}
    ~EntitlementWorker();
    EntitlementWorker(const EntitlementWorker&) = delete;
    EntitlementWorker& operator=(const EntitlementWorker&) = delete;

    void start();

    static constexpr std::chrono::milliseconds kPause{200};

private:
    void loop();

    EntitlementView& view_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace yunhe::catalog
