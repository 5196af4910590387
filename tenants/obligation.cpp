#include "tenants/obligation.hpp"

#include <array>

namespace yunhe::tenants {
namespace {

using enum ObligationKind;
using enum ObligationNature;

//  kind, nature, recurring, on_desk, by_record
constexpr auto kTraits = std::to_array<ObligationTraits>({
    {renewal_window, term, false, true, false},
    {agreement_expiry, term, false, false, false},
    {trial_end, term, false, false, false},
    {half_year_report, duty, true, true, false},
    {annual_report, duty, true, true, false},
    {emergency_plan, duty, false, true, false},
    {emergency_drill, duty, true, true, false},
    {evaluation, duty, true, true, false},
    {log_retention_end, term, false, false, false},
    {mandate_plan, duty, false, true, true},
    {mandate_end, term, false, false, false},
    {mandate_evaluation, duty, true, true, false},
    {yearly_disclosure, duty, true, true, true},
    {rule_pack_end, term, false, false, false},
    {confidentiality_end, term, false, false, false},
    {review_validity_end, term, false, false, false},
    {lab_end, term, false, false, false},
    {supplement, term, false, false, false},
    {objection_answer, duty, false, false, false},
    {provincial_filing, duty, false, true, false},
    {urgent_stop_confirmation, duty, false, false, false},
    {rectification, duty, false, false, false},
    {rectification_review, duty, false, false, false},
    {exit_step, duty, false, false, false},
    {incident_report, duty, false, false, false},
    {inspection_answer, duty, false, false, false},
    {complaint_answer, duty, false, false, false},
    {support_answer, duty, false, false, false},
    {data_objection_answer, duty, false, false, false},
    {quality_repair, duty, false, false, false},
    {import_decision, duty, false, false, false},
    {continuation_answer, duty, false, false, false},
    {party_event_decision, duty, false, false, false},
    {request_decision, duty, false, false, false},
    {request_head_decision, duty, false, false, false},
    {grant_end, term, false, true, false},
    {list_check, duty, false, true, false},
});
static_assert(kTraits.size() == enum_texts<ObligationKind>.size());

}  // namespace

const ObligationTraits& traits_of(ObligationKind kind) {
    for (const auto& traits : kTraits)
        if (traits.kind == kind) return traits;
    fail_invariant("every kind of obligation has its traits", __FILE__, __LINE__);
}

std::string task_of(ObligationKind kind) {
    std::string task = "due_";
    task += to_text(kind);
    return task;
}

ObligationSide side_of(BodyKind kind) {
    switch (kind) {
        case BodyKind::developer: return ObligationSide::developer;
        case BodyKind::operator_body: return ObligationSide::operator_;
        case BodyKind::authority: return ObligationSide::authority;
        default: return ObligationSide::other;
    }
}

ObligationState state_on(const Obligation& obligation, Date day) {
    const bool late = obligation.state == ObligationState::open && obligation.due_on < day;
    if (!late) return obligation.state;
    return traits_of(obligation.kind).nature == duty ? ObligationState::overdue
                                                     : ObligationState::passed;
}

}  // namespace yunhe::tenants
