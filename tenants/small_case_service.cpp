#include "tenants/small_case_service.hpp"

#include <algorithm>

#include "db/case_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/cited_error.hpp"
#include "tenants/evaluation.hpp"
#include "tenants/four_eyes.hpp"
#include "tenants/hold_service.hpp"
#include "tenants/mandate_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/rectification_service.hpp"
#include "tenants/rectification_store.hpp"
#include "tenants/small_case_workflow.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kSmallCaseAggregate = "small_case";
constexpr std::int64_t kCaseFileBytesMax = 20 * 1024 * 1024;

using Effect = SmallCaseEffect;

std::string title_of(const SmallCaseDefinition& definition, const SmallCase& small_case) {
    return std::string(definition.title.zh) + " " + std::to_string(small_case.number) + " " +
           small_case.title;
}

void record(db::Transaction& tx, const Caller& caller, const SmallCase& small_case,
            std::string_view action, std::string_view from, const Json& details) {
    std::string opinion;
    for (const char* member : {"opinion", "text", "reason", "demand"})
        if (opinion.empty() && details.contains(member))
            opinion = details.at(member).get<std::string>();
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kSmallCaseAggregate),
                           .aggregate_id = small_case.id.value,
                           .action = std::string(action),
                           .from_state = std::string(from),
                           .to_state = std::string(to_text(small_case.state)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = details});
}

// Whose case it is.

Result<Body> body_by_code(db::Transaction& tx, TenantScope scope, const std::string& code) {
    auto body = find_body_by_code(tx, scope, code);
    if (!body) return not_found();
    return std::move(*body);
}

/// The agreement that the form names: it is the caller's own where the caller is a developer.
Result<std::optional<Agreement>> named_agreement(db::Transaction& tx, const Caller& caller,
                                                 const Input& fields) {
    const auto id = fields.optional_id<AgreementId>("agreement_id");
    if (!id) return std::optional<Agreement>{};
    auto agreement = find_agreement(tx, caller.scope, *id);
    if (!agreement) return not_found();
    if (caller.is_developer() && agreement->developer_id != caller.body_id)
        return wrong_party("not_your_object");
    return agreement;
}

Result<std::optional<Body>> named_developer(db::Transaction& tx, const Caller& caller,
                                            const Input& fields,
                                            const std::optional<Agreement>& agreement) {
    std::optional<Body> developer;
    if (const auto uscc = fields.optional_text("developer_uscc")) {
        YUNHE_TRY(body, body_by_code(tx, caller.scope, *uscc));
        if (body.kind != BodyKind::developer) return not_found();
        developer = std::move(body);
    } else if (agreement) {
        developer = find_body(tx, caller.scope, agreement->developer_id);
    } else if (caller.is_developer()) {
        developer = find_body(tx, caller.scope, caller.body_id);
    }
    if (developer && caller.is_developer() && developer->id != caller.body_id)
        return wrong_party("not_your_object");
    if (developer && agreement && agreement->developer_id != developer->id)
        return malformed("/agreement_id", "agreement_of_another");
    return developer;
}

/// Whom the case is about.
Result<std::optional<Body>> subject_of(db::Transaction& tx, const Caller& caller,
                                       const SmallCaseDefinition& definition, const Input& fields,
                                       const std::optional<Agreement>& agreement,
                                       const std::optional<NamedResource>& resource) {
    const auto own = [&] { return find_body(tx, caller.scope, caller.body_id); };
    switch (definition.about) {
        case CaseSubject::none: return std::optional<Body>{};
        case CaseSubject::reporter: return own();
        case CaseSubject::developer:
        case CaseSubject::developer_if_named: return named_developer(tx, caller, fields, agreement);
        case CaseSubject::operator_body:
            return std::optional<Body>{
                read_first_body_of_kind(tx, caller.scope, BodyKind::operator_body)};
        case CaseSubject::named_body: {
            YUNHE_TRY(body, body_by_code(tx, caller.scope, fields.text("about_code")));
            return std::optional<Body>{std::move(body)};
        }
        case CaseSubject::owner: {
            const auto code = fields.optional_text("owner_code");
            if (!code) return own();
            YUNHE_TRY(body, body_by_code(tx, caller.scope, *code));
            if (caller.body_kind == BodyKind::department && body.id != caller.body_id)
                return wrong_party("not_your_object");
            return std::optional<Body>{std::move(body)};
        }
        case CaseSubject::resource_department: {
            YUNHE_ASSERT(resource.has_value());
            return find_body(tx, caller.scope, resource->department_id);
        }
    }
    fail_invariant("every kind says whom it is about", __FILE__, __LINE__);
}

bool about_developer(const SmallCaseDefinition& definition) {
    return definition.about == CaseSubject::reporter ||
           definition.about == CaseSubject::developer ||
           definition.about == CaseSubject::developer_if_named;
}

struct Desk {
    BodyId body_id;
    Role role;
};
Result<Desk> desk_for(db::Transaction& tx, const Caller& caller, const Rules& rules,
                      const SmallCaseDefinition& definition, const Input& fields,
                      const std::optional<Body>& subject) {
    if (definition.handled_by == HandledBy::evaluator) {
        if (const auto code = fields.optional_text("evaluator_code")) {
            YUNHE_TRY(body, body_by_code(tx, caller.scope, *code));
            if (body.kind == BodyKind::evaluator) return Desk{body.id, Role::evaluator};
            if (body.kind == BodyKind::department) return Desk{body.id, Role::department};
            return malformed("/evaluator_code", "not_an_evaluator");
        }
    }
    const auto about = subject ? std::optional(subject->kind) : std::nullopt;
    const auto role = handler_role(definition, *rules.pack, rules.policy, caller.role,
                                   caller.body_kind, about);
    if (role == caller.role) return Desk{caller.body_id, role};
    return Desk{desk_of(tx, caller.scope, role), role};
}

// Desks, last days and duties.

BodyId body_of(const SmallCase& small_case, SmallCaseActor actor) {
    if (actor == SmallCaseActor::opener) return small_case.opened_by_id;
    if (actor == SmallCaseActor::handler) return small_case.handler_id;
    YUNHE_ASSERT(actor == SmallCaseActor::subject && small_case.subject_id);
    return *small_case.subject_id;
}

/// On a desk any of the body's roles may act, but the authority's other roles don't.
std::string desk_role(const SmallCase& small_case, SmallCaseActor actor) {
    const Role role = actor == SmallCaseActor::opener ? small_case.opener_role
                                                      : small_case.handler_role;
    if (actor == SmallCaseActor::subject || role != Role::data_authority) return {};
    return std::string(to_text(role));
}

void leave_desks(db::Transaction& tx, const Caller& caller, const SmallCaseDefinition& definition,
                 const SmallCase& small_case, bool done) {
    db::close_all_todos(tx, caller.scope, kSmallCaseAggregate, small_case.id.value, caller.now);
    if (!definition.duty) return;
    const auto id = small_case.id.value;
    if (done)
        discharge_obligation(tx, caller.scope, *definition.duty, kSmallCaseAggregate, id,
                             caller.now);
    else
        cancel_obligation(tx, caller.scope, *definition.duty, kSmallCaseAggregate, id, caller.now);
}

void record_duty(db::Transaction& tx, const Caller& caller, const Rules& rules,
                 const SmallCaseDefinition& definition, const SmallCase& small_case,
                 SmallCaseActor waiting) {
    const auto body_id = body_of(small_case, waiting);
    if (!definition.duty || !small_case.due_on || body_id == small_case.opened_by_id) return;
    if (*small_case.due_on < date_of(caller.now)) return;
    const auto body = find_body(tx, caller.scope, body_id);
    NewObligation duty{.kind = *definition.duty,
                       .aggregate = std::string(kSmallCaseAggregate),
                       .aggregate_id = small_case.id.value,
                       .body_id = body_id,
                       .role = waiting == SmallCaseActor::handler ? small_case.handler_role
                               : body->kind == BodyKind::department ? Role::department
                                                                    : Role::developer_staff,
                       // Reminders leave the platform, so they say no more than where to look.
                       .subject = std::string(definition.title.zh) + " " +
                                  std::to_string(small_case.number),
                       .due_on = *small_case.due_on,
                       .rule = {},
                       .at = caller.now};
    const auto rule = rule_of(definition, *rules.pack);
    if (!rule.empty()) duty.rule = cite(*rules.pack, rule);
    record_obligation(tx, caller.scope, duty);
}

/// Puts the case on the desk of whom it waits for now; `due_on` overrides the usual time.
void put_on_desk(db::Transaction& tx, const Caller& caller, const Rules& rules,
                 const SmallCaseDefinition& definition, SmallCase& small_case,
                 std::optional<Date> due_on) {
    small_case.due_on = std::nullopt;
    const auto waiting = waits_for(definition, small_case.state);
    if (!waiting) return;
    small_case.due_on = due_on ? *due_on
                               : add_working_days(date_of(caller.now),
                                                  rules.policy.*definition.due_working_days,
                                                  embedded_holidays());
    db::open_todo(tx, caller.scope,
                  {.aggregate = std::string(kSmallCaseAggregate),
                   .aggregate_id = small_case.id.value,
                   .task = std::string(to_text(small_case.kind)),
                   .title = title_of(definition, small_case),
                   .body_id = body_of(small_case, *waiting),
                   .role = desk_role(small_case, *waiting),
                   .opened_at = caller.now,
                   .due_on = small_case.due_on});
    record_duty(tx, caller, rules, definition, small_case, *waiting);
}

/// The duty of the agreement, or without one of the operator's mandate, that this case meets.
void meet_duty(db::Transaction& tx, const Caller& caller, const SmallCaseDefinition& definition,
               const SmallCase& small_case) {
    if (!definition.meets) return;
    if (small_case.agreement_id) {
        discharge_obligation(tx, caller.scope, *definition.meets, "agreement",
                             small_case.agreement_id->value, caller.now);
        return;
    }
    const auto operator_id =
        read_first_body_of_kind(tx, caller.scope, BodyKind::operator_body).id;
    if (small_case.subject_id != operator_id) return;
    for (const auto& mandate : all_mandates(tx, caller.scope))
        if (state_on(mandate, date_of(caller.now)) == MandateState::active)
            discharge_obligation(tx, caller.scope, *definition.meets, "mandate", mandate.id.value,
                                 caller.now);
}

// What actions do beside moving the case.

HoldCause cause_of(SmallCaseKind kind) {
    return kind == SmallCaseKind::incident ? HoldCause::incident : HoldCause::risk;
}

/// A case about one developer never stops another's agreement.
bool concerns(db::Transaction& tx, TenantScope scope, const SmallCase& small_case,
              AgreementId id) {
    if (!small_case.subject_id) return true;
    const auto subject = find_body(tx, scope, *small_case.subject_id);
    if (!subject || subject->kind != BodyKind::developer) return true;
    const auto agreement = find_agreement(tx, scope, id);
    return agreement && agreement->developer_id == subject->id;
}

Status stop(db::Transaction& tx, const Caller& caller, const Rules& rules, SmallCase& small_case,
            const Input& body) {
    if (small_case.hold_id) return wrong_state("already_stopped");
    YUNHE_TRY(agreement, named_agreement(tx, caller, body));
    const auto id = agreement ? agreement->id : small_case.agreement_id;
    if (!id) return malformed("/agreement_id", "missing_field");
    if (small_case.agreement_id && *small_case.agreement_id != *id)
        return malformed("/agreement_id", "agreement_of_another");
    if (!concerns(tx, caller.scope, small_case, *id))
        return malformed("/agreement_id", "agreement_of_another");
    YUNHE_TRY(hold, place_hold(tx, caller, rules,
                               {.agreement_id = *id,
                                .cause = cause_of(small_case.kind),
                                .source_aggregate = std::string(kSmallCaseAggregate),
                                .source_id = small_case.id.value,
                                .reason = body.text("reason"),
                                .urgent = !is_suspender(*rules.pack, caller)}));
    small_case.agreement_id = id;
    small_case.hold_id = hold.id;
    return Done{};
}

Status order_to_put_right(db::Transaction& tx, const Caller& caller, const Rules& rules,
                          SmallCase& small_case, const Input& body) {
    if (!small_case.agreement_id) return wrong_state("case_without_agreement");
    NewRectification wanted{.agreement_id = *small_case.agreement_id,
                            .demand = body.text("demand"),
                            .due_on = body.date("due_on"),
                            .source_aggregate = std::string(kSmallCaseAggregate),
                            .source_id = small_case.id.value};
    if (body.has("close_access")) wanted.with_hold = body.boolean("close_access");
    YUNHE_TRY(rectification, order_rectification(tx, caller, rules, wanted));
    small_case.rectification_id = rectification.id;
    small_case.hold_id = rectification.hold_id;
    return Done{};
}

Status check_decided(db::Transaction& tx, const Caller& caller, const SmallCase& small_case) {
    YUNHE_ASSERT(small_case.rectification_id.has_value());
    const auto rectification =
        find_rectification(tx, caller.scope, *small_case.rectification_id);
    YUNHE_ASSERT(rectification.has_value());
    if (!rectification->decided_at) return wrong_state("rectification_running");
    return Done{};
}

Status hand_over(db::Transaction& tx, const Caller& caller, SmallCase& small_case,
                 const Input& body) {
    const auto role =
        body.text("to") == "operator" ? Role::operator_staff : Role::data_authority;
    const auto desk = desk_of(tx, caller.scope, role);
    if (desk == small_case.handler_id) return malformed("/to", "same_desk");
    // Nobody judges a complaint of itself.
    if (desk == small_case.subject_id || desk == small_case.opened_by_id)
        return malformed("/to", "desk_is_a_party");
    small_case.handler_id = desk;
    small_case.handler_role = role;
    return Done{};
}

Status replace_fields(const Caller& caller, const Rules& rules,
                      const SmallCaseDefinition& definition, SmallCase& small_case,
                      const Json& body) {
    const Input input(body);
    const auto agreement_id = input.optional_id<AgreementId>("agreement_id");
    if (agreement_id && agreement_id != small_case.agreement_id)
        return malformed("/agreement_id", "agreement_of_another");
    if (definition.check != nullptr)
        YUNHE_CHECK(definition.check({*rules.pack, rules.policy, caller.role, input}));
    small_case.title = input.text("title");
    small_case.fields = body;
    return Done{};
}

/// Did whom the case was referred to miss its day, now or at an earlier answer?
bool was_late(const SmallCase& small_case, const Caller& caller) {
    const auto answer = small_case.results.find("answer");
    if (answer != small_case.results.end() && answer->value("late", false)) return true;
    return small_case.state == SmallCaseState::referred && small_case.due_on &&
           *small_case.due_on < date_of(caller.now);
}

/// All answers stay below the demand, oldest first.
void add_answer(db::Transaction& tx, const Caller& caller, SmallCase& small_case,
                const Json& body) {
    const auto from = find_body(tx, caller.scope, caller.body_id).value();
    Json answer = body;
    answer["body_code"] = from.code;
    answer["body_name"] = from.name;
    answer["at"] = to_text(caller.now);
    small_case.results["answers"].push_back(std::move(answer));
}

Status apply(db::Transaction& tx, const Caller& caller, const Rules& rules,
             const SmallCaseDefinition& definition, const SmallCaseForm& form,
             SmallCase& small_case, const Json& body) {
    const Input input(body);
    const bool late = was_late(small_case, caller);
    auto& result = small_case.results[std::string(to_text(form.action))] = body;
    switch (form.effect) {
        case Effect::none: return Done{};
        case Effect::place_hold: return stop(tx, caller, rules, small_case, input);
        case Effect::order_rectification:
            return order_to_put_right(tx, caller, rules, small_case, input);
        case Effect::after_rectification: return check_decided(tx, caller, small_case);
        case Effect::replace_fields:
            return replace_fields(caller, rules, definition, small_case, body);
        case Effect::hand_over: return hand_over(tx, caller, small_case, input);
        case Effect::note_lateness:
            result["late"] = late;
            return Done{};
        case Effect::total_score:
            result["total"] = exact_text(weighted_score(indicators_from(Input(small_case.fields)),
                                                        scores_from(input)));
            return Done{};
        case Effect::answer_on_board:
            add_answer(tx, caller, small_case, body);
            return Done{};
        case Effect::discharge: meet_duty(tx, caller, definition, small_case); return Done{};
    }
    fail_invariant("every effect is applied", __FILE__, __LINE__);
}

Status check_attachments(db::Transaction& tx, const Caller& caller, SmallCaseId id,
                         const Input& body) {
    if (!body.has("attachments")) return Done{};
    const auto files = list_small_case_files(tx, caller.scope, id);
    const auto names = body.texts("attachments");
    for (std::size_t i = 0; i < names.size(); ++i)
        if (std::ranges::find(files, names[i], &SmallCaseFile::name) == files.end())
            return malformed("/attachments/" + std::to_string(i), "unknown_file",
                             {{"file", names[i]}});
    return Done{};
}

bool visible(const Caller& caller, const SmallCase& small_case) {
    return may_see(small_case, {caller.body_id, caller.role});
}

Result<SmallCase> lock_visible(db::Transaction& tx, const Caller& caller, SmallCaseId id) {
    auto small_case = lock_small_case(tx, caller.scope, id);
    if (!small_case || !visible(caller, *small_case)) return not_found();
    return std::move(*small_case);
}

}  // namespace

Result<SmallCase> open_small_case(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  const SmallCaseDefinition& definition, const Json& fields,
                                  const std::optional<NamedResource>& resource,
                                  const CatalogueCheck& check) {
    const Input input(fields);
    YUNHE_TRY(agreement, named_agreement(tx, caller, input));
    YUNHE_TRY(subject, subject_of(tx, caller, definition, input, agreement, resource));
    if (!may_open(definition, *rules.pack, caller.role)) return wrong_party("not_your_move");
    YUNHE_CHECK(check_days(*definition.opening, input, caller.now));
    YUNHE_TRY(desk, desk_for(tx, caller, rules, definition, input, subject));
    if (definition.check != nullptr)
        YUNHE_CHECK(definition.check({*rules.pack, rules.policy, caller.role, input}));
    // What is about a developer and names no agreement is about the one in force.
    if (!agreement && about_developer(definition) && subject &&
        subject->kind == BodyKind::developer)
        agreement = find_agreement_in_force(tx, caller.scope, subject->id, caller.now);
    if (definition.needs_agreement && caller.is_developer() && !agreement)
        return cited(wrong_state("no_signed_agreement"),
                     cite(*rules.pack, "no_work_before_signature"));

    SmallCase small_case{.id = tx.new_id<SmallCaseId>(),
                         .kind = definition.kind,
                         .number = tx.next_number(caller.scope, to_text(definition.kind)),
                         .state = definition.first,
                         .title = input.text("title"),
                         .opened_by_id = caller.body_id,
                         .opened_by_user_id = caller.user_id,
                         .opener_role = caller.role,
                         .handler_id = desk.body_id,
                         .handler_role = desk.role,
                         .subject_id = {},
                         .agreement_id = {},
                         .resource_code = {},
                         .fields = fields,
                         .hold_id = {},
                         .rectification_id = {},
                         .due_on = {},
                         .opened_at = caller.now,
                         .closed_at = {}};
    if (subject) small_case.subject_id = subject->id;
    if (agreement) small_case.agreement_id = agreement->id;
    if (resource) small_case.resource_code = resource->code;
    if (definition.asks_catalogue) YUNHE_CHECK(check(small_case, input));
    insert_small_case(tx, caller.scope, small_case);
    put_on_desk(tx, caller, rules, definition, small_case, {});
    save_small_case(tx, caller.scope, small_case);
    if (definition.met_at_opening) meet_duty(tx, caller, definition, small_case);
    record(tx, caller, small_case, "open", "", fields);
    return *find_small_case(tx, caller.scope, small_case.id);
}

Result<SmallCase> act_on_small_case(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    const SmallCaseDefinition& definition,
                                    const SmallCaseForm& form, SmallCaseId id, const Json& body,
                                    const CatalogueCheck& check) {
    YUNHE_TRY(small_case, lock_visible(tx, caller, id));
    if (small_case.kind != definition.kind) return not_found();
    YUNHE_TRY(move, decide(definition, small_case.state, form.action,
                           actors_of(small_case, caller.body_id, caller.role)));
    const Input input(body);
    if (form.by_another)
        YUNHE_CHECK(check_four_eyes(hands_of(caller), small_case.opened_by_user_id));
    YUNHE_CHECK(check_days(*form.body, input, caller.now));
    YUNHE_CHECK(check_attachments(tx, caller, id, input));
    if (form.check != nullptr) YUNHE_CHECK(form.check(*rules.pack, small_case, input));
    if (form.asks_catalogue) {
        const bool anew = form.effect == Effect::replace_fields;
        YUNHE_CHECK(check(small_case, anew ? input : Input(small_case.fields)));
    }

    const auto desk_before = small_case.handler_id;
    YUNHE_CHECK(apply(tx, caller, rules, definition, form, small_case, body));
    small_case.state = move.to;
    if (move.to != move.from || small_case.handler_id != desk_before) {
        const bool given_up = move.to == SmallCaseState::withdrawn;
        leave_desks(tx, caller, definition, small_case, !given_up);
        std::optional<Date> due_on;
        if (input.json().contains("due_on")) due_on = input.date("due_on");
        put_on_desk(tx, caller, rules, definition, small_case, due_on);
    }
    if (is_end(definition, move.to)) small_case.closed_at = caller.now;
    save_small_case(tx, caller.scope, small_case);
    record(tx, caller, small_case, to_text(form.action), to_text(move.from), body);
    return *find_small_case(tx, caller.scope, id);
}

Result<SmallCase> read_visible_small_case(db::Transaction& tx, const Caller& caller,
                                          SmallCaseId id) {
    auto small_case = find_small_case(tx, caller.scope, id);
    if (!small_case || !visible(caller, *small_case)) return not_found();
    return std::move(*small_case);
}

Result<UploadState> upload_small_case_file(db::Transaction& tx, const Caller& caller,
                                           SmallCaseId id, std::string_view name,
                                           const FileUpload& upload,
                                           const std::filesystem::path& data_folder) {
    YUNHE_TRY(small_case, lock_visible(tx, caller, id));
    const auto actors = actors_of(small_case, caller.body_id, caller.role);
    if (actors.front() == SmallCaseActor::other) return wrong_party("not_your_move");
    if (small_case.closed_at) return wrong_state("case_ended");
    const auto files = list_small_case_files(tx, caller.scope, id);
    if (std::ranges::find(files, name, &SmallCaseFile::name) != files.end())
        return wrong_state("file_whole", {{"file", std::string(name)}});
    YUNHE_TRY(state, save_case_file(tx, caller, {kSmallCaseAggregate, id.value, name}, upload,
                                    kCaseFileBytesMax, data_folder));
    if (state.complete)
        record(tx, caller, small_case, "upload_file", to_text(small_case.state),
               {{"file", std::string(name)}, {"digest_sm3", state.whole_digest_hex}});
    return state;
}

Result<WholeFile> download_small_case_file(db::Transaction& tx, const Caller& caller,
                                           SmallCaseId id, std::string_view name,
                                           const std::filesystem::path& data_folder) {
    YUNHE_CHECK(read_visible_small_case(tx, caller, id));
    auto file =
        read_case_file(tx, caller.scope, {kSmallCaseAggregate, id.value, name}, data_folder);
    if (!file) return not_found();
    return std::move(*file);
}

std::optional<EvaluationResult> latest_evaluation(db::Transaction& tx, TenantScope scope,
                                                  BodyId developer_id) {
    std::optional<EvaluationResult> latest;
    for (const auto& small_case :
         list_small_cases_about(tx, scope, SmallCaseKind::evaluation, developer_id)) {
        if (small_case.state != SmallCaseState::closed) continue;
        const auto day = date_of(*small_case.closed_at);
        if (latest && day < latest->concluded_on) continue;
        latest = EvaluationResult{
            small_case.id, small_case.number, day,
            small_case.results.at("score").at("total").get<std::string>(),
            small_case.results.at("confirm").at("grade").get<std::string>()};
    }
    return latest;
}

std::vector<SmallCase> incidents_since(db::Transaction& tx, TenantScope scope, BodyId developer_id,
                                       Date since) {
    auto incidents = list_small_cases_about(tx, scope, SmallCaseKind::incident, developer_id);
    std::erase_if(incidents, [&](const SmallCase& incident) {
        if (incident.state != SmallCaseState::closed) return true;
        if (!incident.results.at("close").at("attributable").get<bool>()) return true;
        return date_of(Input(incident.fields).timestamp("occurred_at")) < since;
    });
    return incidents;
}

std::vector<SmallCase> credit_records_of(db::Transaction& tx, TenantScope scope,
                                         BodyId developer_id) {
    auto records = list_small_cases_about(tx, scope, SmallCaseKind::credit_record, developer_id);
    std::erase_if(records, [](const SmallCase& r) { return r.closed_at.has_value(); });
    return records;
}

}  // namespace yunhe::tenants
