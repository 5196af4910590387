/// Disputes of bills and claims: opened by the developer, answered by finance, corrected by a
/// document.
#pragma once

#include <optional>
#include <string>

#include "billing/dispute.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::billing {

/// Errors: malformed /bill_id or /claim_id `no_such_document` (also another developer's); state
/// `dispute_running`; those of check_contestable.
Result<Dispute> open_dispute(db::Transaction& tx, const tenants::Caller& caller,
                             const tenants::TenantPolicy& policy, const DocumentRef& document,
                             const std::string& reason, std::optional<Money> contested);

/// The developer is right. A void is asked for at once; for settling again the period comes back on
/// finance's desk. Errors: not_found; party `not_your_move`; state `illegal_transition`; those of
/// request_void.
Result<Dispute> uphold_dispute(db::Transaction& tx, const tenants::Caller& caller, DisputeId id,
                               Correction correction, const std::string& answer);
/// Errors: not_found; party `not_your_move`; state `illegal_transition`.
Result<Dispute> dismiss_dispute(db::Transaction& tx, const tenants::Caller& caller, DisputeId id,
                                const std::string& answer);
/// Errors: not_found (also another developer's); state `illegal_transition`.
Result<Dispute> withdraw_dispute(db::Transaction& tx, const tenants::Caller& caller, DisputeId id);

/// The document's running dispute, if any, is corrected by this document.
void correct_dispute_of(db::Transaction& tx, const tenants::Caller& caller,
                        const Document& document, const DocumentRef& corrected_by);
/// A supplement begins to stand: it corrects upheld disputes of its siblings that asked for
/// settling again.
void correct_disputes_by_supplement(db::Transaction& tx, const tenants::Caller& caller,
                                    const Document& supplement);

}  // namespace yunhe::billing
