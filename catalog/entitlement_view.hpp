/// All chains of a tenant in memory, kept right by the tenant's entitlement version on every server
/// of one database.
///
/// Every transaction that changes a part of a chain raises the version row of its tenant. Whoever
/// judges in a transaction passes it here, so that the version is read in it: a hold or a
/// revocation that committed before is always seen. Metering pins the version besides: nothing that
/// changes a chain commits between its judgement and its own commit. The gateway check, which has
/// no transaction, uses `recent_chains`, at most half a second old: catalog/entitlement_worker.hpp
/// looks at the version rows every 200 ms; where it can't, the check looks itself, and fails when
/// it can't either. So a change on one server is followed by the gateways of all within a second,
/// and none of them ever lets through what it couldn't look up.
///
/// Chains are loaded in a read-only transaction of their own, so that all of them come from one
/// snapshot and nothing that may still be rolled back gets in. One thread loads at a time; it takes
/// a second connection while it does.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "catalog/entitlement.hpp"
#include "db/database.hpp"

namespace yunhe::catalog {

/// Thread-safe. One per process.
class EntitlementView {
public:
    explicit EntitlementView(db::Database& database) : database_(database) {}

    /// The chains at the version that `tx` sees or a later one; loads them if they aren't in
    /// memory. What `tx` itself changed is not in them: see load_chains
    /// (catalog/entitlement_store.hpp).
    std::shared_ptr<const TenantChains> chains(db::Transaction& tx, TenantScope scope);
    /// The same, and until `tx` ends no other transaction can raise the version.
    /// REQUIRES: a transaction that may write.
    std::shared_ptr<const TenantChains> pinned_chains(db::Transaction& tx, TenantScope scope);
    /// The chains as they were at most `kStaleMax` ago; costs no SQL in between. Throws SqlError,
    /// DatabaseUnavailable where they are older and can't be read.
    std::shared_ptr<const TenantChains> recent_chains(TenantScope scope);
    /// Looks at the versions of all tenants that somebody asked about in the last minute and loads
    /// those that changed. Throws SqlError, DatabaseUnavailable.
    void poll();

    static constexpr std::chrono::milliseconds kStaleMax{500};
    static constexpr std::chrono::seconds kPolledFor{60};

private:
    using Chains = std::shared_ptr<const TenantChains>;
    struct Entry {
        TenantScope scope;
        Chains chains;
        std::chrono::steady_clock::time_point checked_at;
        std::chrono::steady_clock::time_point asked_at;
    };
    Chains at_version(TenantScope scope, std::uint64_t wanted);
    std::vector<Entry> polled(std::chrono::steady_clock::time_point now);
    void confirm(const std::map<TenantId, std::uint64_t>& versions,
                 std::chrono::steady_clock::time_point looked_at);
    std::optional<Entry> find_asked(TenantId tenant);
    std::optional<Entry> find(TenantId tenant);
    Chains refresh(TenantScope scope, std::uint64_t version_min);

    db::Database& database_;
    std::mutex mutex_;  ///< Guards entries_.
    std::mutex loading_mutex_;
    std::map<TenantId, Entry> entries_;
};

}  // namespace yunhe::catalog
