/// The background task that keeps the entitlement view of this server in step with the database:
/// every 200 ms a look at the version rows. Without it the view is right as well, only slower: see
/// catalog/entitlement_view.hpp.
#pragma once

#include <chrono>

#include "base/periodic_thread.hpp"
#include "catalog/entitlement_view.hpp"

namespace yunhe::catalog {

class EntitlementWorker {
public:
    /// The view outlives it. Not running until `start`.
    explicit EntitlementWorker(EntitlementView& view);

    void start() { thread_.start(); }

    static constexpr std::chrono::milliseconds kPause{200};

private:
    void poll();
    void report(const char* what);

    EntitlementView& view_;
    bool failing_ = false;
    PeriodicThread thread_;
};

}  // namespace yunhe::catalog
