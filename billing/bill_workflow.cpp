#include "billing/bill_workflow.hpp"

namespace yunhe::billing {

Result<Bill> review(const Bill& bill, BillActor actor, const tenants::Hands& hands, Timestamp now) {
    YUNHE_TRY(to, next_state(kBillMoves, bill.state, BillAction::review, actor));
    YUNHE_CHECK(tenants::check_four_eyes(hands, bill.drafted_by_id));
    Bill reviewed = bill;
    reviewed.state = to;
    reviewed.reviewed_by_id = hands.user_id;
    reviewed.reviewed_at = now;
    return reviewed;
}

Result<Bill> return_to_draft(const Bill& bill, BillActor actor) {
    YUNHE_TRY(to, next_state(kBillMoves, bill.state, BillAction::return_, actor));
    Bill returned = bill;
    returned.state = to;
    returned.reviewed_by_id.reset();
    returned.reviewed_at.reset();
    return returned;
}

Result<Bill> issue(const Bill& bill, BillActor actor, const tenants::Hands& hands, Timestamp now,
                   std::uint64_t number, int due_days) {
    YUNHE_TRY(to, next_state(kBillMoves, bill.state, BillAction::issue, actor));
    // A second person has seen a reviewed bill; of a draft the issuer is that person.
    if (bill.state == BillState::draft)
        YUNHE_CHECK(tenants::check_four_eyes(hands, bill.drafted_by_id));
    Bill issued = bill;
    issued.state = to;
    issued.number = number;
    issued.issued_by_id = hands.user_id;
    issued.issued_at = now;
    issued.due_on = date_of(now) + std::chrono::days(due_days);
    return issued;
}

}  // namespace yunhe::billing
