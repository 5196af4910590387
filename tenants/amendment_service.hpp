/// Drafting, reviewing, offering and signing amendments.
///
/// Each act leaves the agreement itself locked. What a narrower amendment takes away in the
/// catalogue (grants) is revoked by the caller: see catalog/narrowing_service.hpp.
#pragma once

#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/amendment_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/signature_service.hpp"

namespace yunhe::tenants {

/// By the grantor's side, for an agreement that both signed and that isn't over.
/// Errors: not_found; party `not_your_move`; those of checked_amendment; state `agreement_over`,
/// `agreement_not_signed`, `amendment_open` (one at a time); those of require_pack_in_force.
Result<Amendment> draft_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  Amendment wanted);

/// The developer's own once it is offered, or anything for the offices.
/// Errors: not_found; party `not_your_object`.
Result<Amendment> read_visible_amendment(db::Transaction& tx, const Caller& caller,
                                         AmendmentId id);
Result<std::vector<Amendment>> list_visible_amendments(db::Transaction& tx, const Caller& caller,
                                                       AgreementId agreement_id);

/// All below: errors not_found, party, state.

/// The decision of review on a wider scope, with the reviewers' document.
/// Errors: malformed /opinion; state `review_not_needed`.
Result<Amendment> review_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   AmendmentId id, bool agreed, const std::string& opinion,
                                   const std::string& document);
/// Fixes the text. Errors: state `review_first`.
Result<Amendment> offer_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  AmendmentId id);
Result<Amendment> withdraw_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     AmendmentId id, const std::string& reason);
/// As sign_agreement; with the second signature the agreement's terms change from the amendment's
/// day on. Errors: those of sign_by_platform and check_signing_order; `amendment_too_late` where
/// the agreement is over meanwhile or no longer runs so long.
Result<Amendment> sign_amendment(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                 const Signer& signer, AmendmentId id,
                                 const std::string& password);
Result<Amendment> sign_amendment_outside(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, AmendmentId id,
                                         const OutsideSignature& signature);

}  // namespace yunhe::tenants
