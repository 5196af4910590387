#include "tenants/admission_decision_service.hpp"

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/application_service.hpp"
#include "tenants/application_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
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
    const Json details = {{"document", outcome.document}, {"passed", outcome.passed}};
    if (!outcome.passed) {
        if (blank(outcome.opinion)) return malformed("/opinion", "reason_required");
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
    if (!acceptance_is_next(*rules.pack, step.from)) return wrong_state("disclosure_first");
    if (step.application.review_passed == false)
        return refuse_by_policy("pass_mark", "below_pass_mark",
                                {{"mean", step.application.mean_score.value_or("")},
                                 {"pass_mark", std::to_string(step.notice.pass_mark)}});
    YUNHE_CHECK(check_disclosure_over(tx, caller, rules, step));
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, rules, act::admission));
    step.application.decided_at = caller.now;
    if (basis) step.application.continuation_document = basis;
    return finish_step(tx, caller, rules, std::move(step), opinion);
}

Result<Application> reject_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id,
                                       const Rejection& rejection) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::reject));
    if (blank(rejection.reason)) return malformed("/reason", "reason_required");
    if (step.from == ApplicationState::expert_review && !step.application.stage_done)
        return wrong_state("stage_not_done");
    YUNHE_TRY(rule, rule_of_condition(rules, rejection.condition));
    if (!rejection.condition && step.application.review_passed == false)
        rule = RuleReference{"tenant_policy", "pass_mark", {}, {}};
    step.application.outcome_reason = rejection.reason;
    step.application.outcome_rule = rule;
    step.application.decided_at = caller.now;
    return finish_step(tx, caller, rules, std::move(step),
                       rejection.opinion.empty() ? rejection.reason : rejection.opinion);
}

}  // namespace yunhe::tenants
