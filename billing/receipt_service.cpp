#include "billing/receipt_service.hpp"

#include <set>

#include "billing/claim_store.hpp"
#include "billing/payment_notice_store.hpp"
#include "billing/receipt_store.hpp"
#include "db/case_store.hpp"
#include "tenants/case_actor_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kSettleTask = "settle_suspense";

/// Names on the voucher: the treasury's import is one person's act.
VoucherNames names_of(const tenants::Caller& caller) {
    return {.maker_id = caller.user_id, .booker_id = caller.user_id};
}

EntryHead head_for(const tenants::Caller& caller, Date effective_on, const Claim* claim,
                   std::string source_kind, std::string source_id, std::string description) {
    EntryHead head;
    head.book = Book::nontax;
    head.period = period_of(effective_on);
    if (claim != nullptr) head.usage_period = claim->period;
    head.booked_at = caller.now;
    head.effective_on = effective_on;
    head.source_kind = std::move(source_kind);
    head.source_id = std::move(source_id);
    head.description = std::move(description);
    return head;
}

void record(db::Transaction& tx, const tenants::Caller& caller, const Claim& claim,
            const std::string& action, Json details) {
    const auto state = std::string(to_text(claim.state));
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "claim",
                           .aggregate_id = claim.id.value,
                           .action = action,
                           .from_state = state,
                           .to_state = state,
                           .actor = tenants::case_actor(caller),
                           .at = caller.now,
                           .details = std::move(details)});
}

std::optional<ClaimId> claim_of_code(db::Transaction& tx, TenantScope scope,
                                     const std::string& payment_code) {
    const auto notice = find_notice_by_payment_code(tx, scope, payment_code);
    if (!notice) return std::nullopt;
    return notice->claim_id;
}

/// All claims that the rows may touch, in order of id, so that two imports never wait in a circle.
void lock_claims(db::Transaction& tx, TenantScope scope, const std::vector<ReceiptRow>& rows) {
    std::set<ClaimId> ids;
    for (const auto& row : rows)
        if (const auto id = claim_of_code(tx, scope, row.payment_code)) ids.insert(*id);
    for (const auto id : ids) (void)lock_claim(tx, scope, id);
}

Money open_of(db::Transaction& tx, TenantScope scope, const Claim& claim) {
    return claim.amount - realised_of_claim(tx, scope, claim.id).amount;
}

Status match(db::Transaction& tx, const tenants::Caller& caller, const Receipt& receipt,
             const Claim& claim) {
    const auto& row = receipt.row;
    auto head = head_for(caller, row.paid_on, &claim, "receipt", to_text(receipt.id),
                         "到账匹配 流水号" + row.serial + " 缴款码" + row.payment_code);
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope,
                                   receipt_matched(std::move(head), claim.developer_uscc,
                                                   receipt.matched),
                                   names_of(caller)));
    insert_realisation(tx, caller.scope,
                       {.claim_id = claim.id,
                        .receipt_id = receipt.id,
                        .suspense_id = {},
                        .amount = receipt.matched,
                        .realised_on = row.paid_on,
                        .entry_id = entry_id});
    record(tx, caller, claim, "receipt_matched",
           {{"serial", row.serial}, {"amount", to_text(receipt.matched)}});
    return Done{};
}

Status suspend(db::Transaction& tx, const tenants::Caller& caller, const Receipt& receipt,
               const ReceiptSplit& split) {
    const auto& row = receipt.row;
    auto head = head_for(caller, row.paid_on, nullptr, "receipt", to_text(receipt.id),
                         "待查入账 流水号" + row.serial + " 缴款码" + row.payment_code);
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope,
                                   receipt_unmatched(std::move(head), split.suspended),
                                   names_of(caller)));
    const SuspenseItem item{.id = tx.new_id<SuspenseId>(),
                            .receipt_id = receipt.id,
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
    db::open_todo(tx, caller.scope,
                  {.aggregate = "suspense",
                   .aggregate_id = item.id.value,
                   .task = std::string(kSettleTask),
                   .title = row.serial + " " + row.payer + " " + to_text(item.amount),
                   .body_id = caller.body_id,
                   .role = std::string(to_text(tenants::Role::treasury)),
                   .opened_at = caller.now});
    return Done{};
}

Status check_row(const tenants::Caller& caller, const ReceiptRow& row) {
    if (row.amount <= Money()) return malformed("/amount", "must_be_positive");
    if (row.paid_on > date_of(caller.now)) return malformed("/paid_on", "paid_in_future");
    return Done{};
}

ReceiptOutcome outcome_of(const ReceiptSplit& split) {
    if (split.suspended.zero()) return ReceiptOutcome::matched;
    return split.matched.zero() ? ReceiptOutcome::suspended : ReceiptOutcome::part_matched;
}

Result<ImportedReceipt> import_row(db::Transaction& tx, const tenants::Caller& caller,
                                   const ReceiptRow& row) {
    if (const auto before = find_receipt_by_serial(tx, caller.scope, row.serial)) {
        if (before->row != row) return malformed("/serial", "serial_reused");
        return ImportedReceipt{*before, ReceiptOutcome::duplicate,
                               before->row.amount - before->matched, std::nullopt};
    }
    YUNHE_CHECK(check_row(caller, row));

    const auto claim_id = claim_of_code(tx, caller.scope, row.payment_code);
    const auto claim = claim_id ? find_claim(tx, caller.scope, *claim_id) : std::nullopt;
    const auto split = split_receipt(
        row.amount, claim ? std::optional(open_of(tx, caller.scope, *claim)) : std::nullopt);
    const Receipt receipt{.id = tx.new_id<ReceiptId>(),
                          .row = row,
                          .claim_id = claim_id,
                          .matched = split.matched,
                          .imported_at = caller.now,
                          .imported_by_id = caller.user_id};
    insert_receipt(tx, caller.scope, receipt);
    if (!split.matched.zero()) YUNHE_CHECK(match(tx, caller, receipt, *claim));
    if (split.suspended.zero())
        return ImportedReceipt{receipt, outcome_of(split), Money(), std::nullopt};
    YUNHE_CHECK(suspend(tx, caller, receipt, split));
    return ImportedReceipt{receipt, outcome_of(split), split.suspended, split.reason};
}

/// The confirmed claim that money in suspense is moved to, locked; none for a refund.
Result<std::optional<Claim>> target_of(db::Transaction& tx, const tenants::Caller& caller,
                                       const SuspenseSettlement& settlement) {
    if (settlement.action == SuspenseAction::refund) return std::optional<Claim>();
    if (!settlement.claim_id) return malformed("/claim_id", "missing_field");
    auto claim = lock_claim(tx, caller.scope, *settlement.claim_id);
    if (!claim || claim->state != ClaimState::confirmed)
        return malformed("/claim_id", "no_such_claim");
    return claim;
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
        db::close_todos(tx, caller.scope, "suspense", before.id.value, kSettleTask, caller.now);
}

}  // namespace

Result<std::vector<ImportedReceipt>> import_receipts(db::Transaction& tx,
                                                     const tenants::Caller& caller,
                                                     const std::vector<ReceiptRow>& rows) {
    // The counter stays locked to the end: imports take turns, so a serial comes in once.
    tx.next_number(caller.scope, "receipt_import");
    lock_claims(tx, caller.scope, rows);
    std::vector<ImportedReceipt> imported;
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto outcome = import_row(tx, caller, rows[i]);
        if (outcome.ok()) imported.push_back(std::move(outcome).value());
        else if (outcome.error().kind != Errc::malformed) return std::move(outcome).error();
        else add_row_errors(errors, i, outcome.error());
    }
    if (!errors.empty()) return refused_rows(std::move(errors));
    return imported;
}

Result<SuspenseItem> settle_suspended_money(db::Transaction& tx, const tenants::Caller& caller,
                                            SuspenseId id, SuspenseSettlement settlement,
                                            std::optional<Money> amount) {
    // Claims before suspense, as in an import.
    YUNHE_TRY(claim, target_of(tx, caller, settlement));
    const auto item = lock_suspense(tx, caller.scope, id);
    if (!item) return not_found();
    if (item->state() == SuspenseState::settled) return wrong_state("suspense_settled");
    // A refund is prepared by finance and made by the treasury; until there is a way to prepare
    // one, nobody may make it alone.
    if (settlement.action == SuspenseAction::refund)
        return refused_by_system("refund_not_offered");
    settlement.amount = amount.value_or(item->open);
    YUNHE_CHECK(check_settlement(*item, settlement,
                                 claim ? open_of(tx, caller.scope, *claim) : Money()));

    const Date today = date_of(caller.now);
    auto head = head_for(caller, today, claim ? &*claim : nullptr, "suspense", to_text(id),
                         (claim ? "待查转入应缴 " : "待查退付 ") + settlement.document);
    auto entry = claim ? suspense_matched(std::move(head), claim->developer_uscc, settlement.amount)
                       : suspense_refunded(std::move(head), settlement.amount);
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, entry, names_of(caller)));
    settle_suspense(tx, caller.scope, id, settlement, entry_id, caller.user_id, caller.now);
    if (claim) {
        insert_realisation(tx, caller.scope,
                           {.claim_id = claim->id,
                            .receipt_id = item->receipt_id,
                            .suspense_id = id,
                            .amount = settlement.amount,
                            .realised_on = today,
                            .entry_id = entry_id});
        record(tx, caller, *claim, "suspense_moved", {{"amount", to_text(settlement.amount)}});
    }
    const auto after = *lock_suspense(tx, caller.scope, id);
    record_settlement(tx, caller, *item, after, settlement);
    return after;
}

}  // namespace yunhe::billing
