#include "catalog/entitlement_view.hpp"

#include "base/clock.hpp"
#include "catalog/entitlement_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {

EntitlementView::Chains EntitlementView::chains(db::Transaction& tx, TenantScope scope) {
    return at_version(scope, tenants::entitlement_version(tx, scope));
}

EntitlementView::Chains EntitlementView::pinned_chains(db::Transaction& tx, TenantScope scope) {
    return at_version(scope, tenants::pin_entitlement_version(tx, scope));
}

EntitlementView::Chains EntitlementView::at_version(TenantScope scope, std::uint64_t wanted) {
    const auto entry = find_asked(scope.tenant());
    if (entry && entry->chains->version >= wanted) return entry->chains;
    return refresh(scope, wanted);
}

EntitlementView::Chains EntitlementView::recent_chains(TenantScope scope) {
    const auto entry = find_asked(scope.tenant());
    if (entry && steady_now() - entry->checked_at <= kStaleMax) return entry->chains;
    return refresh(scope, 0);
}

void EntitlementView::poll() {
    const auto looked_at = steady_now();
    const auto known = polled(looked_at);
    if (known.empty()) return;
    std::vector<TenantId> ids;
    for (const auto& entry : known) ids.push_back(entry.scope.tenant());
    const auto current =
        database_.read([&](db::Transaction& tx) -> Result<std::map<TenantId, std::uint64_t>> {
            return tenants::entitlement_versions_across_tenants(tx, ids);
        }).value();
    confirm(current, looked_at);
    for (const auto& entry : known) {
        const auto version = current.at(entry.scope.tenant());
        if (version != entry.chains->version) refresh(entry.scope, version);
    }
}

std::vector<EntitlementView::Entry> EntitlementView::polled(
    std::chrono::steady_clock::time_point now) {
    std::vector<Entry> asked;
    const std::lock_guard lock(mutex_);
    for (const auto& [id, entry] : entries_)
        if (now - entry.asked_at <= kPolledFor) asked.push_back(entry);
    return asked;
}

/// What still is at the version in the database is as fresh as the look at it.
void EntitlementView::confirm(const std::map<TenantId, std::uint64_t>& versions,
                              std::chrono::steady_clock::time_point looked_at) {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, version] : versions) {
        auto& entry = entries_.at(id);
        if (entry.chains->version == version)
            entry.checked_at = std::max(entry.checked_at, looked_at);
    }
}

/// For somebody who asks: keeps the tenant among those that are polled.
std::optional<EntitlementView::Entry> EntitlementView::find_asked(TenantId tenant) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(tenant);
    if (found == entries_.end()) return std::nullopt;
    found->second.asked_at = steady_now();
    return found->second;
}

std::optional<EntitlementView::Entry> EntitlementView::find(TenantId tenant) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(tenant);
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

EntitlementView::Chains EntitlementView::refresh(TenantScope scope, std::uint64_t version_min) {
    const auto asked_at = steady_now();
    const std::lock_guard loading(loading_mutex_);
    // Whoever waited here may find that another thread has looked since.
    const auto known = find(scope.tenant());
    if (known && known->checked_at >= asked_at && known->chains->version >= version_min)
        return known->chains;

    const auto started_at = steady_now();
    const auto loaded = database_.read([&](db::Transaction& tx) -> Result<Chains> {
        const auto version = tenants::entitlement_version(tx, scope);
        if (known && known->chains->version == version) return known->chains;
        auto chains = load_chains(tx, scope);
        chains.version = version;
        return Chains(std::make_shared<const TenantChains>(std::move(chains)));
    });
    const std::lock_guard lock(mutex_);
    const auto asked = known ? known->asked_at : started_at;
    entries_.insert_or_assign(scope.tenant(), Entry{scope, loaded.value(), started_at, asked});
    return loaded.value();
}

}  // namespace yunhe::catalog
