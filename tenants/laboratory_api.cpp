#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/file_reply_api.hpp"
#include "tenants/laboratory_service.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace laboratory_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kDocumentFields[] = {field::code("document"), field::text("text", 20000)};
constexpr Shape kDocument{"LaboratoryDocument", kDocumentFields};
constexpr Field kLaboratoryFields[] = {
    field::id<LaboratoryId>("id"),
    field::integer("number"),
    field::id<BodyId>("developer_id"),
    field::text("developer_name", 200),
    field::text("title", 200),
    field::one_of("state", enum_values<LaboratoryState>),
    field::integer("version"),
    field::objects("documents", kDocument),
    field::date("from").nullable(),
    field::date("ends_on").nullable().about("Last day."),
    field::text("report_document", 200).nullable(),
    field::boolean("report_uploaded"),
    field::integer("report_next_part").about("Where an upload that broke off goes on."),
    field::text("report_digest_sm3", 64).nullable().about("Of the whole report."),
    field::text("conclusion", 5000).nullable(),
    field::text("outcome_reason", 2000).nullable(),
    field::timestamp("created_at"),
    field::timestamp("reported_at").nullable(),
};
constexpr Shape kLaboratory{"Laboratory", kLaboratoryFields};
constexpr Field kRequestFields[] = {
    field::text("title", 200),
    field::objects("documents", kDocument).items(20).about("Those that the rule pack asks for."),
};
constexpr Shape kRequestBody{"LaboratoryRequest", kRequestFields};
constexpr Field kStartFields[] = {
    field::date("ends_on").optional().about("Absent: as long as the rules let it run."),
};
constexpr Shape kStartBody{"LaboratoryStart", kStartFields};
constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"LaboratoryReason", kReasonFields};
constexpr Field kReportFields[] = {
    field::text("document", 200).about("Number of the report."),
    field::text("conclusion", 5000),
};
constexpr Shape kReportBody{"LaboratoryReport", kReportFields};
constexpr Field kUploadQuery[] = {
    field::integer("part", 0, 1000).about("From 0; absent: 0."),
    field::boolean("last").about("Closes the file; absent: true."),
    field::text("name", 200).about("The file's name."),
    field::text("digest", 64).about("SM3 of the whole file, with the last part: it is checked."),
};

Json to_json(const Call& call, db::Transaction& tx, const Laboratory& laboratory) {
    Json documents = Json::array();
    for (const auto& entry : laboratory.documents)
        documents.push_back({{"document", entry.document}, {"text", entry.text}});
    const auto parts = list_file_parts(tx, call.caller.scope, report_of(laboratory.id));
    const bool uploaded = !parts.empty() && parts.back().last;
    return {{"id", to_text(laboratory.id)},
            {"number", laboratory.number},
            {"developer_id", to_text(laboratory.developer_id)},
            {"developer_name", laboratory.developer_name},
            {"title", laboratory.title},
            {"state", std::string(to_text(state_on(laboratory, date_of(call.caller.now))))},
            {"version", laboratory.version},
            {"documents", std::move(documents)},
            {"from", or_null(laboratory.from_on)},
            {"ends_on", or_null(laboratory.ends_on)},
            {"report_document", or_null(laboratory.report_document)},
            {"report_uploaded", uploaded},
            {"report_next_part", parts.size()},
            {"report_digest_sm3",
             parts.empty() ? Json(nullptr) : or_null(parts.back().whole_digest_hex)},
            {"conclusion", or_null(laboratory.conclusion)},
            {"outcome_reason", or_null(laboratory.outcome_reason)},
            {"created_at", to_text(laboratory.created_at)},
            {"reported_at", or_null(laboratory.reported_at)}};
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Reply reply_of(const Call& call, db::Transaction& tx, const Laboratory& laboratory,
               int status = 200) {
    Reply reply{.status = status, .body = to_json(call, tx, laboratory)};
    reply.headers.emplace_back("ETag", http::etag(laboratory.version));
    return reply;
}

template <class Act>
Result<Reply> act_on(const Call& call, db::Transaction& tx, Act act) {
    YUNHE_TRY(id, call.path_id<LaboratoryId>("laboratory_id"));
    YUNHE_TRY(laboratory, act(rules_of(call, tx), id));
    return reply_of(call, tx, laboratory);
}

Result<Reply> request(const Call& call, db::Transaction& tx) {
    NewLaboratory wanted{call.body.text("title"), {}};
    for (const auto& entry : call.body.objects("documents"))
        wanted.documents.push_back({entry.text("document"), entry.text("text")});
    YUNHE_TRY(laboratory, request_laboratory(tx, call.caller, rules_of(call, tx), wanted));
    return reply_of(call, tx, laboratory, 201);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto render = [&](const Laboratory& row) { return to_json(call, tx, row); };
    const auto id_of = [](const Laboratory& row) { return row.id.value; };
    const bool outsider =
        call.caller.role == Role::expert || call.caller.role == Role::department;
    if (outsider)
        return Reply{.body = page_json(call.page, std::vector<Laboratory>{}, render, id_of)};
    std::optional<BodyId> developer;
    if (call.caller.is_developer()) developer = call.caller.body_id;
    return Reply{.body = page_json(
                     call.page, list_laboratories(tx, call.caller.scope, developer, call.page),
                     render, id_of)};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules&, LaboratoryId id) {
        return read_visible_laboratory(tx, call.caller, id);
    });
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<LaboratoryId>("laboratory_id"));
    YUNHE_CHECK(read_visible_laboratory(tx, call.caller, id));
    return Reply{.body = case_timeline(tx, call.caller.scope, "laboratory", id.value)};
}

Result<Reply> start(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, LaboratoryId id) {
        return start_laboratory(tx, call.caller, rules, id, call.body.optional_date("ends_on"));
    });
}

Result<Reply> refuse(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, LaboratoryId id) {
        return refuse_laboratory(tx, call.caller, rules, id, call.body.text("reason"));
    });
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, LaboratoryId id) {
        return withdraw_laboratory(tx, call.caller, rules, id, call.body.text("reason"));
    });
}

Result<Reply> put_report(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, LaboratoryId id) {
        return save_report_part(tx, call.caller, rules, id, upload_from(call),
                                call.context.data_folder);
    });
}

Result<Reply> issue(const Call& call, db::Transaction& tx) {
    return act_on(call, tx, [&](const Rules& rules, LaboratoryId id) {
        return issue_report(tx, call.caller, rules, id,
                            {call.body.text("document"), call.body.text("conclusion")});
    });
}

/// Reads in a transaction of its own that may write: who read what stays in the audit log.
Result<Reply> get_report(const Call& call) {
    YUNHE_TRY(id, call.path_id<LaboratoryId>("laboratory_id"));
    return call.context.database.transact([&](db::Transaction& tx) -> Result<Reply> {
        YUNHE_TRY(file, read_report(tx, call.caller, id, call.context.data_folder));
        record_reading(call, tx, "downloadLaboratoryReport", to_text(id), "report", file);
        return file_reply(std::move(file));
    });
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/laboratories",
     Permission::application_write,
     request,
     "requestLaboratory",
     "Asks for the data laboratory, where the rule pack has one before the application.",
     {.body = &kRequestBody, .reply = &kLaboratory, .status = 201}},
    {Method::get,
     "/api/v1/laboratories",
     Permission::application_read,
     list,
     "listLaboratories",
     "Lists laboratories: developers see their own.",
     {.page_of = &kLaboratory}},
    {Method::get,
     "/api/v1/laboratories/:laboratory_id",
     Permission::application_read,
     get,
     "getLaboratory",
     "Shows one laboratory.",
     {.reply = &kLaboratory}},
    {Method::get,
     "/api/v1/laboratories/:laboratory_id/events",
     Permission::application_read,
     events,
     "listLaboratoryEvents",
     "Shows the timeline of a laboratory.",
     {.page_of = &kCaseEvent}},
    {Method::post,
     "/api/v1/laboratories/:laboratory_id/start",
     Permission::application_process,
     start,
     "startLaboratory",
     "Starts a laboratory, for as long as the rules let it run at most.",
     {.body = &kStartBody, .reply = &kLaboratory}},
    {Method::post,
     "/api/v1/laboratories/:laboratory_id/refuse",
     Permission::application_process,
     refuse,
     "refuseLaboratory",
     "Refuses a laboratory with a reason.",
     {.body = &kReasonBody, .reply = &kLaboratory}},
    {Method::post,
     "/api/v1/laboratories/:laboratory_id/withdraw",
     Permission::application_write,
     withdraw,
     "withdrawLaboratory",
     "Withdraws a laboratory before its report.",
     {.body = &kReasonBody, .reply = &kLaboratory}},
    {Method::put,
     "/api/v1/laboratories/:laboratory_id/report",
     Permission::application_process,
     put_report,
     "uploadLaboratoryReport",
     "Uploads one part (at most 512 KiB) of the report's file.",
     {.body_kind = http::BodyKind::raw, .query = kUploadQuery, .reply = &kLaboratory}},
    {Method::get, "/api/v1/laboratories/:laboratory_id/report", Permission::application_read,
     get_report, "downloadLaboratoryReport", "Downloads the report; the reading is audited."},
    {Method::post,
     "/api/v1/laboratories/:laboratory_id/issue-report",
     Permission::application_process,
     issue,
     "issueLaboratoryReport",
     "Issues the report, which is from then on a material of applications.",
     {.body = &kReportBody, .reply = &kLaboratory}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace laboratory_api

std::span<const http::Route> laboratory_routes() { return laboratory_api::kRoutes; }

}  // namespace yunhe::tenants
