/// Ending an agreement before its last day, and its exit.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/exit.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

struct Termination {
    AgreementId agreement_id;
    ExitGround ground = ExitGround::other;
    std::string reason;
    std::optional<std::string> minutes_document = {};
};

/// Ended by whom the pack says (`terminators`). Access closes in this transaction; holds and
/// rectifications of the agreement have no more work to do. An end for breach bars the developer
/// from applying again for the policy's months.
/// Errors: not_found; party `not_a_terminator` (citing the pack); state; malformed /reason,
/// /ground; state `early_end_not_requested`; rule `rectification_first` (the pack's breach_steps),
/// `minutes_required` (the pack's termination_deliberated).
Result<Agreement> terminate_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                      const Termination& wanted);

/// The developer asks for an early end (Hangzhou 三(四)2(2)); whoever may end has it on the desk.
/// Errors: not_found, party `not_your_object`, `not_your_move`; malformed /reason; state
/// `agreement_not_running`, `early_end_requested`.
Result<EarlyEndRequest> request_early_end(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, AgreementId id,
                                          const std::string& reason);

/// Begins the exit of what expired or was terminated: the steps, and to when logs are kept (months
/// from the day it begins, which is never before the end).
/// Errors: not_found, party, state.
Result<AgreementExit> begin_exit(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                 AgreementId id);
/// One step with its proof, by the side it is for. Closing access also revokes the keys of a
/// developer that no other agreement gives access. `real_now` dates that.
/// Errors: not_found, party; state `exit_not_running`, `exit_step_done`; malformed /step (not one
/// of this exit), /proof, /document_sm3 (the deletion of data needs a document).
Result<AgreementExit> prove_exit_step(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                      AgreementId id, const ExitStepProof& proof,
                                      Timestamp real_now);
/// Errors: not_found, party, state; rule `exit_steps_open`, citing what asks for the first.
Result<AgreementExit> close_exit(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                 AgreementId id);

/// The developer's own, or anything for the offices. Errors: not_found (also: no end yet); party.
Result<AgreementExit> read_visible_exit(db::Transaction& tx, const Caller& caller, AgreementId id);

}  // namespace yunhe::tenants
