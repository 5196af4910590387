/// Sends what waits for webhook endpoints: every two seconds, on one server at a time per database.
///
/// A message is claimed in one transaction, sent outside of any, and its outcome written in
/// another: it is sent at least once. Failed ones are tried again later and later (db/outbox.hpp);
/// an endpoint that fails too often in a row is switched off, and its body is told on its desk.
#pragma once

#include <memory>
#include <string>

#include "base/periodic_thread.hpp"
#include "db/database.hpp"
#include "db/outbox.hpp"
#include "tenants/signer_service.hpp"
#include "tenants/webhook_port.hpp"

namespace yunhe::tenants {

class WebhookWorker {
public:
    /// All references outlive it. Not running until `start`.
    WebhookWorker(db::Database& database, const Signer& signer, std::unique_ptr<WebhookPort> port);

    void start() { thread_.start(); }
    /// Everything that is due, in this thread. Returns how many tries were made; none where another
    /// server is at it.
    std::size_t run_once(Timestamp real_now);

private:
    std::size_t run_tenant(TenantId tenant, Timestamp real_now);
    void deliver(TenantScope scope, const db::OutboxMessage& message, Timestamp real_now);

    db::Database& database_;
    const Signer& signer_;
    std::unique_ptr<WebhookPort> port_;
    std::string holder_;
    PeriodicThread thread_;
};

}  // namespace yunhe::tenants
