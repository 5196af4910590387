#include "billing/bill_service.hpp"

#include "billing/bill_income.hpp"
#include "billing/bill_store.hpp"
#include "billing/bill_workflow.hpp"
#include "billing/dispute_service.hpp"
#include "billing/document_case_service.hpp"
#include "billing/document_offset_service.hpp"
#include "billing/income_limit_service.hpp"
#include "billing/ledger_store.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

BillActor bill_actor(const Caller& caller) {
    return caller.role == tenants::Role::finance ? BillActor::finance : BillActor::other;
}

Result<LedgerEntryId> post_bill(db::Transaction& tx, const Caller& caller, const Bill& bill) {
    YUNHE_TRY(head, head_today(tx, caller, document_of(bill), "bill", to_text(bill.id)));
    head.description = "账单 " + std::to_string(*bill.number) + " " + to_text(bill.period) + " " +
                       bill.developer_name;
    if (bill.corrects_id)
        if (const auto entry_id = find_bill(tx, caller.scope, *bill.corrects_id).value().entry_id)
            head.corrects_id = LedgerEntryId{*entry_id};
    const auto lines = charge_lines_of_bill(tx, caller.scope, bill.id);
    return post_entry(
        tx, caller.scope,
        bill_issued(std::move(head), bill.developer_uscc, income_lines(bill, lines)),
        {.maker_id = bill.drafted_by_id,
         .checker_id = bill.reviewed_by_id.value_or(caller.user_id)});
}

Bill finish_bill(db::Transaction& tx, const Caller& caller, Bill bill, BillState from,
                 BillAction action, const std::string& opinion) {
    save_bill(tx, caller.scope, bill);
    bill.version += 1;
    catalog::record_step(tx, caller, case_of(bill), to_text(action), to_text(from),
                         to_text(bill.state), opinion);
    catalog::close_case(tx, caller, case_of(bill));
    return bill;
}

/// May the invoice stand beside those that are recorded? Between nothing and the bill's amount.
Status check_invoice_fits(db::Transaction& tx, TenantScope scope, const Bill& bill,
                          const BillInvoice& invoice) {
    auto invoiced = invoice.amount();
    for (const auto& other : invoices_of_bill(tx, scope, bill.id)) invoiced += other.amount();
    const bool red = bill.amount.negative();
    const bool fits = red ? bill.amount <= invoiced && invoiced <= Money()
                          : Money() <= invoiced && invoiced <= bill.amount;
    if (fits) return Done{};
    return malformed("/net", "invoice_over_bill",
                     {{"left", to_text(bill.amount - (invoiced - invoice.amount()))}});
}

}  // namespace

Result<Bill> review_bill(db::Transaction& tx, const Caller& caller, BillId id,
                         const std::string& opinion) {
    const auto stored = lock_bill(tx, caller.scope, id);
    if (!stored) return not_found();
    YUNHE_TRY(bill, review(*stored, bill_actor(caller), tenants::hands_of(caller), caller.now));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "bill", id.value, stored->drafted_by_id));
    bill = finish_bill(tx, caller, std::move(bill), stored->state, BillAction::review, opinion);
    catalog::open_role_todos(tx, caller, case_of(bill), kIssueBillTask, tenants::Role::finance);
    return bill;
}

Result<Bill> return_bill(db::Transaction& tx, const Caller& caller, BillId id,
                         const std::string& reason) {
    const auto stored = lock_bill(tx, caller.scope, id);
    if (!stored) return not_found();
    YUNHE_TRY(bill, return_to_draft(*stored, bill_actor(caller)));
    bill = finish_bill(tx, caller, std::move(bill), stored->state, BillAction::return_, reason);
    catalog::open_role_todos(tx, caller, case_of(bill), kReviewBillTask, tenants::Role::finance);
    return bill;
}

Result<Bill> issue_bill(db::Transaction& tx, const Caller& caller,
                        const tenants::TenantPolicy& policy, BillId id) {
    const auto stored = lock_bill(tx, caller.scope, id);
    if (!stored) return not_found();
    const auto actor = bill_actor(caller);
    const auto hands = tenants::hands_of(caller);
    // The number is taken after the decision, so that a refusal leaves no gap even without
    // rollback.
    YUNHE_CHECK(issue(*stored, actor, hands, caller.now, 0, 0));
    if (stored->state == BillState::draft)
        YUNHE_CHECK(
            tenants::check_four_eyes_of(tx, caller, "bill", id.value, stored->drafted_by_id));
    lock_siblings(tx, caller.scope, document_of(*stored));
    const auto number = tx.next_number(caller.scope, "bill");
    YUNHE_TRY(bill, issue(*stored, actor, hands, caller.now, number,
                         policy.bill_due_days));
    YUNHE_TRY(entry_id, post_bill(tx, caller, bill));
    bill.entry_id = entry_id.value;
    bill = finish_bill(tx, caller, std::move(bill), stored->state, BillAction::issue, "");
    const auto document = document_of(bill);
    set_off(tx, caller.scope, document, caller.now);
    correct_disputes_by_supplement(tx, caller, document);
    tell_of_document(tx, caller, "bill.issued", document);
    YUNHE_CHECK(follow_income(tx, caller));
    return bill;
}

Result<BillInvoice> record_invoice(db::Transaction& tx, const Caller& caller,
                                   BillInvoice invoice) {
    const auto bill = lock_bill(tx, caller.scope, invoice.bill_id);
    if (!bill) return not_found();
    if (!stays(bill->state))
        return wrong_state("illegal_transition",
                           {{"action", "invoice"}, {"state", std::string(to_text(bill->state))}});
    if (invoice.invoiced_on > date_of(caller.now))
        return malformed("/invoiced_on", "in_the_future");
    if (invoice_exists(tx, caller.scope, invoice.invoice_no))
        return malformed("/invoice_no", "invoice_recorded");
    YUNHE_CHECK(check_invoice_fits(tx, caller.scope, *bill, invoice));
    invoice.id = tx.new_id<BillInvoiceId>();
    invoice.recorded_by_id = caller.user_id;
    invoice.recorded_at = caller.now;
    insert_invoice(tx, caller.scope, invoice);
    note_on_document(tx, caller, document_of(*bill), "invoice", "",
                     {{"invoice_no", invoice.invoice_no}, {"amount", to_text(invoice.amount())}});
    return invoice;
}

}  // namespace yunhe::billing
