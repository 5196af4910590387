#include "catalog/entitlement_worker.hpp"

#include <spdlog/spdlog.h>

namespace yunhe::catalog {

EntitlementWorker::EntitlementWorker(EntitlementView& view)
    : view_(view),
      thread_(
          kPause, [this] { poll(); }, [this](const char* what) { report(what); }) {}

void EntitlementWorker::poll() {
    view_.poll();
    failing_ = false;
}

void EntitlementWorker::report(const char* what) {
    // The gateway check then looks itself, and refuses where it can't. Said once.
    if (!failing_) spdlog::error("can't look at the entitlements: {}", what);
    failing_ = true;
}

}  // namespace yunhe::catalog
