#include "base/clock.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/exit_service.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace exit_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kStepFields[] = {
    field::one_of("step", enum_values<ExitStep>),
    field::one_of("side", enum_values<ExitSide>).about("Who proves it."),
    field::boolean("done"),
    field::text("proof", 5000).nullable(),
    field::text("document_sm3", 64).nullable(),
    field::timestamp("done_at").nullable(),
};
constexpr Shape kStep{"ExitStep", kStepFields};
constexpr Field kExitFields[] = {
    field::id<AgreementId>("agreement_id"),
    field::one_of("ground", enum_values<ExitGround>),
    field::text("minutes_document", 200).nullable(),
    field::id<RectificationId>("rectification_id").nullable(),
    field::date("ended_on"),
    field::timestamp("begun_at").nullable(),
    field::date("retention_until").nullable().about("Logs are kept to this day, inclusive."),
    field::date("barred_until").nullable().about("No application of the developer to this day."),
    field::timestamp("closed_at").nullable(),
    field::objects("steps", kStep),
};
constexpr Shape kExit{"AgreementExit", kExitFields};

constexpr Field kEarlyEndFields[] = {field::text("reason", 2000)};
constexpr Shape kEarlyEndBody{"EarlyEndBody", kEarlyEndFields};
constexpr Field kEarlyEndReplyFields[] = {field::id<AgreementId>("agreement_id"),
                                          field::text("reason", 2000),
                                          field::timestamp("requested_at")};
constexpr Shape kEarlyEnd{"EarlyEndRequest", kEarlyEndReplyFields};
constexpr Field kProofFields[] = {
    field::one_of("step", enum_values<ExitStep>),
    field::text("proof", 5000).about("What was done, by whom and when."),
    field::text("document_sm3", 64)
        .optional()
        .about("SM3 of the document; needed for the deletion of data."),
};
constexpr Shape kProofBody{"ExitStepProof", kProofFields};

Json to_json(const AgreementExit& exit) {
    Json steps = Json::array();
    for (const auto& step : exit.steps)
        steps.push_back({{"step", std::string(to_text(step.step))},
                         {"side", std::string(to_text(side_of(step.step)))},
                         {"done", step.done_at.has_value()},
                         {"proof", or_null(step.proof)},
                         {"document_sm3", or_null(step.document_sm3)},
                         {"done_at", or_null(step.done_at)}});
    return {{"agreement_id", to_text(exit.agreement_id)},
            {"ground", std::string(to_text(exit.ground))},
            {"minutes_document", or_null(exit.minutes_document)},
            {"rectification_id", or_null(exit.rectification_id)},
            {"ended_on", to_text(exit.ended_on)},
            {"begun_at", or_null(exit.begun_at)},
            {"retention_until", or_null(exit.retention_until)},
            {"barred_until", or_null(exit.barred_until)},
            {"closed_at", or_null(exit.closed_at)},
            {"steps", std::move(steps)}};
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> ask_early(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(request, request_early_end(tx, call.caller, rules_of(call, tx), id,
                                         call.body.text("reason")));
    return Reply{.status = 201,
                 .body = {{"agreement_id", to_text(request.agreement_id)},
                          {"reason", request.reason},
                          {"requested_at", to_text(request.requested_at)}}};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(exit, read_visible_exit(tx, call.caller, id));
    return Reply{.body = to_json(exit)};
}

Result<Reply> begin(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(exit, begin_exit(tx, call.caller, rules_of(call, tx), id));
    return Reply{.body = to_json(exit)};
}

Result<Reply> prove(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    const ExitStepProof proof{.step = call.body.enumerator<ExitStep>("step"),
                              .proof = call.body.text("proof"),
                              .document_sm3 = call.body.optional_text("document_sm3"),
                              .done_at = {},
                              .body_id = {},
                              .user_id = {}};
    YUNHE_TRY(exit,
              prove_exit_step(tx, call.caller, rules_of(call, tx), id, proof, real_now()));
    return Reply{.body = to_json(exit)};
}

Result<Reply> close(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(exit, close_exit(tx, call.caller, rules_of(call, tx), id));
    return Reply{.body = to_json(exit)};
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/agreements/:agreement_id/early-end",
     Permission::exit_answer,
     ask_early,
     "requestEarlyEnd",
     "The developer asks for an end before the last day.",
     {.body = &kEarlyEndBody, .reply = &kEarlyEnd, .status = 201}},
    {Method::get,
     "/api/v1/agreements/:agreement_id/exit",
     Permission::agreement_read,
     get,
     "getAgreementExit",
     "Shows why an agreement ended and how far its exit is.",
     {.reply = &kExit}},
    {Method::post,
     "/api/v1/agreements/:agreement_id/exit",
     Permission::exit_manage,
     begin,
     "beginExit",
     "Begins the exit of what expired or was terminated.",
     {.reply = &kExit}},
    {Method::post,
     "/api/v1/agreements/:agreement_id/exit/steps",
     Permission::exit_prove,
     prove,
     "proveExitStep",
     "Proves one step of the exit.",
     {.body = &kProofBody, .reply = &kExit}},
    {Method::post,
     "/api/v1/agreements/:agreement_id/exit/close",
     Permission::exit_manage,
     close,
     "closeExit",
     "Closes the exit once every step is proved; logs stay to the end of their retention.",
     {.reply = &kExit}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace exit_api

std::span<const http::Route> exit_routes() { return exit_api::kRoutes; }

}  // namespace yunhe::tenants
