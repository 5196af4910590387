#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/admission_decision_service.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/application_json.hpp"
#include "tenants/application_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/deliberation_store.hpp"
#include "tenants/file_reply_api.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/notice_store.hpp"
#include "tenants/review_service.hpp"
#include "tenants/renewal_service.hpp"
#include "tenants/routes.hpp"
#include "tenants/small_case_service.hpp"

namespace yunhe::tenants {
namespace application_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kStatementFields[] = {field::text("condition", 64), field::text("text", 5000)};
constexpr Shape kStatement{"ConditionStatement", kStatementFields};
constexpr Field kMaterialFields[] = {
    field::text("material", 64),
    field::boolean("complete"),
    field::text("file_name", 200).nullable(),
    field::text("media_type", 200).nullable(),
    field::integer("size_bytes"),
    field::integer("next_part").about("Where an upload that broke off goes on."),
    field::text("digest_sm3", 64).nullable().about("Of the whole file, once it is complete."),
    field::date("period_end").nullable().about("Of a report: the last day of its period."),
};
constexpr Shape kMaterial{"ApplicationMaterial", kMaterialFields};
constexpr Field kScoreFields[] = {field::text("criterion", 64), field::integer("score", 0, 100)};
constexpr Shape kScore{"CriterionScore", kScoreFields};
constexpr Field kReviewerFields[] = {
    field::id<ReviewerId>("id"),
    field::integer("seat", 1).about("Place in the order of the draw."),
    field::text("username", 64),
    field::one_of("state", enum_values<ReviewerState>),
    field::objects("scores", kScore).about("Others' scores are hidden from experts until the end."),
    field::text("opinion", 5000).nullable(),
    field::text("void_reason", 2000).nullable().about("Why the score doesn't count."),
};
constexpr Shape kReviewer{"Reviewer", kReviewerFields};
constexpr Field kOutcomeRuleFields[] = {
    field::text("source", 40),
    field::text("rule", 100),
    field::text("rule_pack", 64).nullable(),
    field::text("article", 64).nullable(),
};
constexpr Shape kOutcomeRule{"OutcomeRule", kOutcomeRuleFields};

constexpr Field kStageDocumentFields[] = {
    field::one_of("stage", enum_values<StageKind>),
    field::integer("round", 1),
    field::text("document", 200),
    field::timestamp("recorded_at"),
};
constexpr Shape kStageDocument{"StageDocument", kStageDocumentFields};

constexpr Field kTrackRecordFields[] = {
    field::text("evaluation_score", 64).nullable().about("Exact: six decimals or n/d."),
    field::text("evaluation_grade", 64).nullable(),
    field::date("evaluated_on").nullable(),
    field::text("renewal_basis_article", 64)
        .nullable()
        .about("Where the rule pack makes the evaluation a basis of applying again."),
    field::integer("incidents")
        .about("Found to be the developer's; of the years that the rule pack or policy looks at."),
    field::integer("credit_records").about("Standing in its credit file."),
};
constexpr Shape kTrackRecord{"ApplicantTrackRecord", kTrackRecordFields};
constexpr Field kApplicationFields[] = {
    field::id<ApplicationId>("id"),
    field::integer("number"),
    field::id<NoticeId>("notice_id"),
    field::text("notice_code", 64),
    field::id<BodyId>("developer_id"),
    field::code("developer_uscc"),
    field::text("developer_name", 200),
    field::one_of("state", enum_values<ApplicationState>),
    field::integer("version"),
    field::id<AgreementId>("renews_agreement_id").nullable(),
    field::text("plan_text", 20000).nullable(),
    field::text("contact", 200).nullable(),
    field::objects("statements", kStatement),
    field::objects("materials", kMaterial),
    field::texts("missing_materials", 64),
    field::texts("requested_materials", 64).about("What the supplement must bring."),
    field::texts("requested_fields", 100)
        .about("Pointers that the supplement may change besides."),
    field::date("supplement_due_on").nullable(),
    field::id<LaboratoryId>("laboratory_id").nullable().about("Whose report is a material."),
    field::boolean("stage_done")
        .about("The stage is finished; disclosure or a decision comes next."),
    field::integer("review_round", 1),
    field::objects("reviewers", kReviewer)
        .about("In the order of the draw; hidden from the applicant."),
    field::integer("pass_mark", 0, 100),
    field::text("mean_score", 64).nullable().about("Exact: six decimals or n/d."),
    field::boolean("review_passed").nullable(),
    field::text("review_summary", 5000).nullable().about("What the panel found, in words."),
    field::objects("stage_documents", kStageDocument)
        .about("Minutes, confirmations and receipts that stages left behind."),
    field::date("disclosed_on").nullable(),
    field::date("disclosure_ends_on").nullable(),
    field::objects("objections", kObjection),
    field::object("track_record", kTrackRecord)
        .about("What is known of the applicant from earlier agreements."),
    field::text("outcome_reason", 5000).nullable(),
    field::object("outcome_rule", kOutcomeRule).nullable(),
    field::text("continuation_document", 200).nullable(),
    field::timestamp("created_at"),
    field::timestamp("submitted_at").nullable(),
    field::timestamp("decided_at").nullable(),
};
constexpr Shape kApplication{"Application", kApplicationFields};

constexpr Field kCreateFields[] = {
    field::code("notice_code"),
    field::id<AgreementId>("renews_agreement_id")
        .optional()
        .about("The agreement that this application asks to renew."),
    field::text("plan_text", 20000).optional(),
    field::text("contact", 200).optional(),
    field::objects("statements", kStatement).items(100).optional(),
};
constexpr Shape kCreateBody{"ApplicationBody", kCreateFields};
constexpr Field kEditFields[] = {
    field::text("plan_text", 20000).optional(),
    field::text("contact", 200).optional(),
    field::objects("statements", kStatement).items(100).optional(),
};
constexpr Shape kEditBody{"ApplicationEdit", kEditFields};
constexpr Field kMaterialQuery[] = {
    field::integer("part", 0, 1000).about("From 0; absent: 0."),
    field::boolean("last").about("Closes the file; absent: true."),
    field::text("name", 200).about("The file's name."),
    field::text("digest", 64).about("SM3 of the whole file, with the last part: it is checked."),
    field::date("period_end").about("Of a report, with the last part: its period's last day."),
};
constexpr Field kSubmitFields[] = {
    field::boolean("accept_gaps").optional().about("Submit although materials are missing."),
};
constexpr Shape kSubmitBody{"ApplicationSubmission", kSubmitFields};
constexpr Field kWithdrawFields[] = {field::text("reason", 2000).optional()};
constexpr Shape kWithdrawBody{"ApplicationWithdrawal", kWithdrawFields};
constexpr Field kPreCheckFields[] = {
    field::one_of("decision", enum_values<PreCheckDecision>),
    field::texts("materials", 64)
        .items(100)
        .optional()
        .about("What to hand in; absent: what is missing."),
    field::texts("fields", 100)
        .items(100)
        .optional()
        .about("/plan_text, /contact, /statements, /statements/<condition>: what to mend."),
    field::text("opinion", 5000).optional(),
    field::code("condition").optional().about("reject: the condition that isn't met."),
};
constexpr Shape kPreCheckBody{"PreCheck", kPreCheckFields};
constexpr Field kPanelFields[] = {
    field::texts("topics", 64).items(100).optional().about("Absent: the whole pool."),
};
constexpr Shape kPanelBody{"PanelDraw", kPanelFields};
constexpr Field kDeclarationFields[] = {
    field::boolean("conflict"),
    field::text("reason", 2000).optional(),
};
constexpr Shape kDeclarationBody{"ConflictDeclaration", kDeclarationFields};
constexpr Field kScoresFields[] = {
    field::objects("scores", kScore).items(100),
    field::text("opinion", 5000),
};
constexpr Shape kScoresBody{"ExpertScores", kScoresFields};
constexpr Field kSummaryFields[] = {
    field::text("opinion", 5000).optional().about("The panel's summary; no review ends without."),
};
constexpr Shape kSummaryBody{"PanelSummary", kSummaryFields};
constexpr Field kCopyFields[] = {
    field::code("notice_code").optional().about("Absent: the same notice."),
};
constexpr Shape kCopyBody{"ApplicationCopy", kCopyFields};
constexpr Field kFilingFields[] = {field::text("document", 200).about("Of the receipt.")};
constexpr Shape kFilingBody{"ProvincialFiling", kFilingFields};
constexpr Field kCompletenessFields[] = {
    field::text("pointer", 200),
    field::text("title", 200),
    field::boolean("met"),
    field::boolean("gap_allowed").about("May be submitted without it, by accept_gaps."),
    field::object("rule", kOutcomeRule),
};
constexpr Shape kCompleteness{"CompletenessItem", kCompletenessFields};
constexpr Field kOpinionFields[] = {field::text("opinion", 5000).optional()};
constexpr Shape kOpinionBody{"Opinion", kOpinionFields};
constexpr std::string_view kStageDecisions[] = {"pass", "reject"};
constexpr Field kStageFields[] = {
    field::one_of("decision", kStageDecisions),
    field::text("opinion", 5000).optional(),
    field::text("document", 200)
        .optional()
        .about("Number of the minutes, confirmation or receipt."),
};
constexpr Shape kStageBody{"StageOutcome", kStageFields};
constexpr Field kRejectFields[] = {
    field::text("reason", 5000),
    field::text("opinion", 5000).optional(),
    field::code("condition")
        .optional()
        .about("The condition that isn't met; its article is cited."),
};
constexpr Shape kRejectBody{"ApplicationRejection", kRejectFields};

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Json statements_json(const std::vector<ConditionStatement>& statements) {
    Json json = Json::array();
    for (const auto& entry : statements)
        json.push_back({{"condition", entry.condition}, {"text", entry.text}});
    return json;
}

Json materials_json(const std::vector<MaterialPart>& parts) {
    Json json = Json::array();
    for (const auto& part : parts) {
        if (json.empty() || json.back().at("material") != part.material)
            json.push_back({{"material", part.material},
                            {"complete", false},
                            {"file_name", or_null(part.file.file_name)},
                            {"media_type", or_null(part.file.media_type)},
                            {"size_bytes", 0}});
        auto& entry = json.back();
        entry["size_bytes"] = entry.at("size_bytes").get<std::int64_t>() + part.file.size_bytes;
        entry["next_part"] = part.file.part + 1;
        entry["digest_sm3"] = or_null(part.file.whole_digest_hex);
        entry["period_end"] = or_null(part.period_end);
        if (part.file.last) entry["complete"] = true;
    }
    return json;
}

/// Applicants don't learn who reviews them; experts see the others' scores only at the end.
Json reviewers_json(const Call& call, const Application& application,
                    const std::vector<Reviewer>& reviewers) {
    Json json = Json::array();
    if (call.caller.is_developer() || call.caller.role == Role::department) return json;
    const bool finished = application.mean_score.has_value();
    for (const auto& reviewer : reviewers) {
        const bool own = reviewer.user_id == call.caller.user_id;
        const bool shown = finished || own || call.caller.role != Role::expert;
        Json scores = Json::array();
        if (shown)
            for (const auto& entry : reviewer.scores)
                scores.push_back({{"criterion", entry.criterion}, {"score", entry.score}});
        json.push_back({{"id", to_text(reviewer.id)},
                        {"seat", reviewer.seat},
                        {"username", reviewer.username},
                        {"state", std::string(to_text(reviewer.state))},
                        {"scores", std::move(scores)},
                        {"opinion", shown ? or_null(reviewer.opinion) : Json(nullptr)},
                        {"void_reason", shown ? or_null(reviewer.void_reason) : Json(nullptr)}});
    }
    return json;
}

Json outcome_rule_json(const std::optional<RuleReference>& rule) {
    if (!rule) return nullptr;
    return {{"source", rule->source},
            {"rule", rule->rule},
            {"rule_pack", or_null(rule->rule_pack)},
            {"article", or_null(rule->article)}};
}

/// Those who review a further application see how the last one went.
Json track_record_json(const Call& call, db::Transaction& tx, BodyId developer_id) {
    constexpr const char* kYears = "incident_free_years_min";
    const auto rules = rules_of(call, tx);
    const auto scope = call.caller.scope;
    const auto years = effective_integer(*rules.pack, rules.policy, kYears);
    const auto today = date_of(call.caller.now);
    const auto since = years ? add_months(today, -12 * *years) : Date{};
    Json json = {{"evaluation_score", nullptr},
                 {"evaluation_grade", nullptr},
                 {"evaluated_on", nullptr},
                 {"renewal_basis_article", nullptr},
                 {"incidents", incidents_since(tx, scope, developer_id, since).size()},
                 {"credit_records", credit_records_of(tx, scope, developer_id).size()}};
    if (rules.pack->flag("evaluation_is_renewal_basis"))
        json["renewal_basis_article"] =
            or_null(cite(*rules.pack, "evaluation_is_renewal_basis").article);
    if (const auto evaluation = latest_evaluation(tx, scope, developer_id)) {
        json["evaluation_score"] = evaluation->score;
        json["evaluation_grade"] = evaluation->grade;
        json["evaluated_on"] = to_text(evaluation->concluded_on);
    }
    return json;
}

Json stage_documents_json(const std::vector<StageDocument>& documents) {
    Json json = Json::array();
    for (const auto& document : documents)
        json.push_back({{"stage", std::string(to_text(document.stage))},
                        {"round", document.round},
                        {"document", document.document},
                        {"recorded_at", to_text(document.recorded_at)}});
    return json;
}

/// Those that the notice wants and that aren't there; the laboratory's report comes by itself.
std::vector<std::string> still_missing(const Rules& rules, const Notice& notice,
                                       const std::vector<MaterialPart>& parts,
                                       const Application& application) {
    auto missing = missing_materials(notice.materials, uploaded_materials(parts));
    std::erase_if(missing, [&](const std::string& material) {
        return is_laboratory_report(*rules.pack, material) && application.laboratory_id;
    });
    return missing;
}

Json to_json(const Call& call, db::Transaction& tx, const Application& application) {
    const auto scope = call.caller.scope;
    const auto notice = find_notice(tx, scope, application.notice_id);
    const auto parts = list_material_parts(tx, scope, application.id);
    const auto reviewers = list_reviewers(tx, scope, application.id, application.review_round);
    Json objections = Json::array();
    for (const auto& objection : list_objections(tx, scope, application.id))
        objections.push_back(to_json(objection, !call.caller.is_developer()));
    const auto state = state_on(application, date_of(call.caller.now));
    return {{"id", to_text(application.id)},
            {"number", application.number},
            {"notice_id", to_text(application.notice_id)},
            {"notice_code", application.notice_code},
            {"developer_id", to_text(application.developer_id)},
            {"developer_uscc", application.developer_uscc},
            {"developer_name", application.developer_name},
            {"state", std::string(to_text(state))},
            {"version", application.version},
            {"renews_agreement_id",
             or_null(find_renewed_agreement(tx, call.caller.scope, application.id))},
            {"plan_text", or_null(application.plan_text)},
            {"contact", or_null(application.contact)},
            {"statements", statements_json(application.statements)},
            {"materials", materials_json(parts)},
            {"missing_materials",
             json_of(still_missing(rules_of(call, tx), *notice, parts, application))},
            {"requested_materials", json_of(application.requested_materials)},
            {"requested_fields", json_of(application.requested_fields)},
            {"laboratory_id", or_null(application.laboratory_id)},
            {"supplement_due_on", or_null(application.supplement_due_on)},
            {"stage_done", application.stage_done},
            {"review_round", application.review_round},
            {"reviewers", reviewers_json(call, application, reviewers)},
            {"pass_mark", notice->pass_mark},
            {"mean_score", or_null(application.mean_score)},
            {"review_passed",
             application.review_passed ? Json(*application.review_passed) : Json(nullptr)},
            {"review_summary", or_null(application.review_summary)},
            {"stage_documents",
             stage_documents_json(list_stage_documents(tx, scope, application.id))},
            {"disclosed_on", or_null(application.disclosed_on)},
            {"disclosure_ends_on", or_null(application.disclosure_ends_on)},
            {"objections", std::move(objections)},
            {"track_record", track_record_json(call, tx, application.developer_id)},
            {"outcome_reason", or_null(application.outcome_reason)},
            {"outcome_rule", outcome_rule_json(application.outcome_rule)},
            {"continuation_document", or_null(application.continuation_document)},
            {"created_at", to_text(application.created_at)},
            {"submitted_at", or_null(application.submitted_at)},
            {"decided_at", or_null(application.decided_at)}};
}

Reply reply_of(const Call& call, db::Transaction& tx, const Application& application,
               int status = 200) {
    Reply reply{.status = status, .body = to_json(call, tx, application)};
    reply.headers.emplace_back("ETag", http::etag(application.version));
    return reply;
}

ApplicationDraft draft_from(const Input& body) {
    ApplicationDraft draft{body.optional_text("plan_text"), body.optional_text("contact"), {}};
    if (!body.has("statements")) return draft;
    draft.statements.emplace();
    for (const auto& entry : body.objects("statements"))
        draft.statements->push_back({entry.text("condition"), entry.text("text")});
    return draft;
}

/// Every act below: the id from the path, one service call, the application as it now stands.
template <class Act>
Result<Reply> act_on(const Call& call, db::Transaction& tx, Act act) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(application, act(rules_of(call, tx), id));
    return reply_of(call, tx, application);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(application,
              create_application(tx, call.caller, rules_of(call, tx), call.body.text("notice_code"),
                                 draft_from(call.body)));
    if (const auto renewed = call.body.optional_id<AgreementId>("renews_agreement_id")) {
        YUNHE_CHECK(name_renewed_agreement(tx, call.caller, rules_of(call, tx), application.id,
                                           *renewed));
    }
    return reply_of(call, tx, application, 201);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    ApplicationViewer viewer;
    if (call.caller.is_developer()) viewer.developer_id = call.caller.body_id;
    if (call.caller.role == Role::expert) viewer.reviewer_id = call.caller.user_id;
    if (call.caller.role == Role::department) viewer.department_id = call.caller.body_id;
    const auto rows = list_applications(tx, call.caller.scope, viewer, call.page);
    return Reply{.body = page_json(call.page, rows,
                                   [&](const Application& a) { return to_json(call, tx, a); },
                                   [](const Application& a) { return a.id.value; })};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules&, ApplicationId id) {
        return read_visible_application(tx, call.caller, id);
    });
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_CHECK(read_visible_application(tx, call.caller, id));
    // The panel's names and single scores are for the offices.
    if (call.caller.is_developer() || call.caller.role == Role::expert ||
        call.caller.role == Role::department) {
        auto timeline = case_timeline(tx, call.caller.scope, "application", id.value);
        for (auto& event : timeline["data"]) {
            event["details"] = Json::object();
            if (event["role"] == "expert") event["username"] = event["opinion"] = nullptr;
        }
        return Reply{.body = std::move(timeline)};
    }
    return Reply{.body = case_timeline(tx, call.caller.scope, "application", id.value)};
}

Result<Reply> edit(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(present, read_visible_application(tx, call.caller, id));
    YUNHE_CHECK(http::check_if_match(call, present.version));
    YUNHE_TRY(application, edit_application(tx, call.caller, rules_of(call, tx), id,
                                            present.version, draft_from(call.body)));
    return reply_of(call, tx, application);
}

Result<Reply> put_material(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return save_material(
            tx, call.caller, rules, id,
            {call.path_value("material"), call.query.optional_date("period_end"),
             upload_from(call)},
            call.context.data_folder);
    });
}

/// Reads in a transaction of its own that may write: who read what stays in the audit log.
Result<Reply> get_material(const Call& call) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    return call.context.database.transact([&](db::Transaction& tx) -> Result<Reply> {
        const auto& material = call.path_value("material");
        YUNHE_TRY(file, read_material(tx, call.caller, rules_of(call, tx), id, material,
                                      call.context.data_folder));
        record_reading(call, tx, "downloadMaterial", to_text(id), material, file);
        return file_reply(std::move(file));
    });
}

Result<Reply> completeness(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(application, read_visible_application(tx, call.caller, id));
    const auto notice = find_notice(tx, call.caller.scope, application.notice_id);
    Json data = Json::array();
    for (const auto& item :
         completeness_of(tx, call.caller.scope, rules_of(call, tx), application, *notice,
                         date_of(call.caller.now)))
        data.push_back({{"pointer", item.pointer},
                        {"title", item.title},
                        {"met", item.met},
                        {"gap_allowed", item.gap_allowed},
                        {"rule", outcome_rule_json(item.rule)}});
    return Reply{
        .body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}}};
}

Result<Reply> copy(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(application, copy_application(tx, call.caller, rules_of(call, tx), id,
                                            call.body.optional_text("notice_code")));
    return reply_of(call, tx, application, 201);
}

Result<Reply> file(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return record_filing(tx, call.caller, rules, id, call.body.text("document"));
    });
}

Result<Reply> submit(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return submit_application(tx, call.caller, rules, id,
                                  call.body.boolean_or("accept_gaps", false));
    });
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return withdraw_application(tx, call.caller, rules, id, call.body.text_or("reason", ""));
    });
}

Result<Reply> pre_check(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return pre_check_application(
            tx, call.caller, rules, id,
            {call.body.enumerator<PreCheckDecision>("decision"), call.body.texts("materials"),
             call.body.texts("fields"), call.body.text_or("opinion", ""),
             call.body.optional_text("condition")});
    });
}

Result<Reply> supplement(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return supplement_application(tx, call.caller, rules, id);
    });
}

Result<Reply> draw(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return draw_panel_of(tx, call.caller, rules, id, call.body.texts("topics"));
    });
}

Result<Reply> declare(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return declare_conflict(tx, call.caller, rules, id, call.body.boolean("conflict"),
                                call.body.text_or("reason", ""));
    });
}

Result<Reply> score(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        std::vector<CriterionScore> scores;
        for (const auto& entry : call.body.objects("scores"))
            scores.push_back({entry.text("criterion"), static_cast<int>(entry.integer("score"))});
        return score_application(tx, call.caller, rules, id, scores, call.body.text("opinion"));
    });
}

Result<Reply> conclude(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return conclude_review(tx, call.caller, rules, id, call.body.text_or("opinion", ""));
    });
}

Result<Reply> conclude_one_stage(const Call& call, db::Transaction& tx) {
    const auto stage = from_text<StageKind>(call.path_value("stage"));
    if (!stage) return not_found();
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return conclude_stage(
            tx, call.caller, rules, id, *stage,
            {call.body.text("decision") == "pass", call.body.text_or("opinion", ""),
             call.body.text_or("document", "")});
    });
}

Result<Reply> disclose(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return disclose_application(tx, call.caller, rules, id);
    });
}

Result<Reply> accept(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return accept_application(tx, call.caller, rules, id, call.body.text_or("opinion", ""));
    });
}

Result<Reply> reject(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, ApplicationId id) {
        return reject_application(tx, call.caller, rules, id,
                                  {call.body.text("reason"), call.body.text_or("opinion", ""),
                                   call.body.optional_text("condition")});
    });
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/applications",
     Permission::application_write,
     create,
     "createApplication",
     "Drafts an application to a notice.",
     {.body = &kCreateBody, .reply = &kApplication, .status = 201}},
    {Method::get,
     "/api/v1/applications",
     Permission::application_read,
     list,
     "listApplications",
     "Lists applications: developers see their own, experts those they review.",
     {.page_of = &kApplication}},
    {Method::get,
     "/api/v1/applications/:application_id",
     Permission::application_read,
     get,
     "getApplication",
     "Shows one application.",
     {.reply = &kApplication}},
    {Method::put,
     "/api/v1/applications/:application_id",
     Permission::application_write,
     edit,
     "editApplication",
     "Changes a draft; it may stay incomplete.",
     {.body = &kEditBody, .reply = &kApplication}},
    {Method::get,
     "/api/v1/applications/:application_id/events",
     Permission::application_read,
     events,
     "listApplicationEvents",
     "Shows the timeline of an application.",
     {.page_of = &kCaseEvent}},
    {Method::put,
     "/api/v1/applications/:application_id/materials/:material",
     Permission::application_write,
     put_material,
     "uploadMaterial",
     "Uploads one part (at most 512 KiB) of a material's file.",
     {.body_kind = http::BodyKind::raw, .query = kMaterialQuery, .reply = &kApplication}},
    {Method::get, "/api/v1/applications/:application_id/materials/:material",
     Permission::application_read, get_material, "downloadMaterial",
     "Downloads a material's file."},
    {Method::get,
     "/api/v1/applications/:application_id/completeness",
     Permission::application_read,
     completeness,
     "checkCompleteness",
     "Shows rule by rule what a complete application has and what is missing.",
     {.page_of = &kCompleteness}},
    {Method::post,
     "/api/v1/applications/:application_id/copy",
     Permission::application_write,
     copy,
     "copyApplication",
     "Drafts an application with the file of one that came to its end.",
     {.body = &kCopyBody, .reply = &kApplication, .status = 201}},
    {Method::post,
     "/api/v1/applications/:application_id/filing",
     Permission::application_process,
     file,
     "recordFiling",
     "Records the receipt of the filing to the province after the acceptance.",
     {.body = &kFilingBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/submit",
     Permission::application_write,
     submit,
     "submitApplication",
     "Submits an application within the notice's window.",
     {.body = &kSubmitBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/withdraw",
     Permission::application_write,
     withdraw,
     "withdrawApplication",
     "Withdraws an application before it is decided.",
     {.body = &kWithdrawBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/pre-check",
     Permission::application_process,
     pre_check,
     "preCheckApplication",
     "Passes, asks for a supplement or rejects.",
     {.body = &kPreCheckBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/supplement",
     Permission::application_write,
     supplement,
     "supplementApplication",
     "Says that the supplement is complete.",
     {.reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/panel",
     Permission::application_process,
     draw,
     "drawPanel",
     "Draws the free seats of the expert panel at random.",
     {.body = &kPanelBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/declaration",
     Permission::application_score,
     declare,
     "declareConflict",
     "An expert declares whether there is a conflict of interest.",
     {.body = &kDeclarationBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/scores",
     Permission::application_score,
     score,
     "scoreApplication",
     "An expert scores each criterion and gives an opinion.",
     {.body = &kScoresBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/conclude-review",
     Permission::application_process,
     conclude,
     "concludeReview",
     "Computes the mean score and compares it with the pass mark.",
     {.body = &kSummaryBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/stages/:stage/conclude",
     Permission::application_process,
     conclude_one_stage,
     "concludeStage",
     "Concludes a stage that the rule pack has beside the expert review.",
     {.body = &kStageBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/disclose",
     Permission::application_process,
     disclose,
     "discloseApplication",
     "Makes the result public.",
     {.reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/accept",
     Permission::application_process,
     accept,
     "acceptApplication",
     "Accepts an application once its result was public long enough.",
     {.body = &kOpinionBody, .reply = &kApplication}},
    {Method::post,
     "/api/v1/applications/:application_id/reject",
     Permission::application_process,
     reject,
     "rejectApplication",
     "Rejects an application with a reason.",
     {.body = &kRejectBody, .reply = &kApplication}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace application_api

std::span<const http::Route> application_routes() { return application_api::kRoutes; }

}  // namespace yunhe::tenants
