#include "billing/receipt_service.hpp"

#include <algorithm>

#include "billing/bill_payment_code.hpp"
#include "billing/document_balance_store.hpp"
#include "billing/document_store.hpp"
#include "billing/payment_entry_service.hpp"
#include "billing/payment_notice.hpp"
#include "billing/payment_notice_store.hpp"
#include "billing/period_service.hpp"
#include "billing/receipt_store.hpp"
#include "db/case_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kSettleSuspenseTask = "settle_suspense";

/// Names on the voucher: an import is one person's act.
VoucherNames receipt_names(const tenants::Caller& caller) {
    return {.maker_id = caller.user_id, .booker_id = caller.user_id};
}

std::optional<DocumentRef> document_of_code(db::Transaction& tx, TenantScope scope, Book book,
                                            const std::string& code) {
    if (book == Book::nontax) {
        const auto notice = find_notice_by_payment_code(tx, scope, code);
        if (!notice) return std::nullopt;
        return ref_of(notice->claim_id);
    }
    const auto number = bill_number_in(code);
    const auto bill_id = number ? find_bill_by_number(tx, scope, *number) : std::nullopt;
    if (!bill_id) return std::nullopt;
    return ref_of(*bill_id);
}

PayableDocument payable_of(db::Transaction& tx, TenantScope scope, const Document& document) {
    const auto open = balance_of(tx, scope, document).open_fen;
    return {.open = std::max(open, Money()), .live = document.standing && !document.red};
}

enum class Locking { none, documents };

/// Documents are locked in order of id, so that two imports never wait in a circle.
ReceiptFacts receipt_facts(db::Transaction& tx, const tenants::Caller& caller, Book book,
                           const std::vector<ReceiptRow>& rows, Locking locking) {
    ReceiptFacts facts;
    facts.today = date_of(caller.now);
    for (const auto& row : rows) {
        if (facts.known.contains(row.serial)) continue;
        if (const auto before = find_receipt_by_serial(tx, caller.scope, book, row.serial)) {
            facts.known.emplace(row.serial, before->row);
            continue;
        }
        if (facts.by_code.contains(row.payment_code)) continue;
        const auto ref = document_of_code(tx, caller.scope, book, row.payment_code);
        if (!ref) continue;
        facts.by_code.emplace(row.payment_code, *ref);
        facts.documents.try_emplace(*ref);
    }
    for (auto& [ref, payable] : facts.documents) {
        const auto document = locking == Locking::documents
                                  ? lock_document(tx, caller.scope, ref)
                                  : find_document(tx, caller.scope, ref);
        YUNHE_ASSERT(document.has_value());
        payable = payable_of(tx, caller.scope, *document);
    }
    return facts;
}

Status match_receipt(db::Transaction& tx, const tenants::Caller& caller, const Receipt& receipt) {
    const auto& row = receipt.row;
    const auto document = find_document(tx, caller.scope, *receipt.document).value();
    YUNHE_TRY(head, payment_head(tx, caller, receipt.book, row.paid_on, document.period,
                                 {"receipt", to_text(receipt.id),
                                  "到账匹配 流水号" + row.serial + " " + row.payment_code}));
    auto entry = receipt.book == Book::nontax
                     ? receipt_matched(std::move(head), document.developer_uscc, receipt.matched)
                     : bill_paid(std::move(head), document.developer_uscc, receipt.matched);
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, entry, receipt_names(caller)));
    insert_payment(tx, caller.scope,
                   {.document = *receipt.document,
                    .receipt_id = receipt.id,
                    .amount = receipt.matched,
                    .on = row.paid_on,
                    .entry_id = entry_id});
    record_payment_step(tx, caller, document, "receipt_matched",
                        {{"serial", row.serial}, {"amount", to_text(receipt.matched)}});
    tenants::publish_webhook(tx, caller.scope,
                             {.type = "receipt.matched",
                              .body_id = document.developer_id,
                              .subject = id_text_of(document.ref),
                              .data = {{"book", to_text(receipt.book)},
                                       {"amount", to_text(receipt.matched)},
                                       {"paid_on", to_text(row.paid_on)}}},
                             caller.now);
    return Done{};
}

void open_settle_todo(db::Transaction& tx, const tenants::Caller& caller, const Receipt& receipt,
                      const SuspenseItem& item) {
    const auto role = receipt.book == Book::nontax ? tenants::Role::treasury
                                                   : tenants::Role::finance;
    db::open_todo(tx, caller.scope,
                  {.aggregate = "suspense",
                   .aggregate_id = item.id.value,
                   .task = std::string(kSettleSuspenseTask),
                   .title = receipt.row.serial + " " + receipt.row.payer + " " +
                            to_text(item.amount),
                   .body_id = caller.body_id,
                   .role = std::string(to_text(role)),
                   .opened_at = caller.now});
}

Status suspend_receipt(db::Transaction& tx, const tenants::Caller& caller, const Receipt& receipt,
                       const ReceiptSplit& split) {
    const auto& row = receipt.row;
    YUNHE_TRY(head, payment_head(tx, caller, receipt.book, row.paid_on, {},
                                 {"receipt", to_text(receipt.id),
                                  "待查入账 流水号" + row.serial + " " + row.payment_code}));
    auto entry = receipt.book == Book::nontax
                     ? receipt_unmatched(std::move(head), split.suspended)
                     : payment_unmatched(std::move(head), split.suspended);
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, entry, receipt_names(caller)));
    const SuspenseItem item{.id = tx.new_id<SuspenseId>(),
                            .receipt_id = receipt.id,
                            .book = receipt.book,
                            .amount = split.suspended,
                            .open = split.suspended,
                            .reason = split.reason,
                            .suspended_at = caller.now};
    insert_suspense(tx, caller.scope, item, entry_id);
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "suspense",
                           .aggregate_id = item.id.value,
                           .action = "suspend",
                           .to_state = std::string(to_text(item.state())),
                           .actor = tenants::case_actor(caller),
                           .at = caller.now,
                           .details = {{"serial", row.serial},
                                       {"reason", std::string(to_text(item.reason))}}});
    open_settle_todo(tx, caller, receipt, item);
    tenants::publish_webhook(tx, caller.scope,
                             {.type = "receipt.suspended",
                              .subject = to_text(item.id),
                              .data = {{"book", to_text(item.book)},
                                       {"reason", to_text(item.reason)},
                                       {"amount", to_text(item.amount)}}},
                             caller.now);
    return Done{};
}

Result<ImportedReceipt> import_planned(db::Transaction& tx, const tenants::Caller& caller,
                                       Receipt receipt, const PlannedReceipt& plan) {
    if (plan.outcome == ReceiptOutcome::duplicate) {
        const auto before = find_receipt_by_serial(tx, caller.scope, receipt.book,
                                                   receipt.row.serial).value();
        return ImportedReceipt{before, plan.outcome, before.row.amount - before.matched, {}};
    }
    receipt.id = tx.new_id<ReceiptId>();
    receipt.document = plan.document;
    receipt.matched = plan.split.matched;
    insert_receipt(tx, caller.scope, receipt);
    if (!plan.split.matched.zero()) YUNHE_CHECK(match_receipt(tx, caller, receipt));
    if (plan.split.suspended.zero()) return ImportedReceipt{receipt, plan.outcome, Money(), {}};
    YUNHE_CHECK(suspend_receipt(tx, caller, receipt, plan.split));
    return ImportedReceipt{receipt, plan.outcome, plan.split.suspended, plan.split.reason};
}

void record_settlement(db::Transaction& tx, const tenants::Caller& caller,
                       const SuspenseItem& before, const SuspenseItem& after,
                       const SuspenseSettlement& settlement) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "suspense",
                           .aggregate_id = before.id.value,
                           .action = std::string(to_text(settlement.action)),
                           .from_state = std::string(to_text(before.state())),
                           .to_state = std::string(to_text(after.state())),
                           .actor = tenants::case_actor(caller),
                           .at = caller.now,
                           .opinion = settlement.reason,
                           .details = {{"amount", to_text(settlement.amount)},
                                       {"document", settlement.document}}});
    if (after.state() == SuspenseState::settled)
        db::close_todos(tx, caller.scope, "suspense", before.id.value, kSettleSuspenseTask,
                        caller.now);
}

void settle_item(db::Transaction& tx, const tenants::Caller& caller, const SuspenseItem& item,
                 const SuspenseSettlement& settlement, LedgerEntryId entry_id) {
    settle_suspense(tx, caller.scope, item.id, settlement, entry_id, caller.user_id, caller.now);
    const auto after = lock_suspense(tx, caller.scope, item.id).value();
    record_settlement(tx, caller, item, after, settlement);
}

/// The standing document that money in suspense is moved to, locked.
Result<Document> lock_move_target(db::Transaction& tx, const tenants::Caller& caller,
                                  const DocumentRef& target) {
    auto document = lock_document(tx, caller.scope, target);
    if (document && document->standing && !document->red) return std::move(*document);
    if (target.book == Book::nontax) return malformed("/claim_id", "no_such_claim");
    return malformed("/bill_id", "no_such_bill");
}

}  // namespace

Status check_holds_account(const tenants::Caller& caller, Book book) {
    const auto holder =
        book == Book::nontax ? tenants::Role::treasury : tenants::Role::finance;
    if (caller.role != holder)
        return Error{Errc::party, "not_your_move", {{"action", "settle"}}};
    return Done{};
}

std::vector<PlannedReceipt> try_receipts(db::Transaction& tx, const tenants::Caller& caller,
                                         Book book, const std::vector<ReceiptRow>& rows) {
    return plan_receipts(rows, receipt_facts(tx, caller, book, rows, Locking::none));
}

Result<std::vector<ImportedReceipt>> import_receipts(db::Transaction& tx,
                                                     const tenants::Caller& caller, Book book,
                                                     const std::vector<ReceiptRow>& rows,
                                                     std::optional<ReceiptFileId> file_id) {
    // The counter stays locked to the end: imports take turns, so a serial comes in once.
    tx.next_number(caller.scope, "receipt_import");
    const auto plans =
        plan_receipts(rows, receipt_facts(tx, caller, book, rows, Locking::documents));
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < plans.size(); ++i)
        add_row_errors(errors, i, plans[i].errors);
    if (!errors.empty()) return refused_rows(std::move(errors));

    std::vector<ImportedReceipt> imported;
    imported.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Receipt receipt{.id = {},
                              .book = book,
                              .row = rows[i],
                              .document = {},
                              .matched = {},
                              .imported_at = caller.now,
                              .imported_by_id = caller.user_id,
                              .file_id = file_id};
        YUNHE_TRY(done, import_planned(tx, caller, receipt, plans[i]));
        imported.push_back(std::move(done));
    }
    return imported;
}

Result<SuspenseItem> move_suspended_money(db::Transaction& tx, const tenants::Caller& caller,
                                          SuspenseId id, const SuspenseMove& move) {
    const auto seen = find_suspense(tx, caller.scope, id);
    if (!seen) return not_found();
    YUNHE_CHECK(check_holds_account(caller, seen->book));
    if (move.target.book != seen->book) {
        if (seen->book == Book::nontax) return malformed("/claim_id", "missing_field");
        return malformed("/bill_id", "missing_field");
    }
    // Documents before suspense, as in an import.
    YUNHE_TRY(document, lock_move_target(tx, caller, move.target));
    const auto item = lock_suspense(tx, caller.scope, id).value();
    const SuspenseSettlement settlement{.action = SuspenseAction::move,
                                        .amount = move.amount.value_or(item.open),
                                        .document_ref = move.target,
                                        .reason = move.reason,
                                        .document = move.document};
    if (item.state() == SuspenseState::settled) return wrong_state("suspense_settled");
    YUNHE_CHECK(check_settlement(item, settlement, payable_of(tx, caller.scope, document).open));

    const Date today = date_of(caller.now);
    YUNHE_TRY(head, payment_head(tx, caller, item.book, today, document.period,
                                 {"suspense", to_text(id), "待查转入 " + move.document}));
    auto entry = item.book == Book::nontax
                     ? suspense_matched(std::move(head), document.developer_uscc, settlement.amount)
                     : payment_settled(std::move(head), document.developer_uscc, settlement.amount);
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, entry, receipt_names(caller)));
    insert_payment(tx, caller.scope,
                   {.document = move.target,
                    .receipt_id = item.receipt_id,
                    .suspense_id = id,
                    .amount = settlement.amount,
                    .on = today,
                    .entry_id = entry_id});
    record_payment_step(tx, caller, document, "suspense_moved",
                        {{"amount", to_text(settlement.amount)}});
    settle_item(tx, caller, item, settlement, entry_id);
    return lock_suspense(tx, caller.scope, id).value();
}

Status settle_by_refund(db::Transaction& tx, const tenants::Caller& caller,
                        const SuspenseItem& item, const SuspenseSettlement& settlement,
                        std::uint64_t entry_id) {
    YUNHE_CHECK(check_settlement(item, settlement, Money()));
    settle_item(tx, caller, item, settlement, LedgerEntryId{entry_id});
    return Done{};
}

}  // namespace yunhe::billing
