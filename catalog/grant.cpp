#include "catalog/grant.hpp"

#include <algorithm>

namespace yunhe::catalog {

Interval live_interval(const Grant& grant) {
    if (!grant.revoked_at) return {grant.from, grant.to};
    return {grant.from, std::min(grant.to, *grant.revoked_at)};
}

GrantState state_at(const Grant& grant, Timestamp at) {
    if (grant.revoked_at && *grant.revoked_at <= at) return GrantState::revoked;
    if (grant.to <= at) return GrantState::expired;
    return grant.from <= at ? GrantState::active : GrantState::pending;
}

Interval grant_interval(const tenants::Agreement& agreement, Timestamp now) {
    return {start_of(std::max(date_of(now), agreement.from)), end_of(agreement.to)};
}

}  // namespace yunhe::catalog
