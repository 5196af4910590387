/// Work to do after the commit, stored with the change that asks for it. Delivered at least once:
/// handlers must bear a repetition.
///
/// A worker claims messages in one transaction, handles each outside of any, and marks it in
/// another. A claim is a lease: a worker that dies lets it run out, and a worker that was too slow
/// finds its token worthless (`mark_done` returns false) because somebody else has claimed the
/// message since.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/scope.hpp"
#include "base/time.hpp"
#include "db/transaction.hpp"

namespace yunhe::db {

struct OutboxEntity { static constexpr std::string_view prefix = "msg"; };
using OutboxId = Id<OutboxEntity>;

struct OutboxMessage {
    OutboxId id;
    std::string topic;
    Json payload;
    Timestamp due_at;
    std::uint32_t attempts = 0;      ///< Including this one.
    std::uint64_t lease_token = 0;   ///< The fencing token of this claim.
};

/// All times here are real times: leases and retries don't follow a sandbox tenant's clock.
OutboxId enqueue(Transaction& tx, TenantScope scope, std::string_view topic, const Json& payload,
                 Timestamp due_at);

/// The tenants that have something to claim.
std::vector<TenantId> list_tenants_with_due_across_tenants(Transaction& tx, Timestamp now);

/// At most `limit` messages of the topic that are due, oldest first, leased until now + lease. Rows
/// that another worker is claiming at this moment are passed over.
std::vector<OutboxMessage> claim_batch(Transaction& tx, TenantScope scope, std::string_view topic,
                                       Timestamp now, std::chrono::seconds lease,
                                       std::uint32_t limit);

/// Removes the message. False: the lease ran out and somebody else has the message now.
bool mark_done(Transaction& tx, TenantScope scope, const OutboxMessage& message);

/// Tries again after 5 s, 10 s, 20 s ... at most an hour; after `attempts_max` attempts the message
/// is dead and stays for an operator to look at. False: as for mark_done.
bool mark_failed(Transaction& tx, TenantScope scope, const OutboxMessage& message, Timestamp now,
                 std::string_view reason, std::uint32_t attempts_max = 16);

/// Pause before the attempt that follows `attempts` failed ones.
std::chrono::seconds outbox_pause(std::uint32_t attempts);

struct DeadMessage {
    OutboxId id;
    std::string topic;
    Json payload;
    std::uint32_t attempts = 0;
    std::string last_error;
};
std::vector<DeadMessage> list_dead_messages(Transaction& tx, TenantScope scope,
                                            std::uint32_t limit);
/// Lets a dead message be tried again. False: there is no such dead message.
bool revive(Transaction& tx, TenantScope scope, OutboxId id, Timestamp now);

}  // namespace yunhe::db
