/// Opinions of members and departments, meetings that deliberate, and what both make the end of a
/// stage wait for (Hangzhou 三(四)3(3), 三(一)1; Ningbo 14, 15; Quzhou 三(三)3; Zhoushan 三(三)).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/deliberation_store.hpp"
#include "tenants/deliberation_workflow.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// All errors beside those named: not_found, party, state `illegal_transition`, `stage_done`.

struct Asking {
    std::vector<std::string> departments;  ///< Codes: data providers, the field's authority.
    std::optional<Date> due_on;            ///< Absent: the policy's days for a seat.
};
/// Asks the pack's members and the departments named; more departments may be asked later. Errors:
/// state `no_participants` (this stage asks nobody); malformed `/departments`, `/due_on`.
Result<std::vector<StageOpinion>> ask_participants(db::Transaction& tx, const Caller& caller,
                                                   const Rules& rules, ApplicationId id,
                                                   StageKind stage, const Asking& asking);

struct GivenOpinion {
    std::optional<std::string> participant;  ///< A member's code; departments speak for themselves.
    OpinionKind opinion = OpinionKind::agree;
    std::string text;
};
/// Errors: malformed `/participant`; party `not_your_object` (a department that wasn't asked);
/// state `opinion_given`.
Result<StageOpinion> give_opinion(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const GivenOpinion& given);

/// The offices see all, a department its own, others none.
Result<std::vector<StageOpinion>> read_visible_opinions(db::Transaction& tx, const Caller& caller,
                                                        ApplicationId id);

struct MeetingCall {
    Date meeting_on;
    std::string agenda;
};
/// Errors: state `meeting_open`.
Result<Deliberation> call_meeting(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const MeetingCall& call);
/// Errors: those of check_record; state `meeting_to_come`.
Result<Deliberation> record_meeting(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    DeliberationId id, const MeetingRecord& record);
Result<Deliberation> cancel_meeting(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    DeliberationId id, const std::string& reason);
/// For the offices; others see none.
Result<std::vector<Deliberation>> read_visible_deliberations(db::Transaction& tx,
                                                             const Caller& caller,
                                                             ApplicationId id);

/// What the participants of the stage said, for the record of its end: who is silent, who
/// disagreed. Nothing for stages that ask nobody. Errors: rule `participants_not_asked`, citing the
/// stage; `opinions_outstanding` by the policy, while somebody is silent and may still speak.
Result<Json> require_opinions(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              const Application& application, const Stage& stage);

/// The meeting on whose minutes the stage may end so. Errors: rule `minutes_missing`, citing the
/// stage; `outcome_not_in_minutes`, `deliberation_check_unmet`, citing the pack; malformed
/// `/opinion` where the outcome departs from the minutes without a reason.
Result<Deliberation> require_minutes(db::Transaction& tx, const Caller& caller,
                                     const Rules& rules, const Application& application,
                                     const Stage& stage, bool passed, const std::string& opinion);
void conclude_meeting(db::Transaction& tx, TenantScope scope, Deliberation deliberation);
/// What a meeting found before the review was opened again counts no more.
void cancel_open_meetings(db::Transaction& tx, TenantScope scope, ApplicationId application_id);

}  // namespace yunhe::tenants
