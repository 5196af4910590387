#include "billing/bill_service.hpp"

#include "billing/bill_store.hpp"
#include "billing/bill_workflow.hpp"
#include "billing/document_case_service.hpp"
#include "billing/ledger_store.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

/// One income line per meter, each split by itself as on the bill.
std::vector<IncomeLine> income_lines(const Bill& bill, const std::vector<ChargeLine>& lines) {
    const auto rate = TaxRate::parse(bill.tax_rate).value();
    std::vector<IncomeLine> income;
    for (const auto& line : lines)
        income.push_back({.kind = line.meter, .amount = split_tax(line.amount, rate)});
    return income;
}

Entry entry_of(const Bill& bill, const std::vector<ChargeLine>& lines, Timestamp now) {
    return bill_issued({.book = Book::operators,
                        .period = period_of(now),
                        .usage_period = bill.period,
                        .booked_at = now,
                        .effective_on = date_of(now),
                        .source_kind = "bill",
                        .source_id = to_text(bill.id),
                        .description = "账单 " + std::to_string(*bill.number) + " " +
                                       to_text(bill.period) + " " + bill.developer_name},
                       bill.developer_uscc, income_lines(bill, lines));
}

}  // namespace

Result<Bill> issue_bill(db::Transaction& tx, const tenants::Caller& caller, BillId id) {
    const auto stored = lock_bill(tx, caller.scope, id);
    if (!stored) return not_found();
    const auto actor =
        caller.role == tenants::Role::finance ? BillActor::finance : BillActor::other;
    const auto hands = tenants::hands_of(caller);
    // The number is taken after the decision, so that a refusal leaves no gap even without
    // rollback.
    YUNHE_CHECK(issue(*stored, actor, hands, caller.now, 0));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "bill", id.value, stored->drafted_by_id));
    const auto number = tx.next_number(caller.scope, "bill");
    YUNHE_TRY(bill, issue(*stored, actor, hands, caller.now, number));
    const auto lines = charge_lines_of_bill(tx, caller.scope, id);
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, entry_of(bill, lines, caller.now),
                                   {.maker_id = bill.drafted_by_id, .checker_id = caller.user_id}));
    bill.entry_id = entry_id.value;
    save_bill(tx, caller.scope, bill);
    bill.version += 1;
    catalog::record_step(tx, caller, case_of(bill), to_text(BillAction::issue),
                         to_text(stored->state), to_text(bill.state));
    catalog::close_case(tx, caller, case_of(bill));
    return bill;
}

}  // namespace yunhe::billing
