/// All chains of a tenant in memory, kept right by the tenant's entitlement version.
///
/// Every transaction that changes a part of a chain raises the version row of its tenant. Whoever
/// judges in a transaction (metering) passes it here, so that the version is read in it: a hold or
/// a revocation that committed before is always seen. The gateway check, which has no transaction,
/// uses `recent_chains`, at most half a second old.
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
    /// The chains as they were at most `kStaleMax` ago; costs no SQL in between.
    std::shared_ptr<const TenantChains> recent_chains(TenantScope scope);

    static constexpr std::chrono::milliseconds kStaleMax{500};

private:
    struct Entry {
        std::shared_ptr<const TenantChains> chains;
        std::chrono::steady_clock::time_point checked_at;
    };
    std::optional<Entry> find(TenantId tenant);
    std::shared_ptr<const TenantChains> refresh(TenantScope scope, std::uint64_t version_min);

    db::Database& database_;
    std::mutex mutex_;  ///< Guards entries_.
    std::mutex loading_mutex_;
    std::map<TenantId, Entry> entries_;
};

}  // namespace yunhe::catalog
