#include "billing/dunning.hpp"

#include <algorithm>

namespace yunhe::billing {

Result<NextDunning> next_dunning(const DunningPolicy& policy, const DunningFacts& facts) {
    if (facts.document.red) return wrong_state("document_is_red");
    if (!facts.document.standing) return wrong_state("document_not_standing");
    if (facts.disputed) return wrong_state("under_dispute");
    const auto overdue = overdue_of(facts.parts, facts.today);
    if (overdue.zero()) return wrong_state("not_overdue");

    const auto due_on = first_due(facts.parts).value();
    NextDunning next{.due_on = due_on, .overdue = overdue, .from = due_on};
    std::size_t taken = 0;
    for (const auto& earlier : facts.earlier) {
        if (earlier.due_on != due_on) continue;
        ++taken;
        next.from = std::max(next.from, earlier.pay_by + std::chrono::days(1));
    }
    if (taken >= policy.step_days.size()) return wrong_state("dunning_exhausted");
    next.step = enum_texts<DunningStep>[taken].value;
    next.from = std::max(next.from, due_on + std::chrono::days(policy.step_days[taken]));
    return next;
}

Status check_late_fee(const LateFee& fee, const Document& document, std::optional<Date> due_on,
                      Date today) {
    if (document.red) return wrong_state("document_is_red");
    if (!document.standing) return wrong_state("document_not_standing");
    if (fee.amount <= Money()) return malformed("/amount", "must_be_positive");
    if (fee.imposed_on > today) return malformed("/imposed_on", "in_the_future");
    if (!due_on || fee.imposed_on <= *due_on)
        return malformed("/imposed_on", "late_fee_not_late",
                         {{"due_on", due_on ? to_text(*due_on) : std::string("-")}});
    return Done{};
}

}  // namespace yunhe::billing
