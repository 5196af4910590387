#include "billing/refund_service.hpp"

#include "billing/allocation_run_service.hpp"
#include "billing/allocation_run_store.hpp"
#include "billing/document_store.hpp"
#include "billing/payment_entry_service.hpp"
#include "billing/receipt_service.hpp"
#include "billing/receipt_store.hpp"
#include "billing/refund_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "tenants/four_eyes_service.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kRecordRefundTask = "record_refund";

catalog::CaseRef case_of_refund(const Refund& refund) {
    return {"refund", refund.id.value,
            std::to_string(refund.number) + " " + to_text(refund.amount) + " " + refund.reason};
}

/// Whose money it is, locked, and how much of it there is.
struct RefundSource {
    std::optional<Document> document;
    std::optional<SuspenseItem> item;
    Money refundable;
    Book book() const { return document ? document->ref.book : item->book; }
};

std::optional<RefundSource> lock_source(db::Transaction& tx, TenantScope scope,
                                        const std::optional<DocumentRef>& ref,
                                        std::optional<SuspenseId> suspense_id) {
    RefundSource source;
    if (ref) {
        source.document = lock_document(tx, scope, *ref);
        if (!source.document) return std::nullopt;
        source.refundable = paid_of(tx, scope, *ref);
        return source;
    }
    source.item = lock_suspense(tx, scope, *suspense_id);
    if (!source.item) return std::nullopt;
    source.refundable = source.item->open;
    return source;
}

/// Without the id: who guesses one learns nothing.
Error unknown_source(const RefundRequest& request) {
    if (request.suspense_id) return malformed("/suspense_id", "no_such_reference");
    const bool claim = request.document_ref->book == Book::nontax;
    return malformed(claim ? "/claim_id" : "/bill_id", "no_such_reference");
}

Entry refund_entry(EntryHead head, const Refund& refund, const RefundSource& source) {
    const bool nontax = refund.book == Book::nontax;
    if (!source.document)
        return nontax ? suspense_refunded(std::move(head), refund.amount)
                      : payment_refunded(std::move(head), refund.amount);
    // The mirror of what the receipt booked.
    const auto& developer = source.document->developer_uscc;
    return nontax ? receipt_matched(std::move(head), developer, -refund.amount)
                  : bill_paid(std::move(head), developer, -refund.amount);
}

/// Locks the claim's money as runs do: what of it is allocated can't change any more.
Money allocated_of(db::Transaction& tx, TenantScope scope, ClaimId claim_id) {
    const auto posted = posted_parts(tx, scope, claim_id);
    return total_of(posted.given) + total_of(posted.mirrored);
}

/// What the refund does to a document: its balance, and a claim's allocation. Returns how much was
/// taken back of what was allocated. REQUIRES: the refund is saved as recorded but for that.
Result<Money> take_from_document(db::Transaction& tx, const tenants::Caller& caller,
                                 const Refund& refund, const Document& document) {
    const auto claim_id = claim_of(document.ref);
    const auto before = claim_id ? realised_of_claim(tx, caller.scope, *claim_id) : ClaimRealised{};
    insert_payment(tx, caller.scope,
                   {.document = document.ref,
                    .refund_id = refund.id,
                    .amount = -refund.amount,
                    .on = *refund.refunded_on,
                    .entry_id = LedgerEntryId{*refund.entry_id}});
    record_payment_step(tx, caller, document, "refunded",
                        {{"amount", to_text(refund.amount)}, {"document", *refund.document}});
    if (!claim_id) return Money();
    const auto mirrored = mirrored_part(refund.amount, before.amount,
                                        allocated_of(tx, caller.scope, *claim_id));
    YUNHE_CHECK(post_refund_mirror(tx, caller,
                                   {.refund_id = refund.id,
                                    .claim_id = *claim_id,
                                    .mirrored_before = before.mirrored,
                                    .mirrored = mirrored,
                                    .on = *refund.refunded_on,
                                    .requested_by_id = refund.requested_by_id}));
    return mirrored;
}

void finish_refund(db::Transaction& tx, const tenants::Caller& caller, const Refund& refund,
                   RefundAction action, const std::string& opinion) {
    catalog::record_step(tx, caller, case_of_refund(refund), to_text(action),
                         to_text(RefundState::requested), to_text(refund.state), opinion,
                         {{"amount", to_text(refund.amount)},
                          {"document", refund.document.value_or("")}});
    catalog::close_case(tx, caller, case_of_refund(refund));
}

void announce_refund(db::Transaction& tx, const tenants::Caller& caller, const Refund& refund,
                     const std::optional<Document>& document) {
    tenants::WebhookNews news{.type = "refund.recorded",
                              .subject = to_text(refund.id),
                              .data = {{"book", to_text(refund.book)},
                                       {"amount", to_text(refund.amount)},
                                       {"document", *refund.document},
                                       {"refunded_on", to_text(*refund.refunded_on)}}};
    if (document) news.body_id = document->developer_id;
    tenants::publish_webhook(tx, caller.scope, news, caller.now);
}

}  // namespace

Result<Refund> request_refund(db::Transaction& tx, const tenants::Caller& caller,
                              const RefundRequest& request) {
    YUNHE_ASSERT(request.document_ref.has_value() != request.suspense_id.has_value());
    const auto source = lock_source(tx, caller.scope, request.document_ref, request.suspense_id);
    if (!source) return unknown_source(request);
    YUNHE_TRY(state, next_state(kRefundMoves, RefundState::requested, RefundAction::request,
                                refund_actor(caller, source->book(), RefundAction::request)));
    YUNHE_CHECK(check_refund(request.amount, source->refundable));

    Refund refund;
    refund.id = tx.new_id<RefundId>();
    refund.number = tx.next_number(caller.scope, "refund");
    refund.book = source->book();
    refund.document_ref = request.document_ref;
    refund.suspense_id = request.suspense_id;
    refund.amount = request.amount;
    refund.reason = request.reason;
    refund.state = state;
    refund.requested_by_id = caller.user_id;
    refund.requested_at = caller.now;
    insert_refund(tx, caller.scope, refund);
    catalog::record_step(tx, caller, case_of_refund(refund), to_text(RefundAction::request), "",
                         to_text(refund.state), request.reason,
                         {{"amount", to_text(refund.amount)}});
    catalog::open_role_todos(tx, caller, case_of_refund(refund), kRecordRefundTask,
                             refund.book == Book::nontax ? tenants::Role::treasury
                                                         : tenants::Role::finance);
    return refund;
}

Result<Refund> record_refund(db::Transaction& tx, const tenants::Caller& caller, RefundId id,
                             const RefundRecord& record) {
    const auto seen = find_refund(tx, caller.scope, id);
    if (!seen) return not_found();
    // Documents before refunds and suspense, as everywhere.
    const auto source = lock_source(tx, caller.scope, seen->document_ref, seen->suspense_id);
    YUNHE_ASSERT(source.has_value());
    auto refund = lock_refund(tx, caller.scope, id).value();
    YUNHE_TRY(to, next_state(kRefundMoves, refund.state, RefundAction::record,
                             refund_actor(caller, refund.book, RefundAction::record)));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "refund", id.value,
                                            refund.requested_by_id));
    if (record.refunded_on > date_of(caller.now))
        return malformed("/refunded_on", "paid_in_future");
    YUNHE_CHECK(check_refund(refund.amount, source->refundable));

    std::optional<Period> usage_period;
    if (source->document) usage_period = source->document->period;
    YUNHE_TRY(head, payment_head(tx, caller, refund.book, record.refunded_on, usage_period,
                                 {"refund", to_text(id),
                                  "退付 第" + std::to_string(refund.number) + "号 " +
                                      record.document}));
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, refund_entry(head, refund, *source),
                                   {.maker_id = refund.requested_by_id,
                                    .checker_id = caller.user_id,
                                    .booker_id = caller.user_id}));
    refund.state = to;
    refund.document = record.document;
    refund.refunded_on = record.refunded_on;
    refund.entry_id = entry_id.value;
    refund.recorded_by_id = caller.user_id;
    refund.recorded_at = caller.now;
    if (source->document) {
        YUNHE_TRY(mirrored, take_from_document(tx, caller, refund, *source->document));
        refund.mirrored = mirrored;
    } else {
        YUNHE_CHECK(settle_by_refund(tx, caller, *source->item,
                                     {.action = SuspenseAction::refund,
                                      .amount = refund.amount,
                                      .refund_id = id,
                                      .reason = refund.reason,
                                      .document = record.document},
                                     entry_id.value));
    }
    save_refund(tx, caller.scope, refund);
    ++refund.version;
    finish_refund(tx, caller, refund, RefundAction::record, "");
    announce_refund(tx, caller, refund, source->document);
    return refund;
}

Result<Refund> drop_refund(db::Transaction& tx, const tenants::Caller& caller, RefundId id,
                           RefundAction action, const std::string& opinion) {
    auto refund = lock_refund(tx, caller.scope, id);
    if (!refund) return not_found();
    YUNHE_TRY(to, next_state(kRefundMoves, refund->state, action,
                             refund_actor(caller, refund->book, action)));
    refund->state = to;
    save_refund(tx, caller.scope, *refund);
    ++refund->version;
    finish_refund(tx, caller, *refund, action, opinion);
    return *refund;
}

}  // namespace yunhe::billing
