/// What is done with a bill: lock, decide, apply, save, record.
#pragma once

#include <string>

#include "billing/bill.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::billing {

/// Another person of finance has checked the figures. Errors: not_found; those of `review`.
Result<Bill> review_bill(db::Transaction& tx, const tenants::Caller& caller, BillId id,
                         const std::string& opinion);
/// Back from review. Errors: not_found; those of `return_to_draft`.
Result<Bill> return_bill(db::Transaction& tx, const tenants::Caller& caller, BillId id,
                         const std::string& reason);
/// Booked in book operator in the month of caller.now, or the next open one. A supplement's entry
/// names that of the bill it corrects; below zero it is set off against it. Errors: not_found;
/// those of `issue` and booking_period.
Result<Bill> issue_bill(db::Transaction& tx, const tenants::Caller& caller,
                        const tenants::TenantPolicy& policy, BillId id);

/// Records an invoice of a bill that was issued. REQUIRES of `invoice`: bill, number, day, net and
/// tax are set. Errors: not_found; state `illegal_transition` (a draft); malformed /invoice_no
/// `invoice_recorded`, /invoiced_on `in_the_future`, /net `invoice_over_bill` (args: left; invoices
/// add up to more than the bill, with the red ones or without).
Result<BillInvoice> record_invoice(db::Transaction& tx, const tenants::Caller& caller,
                                   BillInvoice invoice);

}  // namespace yunhe::billing
