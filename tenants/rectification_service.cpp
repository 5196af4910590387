#include "tenants/rectification_service.hpp"

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/hold_service.hpp"
#include "tenants/hold_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/rectification_store.hpp"
#include "tenants/rectification_workflow.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kRectificationAggregate = "rectification";

/// The developer answers; a suspender of the body that ordered it, or of the authority, decides.
RectificationActor actor_for(const RulePack& pack, const Caller& caller,
                             const Rectification& rectification) {
    if (caller.is_developer()) return RectificationActor::developer;
    const bool own = caller.body_id == rectification.opened_by_body_id;
    const bool overseer = own || caller.body_kind == BodyKind::authority;
    if (overseer && is_suspender(pack, caller)) return RectificationActor::supervisor;
    return RectificationActor::other;
}

void record(db::Transaction& tx, const Caller& caller, const Rectification& rectification,
            std::string action, std::string from, const std::string& opinion, Json details) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kRectificationAggregate),
                           .aggregate_id = rectification.id.value,
                           .action = std::move(action),
                           .from_state = std::move(from),
                           .to_state = std::string(to_text(rectification.state)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
}

std::string subject_of(const Agreement& agreement) {
    return std::to_string(agreement.number) + " " + agreement.developer_name;
}

void open_task(db::Transaction& tx, const Caller& caller, const Agreement& agreement,
               RectificationId id, std::string task, BodyId body_id, Role role,
               std::optional<Date> due_on) {
    db::open_todo(tx, caller.scope,
                  {.aggregate = std::string(kRectificationAggregate),
                   .aggregate_id = id.value,
                   .task = std::move(task),
                   .title = subject_of(agreement),
                   .body_id = body_id,
                   .role = std::string(to_text(role)),
                   .user_id = {},
                   .opened_at = caller.now,
                   .due_on = due_on});
}

void close_case(db::Transaction& tx, const Caller& caller, RectificationId id) {
    db::close_all_todos(tx, caller.scope, kRectificationAggregate, id.value, caller.now);
    discharge_obligation(tx, caller.scope, ObligationKind::rectification, kRectificationAggregate,
                         id.value, caller.now);
}

/// The order itself, before anything is stored.
Status check_order(const Rules& rules, const Caller& caller, const Agreement& agreement,
                   const NewRectification& wanted) {
    if (blank(wanted.demand)) return malformed("/demand", "reason_required");
    const auto today = date_of(caller.now);
    if (wanted.due_on && *wanted.due_on < today) return malformed("/due_on", "in_the_past");
    const auto state = state_on(agreement, today);
    if (state != AgreementState::active && state != AgreementState::suspended)
        return wrong_state("agreement_not_running", {{"state", std::string(to_text(state))}});
    if (!wanted.due_on && rules.pack->flag("correction_deadline_required"))
        return refuse_by_rule(*rules.pack, "correction_deadline_required",
                              "correction_deadline_missing");
    if (wanted.with_hold == false && closes_meanwhile(*rules.pack))
        return refuse_by_rule(*rules.pack, "breach_steps", "temporary_closing_required");
    return Done{};
}

struct RectificationStep {
    Rectification rectification;
    Agreement agreement;
};
/// Locks the agreement first, as every act on it does.
Result<RectificationStep> begin(db::Transaction& tx, const Caller& caller, RectificationId id) {
    YUNHE_TRY(seen, read_visible_rectification(tx, caller, id));
    const auto agreement = lock_agreement(tx, caller.scope, seen.agreement_id).value();
    return RectificationStep{lock_rectification(tx, caller.scope, id).value(), agreement};
}

/// Whose work the decision is: of the administrators of the body that ordered it.
Role deciding_role(db::Transaction& tx, const Caller& caller, const Rectification& rectification) {
    const auto body = find_body(tx, caller.scope, rectification.opened_by_body_id).value();
    return body.kind == BodyKind::operator_body ? Role::operator_admin : Role::data_authority;
}

RectificationAction action_of(RectificationDecision decision) {
    switch (decision) {
        case RectificationDecision::accept: return RectificationAction::accept;
        case RectificationDecision::not_accept: return RectificationAction::not_accept;
        case RectificationDecision::withdraw: break;
    }
    return RectificationAction::withdraw;
}

/// The hold that came with the order goes with it, if nobody released it before.
Status release_own_hold(db::Transaction& tx, const Caller& caller, const Rules& rules,
                        const Rectification& rectification, const std::string& opinion) {
    if (!rectification.hold_id) return Done{};
    const auto hold = find_hold(tx, caller.scope, *rectification.hold_id);
    if (!hold || !hold->open()) return Done{};
    YUNHE_CHECK(release_hold(tx, caller, rules, hold->id, opinion));
    return Done{};
}

}  // namespace

Result<Rectification> order_rectification(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, const NewRectification& wanted) {
    const auto agreement = lock_agreement(tx, caller.scope, wanted.agreement_id);
    if (!agreement) return not_found();
    const auto own = rules_under(tx, caller.scope, rules, agreement->rule_pack_digest);
    YUNHE_CHECK(check_may_place(*own.pack, caller, *agreement, HoldCause::breach, false));
    YUNHE_CHECK(check_order(own, caller, *agreement, wanted));

    Rectification rectification;
    rectification.id = tx.new_id<RectificationId>();
    rectification.agreement_id = agreement->id;
    rectification.demand = wanted.demand;
    rectification.due_on = wanted.due_on;
    rectification.source_aggregate = wanted.source_aggregate;
    rectification.source_id = wanted.source_id;
    rectification.opened_at = caller.now;
    rectification.opened_by_body_id = caller.body_id;
    rectification.opened_by_user_id = caller.user_id;
    if (wanted.with_hold.value_or(closes_meanwhile(*own.pack))) {
        YUNHE_TRY(hold, place_hold(tx, caller, rules,
                                   {.agreement_id = agreement->id,
                                    .cause = HoldCause::breach,
                                    .source_aggregate = std::string(kRectificationAggregate),
                                    .source_id = rectification.id.value,
                                    .reason = wanted.demand}));
        rectification.hold_id = hold.id;
    }
    insert_rectification(tx, caller.scope, rectification);
    Json details = Json::object();
    if (rectification.hold_id) details["hold_id"] = to_text(*rectification.hold_id);
    record(tx, caller, rectification, "order", "", wanted.demand, std::move(details));
    open_task(tx, caller, *agreement, rectification.id, "answer_rectification",
              agreement->developer_id, Role::developer_admin, rectification.due_on);
    if (rectification.due_on)
        record_obligation(tx, caller.scope,
                          {.kind = ObligationKind::rectification,
                           .aggregate = std::string(kRectificationAggregate),
                           .aggregate_id = rectification.id.value,
                           .body_id = agreement->developer_id,
                           .role = Role::developer_admin,
                           .subject = subject_of(*agreement),
                           .due_on = *rectification.due_on,
                           .rule = own.pack->find("breach_steps") == nullptr
                                       ? std::optional<RuleReference>{}
                                       : cite(*own.pack, "breach_steps"),
                           .at = caller.now,
                           .due_source = DueSource::system});
    return rectification;
}

Result<Rectification> answer_rectification(db::Transaction& tx, const Caller& caller,
                                           RectificationId id, const std::string& feedback,
                                           const std::vector<Evidence>& evidence) {
    YUNHE_TRY(step, begin(tx, caller, id));
    auto& rectification = step.rectification;
    const auto from = rectification.state;
    // Only the developer has this move, so the pack plays no part.
    const auto actor =
        caller.is_developer() ? RectificationActor::developer : RectificationActor::other;
    YUNHE_TRY(to, next_state(kRectificationMoves, from, RectificationAction::answer, actor));
    if (blank(feedback)) return malformed("/feedback", "reason_required");
    for (std::size_t i = 0; i < evidence.size(); ++i)
        if (!is_sm3(evidence[i].sm3))
            return malformed("/evidence/" + std::to_string(i) + "/sm3", "bad_digest");
    const bool late = is_late(rectification, date_of(caller.now));
    rectification.state = to;
    rectification.feedback = feedback;
    rectification.evidence = evidence;
    rectification.answered_at = caller.now;
    save_rectification(tx, caller.scope, rectification);
    record(tx, caller, rectification, "answer", std::string(to_text(from)), feedback,
           {{"late", late}});
    close_case(tx, caller, id);
    open_task(tx, caller, step.agreement, id, "decide_rectification",
              rectification.opened_by_body_id, deciding_role(tx, caller, rectification), {});
    return *find_rectification(tx, caller.scope, id);
}

Result<Rectification> decide_rectification(db::Transaction& tx, const Caller& caller,
                                           const Rules& rules, RectificationId id,
                                           RectificationDecision decision,
                                           const std::string& opinion) {
    YUNHE_TRY(step, begin(tx, caller, id));
    auto& rectification = step.rectification;
    const auto from = rectification.state;
    const auto action = action_of(decision);
    const auto own = rules_under(tx, caller.scope, rules, step.agreement.rule_pack_digest);
    YUNHE_TRY(to, next_state(kRectificationMoves, from, action,
                             actor_for(*own.pack, caller, rectification)));
    if (blank(opinion)) return malformed("/opinion", "reason_required");
    const auto today = date_of(caller.now);
    const bool running = from == RectificationState::ordered && !is_late(rectification, today);
    if (action == RectificationAction::not_accept && running) {
        if (!rectification.due_on) return wrong_state("rectification_unanswered");
        return wrong_state("rectification_still_running",
                           {{"due_on", to_text(*rectification.due_on)}});
    }
    rectification.state = to;
    rectification.opinion = opinion;
    rectification.decided_at = caller.now;
    save_rectification(tx, caller.scope, rectification);
    record(tx, caller, rectification, std::string(to_text(action)), std::string(to_text(from)),
           opinion, Json::object());
    close_case(tx, caller, id);
    if (to == RectificationState::not_accepted) {
        const auto role = terminators(*own.pack).front();
        open_task(tx, caller, step.agreement, id, "decide_termination",
                  desk_of(tx, caller.scope, role), role, {});
        return *find_rectification(tx, caller.scope, id);
    }
    YUNHE_CHECK(release_own_hold(tx, caller, rules, rectification, opinion));
    return *find_rectification(tx, caller.scope, id);
}

void end_rectifications(db::Transaction& tx, const Caller& caller, AgreementId agreement_id,
                        const std::string& opinion) {
    for (auto& rectification : list_open_rectifications(tx, caller.scope, agreement_id)) {
        const auto from = rectification.state;
        rectification.state = RectificationState::withdrawn;
        rectification.opinion = opinion;
        rectification.decided_at = caller.now;
        save_rectification(tx, caller.scope, rectification);
        record(tx, caller, rectification, "withdraw", std::string(to_text(from)), opinion,
               {{"agreement_ended", true}});
        close_case(tx, caller, rectification.id);
    }
    for (const auto& failed : list_failed_rectifications(tx, caller.scope, agreement_id))
        db::close_all_todos(tx, caller.scope, kRectificationAggregate, failed.id.value, caller.now);
}

Result<Rectification> read_visible_rectification(db::Transaction& tx, const Caller& caller,
                                                 RectificationId id) {
    const auto rectification = find_rectification(tx, caller.scope, id);
    if (!rectification) return not_found();
    const auto agreement = find_agreement(tx, caller.scope, rectification->agreement_id).value();
    if (caller.is_developer() && agreement.developer_id != caller.body_id)
        return wrong_party("not_your_object");
    return *rectification;
}

}  // namespace yunhe::tenants
