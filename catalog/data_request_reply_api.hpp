/// How data requests look in replies.
#pragma once

#include "catalog/data_request_service.hpp"
#include "catalog/grant_reply_api.hpp"
#include "http/call.hpp"
#include "http/route.hpp"

namespace yunhe::catalog {

inline constexpr Field kColumnFields[] = {
    field::text("name", 64).about("One of the resource's columns."),
    field::text("purpose", 500).about("What just this column is needed for."),
};
inline constexpr Shape kColumn{"RequestedColumn", kColumnFields};

inline constexpr Field kFindingFields[] = {field::boolean("met"), field::text("text", 4000)};
inline constexpr Shape kFinding{"Finding", kFindingFields};

inline constexpr Field kConsentReplyFields[] = {
    field::text("document"),
    field::text("evidence_sm3", 64).nullable().about("SM3 of the evidence file."),
    field::text("scope", 2000).nullable(),
    field::integer("subjects"),
    field::date("obtained_on").nullable(),
    field::date("valid_until").nullable(),
    field::timestamp("withdrawn_at").nullable(),
    field::text("withdrawn_reason", 2000).nullable(),
};
inline constexpr Shape kConsentReply{"Consent", kConsentReplyFields};

inline constexpr Field kOutcomeReasonFields[] = {field::code("seat"), field::text("body_name"),
                                          field::text("reason", 4000)};
inline constexpr Shape kOutcomeReason{"OutcomeReason", kOutcomeReasonFields};

inline constexpr Field kColumnAnswerFields[] = {
    field::text("name", 64),
    field::one_of("decision", enum_values<ColumnDecision>),
    field::one_of("masking", enum_values<Masking>).optional().nullable().about(
        "How it is masked before it is handed over; needed to mask."),
    field::text("text", 2000).optional().nullable().about(
        "The condition; needed to refuse: why."),
};
inline constexpr Shape kColumnAnswer{"ColumnAnswer", kColumnAnswerFields};

inline constexpr Field kNarrowingFields[] = {
    field::code("resource_code"),
    field::text("column", 64),
    field::one_of("cause", enum_values<NarrowingCause>),
    field::timestamp("applied_at").nullable().about("From then on it may not be used."),
};
inline constexpr Shape kNarrowing{"Narrowing", kNarrowingFields};

inline constexpr Field kRecusalFields[] = {
    field::id<BodyId>("body_id"),         field::text("username", 64),
    field::text("substitute", 64),        field::text("reason", 2000),
    field::timestamp("recorded_at"),
};
inline constexpr Shape kRecusal{"Recusal", kRecusalFields};

inline constexpr Field kEscalationFields[] = {
    field::id<EscalationId>("id"),
    field::code("seat"),
    field::text("body_name"),
    field::one_of("kind", enum_values<EscalationKind>),
    field::date("on").about("The last date, or the day of the meeting."),
    field::text("text", 4000),
    field::timestamp("ordered_at"),
    field::text("minutes_document").nullable(),
    field::text("minutes_sm3", 64).nullable(),
    field::text("minutes_text", 4000).nullable(),
    field::timestamp("minutes_at").nullable(),
};
inline constexpr Shape kEscalation{"Escalation", kEscalationFields};

inline constexpr Field kItemReplyFields[] = {
    field::id<ResourceId>("resource_id"),
    field::code("resource_code"),
    field::text("resource_name"),
    field::id<BodyId>("department_id"),
    field::one_of("origin", enum_values<Origin>),
    field::objects("columns", kColumn),
    field::object("consent", kConsentReply).nullable(),
    field::one_of("outcome", enum_values<ResourceOutcome>).nullable().about(
        "Null before the joint decision."),
    field::objects("granted_columns", kGrantedColumn).about(
        "What the seats left of the columns; empty unless the outcome is granted."),
    field::objects("reasons", kOutcomeReason).about("Who refused it, and why."),
    field::timestamp("supplied_at").nullable(),
    field::text("supply_record", 4000).nullable(),
};
inline constexpr Shape kItemReply{"DataRequestItem", kItemReplyFields};

inline constexpr Field kAssessmentFields[] = {
    field::one_of("role", enum_values<tenants::Role>),
    field::text("body_name"),
    field::object("reasonable", kFinding),
    field::object("compliant", kFinding),
    field::object("safe", kFinding),
    field::text("opinion", 4000).nullable(),
    field::timestamp("at"),
};
inline constexpr Shape kAssessment{"Assessment", kAssessmentFields};

inline constexpr Field kSeatItemFields[] = {
    field::code("resource_code"),
    field::one_of("decision", enum_values<SeatDecision>),
    field::text("conditions", 4000).nullable(),
    field::text("opinion", 4000).nullable(),
    field::objects("columns", kColumnAnswer).about("Columns without an answer are agreed."),
    field::timestamp("decided_at").nullable(),
};
inline constexpr Shape kSeatItem{"SeatItem", kSeatItemFields};

inline constexpr Field kSeatFields[] = {
    field::code("seat"),
    field::one_of("role", enum_values<tenants::Role>),
    field::id<BodyId>("body_id"),
    field::code("body_code"),
    field::text("body_name"),
    field::text("article", 64).nullable().about("Absent: by the tenant's policy or the system."),
    field::date("due_on").about(
        "After this day a silent seat is overdue; it never counts as agreed."),
    field::boolean("overdue"),
    field::one_of("escalation", enum_values<EscalationStage>).about(
        "Before whom a silent seat is now. Nobody decides in its place."),
    field::objects("items", kSeatItem),
};
inline constexpr Shape kSeat{"Seat", kSeatFields};

inline constexpr Field kDataRequestFields[] = {
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
    field::id<DataRequestId>("changes_id").nullable().about(
        "Of a change request: the request whose grants it changes."),
    field::objects("narrowings", kNarrowing).optional().about(
        "What a change request takes away. Not in lists."),
    field::objects("recusals", kRecusal).optional().about("Not in lists."),
    field::objects("escalations", kEscalation).optional().about("Not in lists."),
};
inline constexpr Shape kDataRequest{"DataRequest", kDataRequestFields};

Json data_request_summary(const http::Call& call, const DataRequest& request);
http::Reply data_request_reply(const http::Call& call, db::Transaction& tx,
                               const DataRequest& request, int status = 200);

}  // namespace yunhe::catalog
