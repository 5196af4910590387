#include "billing/allotment_service.hpp"

#include "billing/allocation.hpp"
#include "billing/ledger_store.hpp"
#include "billing/payment_entry_service.hpp"
#include "catalog/offer_case_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kReportSpendingTask = "report_spending";
constexpr std::string_view kAllottedState = "allotted";

catalog::CaseRef case_of_allotment(const Allotment& allotment) {
    return {"allotment", allotment.id.value,
            allotment.document + " " + std::to_string(allotment.budget_year) + " " +
                to_text(allotment.amount)};
}

catalog::CaseRef case_of_spending(const SpendingReport& report) {
    return {"spending_report", report.id.value,
            std::to_string(report.number) + " " + to_text(report.amount)};
}

std::string recipient_of(const std::string& department_code) {
    return std::string(kDepartmentPrefix) + department_code;
}

/// What was attributed to the department and is in no budget yet: the credit on its memo account.
Money awaiting_of(db::Transaction& tx, TenantScope scope, const std::string& department_code) {
    return -account_balance(tx, scope, Book::nontax,
                            attributed_account(recipient_of(department_code)));
}

/// `amount` below zero: taken back.
Result<LedgerEntryId> post_allotment(db::Transaction& tx, const tenants::Caller& caller,
                                     const Allotment& allotment, Money amount, Date effective_on,
                                     const std::string& description) {
    YUNHE_TRY(head, payment_head(tx, caller, Book::nontax, effective_on, {},
                                 {"allotment", to_text(allotment.id), description}));
    return post_entry(tx, caller.scope,
                      budget_allotted(std::move(head), recipient_of(allotment.department_code),
                                      amount),
                      {.maker_id = caller.user_id, .booker_id = caller.user_id});
}

void close_if_used_up(db::Transaction& tx, const tenants::Caller& caller,
                      const Allotment& allotment) {
    if (allotment.open().zero()) catalog::close_case(tx, caller, case_of_allotment(allotment));
}

}  // namespace

Result<Allotment> record_allotment(db::Transaction& tx, const tenants::Caller& caller,
                                   const AllotmentDraft& draft) {
    const auto department = tenants::find_body_by_code(tx, caller.scope, draft.department_code);
    if (!department || department->kind != tenants::BodyKind::department)
        return malformed("/department_code", "unknown_reference",
                         {{"code", draft.department_code}});
    // The counter stays locked to the end, so that two allotments never share what is left.
    Allotment allotment;
    allotment.number = tx.next_number(caller.scope, "allotment");
    allotment.id = tx.new_id<AllotmentId>();
    allotment.department_id = department->id;
    allotment.department_code = department->code;
    allotment.document = draft.document;
    allotment.budget_year = draft.budget_year;
    allotment.amount = draft.amount;
    allotment.purpose = draft.purpose;
    allotment.allotted_on = draft.allotted_on;
    allotment.recorded_by_id = caller.user_id;
    allotment.recorded_at = caller.now;
    if (has_allotment(tx, caller.scope, allotment)) return wrong_state("allotment_recorded");
    YUNHE_CHECK(check_allotment(draft.amount, draft.allotted_on, date_of(caller.now),
                                awaiting_of(tx, caller.scope, department->code)));
    YUNHE_TRY(entry_id,
              post_allotment(tx, caller, allotment, allotment.amount, allotment.allotted_on,
                             "下达指标 " + allotment.document + " " + department->name));
    allotment.entry_id = entry_id.value;
    insert_allotment(tx, caller.scope, allotment);
    catalog::record_step(tx, caller, case_of_allotment(allotment), "record", "", kAllottedState,
                         allotment.purpose, {{"amount", to_text(allotment.amount)}});
    catalog::open_body_todo(tx, caller, case_of_allotment(allotment), kReportSpendingTask,
                            department->id);
    tenants::publish_webhook(tx, caller.scope,
                             {.type = "allotment.recorded",
                              .subject = to_text(allotment.id),
                              .data = {{"department", allotment.department_code},
                                       {"document", allotment.document},
                                       {"budget_year", allotment.budget_year},
                                       {"amount", to_text(allotment.amount)}}},
                             caller.now);
    return allotment;
}

Result<Allotment> withdraw_allotment(db::Transaction& tx, const tenants::Caller& caller,
                                     AllotmentId id, const AllotmentCut& cut) {
    auto allotment = lock_allotment(tx, caller.scope, id);
    if (!allotment) return not_found();
    if (cut.withdrawn_on > date_of(caller.now)) return malformed("/withdrawn_on", "day_in_future");
    if (cut.withdrawn_on < allotment->allotted_on)
        return malformed("/withdrawn_on", "before_allotment");
    YUNHE_CHECK(check_allotment_use(*allotment, cut.amount));
    YUNHE_TRY(entry_id, post_allotment(tx, caller, *allotment, -cut.amount, cut.withdrawn_on,
                                       "收回指标 " + cut.document + " 原" + allotment->document));
    insert_allotment_withdrawal(tx, caller.scope, id,
                                {.document = cut.document,
                                 .amount = cut.amount,
                                 .reason = cut.reason,
                                 .withdrawn_on = cut.withdrawn_on,
                                 .recorded_by_id = caller.user_id,
                                 .recorded_at = caller.now,
                                 .entry_id = entry_id});
    allotment->withdrawn += cut.amount;
    save_allotment(tx, caller.scope, *allotment);
    ++allotment->version;
    catalog::record_step(tx, caller, case_of_allotment(*allotment), "withdraw", kAllottedState,
                         kAllottedState, cut.reason,
                         {{"amount", to_text(cut.amount)}, {"document", cut.document}});
    close_if_used_up(tx, caller, *allotment);
    return *allotment;
}

Result<SpendingReport> report_spending(db::Transaction& tx, const tenants::Caller& caller,
                                       const SpendingDraft& draft) {
    auto allotment = lock_allotment(tx, caller.scope, draft.allotment_id);
    if (!allotment || allotment->department_id != caller.body_id)
        return malformed("/allotment_id", "no_such_reference");
    YUNHE_TRY(state, next_state(kSpendingMoves, SpendingState::reported, SpendingAction::report,
                                SpendingActor::department));
    YUNHE_CHECK(check_spending(*allotment, draft.amount, draft.spent_on, date_of(caller.now)));
    const SpendingReport report{.id = tx.new_id<SpendingReportId>(),
                                .number = tx.next_number(caller.scope, "spending_report"),
                                .allotment_id = allotment->id,
                                .department_id = caller.body_id,
                                .document = draft.document,
                                .amount = draft.amount,
                                .purpose = draft.purpose,
                                .spent_on = draft.spent_on,
                                .state = state,
                                .version = 1,
                                .reported_by_id = caller.user_id,
                                .reported_at = caller.now};
    insert_spending(tx, caller.scope, report);
    allotment->spent += report.amount;
    save_allotment(tx, caller.scope, *allotment);
    catalog::record_step(tx, caller, case_of_spending(report), to_text(SpendingAction::report), "",
                         to_text(state), report.purpose,
                         {{"amount", to_text(report.amount)}, {"document", report.document}});
    close_if_used_up(tx, caller, *allotment);
    return report;
}

Result<SpendingReport> withdraw_spending(db::Transaction& tx, const tenants::Caller& caller,
                                         SpendingReportId id, const std::string& reason) {
    const auto seen = find_spending(tx, caller.scope, id);
    if (!seen) return not_found();
    if (seen->department_id != caller.body_id) return wrong_party("not_your_object");
    auto allotment = lock_allotment(tx, caller.scope, seen->allotment_id).value();
    auto report = lock_spending(tx, caller.scope, id).value();
    const auto from = report.state;
    YUNHE_TRY(to, next_state(kSpendingMoves, from, SpendingAction::withdraw,
                             SpendingActor::department));
    report.state = to;
    save_spending(tx, caller.scope, report);
    ++report.version;
    const bool used_up = allotment.open().zero();
    allotment.spent = allotment.spent - report.amount;
    save_allotment(tx, caller.scope, allotment);
    catalog::record_step(tx, caller, case_of_spending(report), to_text(SpendingAction::withdraw),
                         to_text(from), to_text(to), reason,
                         {{"amount", to_text(report.amount)}});
    if (used_up)
        catalog::open_body_todo(tx, caller, case_of_allotment(allotment), kReportSpendingTask,
                                allotment.department_id);
    return report;
}

}  // namespace yunhe::billing
