#include "tenants/laboratory_service.hpp"

#include "db/case_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/notice_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kLaboratoryAggregate = "laboratory";
constexpr std::int64_t kReportMegabyte = 1024 * 1024;

/// A locked laboratory and where an action leads it.
struct LaboratoryStep {
    Laboratory laboratory;
    Stage stage;
    LaboratoryAction action;
    LaboratoryState from;
    LaboratoryState to;
};

Status check_party(const Caller& caller, const Laboratory& laboratory) {
    const bool outsider = caller.role == Role::expert || caller.role == Role::department;
    if (outsider || (caller.is_developer() && laboratory.developer_id != caller.body_id))
        return wrong_party("not_your_object");
    return Done{};
}

Result<LaboratoryStep> begin(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             LaboratoryId id, LaboratoryAction action) {
    const auto laboratory = lock_laboratory(tx, caller.scope, id);
    const auto stage = laboratory_stage(*rules.pack);
    if (!laboratory || !stage) return not_found();
    YUNHE_CHECK(check_party(caller, *laboratory));
    const auto from = state_on(*laboratory, date_of(caller.now));
    YUNHE_TRY(to, next_state(kLaboratoryMoves, from, action,
                             laboratory_actor(*stage, caller.role)));
    return LaboratoryStep{*laboratory, *stage, action, from, to};
}

void open_tasks(db::Transaction& tx, const Caller& caller, const Stage& stage,
                const Laboratory& laboratory) {
    db::close_all_todos(tx, caller.scope, kLaboratoryAggregate, laboratory.id.value, caller.now);
    const bool requested = laboratory.state == LaboratoryState::requested;
    if (!requested && laboratory.state != LaboratoryState::running) return;
    db::open_todo(tx, caller.scope,
                  {.aggregate = std::string(kLaboratoryAggregate),
                   .aggregate_id = laboratory.id.value,
                   .task = requested ? "start_laboratory" : "issue_laboratory_report",
                   .title = std::to_string(laboratory.number) + " " + laboratory.developer_name +
                            " " + laboratory.title,
                   .body_id = desk_of(tx, caller.scope, stage.concluder()),
                   .role = std::string(to_text(stage.concluder())),
                   .opened_at = caller.now,
                   .due_on = laboratory.ends_on});
}

Laboratory finish(db::Transaction& tx, const Caller& caller, LaboratoryStep step,
                  const std::string& opinion, Json details = Json::object()) {
    step.laboratory.state = step.to;
    save_laboratory(tx, caller.scope, step.laboratory);
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kLaboratoryAggregate),
                           .aggregate_id = step.laboratory.id.value,
                           .action = std::string(to_text(step.action)),
                           .from_state = std::string(to_text(step.from)),
                           .to_state = std::string(to_text(step.to)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
    open_tasks(tx, caller, step.stage, step.laboratory);
    return *find_laboratory(tx, caller.scope, step.laboratory.id);
}

}  // namespace

Result<Laboratory> read_visible_laboratory(db::Transaction& tx, const Caller& caller,
                                           LaboratoryId id) {
    const auto laboratory = find_laboratory(tx, caller.scope, id);
    if (!laboratory) return not_found();
    YUNHE_CHECK(check_party(caller, *laboratory));
    return *laboratory;
}

Result<Laboratory> request_laboratory(db::Transaction& tx, const Caller& caller,
                                      const Rules& rules, const NewLaboratory& request) {
    const auto stage = laboratory_stage(*rules.pack);
    if (!stage) return wrong_state("no_laboratory");
    YUNHE_CHECK(require_pack_in_force(tx, caller, rules, act::admission));
    constexpr auto kWindow = "lab_within_window";
    if (rules.pack->flag(kWindow) && !any_window_open(tx, caller.scope, date_of(caller.now)))
        return refuse_by_rule(*rules.pack, kWindow, "no_window_open");
    Laboratory laboratory;
    laboratory.title = request.title;
    laboratory.documents = request.documents;
    const auto missing = missing_documents(*rules.pack, laboratory);
    if (!missing.empty())
        return refuse_by_rule(*rules.pack, "lab_documents", "laboratory_document_missing",
                              {{"document", missing.front()}});
    laboratory.id = tx.new_id<LaboratoryId>();
    laboratory.number = tx.next_number(caller.scope, kLaboratoryAggregate);
    laboratory.developer_id = caller.body_id;
    laboratory.created_at = caller.now;
    insert_laboratory(tx, caller.scope, laboratory);
    laboratory = *find_laboratory(tx, caller.scope, laboratory.id);
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kLaboratoryAggregate),
                           .aggregate_id = laboratory.id.value,
                           .action = "request",
                           .to_state = std::string(to_text(laboratory.state)),
                           .actor = case_actor(caller),
                           .at = caller.now});
    open_tasks(tx, caller, *stage, laboratory);
    return laboratory;
}

Result<Laboratory> start_laboratory(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    LaboratoryId id, std::optional<Date> ends_on) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, LaboratoryAction::start));
    const auto today = date_of(caller.now);
    const auto months = effective_integer(*rules.pack, rules.policy, "lab_months_max");
    if (!ends_on && !months) return malformed("/ends_on", "missing_field");
    const auto last = months ? add_months(today, *months) - std::chrono::days(1) : *ends_on;
    if (ends_on && *ends_on < today) return malformed("/ends_on", "bad_interval");
    if (ends_on && *ends_on > last)
        return refuse_by_effective(*rules.pack, rules.policy, "lab_months_max",
                                   "laboratory_too_long",
                                   {{"months", std::to_string(*months)}, {"last", to_text(last)}});
    step.laboratory.from_on = today;
    step.laboratory.ends_on = ends_on.value_or(last);
    const Json details = {{"ends_on", to_text(*step.laboratory.ends_on)},
                          {"free_of_charge", rules.pack->flag("lab_free")}};
    return finish(tx, caller, std::move(step), "", details);
}

Result<Laboratory> refuse_laboratory(db::Transaction& tx, const Caller& caller,
                                     const Rules& rules, LaboratoryId id,
                                     const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, LaboratoryAction::refuse));
    step.laboratory.outcome_reason = reason;
    return finish(tx, caller, std::move(step), reason);
}

Result<Laboratory> withdraw_laboratory(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, LaboratoryId id,
                                       const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, LaboratoryAction::withdraw));
    step.laboratory.outcome_reason = reason.empty() ? std::nullopt : std::optional(reason);
    return finish(tx, caller, std::move(step), reason);
}

Result<Laboratory> save_report_part(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    LaboratoryId id, const FileUpload& upload,
                                    const std::filesystem::path& data_folder) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, LaboratoryAction::issue_report));
    YUNHE_CHECK(save_case_file(tx, caller, report_of(id), upload,
                               rules.policy.material_megabytes_max * kReportMegabyte, data_folder));
    return step.laboratory;
}

Result<Laboratory> issue_report(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                LaboratoryId id, const LaboratoryReport& report) {
    YUNHE_TRY(step, begin(tx, caller, rules, id, LaboratoryAction::issue_report));
    const auto parts = list_file_parts(tx, caller.scope, report_of(id));
    if (parts.empty() || !parts.back().last) return wrong_state("report_file_missing");
    step.laboratory.report_document = report.document;
    step.laboratory.conclusion = report.conclusion;
    step.laboratory.reported_at = caller.now;
    const Json details = {{"document", report.document},
                          {"digest_sm3", parts.back().whole_digest_hex.value_or("")}};
    return finish(tx, caller, std::move(step), report.conclusion, details);
}

Result<WholeFile> read_report(db::Transaction& tx, const Caller& caller, LaboratoryId id,
                              const std::filesystem::path& data_folder) {
    YUNHE_TRY(laboratory, read_visible_laboratory(tx, caller, id));
    // The developer reads what was issued, not what is still being written.
    const bool issued = laboratory.state == LaboratoryState::report_issued;
    if (caller.is_developer() && !issued) return not_found();
    const auto file = read_case_file(tx, caller.scope, report_of(id), data_folder);
    if (!file) return not_found();
    return *file;
}

}  // namespace yunhe::tenants
