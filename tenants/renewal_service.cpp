#include "tenants/renewal_service.hpp"

namespace yunhe::tenants {

Status name_renewed_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              ApplicationId application_id, AgreementId agreement_id) {
    const auto agreement = lock_agreement(tx, caller.scope, agreement_id);
    if (!agreement || agreement->developer_id != caller.body_id)
        return malformed("/renews_agreement_id", "unknown_reference",
                         {{"code", to_text(agreement_id)}});
    if (!agreement->signed_at)
        return wrong_state("agreement_not_signed", {{"number", std::to_string(agreement->number)}});
    if (agreement->terminated_at) return wrong_state("agreement_ended_early");
    if (has_other_renewal(tx, caller.scope, agreement_id, application_id,
                          date_of(caller.now)))
        return wrong_state("renewal_exists");
    // The lead time is that of the text under which the old agreement stands.
    const auto own = rules_under(tx, caller.scope, rules, agreement->rule_pack_digest);
    YUNHE_CHECK(check_renewal(*own.pack, own.policy, *agreement, date_of(caller.now)));
    save_renewed_agreement(tx, caller.scope, application_id, agreement_id);
    return Done{};
}

Status check_renewal_in_time(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             ApplicationId application_id) {
    const auto renewed = find_renewed_agreement(tx, caller.scope, application_id);
    if (!renewed) return Done{};
    const auto agreement = find_agreement(tx, caller.scope, *renewed);
    YUNHE_ASSERT(agreement.has_value());
    const auto own = rules_under(tx, caller.scope, rules, agreement->rule_pack_digest);
    return check_renewal(*own.pack, own.policy, *agreement, date_of(caller.now));
}

}  // namespace yunhe::tenants
