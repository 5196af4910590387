#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/deliberation_service.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace deliberation_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kOpinionFields[] = {
    field::id<StageOpinionId>("id"),
    field::one_of("stage", enum_values<StageKind>),
    field::integer("round", 1),
    field::text("participant", 100).about("A member of the rule pack, or department:<code>."),
    field::text("title", 200),
    field::date("due_on"),
    field::one_of("opinion", enum_values<OpinionKind>).nullable().about("Null: silent."),
    field::text("text", 5000).nullable(),
    field::timestamp("asked_at"),
    field::timestamp("given_at").nullable(),
};
constexpr Shape kOpinion{"StageOpinion", kOpinionFields};
constexpr Field kOpinionListFields[] = {field::objects("opinions", kOpinion)};
constexpr Shape kOpinionList{"StageOpinions", kOpinionListFields};
constexpr Field kAskFields[] = {
    field::texts("departments", 64)
        .items(100)
        .optional()
        .about("Codes of departments that take part."),
    field::date("due_on").optional().about("Absent: the policy's working days for a seat."),
};
constexpr Shape kAskBody{"ParticipantsAsked", kAskFields};
constexpr Field kGiveFields[] = {
    field::code("participant").optional().about("For a member; departments speak for themselves."),
    field::one_of("opinion", enum_values<OpinionKind>),
    field::text("text", 5000),
};
constexpr Shape kGiveBody{"OpinionGiven", kGiveFields};

constexpr Field kVoteFields[] = {
    field::code("member"),
    field::one_of("vote", enum_values<Vote>),
    field::text("text", 2000).optional().nullable(),
};
constexpr Shape kVote{"MemberVote", kVoteFields};
constexpr Field kCheckFields[] = {
    field::code("check"),
    field::boolean("met"),
    field::text("text", 2000).optional().nullable(),
};
constexpr Shape kCheck{"DeliberationCheck", kCheckFields};
constexpr Field kDeliberationFields[] = {
    field::id<DeliberationId>("id"),
    field::id<ApplicationId>("application_id"),
    field::integer("number"),
    field::integer("round", 1),
    field::one_of("state", enum_values<DeliberationState>),
    field::integer("version"),
    field::date("meeting_on"),
    field::text("agenda", 5000),
    field::texts("attendance", 64),
    field::objects("votes", kVote),
    field::objects("checks", kCheck),
    field::text("minutes_document", 200).nullable(),
    field::one_of("minutes_outcome", enum_values<MinutesOutcome>).nullable(),
    field::timestamp("created_at"),
    field::timestamp("held_at").nullable(),
};
constexpr Shape kDeliberation{"Deliberation", kDeliberationFields};
constexpr Field kCallFields[] = {field::date("meeting_on"), field::text("agenda", 5000)};
constexpr Shape kCallBody{"MeetingCall", kCallFields};
constexpr Field kRecordFields[] = {
    field::texts("attendance", 64).items(100).about("Codes of the members present."),
    field::objects("votes", kVote).items(100),
    field::objects("checks", kCheck).items(20).optional().about("Those of the rule pack."),
    field::text("minutes_document", 200).about("Number of the minutes."),
    field::one_of("minutes_outcome", enum_values<MinutesOutcome>),
};
constexpr Shape kRecordBody{"MeetingRecord", kRecordFields};
constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"MeetingCancelled", kReasonFields};

Json to_json(const StageOpinion& opinion) {
    return {{"id", to_text(opinion.id)},
            {"stage", std::string(to_text(opinion.stage))},
            {"round", opinion.round},
            {"participant", opinion.participant},
            {"title", opinion.title},
            {"due_on", to_text(opinion.due_on)},
            {"opinion",
             opinion.opinion ? Json(std::string(to_text(*opinion.opinion))) : Json(nullptr)},
            {"text", or_null(opinion.text)},
            {"asked_at", to_text(opinion.asked_at)},
            {"given_at", or_null(opinion.given_at)}};
}

Json list_json(const std::vector<StageOpinion>& opinions) {
    Json list = Json::array();
    for (const auto& opinion : opinions) list.push_back(to_json(opinion));
    return list;
}

Json to_json(const Deliberation& deliberation) {
    Json votes = Json::array();
    for (const auto& vote : deliberation.votes)
        votes.push_back({{"member", vote.member},
                         {"vote", std::string(to_text(vote.vote))},
                         {"text", or_null(vote.text)}});
    Json checks = Json::array();
    for (const auto& check : deliberation.checks)
        checks.push_back(
            {{"check", check.check}, {"met", check.met}, {"text", or_null(check.text)}});
    Json outcome = nullptr;
    if (deliberation.minutes_outcome) outcome = to_text(*deliberation.minutes_outcome);
    return {{"id", to_text(deliberation.id)},
            {"application_id", to_text(deliberation.application_id)},
            {"number", deliberation.number},
            {"round", deliberation.round},
            {"state", std::string(to_text(deliberation.state))},
            {"version", deliberation.version},
            {"meeting_on", to_text(deliberation.meeting_on)},
            {"agenda", deliberation.agenda},
            {"attendance", json_of(deliberation.attendance)},
            {"votes", std::move(votes)},
            {"checks", std::move(checks)},
            {"minutes_document", or_null(deliberation.minutes_document)},
            {"minutes_outcome", std::move(outcome)},
            {"created_at", to_text(deliberation.created_at)},
            {"held_at", or_null(deliberation.held_at)}};
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Json whole_page(Json data) {
    return {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}};
}

Result<Reply> ask(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    const auto stage = from_text<StageKind>(call.path_value("stage"));
    if (!stage) return not_found();
    YUNHE_TRY(opinions, ask_participants(tx, call.caller, rules_of(call, tx), id, *stage,
                                         {call.body.texts("departments"),
                                          call.body.optional_date("due_on")}));
    return Reply{.body = {{"opinions", list_json(opinions)}}};
}

Result<Reply> give(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(opinion, give_opinion(tx, call.caller, rules_of(call, tx), id,
                                    {call.body.optional_text("participant"),
                                     call.body.enumerator<OpinionKind>("opinion"),
                                     call.body.text("text")}));
    return Reply{.body = to_json(opinion)};
}

Result<Reply> list_opinions(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(opinions, read_visible_opinions(tx, call.caller, id));
    return Reply{.body = whole_page(list_json(opinions))};
}

Result<Reply> call_one(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(deliberation,
              call_meeting(tx, call.caller, rules_of(call, tx), id,
                           {call.body.date("meeting_on"), call.body.text("agenda")}));
    return Reply{.status = 201, .body = to_json(deliberation)};
}

Result<Reply> list_meetings(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(deliberations, read_visible_deliberations(tx, call.caller, id));
    Json data = Json::array();
    for (const auto& deliberation : deliberations) data.push_back(to_json(deliberation));
    return Reply{.body = whole_page(std::move(data))};
}

Result<Reply> record(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DeliberationId>("deliberation_id"));
    MeetingRecord meeting{call.body.texts("attendance"), {}, {},
                          call.body.text("minutes_document"),
                          call.body.enumerator<MinutesOutcome>("minutes_outcome")};
    for (const auto& entry : call.body.objects("votes"))
        meeting.votes.push_back(
            {entry.text("member"), entry.enumerator<Vote>("vote"), entry.text_or("text", "")});
    for (const auto& entry : call.body.objects("checks"))
        meeting.checks.push_back(
            {entry.text("check"), entry.boolean("met"), entry.text_or("text", "")});
    YUNHE_TRY(deliberation,
              record_meeting(tx, call.caller, rules_of(call, tx), id, meeting));
    return Reply{.body = to_json(deliberation)};
}

Result<Reply> cancel(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DeliberationId>("deliberation_id"));
    YUNHE_TRY(deliberation, cancel_meeting(tx, call.caller, rules_of(call, tx), id,
                                           call.body.text("reason")));
    return Reply{.body = to_json(deliberation)};
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/applications/:application_id/stages/:stage/ask",
     Permission::application_process,
     ask,
     "askParticipants",
     "Asks the members and departments that take part in a stage for their opinions.",
     {.body = &kAskBody, .reply = &kOpinionList}},
    {Method::post,
     "/api/v1/applications/:application_id/opinions",
     Permission::application_process,
     give,
     "giveOpinion",
     "Gives the opinion of a department, or enters that of a member.",
     {.body = &kGiveBody, .reply = &kOpinion}},
    {Method::get,
     "/api/v1/applications/:application_id/opinions",
     Permission::application_read,
     list_opinions,
     "listOpinions",
     "Lists the opinions of participants, silent ones too; a department sees its own.",
     {.page_of = &kOpinion}},
    {Method::post,
     "/api/v1/applications/:application_id/deliberations",
     Permission::application_process,
     call_one,
     "callMeeting",
     "Calls the meeting that deliberates an application.",
     {.body = &kCallBody, .reply = &kDeliberation, .status = 201}},
    {Method::get,
     "/api/v1/applications/:application_id/deliberations",
     Permission::application_read,
     list_meetings,
     "listDeliberations",
     "Lists the meetings with attendance, votes and minutes, for the offices.",
     {.page_of = &kDeliberation}},
    {Method::post,
     "/api/v1/deliberations/:deliberation_id/record",
     Permission::application_process,
     record,
     "recordMeeting",
     "Records attendance, votes, minutes and their outcome.",
     {.body = &kRecordBody, .reply = &kDeliberation}},
    {Method::post,
     "/api/v1/deliberations/:deliberation_id/cancel",
     Permission::application_process,
     cancel,
     "cancelMeeting",
     "Cancels a meeting that was called.",
     {.body = &kReasonBody, .reply = &kDeliberation}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace deliberation_api

std::span<const http::Route> deliberation_routes() { return deliberation_api::kRoutes; }

}  // namespace yunhe::tenants
