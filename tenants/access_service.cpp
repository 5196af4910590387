#include "tenants/access_service.hpp"

#include <algorithm>

#include "tenants/access_gate_store.hpp"
#include "tenants/hold_store.hpp"
#include "tenants/mandate_store.hpp"

namespace yunhe::tenants {
namespace {

bool inside_mandate(db::Transaction& tx, TenantScope scope, Timestamp at) {
    return std::ranges::any_of(mandate_intervals(tx, scope),
                               [&](const Interval& interval) { return interval.contains(at); });
}

/// By which rule the one who placed it may do so; urgent stops stand on none.
std::optional<RuleReference> cite_hold(const RulePack& pack, const Hold& hold) {
    for (const auto& item : pack.items("suspenders"))
        if (item.role == hold.placed_by_role && item.article)
            return cite_item(pack, "suspenders", item.code);
    return RuleReference{"system", "suspenders", {}, {}};
}

}  // namespace

std::vector<AccessReason> closed_because(db::Transaction& tx, TenantScope scope,
                                         const RulePackLibrary& packs, const Agreement& agreement,
                                         Timestamp at) {
    std::vector<AccessReason> reasons;
    if (!access_interval(agreement).contains(at)) reasons.push_back({.code = "no_live_agreement"});
    if (!inside_mandate(tx, scope, at)) reasons.push_back({.code = "mandate_closed"});
    const auto* pack = packs.find(agreement.rule_pack_id);
    YUNHE_ASSERT(pack != nullptr);
    for (const auto& hold : list_holds_of(tx, scope, agreement.id))
        if (hold.interval().contains(at))
            reasons.push_back({.code = "agreement_on_hold",
                               .hold_id = hold.id,
                               .rule = cite_hold(*pack, hold)});
    for (const auto& unmet : unmet_gates(tx, scope, *pack, agreement, at))
        reasons.push_back({.code = "access_gate_unmet",
                           .gate = unmet.gate,
                           .person = unmet.person,
                           .rule = unmet.rule});
    return reasons;
}

}  // namespace yunhe::tenants
