#include "catalog/narrowing_service.hpp"

#include <algorithm>

#include "catalog/offer_case_service.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/notice.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

bool inside(const tenants::RulePack& pack, const std::vector<std::string>& fields,
            const std::string& field) {
    return std::ranges::any_of(fields, [&](const std::string& other) {
        return tenants::same_field(pack, field, other);
    });
}

}  // namespace

std::vector<Grant> revoke_narrowed_grants(db::Transaction& tx, const tenants::Caller& caller,
                                          const tenants::Rules& rules,
                                          const tenants::Agreement& agreement,
                                          const std::string& reason) {
    YUNHE_ASSERT(!agreement.amended.empty());
    const auto& terms = agreement.amended.back();
    const auto from = std::max(start_of(terms.effective_on), caller.now);
    std::vector<Grant> touched;
    for (auto& grant : lock_grants_of_agreement(tx, caller.scope, agreement.id)) {
        const auto scenario = find_scenario(tx, caller.scope, grant.scenario_id);
        const bool stays = inside(*rules.pack, terms.fields, scenario.value().field);
        const auto end = stays ? end_of(terms.to) : std::min(from, end_of(terms.to));
        if (live_interval(grant).to <= end) continue;
        grant.revoked_at = end;
        grant.revoked_reason = reason;
        save_revocation(tx, caller.scope, grant);
        record_step(tx, caller, {"data_request", grant.request_id.value, scenario->code},
                    "revoke_grant", "", "", reason,
                    {{"grant_id", to_text(grant.id)}, {"revoked_at", to_text(end)}});
        touched.push_back(grant);
    }
    tenants::bump_entitlement_version(tx, caller.scope);
    return touched;
}

}  // namespace yunhe::catalog
