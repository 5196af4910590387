#include "tenants/deliberation_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/application_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {
namespace {

bool office(const Caller& caller) {
    return !caller.is_developer() && caller.role != Role::expert &&
           caller.role != Role::department;
}

/// Somebody who isn't asked yet, in the stage and round of `opinion`.
void ask(db::Transaction& tx, TenantScope scope, std::vector<StageOpinion>& asked,
         StageOpinion opinion) {
    if (std::ranges::find(asked, opinion.participant, &StageOpinion::participant) != asked.end())
        return;
    opinion.id = tx.new_id<StageOpinionId>();
    insert_stage_opinion(tx, scope, opinion);
    asked.push_back(std::move(opinion));
}

/// Departments share no codes with the pack's members.
std::string participant_of(const Body& department) { return "department:" + department.code; }

Result<std::vector<Body>> departments_of(db::Transaction& tx, TenantScope scope,
                                         const std::vector<std::string>& codes) {
    std::vector<Body> bodies;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto body = find_body_by_code(tx, scope, codes[i]);
        if (!body || body->kind != BodyKind::department)
            return malformed("/departments/" + std::to_string(i), "unknown_department",
                             {{"department", codes[i]}});
        bodies.push_back(*body);
    }
    return bodies;
}

Result<Deliberation> begin_meeting(db::Transaction& tx, const Caller& caller, DeliberationId id) {
    const auto found = find_deliberation(tx, caller.scope, id);
    if (!found) return not_found();
    return *found;
}

Status move_meeting(Deliberation& deliberation, DeliberationAction action) {
    YUNHE_TRY(to, next_state(kDeliberationMoves, deliberation.state, action,
                             DeliberationActor::secretary));
    deliberation.state = to;
    return Done{};
}

}  // namespace

Result<std::vector<StageOpinion>> ask_participants(db::Transaction& tx, const Caller& caller,
                                                   const Rules& rules, ApplicationId id,
                                                   StageKind stage, const Asking& asking) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::ask_participants));
    const auto here = stage_of(*rules.pack, step.from);
    if (!here || here->stage != stage)
        return wrong_state("illegal_transition", {{"action", "ask_participants"},
                                                  {"state", std::string(to_text(step.from))}});
    if (step.application.stage_done) return wrong_state("stage_done");
    if (!asks_participants(*here)) return wrong_state("no_participants");
    const auto today = date_of(caller.now);
    const auto due_on = asking.due_on.value_or(
        add_working_days(today, rules.policy.seat_working_days, embedded_holidays()));
    if (due_on < today) return malformed("/due_on", "already_over");
    YUNHE_TRY(departments, departments_of(tx, caller.scope, asking.departments));
    auto asked = list_opinions_of_stage(tx, caller.scope, id, step.application.review_round, stage);
    const bool some_department = std::ranges::any_of(
        asked, [](const StageOpinion& opinion) { return opinion.body_id.has_value(); });
    if (asks_departments(*here) && departments.empty() && !some_department)
        return malformed("/departments", "too_few_items", {{"min", "1"}});
    StageOpinion row{.id = {},
                     .application_id = id,
                     .round = step.application.review_round,
                     .stage = stage,
                     .participant = {},
                     .title = {},
                     .body_id = {},
                     .due_on = due_on,
                     .opinion = {},
                     .text = {},
                     .asked_at = caller.now,
                     .given_at = {}};
    if (asks_members(*here))
        for (const auto& member : rules.pack->items("coordination_members")) {
            row.participant = member.code;
            row.title = member.title.zh;
            ask(tx, caller.scope, asked, row);
        }
    for (const auto& department : departments) {
        row.participant = participant_of(department);
        row.title = department.name;
        row.body_id = department.id;
        ask(tx, caller.scope, asked, row);
    }
    const Json details = {{"stage", std::string(to_text(stage))},
                          {"departments", json_of(asking.departments)},
                          {"due_on", to_text(due_on)}};
    YUNHE_CHECK(finish_step(tx, caller, rules, std::move(step), "", details));
    return list_opinions_of_stage(tx, caller.scope, id, row.round, stage);
}

Result<StageOpinion> give_opinion(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const GivenOpinion& given) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::give_opinion));
    if (step.application.stage_done) return wrong_state("stage_done");
    const auto here = stage_of(*rules.pack, step.from);
    YUNHE_ASSERT(here.has_value());
    const bool department = caller.role == Role::department;
    if (!department && !given.participant) return malformed("/participant", "missing_field");
    const auto asked = list_opinions_of_stage(tx, caller.scope, id, step.application.review_round,
                                              here->stage);
    const auto mine = std::ranges::find_if(asked, [&](const StageOpinion& opinion) {
        if (department) return opinion.body_id == caller.body_id;
        return !opinion.body_id && opinion.participant == *given.participant;
    });
    if (mine == asked.end()) {
        if (department) return wrong_party("not_your_object");
        return malformed("/participant", "unknown_participant",
                         {{"participant", *given.participant}});
    }
    if (mine->opinion) return wrong_state("opinion_given", {{"participant", mine->title}});
    auto opinion = *mine;
    opinion.opinion = given.opinion;
    opinion.text = given.text;
    opinion.given_at = caller.now;
    save_stage_opinion(tx, caller.scope, opinion, caller.user_id);
    const Json details = {{"participant", opinion.participant},
                          {"opinion", std::string(to_text(given.opinion))}};
    YUNHE_CHECK(finish_step(tx, caller, rules, std::move(step), given.text, details));
    return opinion;
}

Result<std::vector<StageOpinion>> read_visible_opinions(db::Transaction& tx, const Caller& caller,
                                                        ApplicationId id) {
    YUNHE_CHECK(read_visible_application(tx, caller, id));
    std::vector<StageOpinion> visible;
    for (auto& opinion : list_stage_opinions(tx, caller.scope, id))
        if (office(caller) || opinion.body_id == caller.body_id)
            visible.push_back(std::move(opinion));
    return visible;
}

Result<Deliberation> call_meeting(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const MeetingCall& call) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::call_meeting));
    if (step.application.stage_done) return wrong_state("stage_done");
    for (const auto& other : list_deliberations(tx, caller.scope, id))
        if (other.round == step.application.review_round &&
            (other.state == DeliberationState::called || other.state == DeliberationState::held))
            return wrong_state("meeting_open", {{"number", std::to_string(other.number)}});
    Deliberation deliberation;
    deliberation.id = tx.new_id<DeliberationId>();
    deliberation.application_id = id;
    deliberation.round = step.application.review_round;
    deliberation.number = tx.next_number(caller.scope, "deliberation");
    deliberation.meeting_on = call.meeting_on;
    deliberation.agenda = call.agenda;
    deliberation.created_at = caller.now;
    insert_deliberation(tx, caller.scope, deliberation);
    const Json details = {{"deliberation_id", to_text(deliberation.id)},
                          {"meeting_on", to_text(call.meeting_on)}};
    YUNHE_CHECK(finish_step(tx, caller, rules, std::move(step), call.agenda, details));
    return *find_deliberation(tx, caller.scope, deliberation.id);
}

Result<Deliberation> record_meeting(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    DeliberationId id, const MeetingRecord& record) {
    YUNHE_TRY(found, begin_meeting(tx, caller, id));
    YUNHE_TRY(step, begin_step(tx, caller, rules, found.application_id,
                               ApplicationAction::record_meeting));
    auto deliberation = *lock_deliberation(tx, caller.scope, id);
    YUNHE_CHECK(move_meeting(deliberation, DeliberationAction::record));
    if (date_of(caller.now) < deliberation.meeting_on)
        return wrong_state("meeting_to_come", {{"on", to_text(deliberation.meeting_on)}});
    YUNHE_CHECK(check_record(*rules.pack, record));
    deliberation.attendance = record.attendance;
    deliberation.votes = record.votes;
    deliberation.checks = record.checks;
    deliberation.minutes_document = record.minutes_document;
    deliberation.minutes_outcome = record.minutes_outcome;
    deliberation.held_at = caller.now;
    save_deliberation(tx, caller.scope, deliberation);
    const Json details = {{"deliberation_id", to_text(id)},
                          {"minutes", record.minutes_document},
                          {"outcome", std::string(to_text(record.minutes_outcome))}};
    YUNHE_CHECK(finish_step(tx, caller, rules, std::move(step), "", details));
    return *find_deliberation(tx, caller.scope, id);
}

Result<Deliberation> cancel_meeting(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    DeliberationId id, const std::string& reason) {
    YUNHE_TRY(found, begin_meeting(tx, caller, id));
    YUNHE_TRY(step, begin_step(tx, caller, rules, found.application_id,
                               ApplicationAction::cancel_meeting));
    auto deliberation = *lock_deliberation(tx, caller.scope, id);
    YUNHE_CHECK(move_meeting(deliberation, DeliberationAction::cancel));
    save_deliberation(tx, caller.scope, deliberation);
    YUNHE_CHECK(finish_step(tx, caller, rules, std::move(step), reason,
                            {{"deliberation_id", to_text(id)}}));
    return *find_deliberation(tx, caller.scope, id);
}

Result<std::vector<Deliberation>> read_visible_deliberations(db::Transaction& tx,
                                                             const Caller& caller,
                                                             ApplicationId id) {
    YUNHE_CHECK(read_visible_application(tx, caller, id));
    if (!office(caller)) return std::vector<Deliberation>{};
    return list_deliberations(tx, caller.scope, id);
}

Result<Json> require_opinions(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              const Application& application, const Stage& stage) {
    if (!asks_participants(stage)) return Json::object();
    const auto opinions = list_opinions_of_stage(tx, caller.scope, application.id,
                                                 application.review_round, stage.stage);
    if (opinions.empty())
        return refuse_by_stage(*rules.pack, stage, "participants_not_asked",
                               {{"stage", stage.title.zh}});
    const auto silent = silent_ones(opinions);
    std::vector<std::string> waiting;
    std::vector<std::string> disagreed;
    for (const auto& opinion : opinions) {
        if (!opinion.opinion && date_of(caller.now) <= opinion.due_on)
            waiting.push_back(opinion.title);
        if (opinion.opinion == OpinionKind::disagree) disagreed.push_back(opinion.title);
    }
    if (!waiting.empty())
        return refuse_by_policy("seat_working_days", "opinions_outstanding",
                                {{"participants", join(waiting, "、")}});
    return Json{{"silent", json_of(silent)}, {"disagreed", json_of(disagreed)}};
}

Result<Deliberation> require_minutes(db::Transaction& tx, const Caller& caller,
                                     const Rules& rules, const Application& application,
                                     const Stage& stage, bool passed, const std::string& opinion) {
    std::optional<Deliberation> held;
    for (auto& deliberation : list_deliberations(tx, caller.scope, application.id))
        if (deliberation.round == application.review_round &&
            deliberation.state == DeliberationState::held)
            held = std::move(deliberation);
    if (!held)
        return refuse_by_stage(*rules.pack, stage, "minutes_missing", {{"stage", stage.title.zh}});
    const bool minutes_pass = held->minutes_outcome == MinutesOutcome::pass;
    if (minutes_pass != passed) {
        if (rules.pack->flag("minutes_fix_outcome"))
            return refuse_by_rule(*rules.pack, "minutes_fix_outcome", "outcome_not_in_minutes",
                                  {{"minutes", *held->minutes_document}});
        if (blank(opinion)) return malformed("/opinion", "reason_required");
    }
    for (const auto& check : held->checks)
        if (passed && !check.met)
            return refuse_by_rule(*rules.pack, "deliberation_checks", "deliberation_check_unmet",
                                  {{"check", check.check}});
    return *held;
}

void conclude_meeting(db::Transaction& tx, TenantScope scope, Deliberation deliberation) {
    YUNHE_ASSERT(move_meeting(deliberation, DeliberationAction::conclude).ok());
    save_deliberation(tx, scope, deliberation);
}

void cancel_open_meetings(db::Transaction& tx, TenantScope scope, ApplicationId application_id) {
    for (auto& deliberation : list_deliberations(tx, scope, application_id))
        if (move_meeting(deliberation, DeliberationAction::cancel).ok())
            save_deliberation(tx, scope, deliberation);
}

}  // namespace yunhe::tenants
