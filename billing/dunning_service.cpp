#include "billing/dunning_service.hpp"

#include "billing/dispute_store.hpp"
#include "billing/document_balance_store.hpp"
#include "billing/document_case_service.hpp"
#include "billing/document_offset_service.hpp"
#include "billing/document_store.hpp"
#include "billing/dunning_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

Error no_such_dunned_document(const DocumentRef& ref) {
    return malformed(bill_of(ref) ? "/bill_id" : "/claim_id", "no_such_document");
}

}  // namespace

DunningPolicy dunning_policy(const tenants::TenantPolicy& policy) {
    return {.step_days = {policy.dunning_reminder_days, policy.dunning_notice_days,
                          policy.dunning_final_days},
            .grace_days = policy.dunning_grace_days};
}

std::vector<OverdueDocument> list_overdue(db::Transaction& tx, TenantScope scope,
                                          const DunningPolicy& policy, Date today) {
    std::vector<OverdueDocument> found;
    for (auto& open : open_documents(tx, scope, {}, today)) {
        auto parts = due_parts(open.terms, open.open);
        const auto overdue = overdue_of(parts, today);
        if (overdue.zero()) continue;
        OverdueDocument row{.open = std::move(open),
                            .overdue = overdue,
                            .due_on = first_due(parts).value()};
        const auto& document = row.open.document;
        row.disputed = find_running_dispute(tx, scope, document.ref).has_value();
        const auto next = next_dunning(policy, {.document = document,
                                                .parts = std::move(parts),
                                                .disputed = row.disputed,
                                                .earlier = dunnings_of(tx, scope, document.ref),
                                                .today = today});
        if (next.ok()) {
            row.next = next.value().step;
            row.next_from = next.value().from;
        }
        found.push_back(std::move(row));
    }
    return found;
}

Result<Dunning> issue_dunning(db::Transaction& tx, const Caller& caller,
                              const DunningPolicy& policy, const DocumentRef& ref,
                              const std::string& letter, const std::string& text) {
    const auto document = lock_document(tx, caller.scope, ref);
    if (!document) return no_such_dunned_document(ref);
    set_off(tx, caller.scope, *document, caller.now);
    const auto balance = balance_of(tx, caller.scope, *document);
    const auto today = date_of(caller.now);
    YUNHE_TRY(next,
              next_dunning(policy,
                           {.document = *document,
                            .parts = due_parts(balance.terms, balance.open_fen),
                            .disputed = find_running_dispute(tx, caller.scope, ref).has_value(),
                            .earlier = dunnings_of(tx, caller.scope, ref),
                            .today = today}));
    if (today < next.from)
        return wrong_state("dunning_too_early", {{"from", to_text(next.from)}});
    const Dunning dunning{.id = tx.new_id<DunningId>(),
                          .number = tx.next_number(caller.scope, "dunning"),
                          .document = ref,
                          .developer_id = document->developer_id,
                          .step = next.step,
                          .due_on = next.due_on,
                          .overdue = next.overdue,
                          .pay_by = today + std::chrono::days(policy.grace_days),
                          .letter = letter,
                          .text = text,
                          .issued_by_id = caller.user_id,
                          .issued_at = caller.now};
    insert_dunning(tx, caller.scope, dunning);
    const Json details = {{"step", to_text(dunning.step)},
                          {"letter", letter},
                          {"overdue", to_text(dunning.overdue)},
                          {"pay_by", to_text(dunning.pay_by)}};
    catalog::record_step(tx, caller, case_of(dunning, *document), "issue", "",
                         to_text(dunning.step), text, details);
    note_on_document(tx, caller, *document, "dun", text, details);
    tell_of_document(tx, caller, "dunning.sent", *document, details);
    return dunning;
}

Result<LateFee> record_late_fee(db::Transaction& tx, const Caller& caller, LateFee fee) {
    const auto document = lock_document(tx, caller.scope, fee.document);
    if (!document) return no_such_dunned_document(fee.document);
    const auto balance = balance_of(tx, caller.scope, *document);
    const auto due_on = balance.due_on ? balance.due_on : document->due_on;
    YUNHE_CHECK(check_late_fee(fee, *document, due_on, date_of(caller.now)));
    if (late_fee_evidence_exists(tx, caller.scope, fee.evidence))
        return malformed("/evidence", "late_fee_recorded");
    fee.id = tx.new_id<LateFeeId>();
    fee.number = tx.next_number(caller.scope, "late_fee");
    fee.developer_id = document->developer_id;
    fee.recorded_by_id = caller.user_id;
    fee.recorded_at = caller.now;
    insert_late_fee(tx, caller.scope, fee);
    note_on_document(tx, caller, *document, "late_fee", fee.basis,
                     {{"evidence", fee.evidence}, {"amount", to_text(fee.amount)}});
    return fee;
}

}  // namespace yunhe::billing
