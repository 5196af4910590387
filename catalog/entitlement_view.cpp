#include "catalog/entitlement_view.hpp"

#include "base/clock.hpp"
#include "catalog/entitlement_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {

std::shared_ptr<const TenantChains> EntitlementView::chains(db::Transaction& tx,
        TenantScope scope) {
    const auto wanted = tenants::entitlement_version(tx, scope);
    const auto entry = find(scope.tenant());
    if (entry && entry->chains->version >= wanted) return entry->chains;
    return refresh(scope, wanted);
}

std::shared_ptr<const TenantChains> EntitlementView::recent_chains(TenantScope scope) {
    const auto entry = find(scope.tenant());
    if (entry && steady_now() - entry->checked_at <= kStaleMax) return entry->chains;
    return refresh(scope, 0);
}

std::optional<EntitlementView::Entry> EntitlementView::find(TenantId tenant) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(tenant);
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

std::shared_ptr<const TenantChains> EntitlementView::refresh(TenantScope scope,
                                                             std::uint64_t version_min) {
    const auto asked_at = steady_now();
    const std::lock_guard loading(loading_mutex_);
    // Whoever waited here may find that another thread has looked since.
    const auto known = find(scope.tenant());
    if (known && known->checked_at >= asked_at && known->chains->version >= version_min)
        return known->chains;

    const auto started_at = steady_now();
    using Chains = std::shared_ptr<const TenantChains>;
    const auto loaded = database_.read([&](db::Transaction& tx) -> Result<Chains> {
        const auto version = tenants::entitlement_version(tx, scope);
        if (known && known->chains->version == version) return known->chains;
        auto chains = load_chains(tx, scope);
        chains.version = version;
        return Chains(std::make_shared<const TenantChains>(std::move(chains)));
    });
    const std::lock_guard lock(mutex_);
    entries_[scope.tenant()] = {loaded.value(), started_at};
    return loaded.value();
}

}  // namespace yunhe::catalog
