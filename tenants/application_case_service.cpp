#include "tenants/application_case_service.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "db/case_store.hpp"
#include "tenants/application_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/cited_error.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/deliberation_store.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kApplicationAggregate = "application";

Status check_party(db::Transaction& tx, const Caller& caller, const Application& application) {
    if (caller.is_developer())
        return application.developer_id == caller.body_id ? Status(Done{})
                                                          : wrong_party("not_your_object");
    if (application.state == ApplicationState::draft) return not_found();
    if (caller.role == Role::expert &&
        !was_reviewer(tx, caller.scope, application.id, caller.user_id))
        return wrong_party("not_on_panel");
    if (caller.role == Role::department &&
        !was_asked(tx, caller.scope, application.id, caller.body_id))
        return wrong_party("not_your_object");
    return Done{};
}

/// What somebody has to do, before it is put on a desk.
struct Task {
    std::string name;
    std::optional<Role> role;  ///< Absent: the applicant's.
    std::optional<Reviewer> reviewer = {};
    std::optional<Date> due_on = {};
    std::optional<BodyId> body_id = {};  ///< Of one body of the role: a department.
};

/// Somebody must ask the participants of the stage, and each of them say something; then it can be
/// concluded. Nothing where the stage asks nobody.
std::vector<Task> opinion_tasks(db::Transaction& tx, TenantScope scope,
                                const Application& application, const Stage& stage) {
    if (!asks_participants(stage)) return {};
    const auto opinions = list_opinions_of_stage(tx, scope, application.id,
                                                 application.review_round, stage.stage);
    if (opinions.empty()) return {{"ask_participants", stage.opener()}};
    std::vector<Task> tasks;
    bool members = false;
    for (const auto& opinion : opinions) {
        if (opinion.opinion) continue;
        // One task for all members: the coordination office enters what they say.
        if (!opinion.body_id && members) continue;
        members = members || !opinion.body_id;
        const auto role = opinion.body_id ? Role::department : Role::coordination;
        tasks.push_back({"give_opinion", role, {}, opinion.due_on, opinion.body_id});
    }
    return tasks;
}

std::vector<Task> deliberation_tasks(db::Transaction& tx, TenantScope scope,
                                     const Application& application, const Stage& stage) {
    for (const auto& meeting : list_deliberations(tx, scope, application.id)) {
        if (meeting.round != application.review_round) continue;
        if (meeting.state == DeliberationState::called)
            return {{"record_meeting", stage.opener(), {}, meeting.meeting_on}};
        if (meeting.state == DeliberationState::held)
            return {{"deliberation", stage.concluder()}};
    }
    return {{"call_meeting", stage.opener()}};
}

std::vector<Task> panel_tasks(const std::vector<Reviewer>& panel, const Notice& notice,
                              const Stage& stage) {
    std::vector<Task> tasks;
    int active = 0;
    int scored = 0;
    for (const auto& reviewer : panel) {
        if (!is_seated(reviewer)) continue;
        ++active;
        if (reviewer.state == ReviewerState::scored) ++scored;
        if (reviewer.state == ReviewerState::drawn) tasks.push_back({"declare", {}, reviewer});
        if (reviewer.state == ReviewerState::declared) tasks.push_back({"score", {}, reviewer});
    }
    if (active < notice.panel_size) tasks.push_back({"draw_panel", stage.opener()});
    else if (scored == active) tasks.push_back({"conclude_review", stage.concluder()});
    return tasks;
}

std::vector<Task> decision_tasks(const RulePack& pack, const Application& application) {
    const auto acceptance = pack.find_stage(StageKind::accepted);
    const Role decider = acceptance ? acceptance->concluder() : Role::operator_admin;
    if (application.review_passed == false) return {{"reject", decider}};
    const auto disclosure = pack.find_stage(StageKind::disclosed);
    if (application.state != ApplicationState::disclosed && disclosure)
        return {{"disclose", disclosure->concluder()}};
    return {{"decide", decider, {}, application.disclosure_ends_on}};
}

std::vector<Task> tasks_of(db::Transaction& tx, TenantScope scope, const RulePack& pack,
                           const Application& application) {
    using enum ApplicationState;
    const auto stage = stage_of(pack, application.state);
    switch (application.state) {
        case draft:
        case accepted:
        case rejected:
        case withdrawn:
        case lapsed: return {};
        case supplement_requested: return {{"supplement", {}, {}, application.supplement_due_on}};
        case submitted:
        case pre_check: return {{"pre_check", stage ? stage->concluder() : Role::operator_staff}};
        case disclosed: break;
        default:
            if (application.stage_done || !stage) break;
            if (application.state == expert_review) {
                const auto notice = find_notice(tx, scope, application.notice_id);
                auto tasks = panel_tasks(
                    list_reviewers(tx, scope, application.id, application.review_round), *notice,
                    *stage);
                for (auto& task : opinion_tasks(tx, scope, application, *stage))
                    tasks.push_back(std::move(task));
                return tasks;
            }
            if (application.state == deliberation)
                return deliberation_tasks(tx, scope, application, *stage);
            if (auto tasks = opinion_tasks(tx, scope, application, *stage); !tasks.empty())
                return tasks;
            return {{std::string(to_text(application.state)), stage->concluder()}};
    }
    auto tasks = decision_tasks(pack, application);
    if (stage && count_open_objections(tx, scope, application.id) > 0)
        tasks.push_back({"answer_objection", stage->concluder()});
    return tasks;
}

}  // namespace

bool is_running(ApplicationState state) {
    using enum ApplicationState;
    return state != draft && state != accepted && state != rejected && state != withdrawn &&
           state != lapsed;
}

Result<Application> read_visible_application(db::Transaction& tx, const Caller& caller,
                                             ApplicationId id) {
    const auto application = find_application(tx, caller.scope, id);
    if (!application) return not_found();
    YUNHE_CHECK(check_party(tx, caller, *application));
    return *application;
}

/// The stage whose turn it is: by whom and in which order is the text's.
RuleReference cite_stage_of(const RulePack& pack, ApplicationState state) {
    const auto kind = from_text<StageKind>(to_text(state));
    const auto stage = kind ? pack.find_stage(*kind) : std::nullopt;
    return stage ? cite_stage(pack, *stage) : RuleReference{"system", {}, {}, {}};
}

Result<ApplicationStep> begin_step(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   ApplicationId id, ApplicationAction action) {
    const auto application = lock_application(tx, caller.scope, id);
    if (!application) return not_found();
    YUNHE_CHECK(check_party(tx, caller, *application));
    const auto from = state_on(*application, date_of(caller.now));
    const auto actors = actors_of(*rules.pack, from, caller.role);
    YUNHE_TRY(to, cited(decide(*rules.pack, from, action, actors),
                        cite_stage_of(*rules.pack, from)));
    const auto notice = find_notice(tx, caller.scope, application->notice_id);
    YUNHE_ASSERT(notice.has_value());
    return ApplicationStep{*application, *notice, action, from, to};
}

Result<Application> finish_step(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                ApplicationStep step, const std::string& opinion, Json details) {
    step.application.state = step.to;
    save_application(tx, caller.scope, step.application);
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kApplicationAggregate),
                           .aggregate_id = step.application.id.value,
                           .action = std::string(to_text(step.action)),
                           .from_state = std::string(to_text(step.from)),
                           .to_state = std::string(to_text(step.to)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
    refresh_application_todos(tx, caller, rules, step.application);
    return *find_application(tx, caller.scope, step.application.id);
}

void refresh_application_todos(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               const Application& application) {
    db::close_all_todos(tx, caller.scope, kApplicationAggregate, application.id.value, caller.now);
    for (const auto& task : tasks_of(tx, caller.scope, *rules.pack, application)) {
        db::Todo todo{
            .aggregate = std::string(kApplicationAggregate),
            .aggregate_id = application.id.value,
            .task = task.name,
            .title = std::to_string(application.number) + " " + application.developer_name,
            .body_id = application.developer_id,
            .role = "",
            .user_id = {},
            .opened_at = caller.now,
            .due_on = task.due_on};
        if (task.role) {
            todo.body_id = task.body_id ? *task.body_id : desk_of(tx, caller.scope, *task.role);
            todo.role = std::string(to_text(*task.role));
        }
        if (task.reviewer) {
            todo.user_id = task.reviewer->user_id;
            todo.body_id = find_user(tx, caller.scope, task.reviewer->user_id).value().body_id;
        }
        db::open_todo(tx, caller.scope, todo);
    }
}

namespace {

/// What the applicant is told when its case ends with the notice.
std::string withdrawal_letter(const Application& application, const Notice& notice,
                                     const std::string& reason, Timestamp now) {
    return "关于终止授权开发申请的通知\n\n" + application.developer_name + "（" +
           application.developer_uscc + "）：\n贵单位依据《" + notice.title + "》（" + notice.code +
           "）提交的第 " + std::to_string(application.number) +
           " 号申请，因该公告撤回，现予终止。撤回理由：" + reason + "\n\n" +
           to_text(date_of(now)) + "\n";
}

}  // namespace

void end_with_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                     ApplicationId id, const std::string& reason) {
    const auto application = lock_application(tx, caller.scope, id);
    YUNHE_ASSERT(application.has_value());
    const auto from = state_on(*application, date_of(caller.now));
    const auto to = decide(*rules.pack, from, ApplicationAction::end_with_notice,
                           {ApplicationActor::notice_keeper});
    if (!to.ok()) return;
    const auto notice = find_notice(tx, caller.scope, application->notice_id);
    ApplicationStep step{*application, *notice, ApplicationAction::end_with_notice, from,
                         to.value()};
    step.application.outcome_reason = reason;
    step.application.decided_at = caller.now;
    const auto letter = withdrawal_letter(step.application, step.notice, reason, caller.now);
    const Json details = {{"letter", letter}, {"letter_digest", crypto::sm3_hex(letter)}};
    const auto ended = finish_step(tx, caller, rules, std::move(step), reason, details);
    YUNHE_ASSERT(ended.ok());
}

}  // namespace yunhe::tenants
