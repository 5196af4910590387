#include "catalog/data_request_reply_api.hpp"

#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::catalog {
namespace {

using http::Call;
using http::Reply;
using http::or_null;

Json consent_json(const std::optional<Consent>& consent) {
    if (!consent) return nullptr;
    return {{"document", consent->document},
            {"evidence_sm3", or_null(consent->evidence_sm3)},
            {"scope", or_null(consent->scope)},
            {"subjects", consent->subjects},
            {"obtained_on", or_null(consent->obtained_on)},
            {"valid_until", or_null(consent->valid_until)},
            {"withdrawn_at", or_null(consent->withdrawn_at)},
            {"withdrawn_reason", or_null(consent->withdrawn_reason)}};
}

Json reasons_json(const DataRequest& request, ResourceId id) {
    Json reasons = Json::array();
    for (const auto& seat : request.seats)
        for (const auto& answer : seat.items)
            if (answer.resource_id == id && answer.decision == SeatDecision::refuse)
                reasons.push_back({{"seat", seat.code},
                                   {"body_name", seat.body_name},
                                   {"reason", answer.opinion}});
    return reasons;
}

Json column_answers_json(const SeatItem& answer) {
    Json columns = Json::array();
    for (const auto& column : answer.columns)
        columns.push_back({{"name", column.name},
                           {"decision", to_text(column.decision)},
                           {"masking", column.masking ? Json(to_text(*column.masking))
                                                      : Json(nullptr)},
                           {"text", or_null(column.text)}});
    return columns;
}

Json escalation_json(const Escalation& escalation) {
    return {{"id", to_text(escalation.id)},
            {"seat", escalation.seat},
            {"body_name", escalation.body_name},
            {"kind", to_text(escalation.kind)},
            {"on", to_text(escalation.on)},
            {"text", escalation.text},
            {"ordered_at", to_text(escalation.ordered_at)},
            {"minutes_document", or_null(escalation.minutes_document)},
            {"minutes_sm3", or_null(escalation.minutes_sm3)},
            {"minutes_text", or_null(escalation.minutes_text)},
            {"minutes_at", or_null(escalation.minutes_at)}};
}

/// What happened around the decision.
void put_course(Json& json, const DataRequest& request) {
    Json narrowings = Json::array();
    for (const auto& narrowing : request.narrowings)
        narrowings.push_back({{"resource_code", narrowing.resource_code},
                              {"column", narrowing.column},
                              {"cause", to_text(narrowing.cause)},
                              {"applied_at", or_null(narrowing.applied_at)}});
    Json recusals = Json::array();
    for (const auto& recusal : request.recusals)
        recusals.push_back({{"body_id", to_text(recusal.body_id)},
                            {"username", recusal.username},
                            {"substitute", recusal.substitute},
                            {"reason", recusal.reason},
                            {"recorded_at", to_text(recusal.recorded_at)}});
    Json escalations = Json::array();
    for (const auto& escalation : request.escalations)
        escalations.push_back(escalation_json(escalation));
    json["narrowings"] = std::move(narrowings);
    json["recusals"] = std::move(recusals);
    json["escalations"] = std::move(escalations);
}

Json item_json(const DataRequest& request, const DataRequestItem& item) {
    Json columns = Json::array();
    for (const auto& column : item.columns)
        columns.push_back({{"name", column.name}, {"purpose", column.purpose}});
    Json outcome = nullptr;
    Json granted = Json::array();
    if (!request.seats.empty()) {
        const auto result = outcome_of(request, item.resource_id);
        outcome = to_text(result);
        if (result == ResourceOutcome::granted)
            for (const auto& column : columns_left(request.seats, item))
                granted.push_back(granted_column_json(column));
    }
    return {{"resource_id", to_text(item.resource_id)},
            {"resource_code", item.resource_code},
            {"resource_name", item.resource_name},
            {"department_id", to_text(item.department_id)},
            {"origin", to_text(item.origin)},
            {"columns", std::move(columns)},
            {"consent", consent_json(item.consent)},
            {"outcome", std::move(outcome)},
            {"granted_columns", std::move(granted)},
            {"reasons", reasons_json(request, item.resource_id)},
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
                                 {"columns", column_answers_json(answer)},
                                 {"decided_at", or_null(answer.decided_at)}});
    return {{"seat", seat.code},
            {"role", to_text(seat.role)},
            {"body_id", to_text(seat.body_id)},
            {"body_code", seat.body_code},
            {"body_name", seat.body_name},
            {"article", or_null(seat.article)},
            {"due_on", to_text(seat.due_on)},
            {"overdue", is_overdue(seat, today)},
            {"escalation",
             to_text(escalation_of(seat, today, tenants::embedded_holidays()))},
            {"items", std::move(items)}};
}

}  // namespace

Json data_request_summary(const Call& call, const DataRequest& request) {
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
            {"changes_id", request.changes_id ? Json(to_text(*request.changes_id)) : Json(nullptr)},
            {"items", std::move(items)}};
}

Reply data_request_reply(const Call& call, db::Transaction& tx, const DataRequest& request,
                         int status) {
    Reply reply{.status = status};
    reply.body = data_request_summary(call, request);
    Json assessments = Json::array();
    for (const auto& assessment : request.assessments)
        assessments.push_back(assessment_json(call, tx, assessment));
    Json seats = Json::array();
    for (const auto& seat : request.seats)
        seats.push_back(seat_json(request, seat, date_of(call.caller.now)));
    reply.body["assessments"] = std::move(assessments);
    reply.body["seats"] = std::move(seats);
    put_course(reply.body, request);
    reply.headers.emplace_back("ETag", http::etag(request.version));
    return reply;
}

}  // namespace yunhe::catalog
