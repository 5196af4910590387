#include "tenants/exit_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/acting_role.hpp"
#include "tenants/agreement_end_service.hpp"
#include "tenants/agreement_service.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/agreement_workflow.hpp"
#include "tenants/api_key_store.hpp"
#include "tenants/authenticator_service.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/exit_store.hpp"
#include "tenants/hold_service.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/rectification_service.hpp"
#include "tenants/rectification_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kExitAggregate = "agreement";
constexpr std::string_view kExitTask = "prove_exit_step";

bool may_end(const RulePack& pack, const Caller& caller) {
    return std::ranges::any_of(terminators(pack),
                               [&](Role role) { return acts_as(caller.role, role); });
}

AgreementActor grantor_or_other(const Caller& caller, const Rules& rules) {
    const auto signatory = grantor_signatory(*rules.pack, rules.policy);
    return kind_allows(caller.body_kind, signatory) ? AgreementActor::grantor
                                                    : AgreementActor::other;
}

void record(db::Transaction& tx, const Caller& caller, AgreementId id, std::string action,
            AgreementState from, AgreementState to, const std::string& opinion, Json details) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kExitAggregate),
                           .aggregate_id = id.value,
                           .action = std::move(action),
                           .from_state = std::string(to_text(from)),
                           .to_state = std::string(to_text(to)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
}

void open_task(db::Transaction& tx, const Caller& caller, const Agreement& agreement,
               std::string_view task, BodyId body_id, Role role) {
    db::open_todo(tx, caller.scope,
                  {.aggregate = std::string(kExitAggregate),
                   .aggregate_id = agreement.id.value,
                   .task = std::string(task),
                   .title = std::to_string(agreement.number) + " " + agreement.developer_name,
                   .body_id = body_id,
                   .role = std::string(to_text(role)),
                   .user_id = {},
                   .opened_at = caller.now,
                   .due_on = {}});
}

void open_grantor_task(db::Transaction& tx, const Caller& caller, const Rules& rules,
                       const Agreement& agreement, std::string_view task) {
    const auto role = grantor_signatory(*rules.pack, rules.policy);
    open_task(tx, caller, agreement, task, desk_of(tx, caller.scope, role), role);
}

/// An end for breach, where the pack wants correction first, stands on a rectification that failed.
Result<std::optional<RectificationId>> failed_before(db::Transaction& tx, const Caller& caller,
                                                     const Rules& rules, AgreementId id) {
    const auto failed = list_failed_rectifications(tx, caller.scope, id);
    if (!failed.empty()) return std::optional(failed.front().id);
    if (correction_comes_first(*rules.pack))
        return refuse_by_rule(*rules.pack, "breach_steps", "rectification_first");
    return std::optional<RectificationId>{};
}

Status check_termination(db::Transaction& tx, const Caller& caller, const Rules& rules,
                         const Termination& wanted) {
    if (wanted.ground == ExitGround::early_end &&
        !find_early_end_request(tx, caller.scope, wanted.agreement_id))
        return wrong_state("early_end_not_requested");
    const bool minutes = wanted.minutes_document && !blank(*wanted.minutes_document);
    if (!minutes && rules.pack->flag("termination_deliberated"))
        return refuse_by_rule(*rules.pack, "termination_deliberated", "minutes_required");
    return Done{};
}

/// Nobody has to confirm a hold, or put right a breach, of an agreement that is over.
void end_open_cases(db::Transaction& tx, const Caller& caller, AgreementId id,
                    const std::string& reason) {
    for (const auto& hold : open_holds(tx, caller.scope, id)) {
        db::close_all_todos(tx, caller.scope, "hold", hold.id.value, caller.now);
        cancel_obligation(tx, caller.scope, ObligationKind::urgent_stop_confirmation, "hold",
                          hold.id.value, caller.now);
    }
    end_rectifications(tx, caller, id, reason);
    db::close_all_todos(tx, caller.scope, kExitAggregate, id.value, caller.now);
}

/// No other agreement of the developer runs or will run.
bool last_agreement(db::Transaction& tx, const Caller& caller, const Agreement& ended) {
    for (const auto& other : list_agreements_of(tx, caller.scope, ended.developer_id))
        if (other.id != ended.id && caller.now < access_interval(other).to) return false;
    return true;
}

void revoke_keys(db::Transaction& tx, const Caller& caller, BodyId developer_id,
                 Timestamp real_now) {
    PageRequest page{.after_id = 0, .limit = kPageLimitMax};
    while (true) {
        const auto keys = list_api_keys(tx, caller.scope, developer_id, page);
        for (const auto& key : keys) {
            page.after_id = key.id.value;
            if (key.revoked_at) continue;
            revoke_api_key(tx, caller.scope, key.id, real_now);
            forget_cached_key(key.id);
        }
        if (keys.size() <= page.limit) return;
    }
}

struct ExitTransition {
    Agreement agreement;
    AgreementExit exit;
};
/// The running exit, locked with its agreement.
Result<ExitTransition> begin_step(db::Transaction& tx, const Caller& caller, AgreementId id) {
    YUNHE_CHECK(read_visible_agreement(tx, caller, id));
    const auto agreement = lock_agreement(tx, caller.scope, id).value();
    auto exit = find_exit(tx, caller.scope, id);
    if (agreement.state != AgreementState::exiting || !exit) return wrong_state("exit_not_running");
    return ExitTransition{agreement, std::move(*exit)};
}

bool all_done(const AgreementExit& exit) {
    return std::ranges::all_of(exit.steps,
                               [](const auto& step) { return step.done_at.has_value(); });
}

Status check_proof(const ExitStepProof& proof) {
    if (!proof.proof || blank(*proof.proof)) return malformed("/proof", "reason_required");
    if (proof.document_sm3 && !is_sm3(*proof.document_sm3))
        return malformed("/document_sm3", "bad_digest");
    if (proof.step == ExitStep::delete_data && !proof.document_sm3)
        return malformed("/document_sm3", "missing_field");
    return Done{};
}

}  // namespace

Result<Agreement> terminate_agreement(db::Transaction& tx, const Caller& caller,
                                      const Rules& current, const Termination& wanted) {
    auto agreement = lock_agreement(tx, caller.scope, wanted.agreement_id);
    if (!agreement) return not_found();
    const auto rules = rules_under(tx, caller.scope, current, agreement->rule_pack_digest);
    if (!may_end(*rules.pack, caller))
        return refuse_by_actors(*rules.pack, "terminators", "not_a_terminator");
    if (blank(wanted.reason)) return malformed("/reason", "reason_required");
    if (wanted.ground == ExitGround::expiry) return malformed("/ground", "not_one_of");
    const auto today = date_of(caller.now);
    const auto from = state_on(*agreement, today);
    YUNHE_TRY(to, next_state(kAgreementMoves, from, AgreementAction::terminate,
                             AgreementActor::terminator));
    YUNHE_CHECK(check_termination(tx, caller, rules, wanted));
    AgreementExit exit;
    if (wanted.ground == ExitGround::breach) {
        YUNHE_TRY(failed, failed_before(tx, caller, rules, agreement->id));
        exit.rectification_id = failed;
        exit.barred_until = add_months(today, rules.policy.reapplication_bar_months);
    }
    agreement->state = to;
    agreement->terminated_at = caller.now;
    agreement->termination_reason = wanted.reason;
    save_agreement(tx, caller.scope, *agreement);
    exit.agreement_id = agreement->id;
    exit.ground = wanted.ground;
    exit.minutes_document = wanted.minutes_document;
    exit.ended_on = today;
    insert_exit(tx, caller.scope, exit);
    Json details = {{"ground", std::string(to_text(wanted.ground))}};
    if (wanted.minutes_document) details["minutes_document"] = *wanted.minutes_document;
    if (exit.barred_until) details["barred_until"] = to_text(*exit.barred_until);
    record(tx, caller, agreement->id, "terminate", from, to, wanted.reason, std::move(details));
    end_open_cases(tx, caller, agreement->id, wanted.reason);
    end_requests(tx, caller.scope, agreement->id, caller.now);
    open_grantor_task(tx, caller, rules, *agreement, "begin_exit");
    bump_entitlement_version(tx, caller.scope);
    return *find_agreement(tx, caller.scope, agreement->id);
}

Result<EarlyEndRequest> request_early_end(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, AgreementId id,
                                          const std::string& reason) {
    YUNHE_CHECK(read_visible_agreement(tx, caller, id));
    const auto agreement = lock_agreement(tx, caller.scope, id).value();
    if (!caller.is_developer())
        return Error{Errc::party, "not_your_move", {{"action", "request_early_end"}}};
    if (blank(reason)) return malformed("/reason", "reason_required");
    const auto state = state_on(agreement, date_of(caller.now));
    const bool running = state == AgreementState::signed_ || state == AgreementState::active ||
                         state == AgreementState::suspended;
    if (!running)
        return wrong_state("agreement_not_running", {{"state", std::string(to_text(state))}});
    if (find_early_end_request(tx, caller.scope, id)) return wrong_state("early_end_requested");
    const EarlyEndRequest request{id, reason, caller.now, caller.user_id};
    insert_early_end_request(tx, caller.scope, request);
    record(tx, caller, id, "request_early_end", state, state, reason, Json::object());
    const auto role = terminators(*rules.pack).front();
    open_task(tx, caller, agreement, "decide_early_end", desk_of(tx, caller.scope, role), role);
    return request;
}

Result<AgreementExit> begin_exit(db::Transaction& tx, const Caller& caller, const Rules& current,
                                 AgreementId id) {
    YUNHE_CHECK(read_visible_agreement(tx, caller, id));
    auto agreement = lock_agreement(tx, caller.scope, id).value();
    const auto rules = rules_under(tx, caller.scope, current, agreement.rule_pack_digest);
    const auto today = date_of(caller.now);
    const auto from = state_on(agreement, today);
    YUNHE_TRY(to, next_state(kAgreementMoves, from, AgreementAction::begin_exit,
                             grantor_or_other(caller, rules)));
    auto exit = find_exit(tx, caller.scope, id);
    if (!exit) {
        exit = AgreementExit{};
        exit->agreement_id = id;
        exit->ground = ExitGround::expiry;
        exit->ended_on = agreement.to;
        insert_exit(tx, caller.scope, *exit);
        end_open_cases(tx, caller, id, "");
    }
    exit->begun_at = caller.now;
    exit->retention_until = add_months(today, log_retention_months(*rules.pack, rules.policy));
    for (const auto step : exit_steps(*rules.pack)) exit->steps.emplace_back().step = step;
    save_exit(tx, caller.scope, *exit);
    insert_exit_steps(tx, caller.scope, *exit);
    agreement.state = to;
    save_agreement(tx, caller.scope, agreement);
    record(tx, caller, id, "begin_exit", from, to, "",
           {{"ground", std::string(to_text(exit->ground))},
            {"retention_until", to_text(*exit->retention_until)}});
    db::close_all_todos(tx, caller.scope, kExitAggregate, id.value, caller.now);
    open_grantor_task(tx, caller, rules, agreement, kExitTask);
    open_task(tx, caller, agreement, kExitTask, agreement.developer_id, Role::developer_admin);
    return *find_exit(tx, caller.scope, id);
}

Result<AgreementExit> prove_exit_step(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                      AgreementId id, const ExitStepProof& proof,
                                      Timestamp real_now) {
    YUNHE_TRY(step, begin_step(tx, caller, id));
    auto& [agreement, exit] = step;
    const bool grantor = grantor_or_other(caller, rules) == AgreementActor::grantor;
    const bool own = side_of(proof.step) == ExitSide::developer ? caller.is_developer() : grantor;
    if (!own) return Error{Errc::party, "not_your_move", {{"action", "prove_exit_step"}}};
    YUNHE_CHECK(check_proof(proof));
    const auto found = std::ranges::find(exit.steps, proof.step, &ExitStepProof::step);
    if (found == exit.steps.end()) return malformed("/step", "not_one_of");
    if (found->done_at) return wrong_state("exit_step_done");
    *found = proof;
    found->done_at = caller.now;
    found->body_id = caller.body_id;
    found->user_id = caller.user_id;
    save_exit_step(tx, caller.scope, id, *found);
    if (proof.step == ExitStep::close_access && last_agreement(tx, caller, agreement))
        revoke_keys(tx, caller, agreement.developer_id, real_now);
    record(tx, caller, id, "prove_exit_step", agreement.state, agreement.state, *proof.proof,
           {{"step", std::string(to_text(proof.step))},
            {"document_sm3", proof.document_sm3.value_or("")}});
    const auto side_done = [&](ExitSide side) {
        return std::ranges::all_of(exit.steps, [&](const auto& other) {
            return side_of(other.step) != side || other.done_at;
        });
    };
    if (side_done(side_of(proof.step)))
        db::close_todos(tx, caller.scope, kExitAggregate, id.value, kExitTask, caller.now,
                        caller.body_id);
    if (all_done(exit)) open_grantor_task(tx, caller, rules, agreement, "close_exit");
    return *find_exit(tx, caller.scope, id);
}

Result<AgreementExit> close_exit(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                 AgreementId id) {
    YUNHE_CHECK(read_visible_agreement(tx, caller, id));
    auto agreement = lock_agreement(tx, caller.scope, id).value();
    const auto from = state_on(agreement, date_of(caller.now));
    YUNHE_TRY(to, next_state(kAgreementMoves, from, AgreementAction::close,
                             grantor_or_other(caller, rules)));
    auto exit = find_exit(tx, caller.scope, id).value();
    for (const auto& step : exit.steps) {
        if (step.done_at) continue;
        return Error{Errc::rule,
                     "exit_steps_open",
                     {{"step", std::string(to_text(step.step))}},
                     {},
                     cite_exit_step(*rules.pack, step.step)};
    }
    exit.closed_at = caller.now;
    save_exit(tx, caller.scope, exit);
    agreement.state = to;
    save_agreement(tx, caller.scope, agreement);
    record(tx, caller, id, "close", from, to, "",
           {{"retention_until", to_text(*exit.retention_until)}});
    db::close_all_todos(tx, caller.scope, kExitAggregate, id.value, caller.now);
    return *find_exit(tx, caller.scope, id);
}

Result<AgreementExit> read_visible_exit(db::Transaction& tx, const Caller& caller, AgreementId id) {
    YUNHE_CHECK(read_visible_agreement(tx, caller, id));
    auto exit = find_exit(tx, caller.scope, id);
    if (!exit) return not_found("exit_not_found");
    return std::move(*exit);
}

}  // namespace yunhe::tenants
