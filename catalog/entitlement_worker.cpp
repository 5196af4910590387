#include "catalog/entitlement_worker.hpp"

#include <exception>

#include <spdlog/spdlog.h>

namespace yunhe::catalog {

EntitlementWorker::~EntitlementWorker() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void EntitlementWorker::start() {
    YUNHE_ASSERT(!thread_.joinable());
    thread_ = std::thread([this] { loop(); });
}

void EntitlementWorker::loop() {
    std::unique_lock lock(mutex_);
    bool failing = false;
    while (!stopping_) {
        lock.unlock();
        try {
            view_.poll();
            failing = false;
        } catch (const std::exception& failure) {
            // The gateway check then looks itself, and refuses where it can't.
            if (!failing) spdlog::error("can't look at the entitlements: {}", failure.what());
            failing = true;
        }
        lock.lock();
        wake_.wait_for(lock, kPause, [this] { return stopping_; });
    }
}

}  // namespace yunhe::catalog
