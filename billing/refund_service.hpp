/// Asking for refunds (finance) and recording them (treasury, or finance for bills).
#pragma once

#include "billing/refund.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

struct RefundRequest {
    std::optional<DocumentRef> document_ref;  ///< Exactly one of these two.
    std::optional<SuspenseId> suspense_id;
    Money amount;
    std::string reason;
};
/// Errors: party `not_your_move`; malformed /claim_id, /bill_id, /suspense_id `unknown_reference`;
/// those of check_refund.
Result<Refund> request_refund(db::Transaction& tx, const tenants::Caller& caller,
                              const RefundRequest& request);

/// The money is back with the payer. In one transaction: the mirrored entry, the document's or the
/// suspense item's balance, and for a claim the run that takes its share back from what was
/// allocated. Locks: the document or item, the refund, then what posting locks.
/// Errors: not_found; party `not_your_move`, `four_eyes`; state `illegal_transition`; malformed
/// /refunded_on `paid_in_future`; funds `over_refundable` (money went elsewhere meanwhile).
struct RefundRecord {
    std::string document;  ///< Of the decision.
    Date refunded_on;
};
Result<Refund> record_refund(db::Transaction& tx, const tenants::Caller& caller, RefundId id,
                             const RefundRecord& record);

/// `refuse` (who holds the account) or `withdraw` (finance). Errors: not_found; party
/// `not_your_move`; state `illegal_transition`.
Result<Refund> drop_refund(db::Transaction& tx, const tenants::Caller& caller, RefundId id,
                           RefundAction action, const std::string& opinion);

}  // namespace yunhe::billing
