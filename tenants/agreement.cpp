#include "tenants/agreement.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "tenants/embedded_files.hpp"

namespace yunhe::tenants {

AgreementState state_on(const Agreement& agreement, Date day) {
    if (agreement.state != AgreementState::signed_) return agreement.state;
    if (agreement.to < day) return AgreementState::expired;
    const bool begun = agreement.from <= day && agreement.signed_at;
    return begun ? AgreementState::active : AgreementState::signed_;
}

Interval access_interval(const Agreement& agreement) {
    const bool was_signed = agreement.state == AgreementState::signed_ ||
                            agreement.state == AgreementState::terminated;
    if (!was_signed || !agreement.signed_at)
        return {start_of(agreement.from), start_of(agreement.from)};
    Interval interval{std::max(start_of(agreement.from), *agreement.signed_at),
                      end_of(agreement.to)};
    if (agreement.terminated_at) interval.to = std::min(interval.to, *agreement.terminated_at);
    return interval;
}

Status check_term(const RulePack& pack, const TenantPolicy& policy, Date from, Date to,
                  const std::optional<std::string>& override_reason) {
    if (to < from) return malformed("/to", "bad_interval");
    const auto last_day = [&](int months) {
        return add_months(from, months) - std::chrono::days(1);
    };
    constexpr auto kExact = "agreement_term_exact_months";
    if (const auto exact = effective_integer(pack, policy, kExact); exact && to != last_day(*exact))
        return refuse_by_effective(pack, policy, kExact, "term_not_exact",
                                   {{"months", std::to_string(*exact)}});

    constexpr auto kMax = "agreement_term_months_max";
    const auto* rule = pack.find(kMax);
    const auto most = effective_integer(pack, policy, kMax);
    if (rule != nullptr && !most) return refused_by_system("term_limit_unset");
    if (!most || to <= last_day(*most)) return Done{};
    const bool soft = rule != nullptr && rule->force == Force::soft;
    if (soft && override_reason && !blank(*override_reason)) return Done{};
    return refuse_by_effective(pack, policy, kMax,
                               soft ? "term_over_limit" : "term_over_hard_limit",
                               {{"months", std::to_string(*most)}});
}

Role grantor_signatory(const RulePack& pack, const TenantPolicy& policy) {
    const auto named = from_text<Role>(effective_code(pack, policy, "signatory"));
    return named.value_or(pack.tiers == 2 ? Role::operator_admin : Role::data_authority);
}

std::vector<Role> terminators(const RulePack& pack) {
    std::vector<Role> roles;
    for (const auto& item : pack.items("terminators"))
        if (item.role) roles.push_back(*item.role);
    if (roles.empty())
        roles.push_back(pack.tiers == 2 ? Role::operator_admin : Role::data_authority);
    return roles;
}

std::string rule_pack_digest(const RulePack& pack) {
    for (const auto& file : embedded_rule_packs())
        if (file.name == pack.id + ".json") return crypto::sm3_hex(file.text);
    fail_invariant("every pack is embedded", __FILE__, __LINE__);
}

}  // namespace yunhe::tenants
