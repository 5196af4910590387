#include "billing/receipt.hpp"

#include <algorithm>

namespace yunhe::billing {

ReceiptSplit split_receipt(Money amount, std::optional<Money> open) {
    YUNHE_ASSERT(amount > Money());
    if (!open) return {.matched = {}, .suspended = amount, .reason = SuspenseReason::unknown_code};
    const Money matched = std::min(amount, *open);
    return {.matched = matched, .suspended = amount - matched, .reason = SuspenseReason::overpaid};
}

Status check_settlement(const SuspenseItem& item, const SuspenseSettlement& settlement,
                        Money claim_open) {
    if (settlement.amount <= Money()) return malformed("/amount", "must_be_positive");
    if (item.state() == SuspenseState::settled) return wrong_state("suspense_settled");
    if (settlement.amount > item.open)
        return Error{Errc::funds, "over_suspense", {{"open", to_text(item.open)}}};
    if (settlement.action == SuspenseAction::move && settlement.amount > claim_open)
        return Error{Errc::funds, "over_claim", {{"open", to_text(claim_open)}}};
    return Done{};
}

}  // namespace yunhe::billing
