/// The proof that a call may touch one tenant's rows.
#pragma once

#include "base/id.hpp"

namespace yunhe {

/// Every store function takes a TenantScope. Only `TenantScopeMaker` makes one, and only the
/// authenticator, `for_each_tenant_across_tenants` and the CLI use that (checked by tests/arch).
class TenantScope {
public:
    TenantId tenant() const { return tenant_; }
    friend bool operator==(TenantScope, TenantScope) = default;

private:
    friend class TenantScopeMaker;
    explicit TenantScope(TenantId tenant) : tenant_(tenant) {}
    TenantId tenant_;
};

class TenantScopeMaker {
public:
    static TenantScope make(TenantId tenant) { return TenantScope(tenant); }
};

/// Tenant 0: the platform itself (platform administrators, who see no business data).
inline constexpr TenantId kPlatformTenant{0};

}  // namespace yunhe
