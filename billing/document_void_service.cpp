#include "billing/document_void_service.hpp"

#include "billing/bill_store.hpp"
#include "billing/charge_line_store.hpp"
#include "billing/claim_store.hpp"
#include "billing/dispute_service.hpp"
#include "billing/document_balance_store.hpp"
#include "billing/document_case_service.hpp"
#include "billing/document_offset_service.hpp"
#include "billing/document_store.hpp"
#include "billing/document_void_store.hpp"
#include "billing/income_limit_service.hpp"
#include "billing/ledger_store.hpp"
#include "tenants/four_eyes_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

Status check_can_be_voided(db::Transaction& tx, TenantScope scope, const Document& document) {
    const auto balance = balance_of(tx, scope, document);
    return check_voidable(document, balance.paid_fen - balance.refunded_fen,
                          balance.written_off_fen);
}

/// A request and its document, both locked, the document first.
struct LockedVoid {
    Document document;
    DocumentVoid request;
};
std::optional<LockedVoid> lock_void(db::Transaction& tx, TenantScope scope, DocumentVoidId id) {
    const auto found = find_document_void(tx, scope, id);
    if (!found) return std::nullopt;
    auto document = lock_document(tx, scope, found->document).value();
    return LockedVoid{std::move(document), lock_document_void(tx, scope, id).value()};
}

/// What undoes the document's entry, booked today.
Result<LedgerEntryId> post_reversal(db::Transaction& tx, const Caller& caller,
                                    const DocumentVoid& request, const Document& document,
                                    const DocumentRef& red) {
    const LedgerEntryId undone{document.entry_id.value()};
    const auto stored = find_entry(tx, caller.scope, undone).value();
    YUNHE_TRY(head, head_today(tx, caller, document,
                               document.ref.book == Book::operators ? "bill" : "claim",
                               id_text_of(red)));
    head.description = "红字冲销 " + title_of(document);
    return post_entry(tx, caller.scope,
                      reversal(make_entry(stored.head, stored.postings), std::move(head)),
                      {.maker_id = request.requested_by_id, .checker_id = caller.user_id}, undone);
}

/// The smallest supplement number that is free in the period.
template <class Documents>
int next_supplement_number(const Documents& documents) {
    int supplement = 0;
    for (const auto& document : documents)
        supplement = std::max(supplement, document.supplement + 1);
    return supplement;
}

void insert_red_bill(db::Transaction& tx, const Caller& caller, const DocumentVoid& request,
                     BillId red_id, LedgerEntryId entry_id) {
    auto red = find_bill(tx, caller.scope, *bill_of(request.document)).value();
    std::vector<Bill> beside;
    for (auto& bill : bills_of_period(tx, caller.scope, red.period))
        if (bill.developer_id == red.developer_id) beside.push_back(std::move(bill));
    red.voids_id = red.id;
    red.corrects_id.reset();
    red.id = red_id;
    red.supplement = next_supplement_number(beside);
    red.version = 1;
    red.number = tx.next_number(caller.scope, "bill");
    red.amount = -red.amount;
    red.net = -red.net;
    red.tax = -red.tax;
    red.drafted_by_id = request.requested_by_id;
    red.drafted_at = request.requested_at;
    red.reviewed_by_id.reset();
    red.reviewed_at.reset();
    red.issued_by_id = caller.user_id;
    red.issued_at = caller.now;
    red.due_on.reset();
    red.entry_id = entry_id.value;
    insert_bill(tx, caller.scope, red);
}

void insert_red_claim(db::Transaction& tx, const Caller& caller, const DocumentVoid& request,
                      ClaimId red_id, LedgerEntryId entry_id) {
    auto red = find_claim(tx, caller.scope, *claim_of(request.document)).value();
    red.supplement = next_supplement_number(
        list_claims_of(tx, caller.scope, red.period, red.developer_id, red.product_id));
    red.voids_id = red.id;
    red.corrects_id.reset();
    red.id = red_id;
    red.version = 1;
    red.number = tx.next_number(caller.scope, "claim");
    red.amount = -red.amount;
    red.drafted_by_id = request.requested_by_id;
    red.drafted_at = request.requested_at;
    red.submitted_by_id = request.requested_by_id;
    red.submitted_at = request.requested_at;
    red.confirmed_by_id = caller.user_id;
    red.confirmed_at = caller.now;
    red.entry_id = entry_id.value;
    insert_claim(tx, caller.scope, red);
}

void insert_red_lines(db::Transaction& tx, TenantScope scope, const DocumentRef& undone,
                      const DocumentRef& red) {
    auto lines = charge_lines_of(tx, scope, undone);
    for (auto& line : lines) {
        line.explanation["voids"] = to_text(line.id);
        line.corrects_id = line.id;
        line.id = tx.new_id<ChargeLineId>();
        line.quantity.micro = -line.quantity.micro;
        line.list_amount = -line.list_amount;
        line.amount = -line.amount;
        line.bill_id = bill_of(red);
        line.claim_id = claim_of(red);
    }
    insert_charge_lines(tx, scope, lines);
}

/// What was still open of the document, and the red one are nothing any more.
void offset_voided(db::Transaction& tx, const Caller& caller, const Document& document,
                   const DocumentRef& red) {
    const auto open = balance_of(tx, caller.scope, document).open_fen;
    if (open.zero()) return;
    Offset offset{.document = document.ref, .red = red, .amount = open,
                  .offset_on = date_of(caller.now)};
    if (open.negative())
        offset = {.document = red, .red = document.ref, .amount = -open,
                  .offset_on = offset.offset_on};
    insert_offset(tx, caller.scope, offset, caller.now);
}

Result<DocumentRef> carry_out_void(db::Transaction& tx, const Caller& caller,
                              const DocumentVoid& request, const Document& document) {
    lock_siblings(tx, caller.scope, document);
    const bool bill = document.ref.book == Book::operators;
    const auto red = bill ? ref_of(tx.new_id<BillId>()) : ref_of(tx.new_id<ClaimId>());
    YUNHE_TRY(entry_id, post_reversal(tx, caller, request, document, red));
    if (bill) insert_red_bill(tx, caller, request, *bill_of(red), entry_id);
    else insert_red_claim(tx, caller, request, *claim_of(red), entry_id);
    insert_red_lines(tx, caller.scope, document.ref, red);
    mark_voided(tx, caller.scope, document.ref);
    offset_voided(tx, caller, document, red);
    set_off(tx, caller.scope, document, caller.now);
    if (bill) YUNHE_CHECK(follow_income(tx, caller));
    return red;
}

/// The request decided, not saved. Errors: as `refuse_void`.
Result<DocumentVoid> decided_void(db::Transaction& tx, const Caller& caller,
                                  const DocumentVoid& request, DocumentVoidAction action,
                                  const std::string& opinion) {
    YUNHE_TRY(to, next_state(kDocumentVoidMoves, request.state, action,
                             document_actor(caller, request.document.book)));
    if (action != DocumentVoidAction::withdraw)
        YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "document_void", request.id.value,
                                                request.requested_by_id));
    DocumentVoid after = request;
    after.state = to;
    after.decided_by_id = caller.user_id;
    after.decided_at = caller.now;
    after.opinion = opinion;
    return after;
}

DocumentVoid finish_void(db::Transaction& tx, const Caller& caller, const LockedVoid& before,
                         DocumentVoid after, DocumentVoidAction action) {
    save_document_void(tx, caller.scope, after);
    after.version += 1;
    const auto subject = case_of(after, before.document);
    catalog::record_step(tx, caller, subject, to_text(action), to_text(before.request.state),
                         to_text(after.state), after.opinion,
                         after.red ? Json{{"red", id_text_of(*after.red)}} : Json::object());
    catalog::close_case(tx, caller, subject);
    return after;
}

/// A request that isn't approved: nothing else changes.
Result<DocumentVoid> drop_void(db::Transaction& tx, const Caller& caller, DocumentVoidId id,
                          DocumentVoidAction action, const std::string& reason) {
    const auto locked = lock_void(tx, caller.scope, id);
    if (!locked) return not_found();
    YUNHE_TRY(after, decided_void(tx, caller, locked->request, action, reason));
    return finish_void(tx, caller, *locked, std::move(after), action);
}

}  // namespace

Result<DocumentVoid> request_void(db::Transaction& tx, const Caller& caller,
                                  const VoidRequest& asked) {
    const auto document = lock_document(tx, caller.scope, asked.document);
    if (!document)
        return malformed(bill_of(asked.document) ? "/bill_id" : "/claim_id", "no_such_document");
    YUNHE_CHECK(check_can_be_voided(tx, caller.scope, *document));
    if (void_is_requested(tx, caller.scope, asked.document))
        return wrong_state("void_already_requested");
    DocumentVoid request;
    request.id = tx.new_id<DocumentVoidId>();
    request.number = tx.next_number(caller.scope, "document_void");
    request.document = asked.document;
    request.reason = asked.reason;
    request.evidence = asked.evidence;
    request.dispute_id = asked.dispute_id;
    request.requested_by_id = caller.user_id;
    request.requested_at = caller.now;
    insert_document_void(tx, caller.scope, request);
    const auto subject = case_of(request, *document);
    catalog::record_step(tx, caller, subject, "request", "", to_text(request.state),
                         request.reason);
    catalog::open_role_todos(tx, caller, subject, kApproveVoidTask,
                             approver_role(document->ref.book));
    return request;
}

Result<DocumentVoid> approve_void(db::Transaction& tx, const Caller& caller, DocumentVoidId id,
                                  const std::string& opinion) {
    tenants::lock_tenant(tx, caller.scope);  // Supplements are numbered here and by a settlement.
    const auto locked = lock_void(tx, caller.scope, id);
    if (!locked) return not_found();
    const auto& document = locked->document;
    YUNHE_TRY(after,
              decided_void(tx, caller, locked->request, DocumentVoidAction::approve, opinion));
    YUNHE_CHECK(check_can_be_voided(tx, caller.scope, document));
    YUNHE_TRY(red, carry_out_void(tx, caller, locked->request, document));
    after.red = red;
    after = finish_void(tx, caller, *locked, std::move(after), DocumentVoidAction::approve);
    const auto stood = document.ref.book == Book::operators ? to_text(BillState::issued)
                                                            : to_text(ClaimState::confirmed);
    catalog::record_step(tx, caller, case_of(document), "void", stood, "voided",
                         locked->request.reason, {{"red", id_text_of(red)}});
    const auto red_document = find_document(tx, caller.scope, red).value();
    catalog::record_step(tx, caller, case_of(red_document), "void", "", stood,
                         locked->request.reason, {{"voids", id_text_of(document.ref)}});
    correct_dispute_of(tx, caller, document, red);
    ask_to_settle_again(tx, caller, document.period);
    tell_of_document(tx, caller,
                     document.ref.book == Book::operators ? "bill.voided" : "claim.voided",
                     document, {{"red", id_text_of(red)}});
    return after;
}

Result<DocumentVoid> refuse_void(db::Transaction& tx, const Caller& caller, DocumentVoidId id,
                                 const std::string& reason) {
    return drop_void(tx, caller, id, DocumentVoidAction::refuse, reason);
}

Result<DocumentVoid> withdraw_void(db::Transaction& tx, const Caller& caller, DocumentVoidId id) {
    return drop_void(tx, caller, id, DocumentVoidAction::withdraw, "");
}

}  // namespace yunhe::billing
