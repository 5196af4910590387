/// The background task of reminders: every minute it runs what fell due in the tenants that live in
/// real time (a sandbox's clock runs its own when it is moved) and delivers what waits in the
/// outbox. With several servers on one database a lease lets one of them do it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/periodic_thread.hpp"
#include "db/database.hpp"
#include "db/lease.hpp"
#include "db/outbox.hpp"
#include "tenants/reminder_port.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/signer_service.hpp"
#include "tenants/tenant.hpp"

namespace yunhe::tenants {

/// So many failures in a row switch a tenant's webhook off.
inline constexpr int kWebhookFailuresMax = 20;

class ReminderWorker {
public:
    /// All references outlive it. Not running until `start`. Ends after the message that it is
    /// delivering; the rest waits in the outbox.
    ReminderWorker(db::Database& database, const RulePackLibrary& library, const Signer& signer,
                   std::vector<std::unique_ptr<ReminderPort>> ports);

    void start() { thread_.start(); }

    /// One round, as the thread does it every minute. False: another server has the lease.
    bool run_once(Timestamp real_now);

private:
    struct Home {
        TenantScope scope;
        Tenant tenant;
    };
    std::vector<Home> homes();
    void run_tenant(const db::Lease& lease, const Home& home, Timestamp real_now);
    void deliver(const db::Lease& lease, const Home& home, Timestamp real_now);
    void deliver_one(const Home& home, const ReminderAddress& address,
                     const db::OutboxMessage& message, Timestamp real_now);
    ReminderAddress address_of(const Home& home);

    db::Database& database_;
    const RulePackLibrary& library_;
    const Signer& signer_;
    std::vector<std::unique_ptr<ReminderPort>> ports_;
    std::string holder_;
    std::map<TenantId, Timestamp> refreshed_;  ///< When each tenant's facts were read last.
    PeriodicThread thread_;
};

}  // namespace yunhe::tenants
