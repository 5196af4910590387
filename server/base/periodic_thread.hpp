/// A background thread that does one round after another, with a pause between them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace yunhe {

class PeriodicThread {
public:
    using Round = std::function<void()>;
    /// Gets what() of the exception that ended a round; the next round comes all the same.
    using OnFailure = std::function<void(const char* what)>;

    /// Not running until `start`. Both functions run in the thread.
    PeriodicThread(std::chrono::milliseconds pause, Round round, OnFailure on_failure);
    /// Waits for the round that is running.
    ~PeriodicThread();
    PeriodicThread(const PeriodicThread&) = delete;
    PeriodicThread& operator=(const PeriodicThread&) = delete;

    /// REQUIRES: not started before.
    void start();
    /// The owner is going: a long round asks this between two steps. Any thread.
    bool stopping();

private:
    void loop();

    std::chrono::milliseconds pause_;
    Round round_;
    OnFailure on_failure_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace yunhe
