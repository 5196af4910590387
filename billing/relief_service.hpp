/// Reliefs: asked for by finance, decided and revoked by the other side, posted.
#pragma once

#include <string>

#include "billing/relief.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// REQUIRES of `relief`: kind, document, reason, evidence and what the kind asks for are set.
/// Errors: malformed /bill_id or /claim_id `no_such_document`; state `relief_already_requested`;
/// those of check_relief.
Result<Relief> request_relief(db::Transaction& tx, const tenants::Caller& caller, Relief relief);

/// A waiver or write-off is booked into the open month. Errors: not_found; party `not_your_move`,
/// `four_eyes`; state `illegal_transition`; those of check_relief (what is open may have changed).
Result<Relief> confirm_relief(db::Transaction& tx, const tenants::Caller& caller, ReliefId id,
                              const std::string& opinion);
/// Errors: not_found; party `not_your_move`, `four_eyes`; state `illegal_transition`.
Result<Relief> refuse_relief(db::Transaction& tx, const tenants::Caller& caller, ReliefId id,
                             const std::string& reason);
/// Errors: not_found; party `not_your_move`; state `illegal_transition`.
Result<Relief> withdraw_relief(db::Transaction& tx, const tenants::Caller& caller, ReliefId id);
/// Takes a confirmed relief back: its entry is reversed, the old day counts again. Errors: as
/// refuse_relief.
Result<Relief> revoke_relief(db::Transaction& tx, const tenants::Caller& caller, ReliefId id,
                             const std::string& reason);

}  // namespace yunhe::billing
