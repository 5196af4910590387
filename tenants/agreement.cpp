#include "tenants/agreement.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "tenants/embedded_files.hpp"

namespace yunhe::tenants {

AgreementState state_on(const Agreement& agreement, Date day) {
    if (agreement.state != AgreementState::signed_) return agreement.state;
    if (agreement.to < day) return AgreementState::expired;
    if (day < agreement.from || !agreement.signed_at) return AgreementState::signed_;
    return agreement.on_hold ? AgreementState::suspended : AgreementState::active;
}

Interval access_interval(const Agreement& agreement) {
    const bool was_signed = agreement.state != AgreementState::drafted &&
                            agreement.state != AgreementState::offered;
    if (!was_signed || !agreement.signed_at)
        return {start_of(agreement.from), start_of(agreement.from)};
    Interval interval{std::max(start_of(agreement.from), *agreement.signed_at),
                      end_of(agreement.to)};
    if (agreement.terminated_at) interval.to = std::min(interval.to, *agreement.terminated_at);
    return interval;
}

AmendedTerms terms_on(const Agreement& agreement, Date day) {
    AmendedTerms terms{.number = 0,
                       .effective_on = agreement.from,
                       .to = agreement.to,
                       .service_fee = agreement.service_fee,
                       .fields = agreement.fields};
    for (const auto& amended : agreement.amended)
        if (amended.effective_on <= day) terms = amended;
    return terms;
}

Status check_trial_term(const RulePack& pack, const TenantPolicy& policy, Date from, Date to) {
    if (to < from) return malformed("/to", "bad_interval");
    constexpr auto kTrial = "trial_term_months_max";
    const auto most = effective_integer(pack, policy, kTrial);
    // A text that is silent leaves it to the tenant whether there is a trial at all.
    if (!most && pack.find(kTrial) == nullptr)
        return refuse_by_policy(kTrial, "trial_not_provided");
    if (!most) return refused_by_system("term_limit_unset");
    if (to <= add_months(from, *most) - std::chrono::days(1)) return Done{};
    return refuse_by_effective(pack, policy, kTrial, "trial_over_limit",
                               {{"months", std::to_string(*most)}});
}

Date renewal_last_day(const RulePack& pack, const TenantPolicy& policy,
                      const Agreement& agreement) {
    const auto lead = effective_integer(pack, policy, "renewal_lead_months").value_or(0);
    return lead == 0 ? agreement.to : add_months(agreement.to, -lead);
}

Status check_renewal(const RulePack& pack, const TenantPolicy& policy, const Agreement& agreement,
                     Date day) {
    const auto last = renewal_last_day(pack, policy, agreement);
    if (day <= last) return Done{};
    const ErrorArgs args{{"last_day", to_text(last)}};
    constexpr auto kLead = "renewal_lead_months";
    if (!effective_integer(pack, policy, kLead)) return refused_by_system("renewal_too_late", args);
    return refuse_by_effective(pack, policy, kLead, "renewal_too_late", args);
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

bool terms_collide(const Agreement& other, Date from, Date to, bool renews) {
    if (renews) return from <= other.to;
    return from <= other.to && other.from <= to;
}

std::string rule_pack_digest(const RulePack& pack) {
    return pack.digest;
}

}  // namespace yunhe::tenants
