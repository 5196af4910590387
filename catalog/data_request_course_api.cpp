/// What happens around a joint decision: recusals, silent seats, consents that are taken back.
#include "catalog/data_request_reply_api.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"

namespace yunhe::catalog {
namespace data_request_course_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kRecuseFields[] = {
    field::text("username", 64).optional().about(
        "Who steps back; absent: the caller. Others are named by the head of the body."),
    field::text("substitute", 64).about("A user of the same body with the seat's role."),
    field::text("reason", 2000),
};
constexpr Shape kRecuseBody{"RecusalBody", kRecuseFields};

constexpr Field kEscalateFields[] = {
    field::code("body_code").about("Of the seat that stays silent."),
    field::one_of("kind", enum_values<EscalationKind>),
    field::date("on").about("The last date, or the day of the meeting."),
    field::text("text", 4000).about("Why, or the meeting's agenda."),
};
constexpr Shape kEscalateBody{"EscalationBody", kEscalateFields};

constexpr Field kMinutesFields[] = {
    field::text("document").about("Number and name of the minutes."),
    field::text("sm3", 64).about("SM3 of the minutes, 64 hexadecimal digits."),
    field::text("text", 4000).about("What was agreed. The seats themselves still have to decide."),
};
constexpr Shape kMinutesBody{"MinutesBody", kMinutesFields};

constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"ConsentWithdrawalBody", kReasonFields};

tenants::Rules rules_of(const Call& call, db::Transaction& tx) {
    return tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> recuse(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request,
              recuse_from_request(tx, call.caller, rules_of(call, tx), id,
                                  call.body.optional_text("username"),
                                  call.body.text("substitute"), call.body.text("reason")));
    return data_request_reply(call, tx, request);
}

Result<Reply> escalate(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    const EscalationDraft draft{.body_code = call.body.text("body_code"),
                                .kind = call.body.enumerator<EscalationKind>("kind"),
                                .on = call.body.date("on"),
                                .text = call.body.text("text")};
    YUNHE_TRY(request,
              escalate_data_request(tx, call.caller, rules_of(call, tx), id, draft));
    return data_request_reply(call, tx, request);
}

Result<Reply> minutes(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(escalation_id, call.path_id<EscalationId>("escalation_id"));
    YUNHE_TRY(request, record_minutes(tx, call.caller, id, escalation_id,
                                      call.body.text("document"), call.body.text("sm3"),
                                      call.body.text("text")));
    return data_request_reply(call, tx, request);
}

Result<Reply> take_consent_back(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DataRequestId>("data_request_id"));
    YUNHE_TRY(request,
              withdraw_consent(tx, call.caller, id, std::string(call.path_value("resource_code")),
                               call.body.text("reason")));
    return data_request_reply(call, tx, request);
}

#define YUNHE_ONE_REQUEST "/api/v1/data-requests/:data_request_id"

constexpr Route kRoutes[] = {
    {Method::post, YUNHE_ONE_REQUEST "/recuse", Permission::request_decide, recuse,
     "recuseFromDataRequest",
     "Somebody of the caller's seat steps back; a colleague of the same body sits instead.",
     {.body = &kRecuseBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/escalations", Permission::request_escalate, escalate,
     "escalateDataRequest",
     "Sets a last date or a meeting for a seat that stays silent after its head was told.",
     {.body = &kEscalateBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/escalations/:escalation_id/minutes",
     Permission::request_escalate, minutes, "recordDataRequestMinutes",
     "Records the minutes of a meeting that was set.",
     {.body = &kMinutesBody, .reply = &kDataRequest}},
    {Method::post, YUNHE_ONE_REQUEST "/consents/:resource_code/withdraw",
     Permission::scenario_write, take_consent_back, "withdrawConsent",
     "Records that those whom a resource points at took their consent back. Its grants end now.",
     {.body = &kReasonBody, .reply = &kDataRequest}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace data_request_course_api

std::span<const http::Route> data_request_course_routes() {
    return data_request_course_api::kRoutes;
}

}  // namespace yunhe::catalog
