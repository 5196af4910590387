#include "billing/refund.hpp"

#include <algorithm>

namespace yunhe::billing {

RefundActor refund_actor(const tenants::Caller& caller, Book book, RefundAction action) {
    const bool pays = action == RefundAction::record || action == RefundAction::refuse;
    const bool finance = caller.role == tenants::Role::finance;
    if (!pays) return finance ? RefundActor::requester : RefundActor::other;
    const bool holds = book == Book::operators ? finance
                                               : caller.role == tenants::Role::treasury;
    return holds ? RefundActor::holder : RefundActor::other;
}

Status check_refund(Money amount, Money refundable) {
    if (amount <= Money()) return malformed("/amount", "must_be_positive");
    if (amount > refundable)
        return Error{Errc::funds, "over_refundable", {{"open", to_text(refundable)}}};
    return Done{};
}

Money mirrored_part(Money amount, Money realised, Money allocated) {
    YUNHE_ASSERT(amount > Money() && amount <= realised);
    YUNHE_ASSERT(!allocated.negative() && allocated <= realised);
    const Money unallocated = realised - allocated;
    return amount - std::min(amount, unallocated);
}

}  // namespace yunhe::billing
