#include "tenants/rules_service.hpp"

#include <stdexcept>

#include "tenants/rule_pack_version_store.hpp"
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
    rules.national = &library.national();
    return rules;
}

Rules rules_under(db::Transaction& tx, TenantScope scope, const Rules& today,
                  std::string_view digest) {
    if (today.pack->digest == digest) return today;
    const auto text = find_rule_pack_text(tx, scope, digest);
    if (!text) return today;
    auto pack = parse_rule_pack(*text);
    if (!pack.ok())
        throw std::runtime_error("this program can't read the rule pack " + std::string(digest));
    Rules rules;
    rules.kept = std::make_shared<const RulePack>(std::move(pack).value());
    rules.pack = rules.kept.get();
    rules.policy = fitting_policy(today.policy, *rules.pack);
    return rules;
}

Rules load_rules_under(db::Transaction& tx, TenantScope scope, const RulePackLibrary& library,
                       std::string_view digest) {
    return rules_under(tx, scope, load_rules(tx, scope, library), digest);
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
