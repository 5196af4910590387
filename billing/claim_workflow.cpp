#include "billing/claim_workflow.hpp"

namespace yunhe::billing {

Result<Claim> submit(const Claim& claim, const ClaimMover& mover) {
    YUNHE_TRY(to, next_state(kClaimMoves, claim.state, ClaimAction::submit, mover.actor));
    Claim submitted = claim;
    submitted.state = to;
    submitted.submitted_by_id = mover.hands.user_id;
    submitted.submitted_at = mover.now;
    return submitted;
}

Result<Claim> confirm(const Claim& claim, const ClaimMover& mover,
                      std::optional<std::string> continuation_document) {
    YUNHE_TRY(to, next_state(kClaimMoves, claim.state, ClaimAction::confirm, mover.actor));
    YUNHE_CHECK(tenants::check_four_eyes(mover.hands, *claim.submitted_by_id));
    Claim confirmed = claim;
    confirmed.state = to;
    confirmed.confirmed_by_id = mover.hands.user_id;
    confirmed.confirmed_at = mover.now;
    confirmed.continuation_document = std::move(continuation_document);
    return confirmed;
}

Result<Claim> return_to_draft(const Claim& claim, const ClaimMover& mover) {
    YUNHE_TRY(to, next_state(kClaimMoves, claim.state, ClaimAction::return_, mover.actor));
    Claim returned = claim;
    returned.state = to;
    return returned;
}

}  // namespace yunhe::billing
