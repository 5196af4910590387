/// Data requests: from the developer's draft to the hand-over.
#include "catalog/data_request_service.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using http::or_null;
using tenants::Permission;

constexpr Field kColumnFields[] = {
    field::text("name", 64).about("One of the resource's columns."),
    field::text("purpose", 500).about("What just this column is needed for."),
};
constexpr Shape kColumn{"RequestedColumn", kColumnFields};

constexpr Field kItemFields[] = {
    field::code("resource_code"),
    field::objects("columns", kColumn).items(500),
    field::text("consent_document").optional().nullable().about(
        "Proof of consent, for this resource alone."),
};
constexpr Shape kItem{"DataRequestItemBody", kItemFields};

constexpr Field kBodyFields[] = {
    field::code("scenario_code"),
    field::objects("items", kItem).items(200),
};
constexpr Shape kRequestBody{"DataRequestBody", kBodyFields};

constexpr Field kItemsFields[] = {field::objects("items", kItem).items(200)};
constexpr Shape kItemsBody{"DataRequestItemsBody", kItemsFields};

constexpr Field kSubmitFields[] = {
    field::text("explanation", 4000).optional().about("What was changed since it was returned."),
};
constexpr Shape kSubmitBody{"DataRequestSubmitBody", kSubmitFields};

constexpr Field kWithdrawFields[] = {field::text("reason", 2000).optional()};
constexpr Shape kWithdrawBody{"DataRequestWithdrawBody", kWithdrawFields};

constexpr Field kCheckFields[] = {
    field::one_of("decision", enum_values<CheckDecision>),
    field::text("opinion", 4000).optional().about("Needed to return or refuse."),
};
constexpr Shape kCheckBody{"DataRequestCheckBody", kCheckFields};

constexpr Field kFindingFields[] = {field::boolean("met"), field::text("text", 4000)};
constexpr Shape kFinding{"Finding", kFindingFields};

constexpr Field kAssessFields[] = {
    field::object("reasonable", kFinding),
    field::object("compliant", kFinding),
    field::object("safe", kFinding),
    field::text("opinion", 4000).optional(),
};
constexpr Shape kAssessBody{"AssessmentBody", kAssessFields};

constexpr std::string_view kAnswers[] = {"agree", "agree_with_conditions", "refuse", "return"};

constexpr Field kAnswerFields[] = {
    field::code("resource_code"),
    field::one_of("decision", kAnswers),
    field::text("conditions", 4000).optional().about("Conditions or masking."),
    field::text("opinion", 4000).optional().about("Needed to refuse or return."),
};
constexpr Shape kAnswer{"SeatAnswer", kAnswerFields};
constexpr Field kDecideFields[] = {field::objects("items", kAnswer).items(200)};
constexpr Shape kDecideBody{"SeatDecisionBody", kDecideFields};

constexpr Field kSupplyFields[] = {
    field::texts("items", 64).optional().about("Resource codes; absent: all that were granted."),
    field::text("record", 4000).about("The hand-over record."),
};
constexpr Shape kSupplyBody{"SupplyBody", kSupplyFields};

constexpr Field kItemReplyFields[] = {
    field::id<ResourceId>("resource_id"),
    field::code("resource_code"),
    field::text("resource_name"),
    field::id<BodyId>("department_id"),
    field::one_of("origin", enum_values<Origin>),
    field::objects("columns", kColumn),
    field::text("consent_document").nullable(),
    field::one_of("outcome", enum_values<ResourceOutcome>).nullable().about(
        "Null before the joint decision."),
    field::timestamp("supplied_at").nullable(),
    field::text("supply_record", 4000).nullable(),
};
constexpr Shape kItemReply{"DataRequestItem", kItemReplyFields};

constexpr Field kAssessmentFields[] = {
    field::one_of("role", enum_values<tenants::Role>),
    field::text("body_name"),
    field::object("reasonable", kFinding),
    field::object("compliant", kFinding),
    field::object("safe", kFinding),
    field::text("opinion", 4000).nullable(),
    field::timestamp("at"),
};
constexpr Shape kAssessment{"Assessment", kAssessmentFields};

constexpr Field kSeatItemFields[] = {
    field::code("resource_code"),
    field::one_of("decision", enum_values<SeatDecision>),
    field::text("conditions", 4000).nullable(),
    field::text("opinion", 4000).nullable(),
    field::timestamp("decided_at").nullable(),
};
constexpr Shape kSeatItem{"SeatItem", kSeatItemFields};

constexpr Field kSeatFields[] = {
    field::code("seat"),
    field::one_of("role", enum_values<tenants::Role>),
    field::id<BodyId>("body_id"),
    field::code("body_code"),
    field::text("body_name"),
    field::text("article", 64).nullable().about("Absent: by the tenant's policy or the system."),
    field::date("due_on").about(
        "After this day a silent seat is overdue; it never counts as agreed."),
    field::boolean("overdue"),
    field::objects("items", kSeatItem),
};
constexpr Shape kSeat{"Seat", kSeatFields};

constexpr Field kRequestFields[] = {
    field::id<DataRequestId>("id"),
    field::integer("number", 1),
    field::one_of("state", enum_values<DataRequestState>),
    field::integer("version", 1),
    field::id<ScenarioId>("scenario_id"),
    field::code("scenario_code"),
    field::text("scenario_name"),
    field::id<tenants::AgreementId>("agreement_id"),
    field::id<BodyId>("developer_id"),
    field::text("developer_uscc", 64),
    field::text("developer_name"),
    field::text("continuation_document").nullable().about(
        "The basis on which it stands after the rule pack's end."),
    field::timestamp("created_at"),
    field::timestamp("submitted_at").nullable(),
    field::timestamp("decided_at").nullable(),
    field::timestamp("supplied_at").nullable(),
    field::objects("items", kItemReply),
    field::objects("assessments", kAssessment).optional().about("Not in lists."),
    field::objects("seats", kSeat).optional().about("Not in lists."),
};
constexpr Shape kRequest{"DataRequest", kRequestFields};

Json item_json(const DataRequest& request, const DataRequestItem& item) {
    Json columns = Json::array();
    for (const auto& column : item.columns)
        columns.push_back({{"name", column.name}, {"purpose", column.purpose}});
    Json outcome = nullptr;
    if (!request.seats.empty()) outcome = to_text(outcome_of(request.seats, item.resource_id));
    return {{"resource_id", to_text(item.resource_id)},
            {"resource_code", item.resource_code},
            {"resource_name", item.resource_name},
            {"department_id", to_text(item.department_id)},
            {"origin", to_text(item.origin)},
            {"columns", std::move(columns)},
            {"consent_document", or_null(item.consent_document)},
            {"outcome", std::move(outcome)},
            {"supplied_at", or_null(item.supplied_at)},
            {"supply_record", or_null(item.supply_record)}};
}

Json finding_json(const Finding& finding) {
    return {{"met", finding.met}, {"text", finding.text}};
}

Json assessment_json(const Call& call, db::Transaction& tx, const Assessment& assessment) {
    const auto body = tenants::find_body(tx, call.caller.scope, assessment.body_id);
    YUNHE_ASSERT(body.has_value());
    return {{"role", to_text(assessment.role)},
            {"body_name", body->name},
            {"reasonable", finding_json(assessment.reasonable)},
            {"compliant", finding_json(assessment.compliant)},
            {"safe", finding_json(assessment.safe)},
            {"opinion", or_null(assessment.opinion)},
            {"at", to_text(assessment.assessed_at)}};
}

Json seat_json(const DataRequest& request, const Seat& seat, Date today) {
    Json items = Json::array();
    for (const auto& answer : seat.items)
        for (const auto& item : request.items)
            if (item.resource_id == answer.resource_id)
                items.push_back({{"resource_code", item.resource_code},
                                 {"decision", to_text(answer.decision)},
                                 {"conditions", or_null(answer.conditions)},
                                 {"opinion", or_null(answer.opinion)},
                                 {"decided_at", or_null(answer.decided_at)}});
    return {{"seat", seat.code},
            {"role", to_text(seat.role)},
            {"body_id", to_text(seat.body_id)},
            {"body_code", seat.body_code},
            {"body_name", seat.body_name},
            {"article", or_null(seat.article)},
            {"due_on", to_text(seat.due_on)},
            {"overdue", is_overdue(seat, today)},
            {"items", std::move(items)}};
}

Json summary_json(const Call& call, const DataRequest& request) {
    Json items = Json::array();
    for (const auto& item : request.items) items.push_back(item_json(request, item));
    return {{"id", to_text(request.id)},
            {"number", request.number},
            {"state", to_text(state_at(request, call.caller.now))},
            {"version", request.version},
            {"scenario_id", to_text(request.scenario_id)},
            {"scenario_code", request.scenario_code},
            {"scenario_name", request.scenario_name},
            {"agreement_id", to_text(request.agreement_id)},
            {"developer_id", to_text(request.developer_id)},
            {"developer_uscc", request.developer_uscc},
            {"developer_name", request.developer_name},
            {"continuation_document", or_null(request.continuation_document)},
            {"created_at", to_text(request.created_at)},
            {"submitted_at", or_null(request.submitted_at)},
            {"decided_at", or_null(request.decided_at)},
            {"supplied_at", or_null(request.supplied_at)},
            {"items", std::move(items)}};
}

Reply reply_of(const Call& call, db::Transaction& tx, const DataRequest& request,
               int status = 200) {
    Reply reply{.status = status};
    reply.body = summary_json(call, request);
    Json assessments = Json::array();
    for (const auto& assessment : request.assessments)
        assessments.push_back(assessment_json(call, tx, assessment));
    Json seats = Json::array();
    for (const auto& seat : request.seats)
        seats.push_back(seat_json(request, seat, date_of(call.caller.now)));
    reply.body["assessments"] = std::move(assessments);
    reply.body["seats"] = std::move(seats);
    reply.headers.emplace_back("ETag", http::etag(request.version));
    return reply;
}

tenants::Rules rules_of(const Call& call, db::Transaction& tx) {
    return tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
}

std::vector<ItemDraft> items_of(const Input& body) {
    std::vector<ItemDraft> items;
    for (const auto& item : body.objects("items")) {
        ItemDraft draft{.resource_code = item.text("resource_code"),
                        .columns = {},
                        .consent_document = item.optional_text("consent_document")};
        for (const auto& column : item.objects("columns"))
            draft.columns.push_back({column.text("name"), column.text("purpose")});
        items.push_back(std::move(draft));
    }
    return items;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(request, create_data_request(tx, call.caller, rules_of(call, tx),
                                           call.body.text("scenario_code"), items_of(call.body)));
    return reply_of(call, tx, request, 201);
}

Result<Reply> change(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(current, lock_own_request(tx, call.caller, id));
    YUNHE_CHECK(http::check_if_match(call, current.version));
    YUNHE_TRY(request, change_data_request(tx, call.caller, rules_of(call, tx), current,
                                           items_of(call.body)));
    return reply_of(call, tx, request);
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    const auto request = find_data_request(tx, call.caller.scope, request_viewer(call.caller), id);
    if (!request) return not_found();
    return reply_of(call, tx, *request);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rows = list_data_requests(tx, call.caller.scope, request_viewer(call.caller),
                                         call.query.optional_text("scenario_code"), call.page);
    Reply reply;
    reply.body = page_json(
        call.page, rows, [&](const DataRequest& row) { return summary_json(call, row); },
        [](const DataRequest& row) { return row.id.value; });
    return reply;
}

Result<Reply> list_events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    if (!find_data_request(tx, call.caller.scope, request_viewer(call.caller), id))
        return not_found();
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "data_request", id.value);
    return reply;
}

Result<Reply> submit(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request, submit_data_request(tx, call.caller, rules_of(call, tx), id,
                                           call.body.text_or("explanation", "")));
    return reply_of(call, tx, request);
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request,
              withdraw_data_request(tx, call.caller, id, call.body.text_or("reason", "")));
    return reply_of(call, tx, request);
}

Result<Reply> check(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request, check_data_request(tx, call.caller, rules_of(call, tx), id,
                                          call.body.enumerator<CheckDecision>("decision"),
                                          call.body.text_or("opinion", "")));
    return reply_of(call, tx, request);
}

Finding finding_of(const Input& body) { return {body.boolean("met"), body.text("text")}; }

Result<Reply> assess(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    Assessment assessment;
    assessment.reasonable = finding_of(call.body.object("reasonable"));
    assessment.compliant = finding_of(call.body.object("compliant"));
    assessment.safe = finding_of(call.body.object("safe"));
    assessment.opinion = call.body.text_or("opinion", "");
    YUNHE_TRY(request, assess_data_request(tx, call.caller, rules_of(call, tx), id,
                                           std::move(assessment)));
    return reply_of(call, tx, request);
}

Result<Reply> decide(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    std::vector<SeatAnswerDraft> answers;
    for (const auto& item : call.body.objects("items"))
        answers.push_back({.resource_code = item.text("resource_code"),
                           .decision = item.enumerator<SeatDecision>("decision"),
                           .conditions = item.text_or("conditions", ""),
                           .opinion = item.text_or("opinion", "")});
    YUNHE_TRY(request, decide_data_request(tx, call.caller, rules_of(call, tx), id, answers));
    return reply_of(call, tx, request);
}

Result<Reply> supply(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request, supply_data_request(tx, call.caller, id, call.body.texts("items"),
                                           call.body.text("record")));
    return reply_of(call, tx, request);
}

constexpr Field kFilters[] = {field::code("scenario_code")};

#define YUNHE_ONE_REQUEST "/api/v1/data-requests/:data_request_id"

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/data-requests", Permission::scenario_write, create,
     "createDataRequest", "Drafts a scenario's request for resources.",
     {.body = &kRequestBody, .reply = &kRequest, .status = 201}},
    {Method::get, "/api/v1/data-requests", Permission::request_read, list, "listDataRequests",
     "The requests that concern the caller.", {.query = kFilters, .page_of = &kRequest}},
    {Method::get, YUNHE_ONE_REQUEST, Permission::request_read, show, "showDataRequest",
     "One request with its assessments and seats.", {.reply = &kRequest}},
    {Method::put, YUNHE_ONE_REQUEST, Permission::scenario_write, change, "changeDataRequest",
     "Replaces the items; in the joint decision only those that a seat returned.",
     {.body = &kItemsBody, .reply = &kRequest}},
    {Method::get, YUNHE_ONE_REQUEST "/events", Permission::request_read, list_events,
     "listDataRequestEvents", "What happened to the request, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::post, YUNHE_ONE_REQUEST "/submit", Permission::scenario_write, submit,
     "submitDataRequest", "Submits a request, or hands back what a seat returned.",
     {.body = &kSubmitBody, .reply = &kRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/withdraw", Permission::scenario_write, withdraw,
     "withdrawDataRequest", "Withdraws a request that isn't decided.",
     {.body = &kWithdrawBody, .reply = &kRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/operator-check", Permission::request_check, check,
     "checkDataRequest", "The first-level operator's own check.",
     {.body = &kCheckBody, .reply = &kRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/assess", Permission::request_assess, assess,
     "assessDataRequest", "Assesses whether the request is reasonable, compliant and safe.",
     {.body = &kAssessBody, .reply = &kRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/decide", Permission::request_decide, decide,
     "decideDataRequest", "The answers of the caller's seat, per resource.",
     {.body = &kDecideBody, .reply = &kRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/supply", Permission::request_supply, supply,
     "supplyDataRequest", "Hands granted resources over.",
     {.body = &kSupplyBody, .reply = &kRequest}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> data_request_routes() { return kRoutes; }

}  // namespace yunhe::catalog
