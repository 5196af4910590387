#include "billing/bill_workflow.hpp"

namespace yunhe::billing {

Result<Bill> issue(const Bill& bill, BillActor actor, UserId user_id, Timestamp now,
                   std::uint64_t number) {
    YUNHE_TRY(to, next_state(kBillMoves, bill.state, BillAction::issue, actor));
    if (user_id == bill.drafted_by_id) return wrong_party("four_eyes");
    Bill issued = bill;
    issued.state = to;
    issued.number = number;
    issued.issued_by_id = user_id;
    issued.issued_at = now;
    return issued;
}

}  // namespace yunhe::billing
