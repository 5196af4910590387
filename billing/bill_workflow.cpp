#include "billing/bill_workflow.hpp"

namespace yunhe::billing {

Result<Bill> issue(const Bill& bill, BillActor actor, const tenants::Hands& hands, Timestamp now,
                   std::uint64_t number) {
    YUNHE_TRY(to, next_state(kBillMoves, bill.state, BillAction::issue, actor));
    YUNHE_CHECK(tenants::check_four_eyes(hands, bill.drafted_by_id));
    Bill issued = bill;
    issued.state = to;
    issued.number = number;
    issued.issued_by_id = hands.user_id;
    issued.issued_at = now;
    return issued;
}

}  // namespace yunhe::billing
