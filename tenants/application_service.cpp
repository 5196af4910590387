#include "tenants/application_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/developer_service.hpp"
#include "tenants/developer_store.hpp"
#include "tenants/exit_store.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/laboratory_store.hpp"
#include "tenants/material_age.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/renewal_service.hpp"
#include "tenants/review_validity_service.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {
namespace {

Status require_window(const Rules& rules, const Notice& notice, Timestamp now) {
    const auto today = date_of(now);
    if (notice.state != NoticeState::published)
        return wrong_state("notice_not_open", {{"state", std::string(to_text(notice.state))}});
    if (window_open(notice, today)) return Done{};
    const ErrorArgs window{{"from", to_text(notice.window_from)},
                           {"to", to_text(notice.window_to)}};
    constexpr auto kRule = "application_within_window";
    // Where the text sets no time, the window is what the notice decided.
    if (rules.pack->find(kRule) == nullptr)
        return refuse_by_policy("notice_window", "outside_window", window);
    return refuse_by_rule(*rules.pack, kRule, "outside_window", window);
}

/// The report of the laboratory is there once the application rests on one; nobody uploads it.
std::vector<std::string> gaps_of(db::Transaction& tx, TenantScope scope, const RulePack& pack,
                                 const Application& application,
                                 const std::vector<std::string>& wanted) {
    auto missing = missing_materials(
        wanted, uploaded_materials(list_material_parts(tx, scope, application.id)));
    std::erase_if(missing, [&](const std::string& material) {
        return is_laboratory_report(pack, material) && application.laboratory_id;
    });
    return missing;
}

/// Reports that are too old, judged on the day of the submission; one that is recent enough today
/// (handed in as a supplement) counts as well.
std::vector<StaleMaterial> stale_of(db::Transaction& tx, TenantScope scope, const RulePack& pack,
                                    const Application& application, Date today) {
    std::vector<StatedMaterial> stated;
    for (const auto& part : list_material_parts(tx, scope, application.id))
        if (part.file.last) stated.push_back({part.material, part.period_end});
    const auto developer = find_developer(tx, scope, application.developer_id);
    const auto founded_on = developer ? developer->founded_on : std::nullopt;
    auto stale = stale_materials(pack, stated, founded_on, today);
    if (!application.submitted_at) return stale;
    const auto then =
        stale_materials(pack, stated, founded_on, date_of(*application.submitted_at));
    std::erase_if(stale, [&](const StaleMaterial& material) {
        return std::ranges::find(then, material.code, &StaleMaterial::code) == then.end();
    });
    return stale;
}

std::string title_of(const RulePack& pack, std::string_view key, const std::string& code) {
    const auto item = pack.find_item(key, code);
    return item ? item->title.zh : code;
}

/// Each missing material with its pointer and, where the pack asks for it, its article; as a whole
/// it stands on the first material that the pack asks for; what no text asks for, the notice does.
Error materials_missing(const RulePack& pack, const std::vector<std::string>& missing) {
    auto error = refuse_by_policy("notice_materials", "materials_missing",
                                  {{"materials", join(missing, "、")}});
    for (const auto& material : missing) {
        const auto rule = cite_item(pack, "materials", material);
        const auto pointer = "/materials/" + pointer_token(material);
        const auto title = title_of(pack, "materials", material);
        if (!rule.article) {
            error.fields.push_back({pointer, "material_missing", {{"material", title}}});
            continue;
        }
        error.fields.push_back({pointer, "material_missing_by_article",
                                {{"material", title}, {"article", *rule.article}}});
        if (error.rule->source == "tenant_policy") error.rule = rule;
    }
    return error;
}

/// Each report that is too old, with its pointer and article. REQUIRES: there is one.
Error materials_stale(const RulePack& pack, const std::vector<StaleMaterial>& stale) {
    std::vector<std::string> titles;
    for (const auto& material : stale) titles.push_back(title_of(pack, "materials", material.code));
    auto error = refuse_by_item(pack, "materials", stale.front().code, "materials_stale",
                                {{"materials", join(titles, "、")}});
    for (const auto& material : stale)
        error.fields.push_back({"/materials/" + pointer_token(material.code),
                                "material_" + std::string(to_text(material.reason)),
                                {{"material", title_of(pack, "materials", material.code)},
                                 {"needed_from", to_text(material.needed_from)},
                                 {"article", material.rule.article.value_or("")}}});
    return error;
}

/// Nothing that the notice asks for is missing, and no report is too old.
Status check_materials(db::Transaction& tx, const Caller& caller, const Rules& rules,
                       const Application& application, const std::vector<std::string>& wanted) {
    const auto missing = gaps_of(tx, caller.scope, *rules.pack, application, wanted);
    if (!missing.empty()) return materials_missing(*rules.pack, missing);
    auto stale = stale_of(tx, caller.scope, *rules.pack, application, date_of(caller.now));
    std::erase_if(stale, [&](const StaleMaterial& material) {
        return std::ranges::find(wanted, material.code) == wanted.end();
    });
    if (stale.empty()) return Done{};
    return materials_stale(*rules.pack, stale);
}

/// After an end for breach the developer is barred for the policy's months.
Status check_bar(db::Transaction& tx, const Caller& caller) {
    const auto until = find_reapplication_bar(tx, caller.scope, caller.body_id);
    if (!until || *until < date_of(caller.now)) return Done{};
    return refuse_by_policy("reapplication_bar_months", "reapplication_barred",
                            {{"until", to_text(*until)}});
}

/// The refusal for unfilled fields, with the article of every condition that the pack sets.
Error with_articles(const RulePack& pack, Error error) {
    for (auto& field : error.fields) {
        if (field.code != "missing_statement") continue;
        const auto condition = field.args.front().second;
        field.pointer += "/" + pointer_token(condition);
        const auto rule = cite_item(pack, "conditions", condition);
        if (!rule.article) continue;
        field.code = "missing_statement_by_article";
        field.args = {{"condition", title_of(pack, "conditions", condition)},
                      {"article", *rule.article}};
    }
    return error;
}

/// A pack whose laboratory comes first takes no application without its report. The one given, or
/// the developer's latest.
Status use_laboratory(db::Transaction& tx, const Caller& caller, const Rules& rules,
                      Application& application) {
    if (!laboratory_needed(*rules.pack)) return Done{};
    const auto laboratory =
        find_reported_laboratory(tx, caller.scope, application.developer_id);
    if (!laboratory)
        return refuse_by_stage(*rules.pack, *laboratory_stage(*rules.pack),
                               "laboratory_report_missing");
    application.laboratory_id = laboratory->id;
    return Done{};
}

/// What may be said of the earlier applications to the same notice; the withdrawn one, if there is
/// one.
Result<std::optional<Application>> earlier_application(const std::vector<Application>& earlier,
                                                       Date today) {
    std::optional<Application> withdrawn;
    int withdrawals = 0;
    for (const auto& application : earlier) {
        const auto state = state_on(application, today);
        if (state == ApplicationState::rejected || state == ApplicationState::lapsed)
            return wrong_state("reapplication_next_notice",
                               {{"number", std::to_string(application.number)}});
        if (state != ApplicationState::withdrawn)
            return wrong_state("application_exists",
                               {{"number", std::to_string(application.number)}});
        ++withdrawals;
        withdrawn = application;
    }
    if (withdrawals > 1) return wrong_state("reapplication_once");
    return withdrawn;
}

/// Texts that `to` leaves out, and the materials that its notice asks for.
void copy_file(db::Transaction& tx, TenantScope scope, const Application& from, Application& to,
               const Notice& notice) {
    if (to.plan_text.empty()) to.plan_text = from.plan_text;
    if (to.contact.empty()) to.contact = from.contact;
    if (to.statements.empty()) to.statements = from.statements;
    save_application(tx, scope, to);
    for (const auto& part : list_material_parts(tx, scope, from.id))
        if (std::ranges::find(notice.materials, part.material) != notice.materials.end())
            save_material_part(tx, scope, to.id, part);
}

/// A new draft; `source`, if there is one, fills what the draft leaves out.
Result<Application> draft_application(db::Transaction& tx, const Caller& caller,
                                      const Rules& rules, std::string_view notice_code,
                                      const ApplicationDraft& draft,
                                      std::optional<Application> source) {
    const auto found = find_notice_by_code(tx, caller.scope, notice_code);
    if (!found || found->state == NoticeState::draft) return not_found("notice_not_found");
    // The notice's row makes two applications of one developer wait for each other.
    const auto notice = lock_notice(tx, caller.scope, found->id);
    YUNHE_TRY(withdrawn, earlier_application(
                             list_applications_to(tx, caller.scope, notice->id, caller.body_id),
                             date_of(caller.now)));
    YUNHE_CHECK(require_window(rules, *notice, caller.now));
    YUNHE_CHECK(check_bar(tx, caller));
    if (!source) source = withdrawn;

    Application application;
    application.id = tx.new_id<ApplicationId>();
    application.number = tx.next_number(caller.scope, "application");
    application.notice_id = notice->id;
    application.developer_id = caller.body_id;
    application.plan_text = draft.plan_text.value_or("");
    application.contact = draft.contact.value_or("");
    application.statements = draft.statements.value_or(std::vector<ConditionStatement>{});
    application.created_at = caller.now;
    insert_application(tx, caller.scope, application);
    if (source) copy_file(tx, caller.scope, *source, application, *notice);
    Json details = Json::object();
    if (source) details["copied_from"] = to_text(source->id);
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "application",
                           .aggregate_id = application.id.value,
                           .action = "create",
                           .from_state = "",
                           .to_state = std::string(to_text(application.state)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = "",
                           .details = details});
    return *find_application(tx, caller.scope, application.id);
}

/// What may change while a supplement is asked for.
Status check_open_fields(const ApplicationStep& step, const Application& changed) {
    if (step.from != ApplicationState::supplement_requested) return Done{};
    const auto closed = closed_changes(step.application, changed);
    if (closed.empty()) return Done{};
    return wrong_state("field_not_open", {{"field", closed.front()}});
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
    return draft_application(tx, caller, rules, notice_code, draft, {});
}

Result<Application> copy_application(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     ApplicationId id,
                                     const std::optional<std::string>& notice_code) {
    YUNHE_TRY(source, read_visible_application(tx, caller, id));
    using enum ApplicationState;
    const auto state = state_on(source, date_of(caller.now));
    if (state != withdrawn && state != rejected && state != lapsed)
        return wrong_state("application_not_over");
    return draft_application(tx, caller, rules, notice_code.value_or(source.notice_code), {},
                             source);
}

Result<Application> edit_application(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     ApplicationId id, int if_match,
                                     const ApplicationDraft& draft) {
    const auto visible = read_visible_application(tx, caller, id);
    if (!visible.ok()) return visible.error();
    const auto locked = lock_application(tx, caller.scope, id);
    if (locked->version != if_match) return Error{Errc::version, "version_conflict"};
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::edit));
    auto changed = step.application;
    const bool draft_state = step.from == ApplicationState::draft;
    if (draft.plan_text || draft_state) changed.plan_text = draft.plan_text.value_or("");
    if (draft.contact || draft_state) changed.contact = draft.contact.value_or("");
    if (draft.statements || draft_state)
        changed.statements = draft.statements.value_or(std::vector<ConditionStatement>{});
    YUNHE_CHECK(check_open_fields(step, changed));
    step.application = std::move(changed);
    return finish_step(tx, caller, rules, std::move(step), "");
}

std::vector<CompletenessItem> completeness_of(db::Transaction& tx, TenantScope scope,
                                              const Rules& rules, const Application& application,
                                              const Notice& notice, Date today) {
    const auto& pack = *rules.pack;
    const RuleReference form{"system", "application_form", {}, {}};
    std::vector<CompletenessItem> items{
        {"/plan_text", "/plan_text", !blank(application.plan_text), false, form},
        {"/contact", "/contact", !blank(application.contact), false, form}};
    for (const auto& condition : notice.conditions) {
        const auto stated = std::ranges::any_of(application.statements, [&](const auto& entry) {
            return entry.condition == condition && !blank(entry.text);
        });
        items.push_back({"/statements/" + pointer_token(condition),
                         title_of(pack, "conditions", condition), stated, false,
                         cite_item(pack, "conditions", condition)});
    }
    const auto reported = find_reported_laboratory(tx, scope, application.developer_id);
    auto missing = gaps_of(tx, scope, pack, application, notice.materials);
    for (const auto& stale : stale_of(tx, scope, pack, application, today))
        missing.push_back(stale.code);
    for (const auto& material : notice.materials) {
        const bool report = is_laboratory_report(pack, material);
        const bool there = std::ranges::find(missing, material) == missing.end();
        items.push_back({"/materials/" + pointer_token(material),
                         title_of(pack, "materials", material),
                         there || (report && reported.has_value()),
                         !(report && laboratory_needed(pack)),
                         cite_item(pack, "materials", material)});
    }
    return items;
}

Result<Application> submit_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id, bool accept_gaps) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::submit));
    if (const auto complete = check_complete(step.application, step.notice); !complete.ok())
        return with_articles(*rules.pack, complete.error());
    YUNHE_CHECK(require_window(rules, step.notice, caller.now));
    YUNHE_CHECK(require_unrelated(tx, caller.scope, step.application.developer_uscc));
    YUNHE_CHECK(check_bar(tx, caller));
    YUNHE_CHECK(check_renewal_in_time(tx, caller, rules, id));
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, rules, act::admission));
    YUNHE_CHECK(use_laboratory(tx, caller, rules, step.application));
    if (!accept_gaps)
        YUNHE_CHECK(
            check_materials(tx, caller, rules, step.application, step.notice.materials));
    auto missing =
        gaps_of(tx, caller.scope, *rules.pack, step.application, step.notice.materials);
    for (const auto& stale :
         stale_of(tx, caller.scope, *rules.pack, step.application, date_of(caller.now)))
        missing.push_back(stale.code);
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
    const bool named = !check.materials.empty() || !check.fields.empty();
    const auto& wanted = named ? check.materials : missing;
    if (wanted.empty() && check.fields.empty())
        return malformed("/materials", "too_few_items", {{"min", "1"}});
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (std::ranges::find(step.notice.materials, wanted[i]) == step.notice.materials.end() ||
            is_laboratory_report(*rules.pack, wanted[i]))
            return malformed("/materials/" + std::to_string(i), "unknown_material",
                             {{"material", wanted[i]}});
    for (std::size_t i = 0; i < check.fields.size(); ++i)
        if (!is_field_pointer(step.notice, check.fields[i]))
            return malformed("/fields/" + std::to_string(i), "unknown_form_field",
                             {{"field", check.fields[i]}});
    step.application.requested_fields = check.fields;
    step.application.requested_materials = wanted;
    step.application.supplement_due_on = add_working_days(
        date_of(caller.now), rules.policy.supplement_working_days, embedded_holidays());
    const Json details = {{"materials", json_of(wanted)},
                          {"fields", json_of(check.fields)},
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
    auto missing =
        gaps_of(tx, caller.scope, *rules.pack, step.application, step.notice.materials);
    for (const auto& stale :
         stale_of(tx, caller.scope, *rules.pack, step.application, date_of(caller.now)))
        missing.push_back(stale.code);
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
    YUNHE_CHECK(check_materials(tx, caller, rules, step.application, step.notice.materials));
    step.application.requested_materials.clear();
    step.application.requested_fields.clear();
    YUNHE_TRY(passed, finish_step(tx, caller, rules, std::move(step), check.opinion));
    reuse_valid_reviews(tx, caller, rules, passed);
    return passed;
}

Result<Application> supplement_application(db::Transaction& tx, const Caller& caller,
                                           const Rules& rules, ApplicationId id) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::supplement));
    YUNHE_CHECK(check_materials(tx, caller, rules, step.application,
                                step.application.requested_materials));
    if (const auto complete = check_complete(step.application, step.notice); !complete.ok())
        return with_articles(*rules.pack, complete.error());
    return finish_step(tx, caller, rules, std::move(step), "");
}

}  // namespace yunhe::tenants
