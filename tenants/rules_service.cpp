#include "tenants/rules_service.hpp"

#include <stdexcept>

#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {

Rules load_rules(db::Transaction& tx, TenantScope scope, const RulePackLibrary& library) {
    YUNHE_ASSERT(scope.tenant() != kPlatformTenant);
    const auto tenant = read_tenant(tx, scope);
    Rules rules;
    rules.pack = library.find(tenant.rule_pack_id);
    if (rules.pack == nullptr)
        throw std::runtime_error("this program has no rule pack " + tenant.rule_pack_id);
    auto policy = parse_policy(tenant.policy, *rules.pack);
    if (!policy.ok())
        throw std::runtime_error("the policy of tenant " + tenant.slug +
                                 " does not fit its rule pack");
    rules.policy = std::move(policy).value();
    return rules;
}

Status require_mandate(db::Transaction& tx, const Caller& caller) {
    return require_mandate(all_mandates(tx, caller.scope), date_of(caller.now));
}

Result<std::optional<std::string>> require_pack_in_force(db::Transaction& tx, const Caller& caller,
                                                         const Rules& rules, std::string_view act) {
    YUNHE_CHECK(require_mandate(tx, caller));
    const auto today = date_of(caller.now);
    if (!rules.pack->has_ended(today)) return std::optional<std::string>{};

    const auto bases = all_continuation_bases(tx, caller.scope);
    if (const auto* basis = find_live_basis(bases, today, act))
        return std::optional<std::string>{basis->document};
    return refuse_by_rule(*rules.pack, "pack_validity", "rule_pack_expired",
                          {{"rule_pack", rules.pack->title.zh},
                           {"valid_to", to_text(*rules.pack->valid_to)}});
}

}  // namespace yunhe::tenants
