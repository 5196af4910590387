/// Tenants and continuation bases in SQL.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "base/page.hpp"
#include "base/scope.hpp"
#include "db/transaction.hpp"
#include "tenants/mandate_store.hpp"
#include "tenants/tenant.hpp"

namespace yunhe::tenants {

/// REQUIRES: the tenant exists (a scope is the proof of it).
Tenant read_tenant(db::Transaction& tx, TenantScope scope);
/// The same, locked until the transaction ends.
Tenant lock_tenant(db::Transaction& tx, TenantScope scope);
/// By the slug; never tenant 0.
std::optional<Tenant> find_tenant_across_tenants(db::Transaction& tx, std::string_view slug);
/// By id, without tenant 0.
std::vector<Tenant> list_tenants_across_tenants(db::Transaction& tx, const PageRequest& page);
/// Every tenant by id, without tenant 0, with the scope to read its rows: for workers and the CLI.
void for_each_tenant_across_tenants(db::Transaction& tx,
                                    const std::function<void(TenantScope, const Tenant&)>& visit);

/// REQUIRES: no tenant has the slug. Works for tenant 0 too.
void insert_tenant(db::Transaction& tx, TenantScope scope, const Tenant& tenant);
/// Sets the sandbox clock.
void save_clock(db::Transaction& tx, TenantScope scope, Timestamp clock);
/// Sets the policy and counts `version` up.
void save_policy(db::Transaction& tx, TenantScope scope, const Json& policy);

/// EVERY transaction that changes the chain of entitlements calls this: agreement, grant, product,
/// listing, order, price plan, hold. Locks the tenant's row until the transaction ends, so call it
/// last.
void bump_entitlement_version(db::Transaction& tx, TenantScope scope);
/// As this transaction sees it.
std::uint64_t entitlement_version(db::Transaction& tx, TenantScope scope);
/// The same, and until `tx` ends nobody else can raise it (a share lock on the tenant's row).
std::uint64_t pin_entitlement_version(db::Transaction& tx, TenantScope scope);
/// Of those of these tenants that exist. REQUIRES: not none.
std::map<TenantId, std::uint64_t> entitlement_versions_across_tenants(
    db::Transaction& tx, const std::vector<TenantId>& ids);

void insert_continuation_basis(db::Transaction& tx, TenantScope scope,
                               const ContinuationBasis& basis);
/// In the order in which they were recorded; a tenant has few.
std::vector<ContinuationBasis> all_continuation_bases(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::tenants
