/// The operator's mandates.
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/mandate_service.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace mandate_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kMandateFields[] = {
    field::text("document", 200),
    field::date("from"),
    field::date("to").about("The last day."),
    field::text("safety_head", 200)
        .optional()
        .about("The operator's head, first responsible for safety, where the rule pack has one."),
    field::text("override_reason", 2000).optional().about("For a term over the usual length."),
    field::boolean("draft").optional().about("True: it counts only once it is activated."),
};
constexpr Shape kMandateBody{"RecordedMandateBody", kMandateFields};

constexpr Field kSafetyHeadFields[] = {field::text("name", 200)};
constexpr Shape kSafetyHeadBody{"SafetyHeadBody", kSafetyHeadFields};

constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"MandateSuspension", kReasonFields};
constexpr Field kResumeFields[] = {field::text("opinion", 2000)};
constexpr Shape kResumeBody{"MandateResumption", kResumeFields};
constexpr Field kEndFields[] = {
    field::text("document", 200).about("Of the body that may end the mandate."),
    field::text("reason", 2000),
};
constexpr Shape kEndBody{"MandateEnd", kEndFields};
constexpr Field kTakeoverFields[] = {
    field::text("successor", 200),
    field::text("successor_uscc", 18).optional(),
    field::text("document", 200),
    field::date("from"),
    field::date("to").about("The last day."),
};
constexpr Shape kTakeoverBody{"MandateTakeoverBody", kTakeoverFields};

constexpr Field kStopFields[] = {
    field::timestamp("from"),
    field::timestamp("to").nullable(),
    field::text("reason", 2000),
};
constexpr Shape kStop{"MandateStop", kStopFields};
constexpr Field kTakeoverReplyFields[] = {
    field::id<MandateTakeoverId>("id"),
    field::text("successor", 200),
    field::text("successor_uscc", 18).nullable(),
    field::text("document", 200),
    field::date("from"),
    field::date("to"),
    field::timestamp("recorded_at"),
};
constexpr Shape kTakeover{"MandateTakeover", kTakeoverReplyFields};
constexpr Field kReplyFields[] = {
    field::id<MandateId>("id"),
    field::one_of("state", enum_values<MandateState>).about("`ended` also follows from the date."),
    field::integer("version"),
    field::text("document", 200),
    field::date("from"),
    field::date("to"),
    field::timestamp("recorded_at"),
    field::timestamp("active_at").nullable(),
    field::timestamp("ended_at").nullable().about("Ended before its last day was over."),
    field::text("end_reason", 2000).nullable(),
    field::text("safety_head", 200).nullable().about("First responsible for safety."),
    field::date("plan_due_on").about("The plan for the time after it is due by then."),
    field::objects("stops", kStop),
    field::objects("takeovers", kTakeover),
};
constexpr Shape kMandate{"Mandate", kReplyFields};

Json to_json(const MandateStop& stop) {
    return {{"from", to_text(stop.from)}, {"to", or_null(stop.to)}, {"reason", stop.reason}};
}

Json to_json(const MandateTakeover& takeover) {
    return {{"id", to_text(takeover.id)},
            {"successor", takeover.successor_name},
            {"successor_uscc", or_null(takeover.successor_uscc)},
            {"document", takeover.document},
            {"from", to_text(takeover.from)},
            {"to", to_text(takeover.to)},
            {"recorded_at", to_text(takeover.recorded_at)}};
}

Json to_json(const Mandate& mandate, Date today) {
    Json stops = Json::array();
    for (const auto& stop : mandate.stops) stops.push_back(to_json(stop));
    Json takeovers = Json::array();
    for (const auto& takeover : mandate.takeovers) takeovers.push_back(to_json(takeover));
    return {{"id", to_text(mandate.id)},
            {"state", std::string(to_text(state_on(mandate, today)))},
            {"version", mandate.version},
            {"document", mandate.document},
            {"from", to_text(mandate.from)},
            {"to", to_text(mandate.to)},
            {"recorded_at", to_text(mandate.recorded_at)},
            {"active_at", or_null(mandate.active_at)},
            {"ended_at", or_null(mandate.ended_at)},
            {"end_reason", or_null(mandate.end_reason)},
            {"safety_head", or_null(mandate.safety_head)},
            {"plan_due_on", to_text(mandate_plan_due_on(mandate))},
            {"stops", std::move(stops)},
            {"takeovers", std::move(takeovers)}};
}

Result<Reply> reply_of(const Call& call, const Result<Mandate>& mandate, int status = 200) {
    if (!mandate.ok()) return mandate.error();
    Reply reply{.status = status,
                .body = to_json(mandate.value(), date_of(call.caller.now))};
    reply.headers.emplace_back("ETag", http::etag(mandate.value().version));
    return reply;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    Mandate wanted;
    wanted.document = call.body.text("document");
    wanted.from = call.body.date("from");
    wanted.to = call.body.date("to");
    wanted.safety_head = call.body.optional_text("safety_head");
    if (call.body.boolean_or("draft", false)) wanted.state = MandateState::draft;
    const auto rules = load_rules(tx, call.caller.scope, call.context.rule_packs);
    return reply_of(call,
                    record_mandate(tx, call.caller, rules, std::move(wanted),
                                   call.body.optional_text("override_reason")),
                    201);
}

/// A tenant has few: one page holds them.
Result<Reply> list(const Call& call, db::Transaction& tx) {
    Json data = Json::array();
    for (const auto& mandate : all_mandates(tx, call.caller.scope))
        data.push_back(to_json(mandate, date_of(call.caller.now)));
    return Reply{
        .body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}}};
}

Result<Reply> name_head(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<MandateId>("mandate_id"));
    return reply_of(call, name_safety_head(tx, call.caller, id, call.body.text("name")));
}

Result<Reply> activate(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<MandateId>("mandate_id"));
    return reply_of(call, activate_mandate(tx, call.caller, id));
}

Result<Reply> suspend(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<MandateId>("mandate_id"));
    return reply_of(call, suspend_mandate(tx, call.caller, id, call.body.text("reason")));
}

Result<Reply> resume(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<MandateId>("mandate_id"));
    return reply_of(call, resume_mandate(tx, call.caller, id, call.body.text("opinion")));
}

Result<Reply> end(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<MandateId>("mandate_id"));
    return reply_of(call, end_mandate(tx, call.caller, id, call.body.text("document"),
                                      call.body.text("reason")));
}

Result<Reply> take_over(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<MandateId>("mandate_id"));
    MandateTakeover takeover;
    takeover.successor_name = call.body.text("successor");
    takeover.successor_uscc = call.body.optional_text("successor_uscc");
    takeover.document = call.body.text("document");
    takeover.from = call.body.date("from");
    takeover.to = call.body.date("to");
    return reply_of(call, take_over_mandate(tx, call.caller, id, std::move(takeover)));
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<MandateId>("mandate_id"));
    const auto mandates = all_mandates(tx, call.caller.scope);
    if (std::ranges::find(mandates, id, &Mandate::id) == mandates.end()) return not_found();
    return Reply{.body = case_timeline(tx, call.caller.scope, "mandate", id.value)};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/mandates", Permission::mandate_record, create, "createMandate",
     "Records a mandate of the operator.",
     {.body = &kMandateBody, .reply = &kMandate, .status = 201}},
    {Method::get, "/api/v1/mandates", Permission::signed_in, list, "listMandates",
     "The operator's mandates.", {.page_of = &kMandate}},
    {Method::post, "/api/v1/mandates/:mandate_id/safety-head", Permission::mandate_record,
     name_head, "nameSafetyHead", "Names the operator's head, first responsible for safety.",
     {.body = &kSafetyHeadBody, .reply = &kMandate}},
    {Method::post, "/api/v1/mandates/:mandate_id/activate", Permission::mandate_record, activate,
     "activateMandate", "Puts a drafted mandate in force.", {.reply = &kMandate}},
    {Method::post, "/api/v1/mandates/:mandate_id/suspend", Permission::mandate_record, suspend,
     "suspendMandate", "Stops new acts and all access under a mandate.",
     {.body = &kReasonBody, .reply = &kMandate}},
    {Method::post, "/api/v1/mandates/:mandate_id/resume", Permission::mandate_record, resume,
     "resumeMandate", "Ends the suspension of a mandate.",
     {.body = &kResumeBody, .reply = &kMandate}},
    {Method::post, "/api/v1/mandates/:mandate_id/end", Permission::mandate_record, end,
     "endMandate", "Ends a mandate before its last day.",
     {.body = &kEndBody, .reply = &kMandate}},
    {Method::post, "/api/v1/mandates/:mandate_id/takeover", Permission::mandate_record, take_over,
     "takeOverMandate", "Records who keeps access open after a mandate or while it is suspended.",
     {.body = &kTakeoverBody, .reply = &kMandate}},
    {Method::get, "/api/v1/mandates/:mandate_id/events", Permission::audit_read, events,
     "listMandateEvents", "Shows the timeline of a mandate.", {.page_of = &kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace mandate_api

std::span<const http::Route> mandate_routes() { return mandate_api::kRoutes; }

}  // namespace yunhe::tenants
