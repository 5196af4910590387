/// Voiding bills and claims: asked for, decided, carried out.
#pragma once

#include <optional>
#include <string>

#include "billing/document_void.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

struct VoidRequest {
    DocumentRef document;
    std::string reason;
    std::string evidence = {};
    std::optional<DisputeId> dispute_id = {};
};
/// Finance asks. Errors: malformed /bill_id or /claim_id `no_such_document`; state
/// `void_already_requested`; those of check_voidable.
Result<DocumentVoid> request_void(db::Transaction& tx, const tenants::Caller& caller,
                                  const VoidRequest& request);

/// The other side approves: in this transaction the red document with mirrored lines is drawn up
/// and numbered, the entry is reversed into the open period, the document no longer stands,
/// disputes of it are corrected, and the period comes back on finance's desk. Locks: the document,
/// the request, what posting locks. Errors: not_found; party `not_your_move`, `four_eyes`; state
/// `illegal_transition`; those of check_voidable.
Result<DocumentVoid> approve_void(db::Transaction& tx, const tenants::Caller& caller,
                                  DocumentVoidId id, const std::string& opinion);
/// Errors: not_found; party `not_your_move`, `four_eyes`; state `illegal_transition`.
Result<DocumentVoid> refuse_void(db::Transaction& tx, const tenants::Caller& caller,
                                 DocumentVoidId id, const std::string& reason);
/// Finance takes the request back. Errors: not_found; party `not_your_move`; state
/// `illegal_transition`.
Result<DocumentVoid> withdraw_void(db::Transaction& tx, const tenants::Caller& caller,
                                   DocumentVoidId id);

}  // namespace yunhe::billing
