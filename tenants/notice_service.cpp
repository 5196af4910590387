#include "tenants/notice_service.hpp"

#include "db/case_store.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/application_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/cited_error.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/notice_workflow.hpp"

namespace yunhe::tenants {
namespace {

void record(db::Transaction& tx, const Caller& caller, const Notice& notice, NoticeAction action,
            NoticeState from, NoticeState to, const std::string& opinion,
            Json details = Json::object()) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "notice",
                           .aggregate_id = notice.id.value,
                           .action = std::string(to_text(action)),
                           .from_state = std::string(to_text(from)),
                           .to_state = std::string(to_text(to)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
}

/// Whose the notice is, the text says; when it may move is the order of the work.
template <class T>
Result<T> by_publisher(const Rules& rules, Result<T> move) {
    if (move.ok() || move.error().kind != Errc::party) return move;
    return cited(std::move(move), cite(*rules.pack, "notice_publisher"));
}

/// The notice, locked, and where the action leads it.
struct NoticeStep {
    Notice notice;
    NoticeState from;
    NoticeState to;
};
Result<NoticeStep> begin(db::Transaction& tx, const Caller& caller, const Rules& rules, NoticeId id,
                   NoticeAction action) {
    const auto notice = lock_notice(tx, caller.scope, id);
    if (!notice) return not_found();
    const auto from = state_on(*notice, date_of(caller.now));
    YUNHE_TRY(to, by_publisher(rules, next_state(kNoticeMoves, from, action,
                                                 notice_actor(*rules.pack, caller.role))));
    return NoticeStep{*notice, from, to};
}

Result<Notice> finish(db::Transaction& tx, const Caller& caller, const NoticeStep& step,
                      NoticeAction action, const std::string& opinion,
                      Json details = Json::object()) {
    save_notice(tx, caller.scope, step.notice);
    record(tx, caller, step.notice, action, step.from, step.to, opinion, std::move(details));
    return *find_notice(tx, caller.scope, step.notice.id);
}

void fill(Notice& notice, const NoticeDraft& draft, const TenantPolicy& policy) {
    notice.title = draft.title;
    notice.window_from = draft.window_from;
    notice.window_to = draft.window_to;
    notice.fields = draft.fields;
    notice.conditions = draft.conditions;
    notice.materials = draft.materials;
    notice.criteria = draft.criteria;
    notice.pass_mark = draft.pass_mark.value_or(policy.pass_mark);
    notice.panel_size = draft.panel_size.value_or(policy.panel_size);
    notice.mode = draft.mode;
    notice.scope = draft.scope;
    notice.requirements = draft.requirements;
}

Status check_draft(const Rules& rules, const Notice& notice) {
    YUNHE_CHECK(check_notice_words(*rules.pack, notice));
    if (notice.pass_mark < rules.policy.pass_mark)
        return refuse_by_policy("pass_mark", "pass_mark_below_policy",
                                {{"pass_mark", std::to_string(rules.policy.pass_mark)}});
    if (notice.panel_size < rules.policy.panel_size)
        return refuse_by_policy("panel_size", "panel_below_policy",
                                {{"panel_size", std::to_string(rules.policy.panel_size)}});
    return Done{};
}

}  // namespace

Result<Notice> create_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             const NoticeDraft& draft) {
    YUNHE_CHECK(by_publisher(rules, next_state(kNoticeMoves, NoticeState::draft,
                                               NoticeAction::edit,
                                               notice_actor(*rules.pack, caller.role))));
    Notice notice;
    fill(notice, draft, rules.policy);
    notice.id = tx.new_id<NoticeId>();
    notice.rule_pack_id = rules.pack->id;
    notice.created_at = caller.now;
    YUNHE_CHECK(check_draft(rules, notice));
    if (draft.code && find_notice_by_code(tx, caller.scope, *draft.code))
        return wrong_state("code_taken", {{"code", *draft.code}});
    notice.code = draft.code ? *draft.code : std::to_string(tx.next_number(caller.scope, "notice"));
    insert_notice(tx, caller.scope, notice);
    record(tx, caller, notice, NoticeAction::edit, NoticeState::draft, NoticeState::draft, "");
    return notice;
}

Result<Notice> edit_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                           NoticeId id, int if_match, const NoticeDraft& draft) {
    const auto stored = lock_notice(tx, caller.scope, id);
    if (!stored) return not_found();
    YUNHE_CHECK(by_publisher(rules, next_state(kNoticeMoves, NoticeState::draft,
                                               NoticeAction::edit,
                                               notice_actor(*rules.pack, caller.role))));
    if (stored->version != if_match) return Error{Errc::version, "version_conflict"};
    YUNHE_TRY(step, begin(tx, caller, rules, id, NoticeAction::edit));
    if (draft.code && *draft.code != step.notice.code) return malformed("/code", "code_immutable");
    fill(step.notice, draft, rules.policy);
    YUNHE_CHECK(check_draft(rules, step.notice));
    return finish(tx, caller, step, NoticeAction::edit, "");
}

Result<Notice> publish_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              NoticeId id) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, NoticeAction::publish));
    YUNHE_CHECK(check_publishable(*rules.pack, step.notice, date_of(caller.now)));
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, rules, act::notice));
    step.notice.state = step.to;
    step.notice.published_at = caller.now;
    step.notice.continuation_document = basis;
    return finish(tx, caller, step, NoticeAction::publish, "");
}

Result<Notice> extend_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             NoticeId id, Date window_to, const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, NoticeAction::extend));
    if (window_to <= step.notice.window_to) return malformed("/window_to", "window_not_longer");
    const Json details = {{"window_to_before", to_text(step.notice.window_to)},
                          {"window_to", to_text(window_to)}};
    step.notice.window_to = window_to;
    return finish(tx, caller, step, NoticeAction::extend, reason, details);
}

Result<Notice> correct_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              NoticeId id, const std::string& text) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, NoticeAction::correct));
    step.notice.corrections.push_back({caller.now, text});
    return finish(tx, caller, step, NoticeAction::correct, text);
}

Result<Notice> withdraw_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               NoticeId id, const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, NoticeAction::withdraw));
    step.notice.state = step.to;
    step.notice.withdrawn_at = caller.now;
    step.notice.withdrawal_reason = reason;
    for (const auto& application : list_applications_of_notice(tx, caller.scope, id))
        end_with_notice(tx, caller, rules, application.id, reason);
    return finish(tx, caller, step, NoticeAction::withdraw, reason);
}

Result<Notice> conclude_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               NoticeId id, const std::string& opinion) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, NoticeAction::conclude));
    for (const auto& application : list_applications_of_notice(tx, caller.scope, id))
        if (is_running(state_on(application, date_of(caller.now))))
            return wrong_state("applications_running",
                               {{"number", std::to_string(application.number)}});
    step.notice.state = step.to;
    return finish(tx, caller, step, NoticeAction::conclude, opinion);
}

}  // namespace yunhe::tenants
