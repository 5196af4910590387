/// Asking for the continuation of grants at renewal, and answering.
#pragma once

#include <string>
#include <vector>

#include "catalog/continuation_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

/// The developer of a signed renewal asks; the list is copied from the renewed agreement: its live
/// grants in fields that the new agreement has. One task on the desk of each seat.
/// Errors: not_found; party `not_your_object`; state `agreement_not_signed`, `agreement_over`,
/// `not_a_renewal`, `continuation_exists`, `nothing_to_continue`, those of compute_seats and of
/// require_pack_in_force (act renewal).
Result<Continuation> start_continuation(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules,
                                        tenants::AgreementId agreement_id);

/// The developer's own; a department and the province see the rows on which they sit; other offices
/// all. Errors: not_found; party `not_your_object`.
Result<Continuation> read_visible_continuation(db::Transaction& tx, const tenants::Caller& caller,
                                               tenants::AgreementId agreement_id);

struct ContinuationAnswer {
    GrantId grant_id;
    bool confirm = true;
    std::string opinion;  ///< Needed for an objection.
};
/// The answers of the caller's seat. With the last confirmation of a grant the new one is made.
/// Errors: not_found; party `not_your_seat`; malformed `/items/n/grant_id` resource_not_of_seat,
/// `/items/n/opinion` reason_required; state `seat_has_decided`, `agreement_over`.
Result<Continuation> answer_continuation(db::Transaction& tx, const tenants::Caller& caller,
                                         ContinuationId id,
                                         const std::vector<ContinuationAnswer>& answers);

}  // namespace yunhe::catalog
