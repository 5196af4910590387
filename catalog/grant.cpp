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

std::vector<GrantedColumn> granted_columns(const Grant& grant, Timestamp at) {
    std::vector<GrantedColumn> usable;
    if (!live_interval(grant).contains(at)) return usable;
    for (const auto& column : grant.columns)
        if (!column.ended_at || at < *column.ended_at) usable.push_back(column);
    return usable;
}

Interval grant_interval(const tenants::Agreement& agreement, Timestamp now,
                        std::optional<Date> consent_until) {
    auto last = agreement.to;
    if (consent_until) last = std::min(last, *consent_until);
    return {start_of(std::max(date_of(now), agreement.from)), end_of(last)};
}

}  // namespace yunhe::catalog
