#include "catalog/data_request_workflow.hpp"

#include <algorithm>

namespace yunhe::catalog {

bool has_operator_check(const tenants::RulePack& pack) { return pack.tiers == 2; }

std::optional<DataRequestAction> conclusion(const DataRequest& request) {
    std::size_t granted = 0;
    for (const auto& item : request.items) {
        const auto outcome = outcome_of(request.seats, item.resource_id);
        if (outcome == ResourceOutcome::pending) return std::nullopt;
        granted += outcome == ResourceOutcome::granted;
    }
    if (granted == 0) return DataRequestAction::conclude_refused;
    if (granted == request.items.size()) return DataRequestAction::conclude_granted;
    return DataRequestAction::conclude_partly;
}

}  // namespace yunhe::catalog
