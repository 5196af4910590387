#include "tenants/application_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {
namespace {

Status require_window(const Rules& rules, const Notice& notice, Timestamp now) {
    const auto today = date_of(now);
    if (notice.state != NoticeState::published)
        return wrong_state("notice_not_open", {{"state", std::string(to_text(notice.state))}});
    if (window_open(notice, today)) return Done{};
    return refuse_by_rule(
        *rules.pack, "application_within_window", "outside_window",
        {{"from", to_text(notice.window_from)}, {"to", to_text(notice.window_to)}});
}

std::vector<std::string> gaps_of(db::Transaction& tx, TenantScope scope,
                                 const Application& application,
                                 const std::vector<std::string>& wanted) {
    return missing_materials(wanted,
                             uploaded_materials(list_material_parts(tx, scope, application.id)));
}

Error materials_missing(const std::vector<std::string>& missing) {
    return refused_by_system("materials_missing", {{"materials", join(missing, "、")}});
}

/// What may be said of the earlier applications to the same notice; the withdrawn one, if there is
/// one.
Result<std::optional<Application>> earlier_application(const std::vector<Application>& earlier,
                                                       Date today) {
    std::optional<Application> withdrawn;
    int withdrawals = 0;
    for (const auto& application : earlier) {
        if (state_on(application, today) != ApplicationState::withdrawn)
            return wrong_state("application_exists",
                               {{"number", std::to_string(application.number)}});
        ++withdrawals;
        withdrawn = application;
    }
    if (withdrawals > 1) return wrong_state("reapplication_once");
    return withdrawn;
}

void copy_file(db::Transaction& tx, TenantScope scope, const Application& from, Application& to) {
    if (to.plan_text.empty()) to.plan_text = from.plan_text;
    if (to.contact.empty()) to.contact = from.contact;
    if (to.statements.empty()) to.statements = from.statements;
    save_application(tx, scope, to);
    for (const auto& part : list_material_parts(tx, scope, from.id))
        save_material_part(tx, scope, to.id, part);
}

}  // namespace

Result<RuleReference> rule_of_condition(const Rules& rules,
                                        const std::optional<std::string>& condition) {
    if (!condition) return RuleReference{"system", "decision", {}, {}};
    if (!rules.pack->find_item("conditions", *condition))
        return malformed("/condition", "unknown_condition", {{"condition", *condition}});
    return cite_item(*rules.pack, "conditions", *condition);
}

Result<Application> create_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, std::string_view notice_code,
                                       const ApplicationDraft& draft) {
    const auto found = find_notice_by_code(tx, caller.scope, notice_code);
    if (!found || found->state == NoticeState::draft) return not_found("notice_not_found");
    // The notice's row makes two applications of one developer wait for each other.
    const auto notice = lock_notice(tx, caller.scope, found->id);
    YUNHE_TRY(withdrawn, earlier_application(
                             list_applications_to(tx, caller.scope, notice->id, caller.body_id),
                             date_of(caller.now)));
    YUNHE_CHECK(require_window(rules, *notice, caller.now));

    Application application;
    application.id = tx.new_id<ApplicationId>();
    application.number = tx.next_number(caller.scope, "application");
    application.notice_id = notice->id;
    application.developer_id = caller.body_id;
    application.plan_text = draft.plan_text;
    application.contact = draft.contact;
    application.statements = draft.statements;
    application.created_at = caller.now;
    insert_application(tx, caller.scope, application);
    if (withdrawn) copy_file(tx, caller.scope, *withdrawn, application);
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "application",
                           .aggregate_id = application.id.value,
                           .action = "create",
                           .from_state = "",
                           .to_state = std::string(to_text(application.state)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = ""});
    return *find_application(tx, caller.scope, application.id);
}

Result<Application> edit_application(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     ApplicationId id, int if_match,
                                     const ApplicationDraft& draft) {
    const auto visible = read_visible_application(tx, caller, id);
    if (!visible.ok()) return visible.error();
    const auto locked = lock_application(tx, caller.scope, id);
    if (locked->version != if_match) return Error{Errc::version, "version_conflict"};
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::edit));
    step.application.plan_text = draft.plan_text;
    step.application.contact = draft.contact;
    step.application.statements = draft.statements;
    return finish_step(tx, caller, rules, std::move(step), "");
}

Result<Application> submit_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id, bool accept_gaps) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::submit));
    YUNHE_CHECK(check_complete(step.application, step.notice));
    YUNHE_CHECK(require_window(rules, step.notice, caller.now));
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, rules, act::admission));
    const auto missing = gaps_of(tx, caller.scope, step.application, step.notice.materials);
    if (!missing.empty() && !accept_gaps) return materials_missing(missing);
    step.application.submitted_at = caller.now;
    step.application.continuation_document = basis;
    return finish_step(tx, caller, rules, std::move(step), "", {{"missing", json_of(missing)}});
}

Result<Application> withdraw_application(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, ApplicationId id,
                                         const std::string& reason) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::withdraw));
    step.application.outcome_reason = reason.empty() ? std::nullopt : std::optional(reason);
    step.application.decided_at = caller.now;
    return finish_step(tx, caller, rules, std::move(step), reason);
}

namespace {

Result<Application> ask_for_supplement(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationStep step,
                                       const PreCheck& check,
                                       const std::vector<std::string>& missing) {
    if (!rules.policy.supplement_round)
        return refuse_by_policy("supplement_round", "no_supplement_round");
    const auto& wanted = check.materials.empty() ? missing : check.materials;
    if (wanted.empty()) return malformed("/materials", "too_few_items", {{"min", "1"}});
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (std::ranges::find(step.notice.materials, wanted[i]) == step.notice.materials.end())
            return malformed("/materials/" + std::to_string(i), "unknown_material",
                             {{"material", wanted[i]}});
    step.application.requested_materials = wanted;
    step.application.supplement_due_on = add_working_days(
        date_of(caller.now), rules.policy.supplement_working_days, embedded_holidays());
    const Json details = {{"materials", json_of(wanted)},
                          {"due_on", to_text(*step.application.supplement_due_on)}};
    return finish_step(tx, caller, rules, std::move(step), check.opinion, details);
}

ApplicationAction action_of(PreCheckDecision decision) {
    if (decision == PreCheckDecision::pass) return ApplicationAction::pass;
    if (decision == PreCheckDecision::reject) return ApplicationAction::reject;
    return ApplicationAction::request_supplement;
}

}  // namespace

Result<Application> pre_check_application(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, ApplicationId id,
                                          const PreCheck& check) {
    const auto action = action_of(check.decision);
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, action));
    const bool in_pre_check = step.from == ApplicationState::submitted ||
                              step.from == ApplicationState::pre_check;
    if (!in_pre_check)
        return wrong_state("illegal_transition", {{"action", std::string(to_text(action))},
                                                  {"state", std::string(to_text(step.from))}});
    const auto missing = gaps_of(tx, caller.scope, step.application, step.notice.materials);
    if (check.decision == PreCheckDecision::supplement)
        return ask_for_supplement(tx, caller, rules, std::move(step), check, missing);
    if (check.decision == PreCheckDecision::reject) {
        if (blank(check.opinion)) return malformed("/opinion", "reason_required");
        YUNHE_TRY(rule, rule_of_condition(rules, check.condition));
        step.application.outcome_reason = check.opinion;
        step.application.outcome_rule = rule;
        step.application.decided_at = caller.now;
        return finish_step(tx, caller, rules, std::move(step), check.opinion);
    }
    if (!missing.empty()) return materials_missing(missing);
    step.application.requested_materials.clear();
    return finish_step(tx, caller, rules, std::move(step), check.opinion);
}

Result<Application> supplement_application(db::Transaction& tx, const Caller& caller,
                                           const Rules& rules, ApplicationId id) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::supplement));
    const auto missing =
        gaps_of(tx, caller.scope, step.application, step.application.requested_materials);
    if (!missing.empty()) return materials_missing(missing);
    return finish_step(tx, caller, rules, std::move(step), "");
}

}  // namespace yunhe::tenants
