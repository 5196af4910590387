#include "billing/receipt.hpp"

#include <algorithm>

namespace yunhe::billing {
namespace {

void check_receipt_row(const ReceiptRow& row, Date today, std::vector<FieldError>& errors) {
    if (row.amount <= Money()) errors.push_back({"/amount", "must_be_positive"});
    if (row.paid_on > today) errors.push_back({"/paid_on", "paid_in_future"});
}

ReceiptOutcome outcome_of(const ReceiptSplit& split) {
    if (split.suspended.zero()) return ReceiptOutcome::matched;
    return split.matched.zero() ? ReceiptOutcome::suspended : ReceiptOutcome::part_matched;
}

/// What a new row does; takes what it pays off what is open.
PlannedReceipt plan_new_receipt(const ReceiptRow& row, ReceiptFacts& facts) {
    PlannedReceipt plan;
    if (const auto found = facts.by_code.find(row.payment_code); found != facts.by_code.end())
        plan.document = found->second;
    const auto document =
        plan.document ? facts.documents.find(*plan.document) : facts.documents.end();
    if (document == facts.documents.end()) {
        plan.split = split_receipt(row.amount, std::nullopt);
    } else if (!document->second.live) {
        plan.split = {.matched = {}, .suspended = row.amount,
                      .reason = SuspenseReason::not_payable};
    } else {
        plan.split = split_receipt(row.amount, document->second.open);
        document->second.open = document->second.open - plan.split.matched;
    }
    plan.outcome = outcome_of(plan.split);
    return plan;
}

}  // namespace

ReceiptSplit split_receipt(Money amount, std::optional<Money> open) {
    YUNHE_ASSERT(amount > Money());
    if (!open) return {.matched = {}, .suspended = amount, .reason = SuspenseReason::unknown_code};
    const Money matched = std::min(amount, *open);
    return {.matched = matched, .suspended = amount - matched, .reason = SuspenseReason::overpaid};
}

std::vector<PlannedReceipt> plan_receipts(const std::vector<ReceiptRow>& rows, ReceiptFacts facts) {
    std::vector<PlannedReceipt> plans;
    plans.reserve(rows.size());
    for (const auto& row : rows) {
        const auto [before, fresh] = facts.known.emplace(row.serial, row);
        if (!fresh) {
            plans.push_back({.outcome = ReceiptOutcome::duplicate});
            if (before->second != row) plans.back().errors.push_back({"/serial", "serial_reused"});
            continue;
        }
        std::vector<FieldError> errors;
        check_receipt_row(row, facts.today, errors);
        plans.push_back(errors.empty() ? plan_new_receipt(row, facts) : PlannedReceipt{});
        plans.back().errors = std::move(errors);
    }
    return plans;
}

Status check_settlement(const SuspenseItem& item, const SuspenseSettlement& settlement,
                        Money document_open) {
    if (settlement.amount <= Money()) return malformed("/amount", "must_be_positive");
    if (item.state() == SuspenseState::settled) return wrong_state("suspense_settled");
    if (settlement.amount > item.open)
        return Error{Errc::funds, "over_suspense", {{"open", to_text(item.open)}}};
    if (settlement.action == SuspenseAction::move && settlement.amount > document_open)
        return Error{Errc::funds, "over_document", {{"open", to_text(document_open)}}};
    return Done{};
}

}  // namespace yunhe::billing
