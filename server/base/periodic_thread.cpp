#include "base/periodic_thread.hpp"

#include <exception>

#include "base/assert.hpp"

namespace yunhe {

PeriodicThread::PeriodicThread(std::chrono::milliseconds pause, Round round, OnFailure on_failure)
    : pause_(pause), round_(std::move(round)), on_failure_(std::move(on_failure)) {}

PeriodicThread::~PeriodicThread() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void PeriodicThread::start() {
    YUNHE_ASSERT(!thread_.joinable());
    thread_ = std::thread([this] { loop(); });
}

bool PeriodicThread::stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

void PeriodicThread::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        try {
            round_();
        } catch (const std::exception& failure) {
            on_failure_(failure.what());
        }
        lock.lock();
        wake_.wait_for(lock, pause_, [this] { return stopping_; });
    }
}

}  // namespace yunhe
