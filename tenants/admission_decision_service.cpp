#include "tenants/admission_decision_service.hpp"

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/acting_role.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/application_service.hpp"
#include "tenants/application_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/cited_error.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/list_check_service.hpp"
#include "tenants/deliberation_service.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/review_validity_service.hpp"
#include "tenants/total_control_service.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {
namespace {

Error illegal(ApplicationAction action, ApplicationState state) {
    return wrong_state("illegal_transition", {{"action", std::string(to_text(action))},
                                              {"state", std::string(to_text(state))}});
}

void record_objection_event(db::Transaction& tx, const Caller& caller, const Objection& objection,
                            std::string action, ObjectionState from, const std::string& opinion) {
    db::CaseActor actor{.user_id = {}, .body_id = {}, .role = "public", .delegate_for_id = {}};
    if (!caller.anonymous) actor = case_actor(caller);
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "application",
                           .aggregate_id = objection.application_id.value,
                           .action = std::move(action),
                           .from_state = std::string(to_text(from)),
                           .to_state = std::string(to_text(objection.state)),
                           .actor = std::move(actor),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = {{"objection_id", to_text(objection.id)}}});
}

Status check_disclosure_over(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             const ApplicationStep& step) {
    const auto& application = step.application;
    const auto stage = rules.pack->find_stage(StageKind::disclosed);
    if (count_open_objections(tx, caller.scope, application.id) > 0) {
        if (rules.pack->flag("objections_answered"))
            return refuse_by_rule(*rules.pack, "objections_answered", "objection_open");
        return refused_by_system("objection_open");
    }
    const bool gate = stage && stage->gate;
    if (!gate || !application.disclosure_ends_on) return Done{};
    if (*application.disclosure_ends_on < date_of(caller.now)) return Done{};
    return refuse_by_policy("disclosure_working_days", "disclosure_running",
                            {{"until", to_text(*application.disclosure_ends_on)},
                             {"days", std::to_string(rules.policy.disclosure_working_days)}});
}

/// Stages whose only trace is the document of somebody outside the platform.
bool leaves_document(const Stage& stage) {
    return stage.gate && !stage.output.empty() &&
           (stage.stage == StageKind::review_by_members_and_departments ||
            stage.stage == StageKind::government_confirmation || stage.stage == StageKind::filing);
}

/// What a stage ends on.
struct StageEnd {
    Json details = Json::object();
    std::string document;
    std::optional<Deliberation> meeting = {};
};

/// Everything that the pack wants before a stage ends: opinions, reviews by subject, minutes,
/// and the document that it leaves behind.
Result<StageEnd> require_stage_end(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   const ApplicationStep& step, const Stage& stage,
                                   const StageOutcome& outcome) {
    StageEnd end;
    end.document = outcome.document;
    if (!stage.gate) return end;
    YUNHE_TRY(heard, require_opinions(tx, caller, rules, step.application, stage));
    end.details = std::move(heard);
    if (outcome.passed)
        YUNHE_CHECK(require_subject_reviews(tx, caller.scope, rules, step.application,
                                            stage.stage));
    if (stage.stage == StageKind::deliberation) {
        YUNHE_TRY(meeting, require_minutes(tx, caller, rules, step.application, stage,
                                           outcome.passed, outcome.opinion));
        end.document = *meeting.minutes_document;
        end.details["deliberation_id"] = to_text(meeting.id);
        end.meeting = std::move(meeting);
    }
    if (outcome.passed && leaves_document(stage) && blank(end.document))
        return refuse_by_stage(*rules.pack, stage, "stage_document_missing",
                               {{"stage", stage.title.zh}});
    return end;
}

/// The filing to the province that holds up nothing is a duty from the decision on.
void record_filing_duty(db::Transaction& tx, const Caller& caller, const Rules& rules,
                        const Application& application) {
    const auto filing = rules.pack->find_stage(StageKind::filing);
    if (!filing || filing->gate) return;
    const auto rule = cite_stage(*rules.pack, *filing);
    const auto today = date_of(caller.now);
    record_obligation(
        tx, caller.scope,
        {.kind = ObligationKind::provincial_filing,
         .aggregate = "application",
         .aggregate_id = application.id.value,
         .body_id = desk_of(tx, caller.scope, filing->concluder()),
         .role = filing->concluder(),
         .subject = std::to_string(application.number) + " " + application.developer_name,
         .due_on = add_working_days(today, rules.policy.filing_working_days, embedded_holidays()),
         .rule = rule,
         .at = caller.now});
}

/// Reopens the review: a new round with a new panel.
void start_new_round(Application& application) {
    ++application.review_round;
    application.stage_done = false;
    application.review_passed.reset();
    application.mean_score.reset();
    application.disclosed_on.reset();
    application.disclosure_ends_on.reset();
}

}  // namespace

Result<Application> conclude_stage(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   ApplicationId id, StageKind stage, const StageOutcome& outcome) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::conclude));
    const auto here = stage_of(*rules.pack, step.from);
    if (!here || here->stage != stage) return illegal(ApplicationAction::conclude, step.from);
    if (step.application.stage_done) return wrong_state("stage_done");
    if (stage == StageKind::expert_review && here->gate)
        return refuse_by_stage(*rules.pack, *here, "review_needed");
    if (!outcome.passed && blank(outcome.opinion)) return malformed("/opinion", "reason_required");
    YUNHE_TRY(end, require_stage_end(tx, caller, rules, step, *here, outcome));
    auto details = end.details;
    details["document"] = end.document;
    details["passed"] = outcome.passed;
    if (end.meeting) conclude_meeting(tx, caller.scope, *end.meeting);
    if (!end.document.empty())
        save_stage_document(tx, caller.scope, id,
                            {stage, step.application.review_round, end.document, caller.now});
    if (!outcome.passed) {
        step.to = ApplicationState::rejected;
        step.application.outcome_reason = outcome.opinion;
        step.application.outcome_rule = cite_stage(*rules.pack, *here);
        step.application.decided_at = caller.now;
        return finish_step(tx, caller, rules, std::move(step), outcome.opinion, details);
    }
    const auto actors = actors_of(*rules.pack, step.from, caller.role);
    YUNHE_TRY(next, decide(*rules.pack, step.from, ApplicationAction::pass, actors));
    step.to = next;
    step.application.stage_done = step.to == step.from;
    return finish_step(tx, caller, rules, std::move(step), outcome.opinion, details);
}

Result<Application> disclose_application(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, ApplicationId id) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::disclose));
    if (!step.application.stage_done) return wrong_state("stage_not_done");
    const auto next = next_stage_of(*rules.pack, step.from);
    const bool failed = step.application.review_passed == false;
    const auto disclosure = rules.pack->find_stage(StageKind::disclosed);
    const bool shows_review = disclosure && disclosure->discloses == "review_result";
    if (!next || next->stage != StageKind::disclosed || (failed && !shows_review))
        return wrong_state("disclosure_not_next");
    const auto today = date_of(caller.now);
    step.application.disclosed_on = today;
    step.application.disclosure_ends_on =
        add_working_days(today, rules.policy.disclosure_working_days, embedded_holidays());
    const Json details = {{"until", to_text(*step.application.disclosure_ends_on)}};
    return finish_step(tx, caller, rules, std::move(step), "", details);
}

Result<Objection> raise_objection(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const NewObjection& text) {
    const auto application = lock_application(tx, caller.scope, id);
    if (!application || !application->disclosed_on) return not_found();
    const bool open = application->state == ApplicationState::disclosed &&
                      date_of(caller.now) <= *application->disclosure_ends_on;
    if (!open) return wrong_state("disclosure_over");
    const Objection objection{.id = tx.new_id<ObjectionId>(),
                              .application_id = id,
                              .state = ObjectionState::open,
                              .name = text.name,
                              .contact = text.contact,
                              .text = text.text,
                              .answer = {},
                              .created_at = caller.now,
                              .answered_at = {}};
    insert_objection(tx, caller.scope, objection);
    record_objection_event(tx, caller, objection, "object", ObjectionState::open, text.text);
    refresh_application_todos(tx, caller, rules, *application);
    return objection;
}

Result<Objection> answer_objection(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   ObjectionId id, const ObjectionAnswer& answer) {
    const auto found = find_objection(tx, caller.scope, id);
    if (!found) return not_found();
    // The action of the workflow that an answer asks for; a dismissal moves nothing, but only who
    // could reopen the review may dismiss.
    const bool reject = answer.upheld && answer.consequence == ObjectionConsequence::reject;
    const auto action = reject ? ApplicationAction::reject : ApplicationAction::reopen_review;
    if (found->state != ObjectionState::open) return wrong_state("objection_answered");
    YUNHE_TRY(step, begin_step(tx, caller, rules, found->application_id, action));
    auto objection = lock_objection(tx, caller.scope, id);
    if (objection->state != ObjectionState::open) return wrong_state("objection_answered");
    objection->state = answer.upheld ? ObjectionState::upheld : ObjectionState::dismissed;
    objection->answer = answer.text;
    objection->answered_at = caller.now;
    save_objection(tx, caller.scope, *objection);
    record_objection_event(tx, caller, *objection, "answer_objection", ObjectionState::open,
                           answer.text);
    if (!answer.upheld) {
        refresh_application_todos(tx, caller, rules, step.application);
        return *objection;
    }
    if (reject) {
        step.application.outcome_reason = answer.text;
        step.application.outcome_rule = RuleReference{"system", "objection_upheld", {}, {}};
        step.application.decided_at = caller.now;
    } else {
        start_new_round(step.application);
    }
    YUNHE_CHECK(finish_step(tx, caller, rules, std::move(step), answer.text));
    return *objection;
}

Result<Application> accept_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id,
                                       const std::string& opinion) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::accept));
    const bool disclosed = step.from == ApplicationState::disclosed;
    if (!disclosed && !step.application.stage_done) return wrong_state("stage_not_done");
    if (!acceptance_is_next(*rules.pack, step.from))
        return cited(wrong_state("disclosure_first"),
                     cite_stage(*rules.pack, *rules.pack->find_stage(StageKind::disclosed)));
    if (step.application.review_passed == false)
        return refuse_by_policy("pass_mark", "below_pass_mark",
                                {{"mean", step.application.mean_score.value_or("")},
                                 {"pass_mark", std::to_string(step.notice.pass_mark)}});
    YUNHE_CHECK(check_disclosure_over(tx, caller, rules, step));
    YUNHE_CHECK(require_admissible(tx, caller, rules, step.application.developer_id));
    YUNHE_CHECK(check_unit_total(tx, caller.scope, rules, step.application.developer_id,
                                 step.notice.fields, date_of(caller.now)));
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, rules, act::admission));
    step.application.decided_at = caller.now;
    if (basis) step.application.continuation_document = basis;
    YUNHE_TRY(accepted, finish_step(tx, caller, rules, std::move(step), opinion));
    record_filing_duty(tx, caller, rules, accepted);
    return accepted;
}

Result<Application> reject_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id,
                                       const Rejection& rejection) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::reject));
    if (blank(rejection.reason)) return malformed("/reason", "reason_required");
    if (step.from == ApplicationState::expert_review && !step.application.stage_done)
        return wrong_state("stage_not_done");
    // Where the minutes fix the outcome, no other way out of the deliberation leads past them.
    const auto here = stage_of(*rules.pack, step.from);
    if (step.from == ApplicationState::deliberation && rules.pack->flag("minutes_fix_outcome")) {
        YUNHE_TRY(meeting, require_minutes(tx, caller, rules, step.application, *here, false,
                                           rejection.reason));
        conclude_meeting(tx, caller.scope, std::move(meeting));
    }
    YUNHE_TRY(rule, rule_of_condition(rules, rejection.condition));
    if (!rejection.condition && step.application.review_passed == false)
        rule = RuleReference{"tenant_policy", "pass_mark", {}, {}};
    step.application.outcome_reason = rejection.reason;
    step.application.outcome_rule = rule;
    step.application.decided_at = caller.now;
    return finish_step(tx, caller, rules, std::move(step),
                       rejection.opinion.empty() ? rejection.reason : rejection.opinion);
}

Result<Application> record_filing(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const std::string& document) {
    YUNHE_CHECK(read_visible_application(tx, caller, id));
    const auto application = lock_application(tx, caller.scope, id);
    const auto filing = rules.pack->find_stage(StageKind::filing);
    if (!filing || filing->gate) return wrong_state("no_filing_due");
    if (!acts_as(caller.role, filing->concluder()))
        return Error{Errc::party, "not_your_move", {{"action", "file"}}};
    if (application->state != ApplicationState::accepted) return wrong_state("no_filing_due");
    for (const auto& known : list_stage_documents(tx, caller.scope, id))
        if (known.stage == StageKind::filing) return wrong_state("filed_already");
    save_stage_document(tx, caller.scope, id,
                        {StageKind::filing, application->review_round, document, caller.now});
    discharge_obligation(tx, caller.scope, ObligationKind::provincial_filing, "application",
                         id.value, caller.now);
    const auto state = std::string(to_text(application->state));
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "application",
                           .aggregate_id = id.value,
                           .action = "file",
                           .from_state = state,
                           .to_state = state,
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = "",
                           .details = {{"document", document}}});
    return *application;
}

}  // namespace yunhe::tenants
