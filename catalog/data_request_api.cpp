/// Data requests: from the developer's draft to the hand-over.
#include "catalog/data_request_reply_api.hpp"
#include "catalog/data_request_service.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace data_request_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kConsentFields[] = {
    field::text("document").about("Number and name of the consent, for this resource alone."),
    field::text("evidence_sm3", 64).about("SM3 of the evidence file, 64 hexadecimal digits."),
    field::text("scope", 2000).about("What was consented to."),
    field::integer("subjects", 1).about("Of how many persons."),
    field::date("obtained_on"),
    field::date("valid_until").optional().nullable().about("Last day; absent: until withdrawn."),
};
constexpr Shape kConsent{"ConsentBody", kConsentFields};

constexpr Field kItemFields[] = {
    field::code("resource_code"),
    field::objects("columns", kColumn).items(500),
    field::object("consent", kConsent).optional().nullable().about(
        "Where the resource points at persons: never one for several resources."),
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
    field::text("conditions", 4000).optional().about("On the resource as a whole."),
    field::text("opinion", 4000).optional().about("Needed to refuse or return."),
    field::objects("columns", kColumnAnswer).items(500).optional().about(
        "Single columns, with agree_with_conditions; the others are agreed."),
};
constexpr Shape kAnswer{"SeatAnswer", kAnswerFields};
constexpr Field kDecideFields[] = {field::objects("items", kAnswer).items(200)};
constexpr Shape kDecideBody{"SeatDecisionBody", kDecideFields};

constexpr Field kSupplyFields[] = {
    field::texts("items", 64).optional().about("Resource codes; absent: all that were granted."),
    field::text("record", 4000).about("The hand-over record."),
};
constexpr Shape kSupplyBody{"SupplyBody", kSupplyFields};

tenants::Rules rules_of(const Call& call, db::Transaction& tx) {
    return tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
}

std::optional<Consent> consent_of(const Input& item) {
    if (!item.has("consent")) return std::nullopt;
    const auto consent = item.object("consent");
    return Consent{.document = consent.text("document"),
                   .evidence_sm3 = consent.text("evidence_sm3"),
                   .scope = consent.text("scope"),
                   .subjects = static_cast<std::uint64_t>(consent.integer("subjects")),
                   .obtained_on = consent.date("obtained_on"),
                   .valid_until = consent.optional_date("valid_until")};
}

std::vector<ItemDraft> items_of(const Input& body) {
    std::vector<ItemDraft> items;
    for (const auto& item : body.objects("items")) {
        ItemDraft draft{.resource_code = item.text("resource_code"),
                        .columns = {},
                        .consent = consent_of(item)};
        for (const auto& column : item.objects("columns"))
            draft.columns.push_back({column.text("name"), column.text("purpose")});
        items.push_back(std::move(draft));
    }
    return items;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(request, create_data_request(tx, call.caller, rules_of(call, tx),
                                           call.body.text("scenario_code"), items_of(call.body)));
    return data_request_reply(call, tx, request, 201);
}

Result<Reply> change(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(current, lock_own_request(tx, call.caller, id));
    YUNHE_CHECK(http::check_if_match(call, current.version));
    YUNHE_TRY(request, change_data_request(tx, call.caller, rules_of(call, tx), current,
                                           items_of(call.body)));
    return data_request_reply(call, tx, request);
}

Result<Reply> create_change(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request, create_change_request(tx, call.caller, rules_of(call, tx), id,
                                             items_of(call.body)));
    return data_request_reply(call, tx, request, 201);
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    const auto request = find_data_request(tx, call.caller.scope, request_viewer(call.caller), id);
    if (!request) return not_found();
    return data_request_reply(call, tx, *request);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rows = list_data_requests(tx, call.caller.scope, request_viewer(call.caller),
                                         call.query.optional_text("scenario_code"), call.page);
    Reply reply;
    reply.body = page_json(
        call.page, rows, [&](const DataRequest& row) { return data_request_summary(call, row); },
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
    return data_request_reply(call, tx, request);
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request,
              withdraw_data_request(tx, call.caller, rules_of(call, tx), id,
                                    call.body.text_or("reason", "")));
    return data_request_reply(call, tx, request);
}

Result<Reply> check(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request, check_data_request(tx, call.caller, rules_of(call, tx), id,
                                          call.body.enumerator<CheckDecision>("decision"),
                                          call.body.text_or("opinion", "")));
    return data_request_reply(call, tx, request);
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
    return data_request_reply(call, tx, request);
}

std::vector<ColumnAnswer> column_answers_of(const Input& item) {
    std::vector<ColumnAnswer> answers;
    if (!item.has("columns")) return answers;
    for (const auto& column : item.objects("columns")) {
        ColumnAnswer answer{.name = column.text("name"),
                            .decision = column.enumerator<ColumnDecision>("decision"),
                            .masking = {},
                            .text = column.text_or("text", "")};
        if (column.has("masking")) answer.masking = column.enumerator<Masking>("masking");
        answers.push_back(std::move(answer));
    }
    return answers;
}

Result<Reply> decide(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    std::vector<SeatAnswerDraft> answers;
    for (const auto& item : call.body.objects("items"))
        answers.push_back({.resource_code = item.text("resource_code"),
                           .decision = item.enumerator<SeatDecision>("decision"),
                           .conditions = item.text_or("conditions", ""),
                           .opinion = item.text_or("opinion", ""),
                           .columns = column_answers_of(item)});
    YUNHE_TRY(request, decide_data_request(tx, call.caller, rules_of(call, tx), id, answers));
    return data_request_reply(call, tx, request);
}

Result<Reply> supply(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request, supply_data_request(tx, call.caller, rules_of(call, tx), id,
                                           call.body.texts("items"), call.body.text("record")));
    return data_request_reply(call, tx, request);
}

constexpr Field kFilters[] = {field::code("scenario_code")};

#define YUNHE_ONE_REQUEST "/api/v1/data-requests/:data_request_id"

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/data-requests", Permission::scenario_write, create,
     "createDataRequest", "Drafts a scenario's request for resources.",
     {.body = &kRequestBody, .reply = &kDataRequest, .status = 201}},
    {Method::get, "/api/v1/data-requests", Permission::request_read, list, "listDataRequests",
     "The requests that concern the caller.", {.query = kFilters, .page_of = &kDataRequest}},
    {Method::get, YUNHE_ONE_REQUEST, Permission::request_read, show, "showDataRequest",
     "One request with its assessments and seats.", {.reply = &kDataRequest}},
    {Method::put, YUNHE_ONE_REQUEST, Permission::scenario_write, change, "changeDataRequest",
     "Replaces the items; in the joint decision only those that a seat returned.",
     {.body = &kItemsBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/changes", Permission::scenario_write, create_change,
     "createChangeRequest",
     "Drafts a change of what was granted. The items are everything that the scenario is to have: "
     "only what is new is asked, what stood stays, what is missing ends on submission.",
     {.body = &kItemsBody, .reply = &kDataRequest, .status = 201}},
    {Method::get, YUNHE_ONE_REQUEST "/events", Permission::request_read, list_events,
     "listDataRequestEvents", "What happened to the request, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::post, YUNHE_ONE_REQUEST "/submit", Permission::scenario_write, submit,
     "submitDataRequest", "Submits a request, or hands back what a seat returned.",
     {.body = &kSubmitBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/withdraw", Permission::scenario_write, withdraw,
     "withdrawDataRequest", "Withdraws a request that isn't decided.",
     {.body = &kWithdrawBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/operator-check", Permission::request_check, check,
     "checkDataRequest", "The first-level operator's own check.",
     {.body = &kCheckBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/assess", Permission::request_assess, assess,
     "assessDataRequest", "Assesses whether the request is reasonable, compliant and safe.",
     {.body = &kAssessBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/decide", Permission::request_decide, decide,
     "decideDataRequest", "The answers of the caller's seat, per resource.",
     {.body = &kDecideBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/supply", Permission::request_supply, supply,
     "supplyDataRequest", "Hands granted resources over.",
     {.body = &kSupplyBody, .reply = &kDataRequest}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace data_request_api

std::span<const http::Route> data_request_routes() { return data_request_api::kRoutes; }

}  // namespace yunhe::catalog
