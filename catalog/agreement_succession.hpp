/// Which agreements go over when a developer merges or splits. Pure.
#pragma once

#include <vector>

#include "tenants/agreement.hpp"
#include "tenants/party_event.hpp"

namespace yunhe::catalog {

struct AgreementSuccession {
    std::vector<tenants::Agreement> moving;  ///< By number.
    std::vector<tenants::LeftBehind> left_behind;
};

/// Every running agreement (signed, active, suspended) at a merger, those named at a split. Drafts
/// and offers stay (`not_signed`): they are drafted anew in the successor's name. What is over
/// stays too (`over`): its exit is the old party's; but what a moving agreement renews goes with
/// it, so that a chain of renewals has one party. At a split what isn't named is no remainder.
/// `owned`: all agreements of the developer. Errors: malformed `/agreement_numbers`
/// unknown_reference (not the developer's), chain_divided (a running renewal without what it
/// renews, or the other way round).
Result<AgreementSuccession> succeed_agreements(const tenants::PartyEvent& event,
                                               const std::vector<tenants::Agreement>& owned,
                                               Date day);

}  // namespace yunhe::catalog
