#include "catalog/continuation.hpp"

#include <algorithm>

namespace yunhe::catalog {

std::vector<GrantId> grants_of(const Continuation& continuation) {
    std::vector<GrantId> grants;
    for (const auto& seat : continuation.seats)
        if (std::ranges::find(grants, seat.grant_id) == grants.end())
            grants.push_back(seat.grant_id);
    return grants;
}

ContinuationOutcome outcome_of(const Continuation& continuation, GrantId grant_id) {
    bool pending = false;
    for (const auto& seat : continuation.seats) {
        if (seat.grant_id != grant_id) continue;
        if (seat.decision == ContinuationDecision::object) return ContinuationOutcome::objected;
        pending = pending || seat.decision == ContinuationDecision::pending;
    }
    return pending ? ContinuationOutcome::pending : ContinuationOutcome::continued;
}

bool continues(const Grant& grant, const tenants::Agreement& predecessor, Timestamp at) {
    const auto end = end_of(predecessor.to);
    const auto live = live_interval(grant);
    // What was live to the predecessor's last instant may still go on after it.
    if (end <= at) return !live.empty() && end <= live.to;
    return live.contains(at) || at < live.from;
}

Interval continued_interval(const tenants::Agreement& agreement, Timestamp now) {
    return grant_interval(agreement, now);
}

}  // namespace yunhe::catalog
