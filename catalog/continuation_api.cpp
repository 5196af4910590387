/// Continuation of grants at renewal.
#include <map>

#include "catalog/continuation_service.hpp"
#include "catalog/grant_store.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"

namespace yunhe::catalog {
namespace continuation_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using http::or_null;
using tenants::Permission;

constexpr Field kSeatFields[] = {
    field::text("seat", 64),
    field::text("body_name", 200),
    field::text("article", 64).nullable(),
    field::one_of("decision", enum_values<ContinuationDecision>),
    field::text("opinion", 5000).nullable(),
    field::timestamp("decided_at").nullable(),
};
constexpr Shape kSeat{"ContinuationSeat", kSeatFields};
constexpr Field kItemFields[] = {
    field::id<GrantId>("grant_id").about("Of the agreement that is renewed."),
    field::code("scenario_code"),
    field::code("resource_code"),
    field::text("resource_name", 200),
    field::one_of("outcome", enum_values<ContinuationOutcome>),
    field::id<GrantId>("new_grant_id").nullable().about("Under the new agreement."),
    field::objects("seats", kSeat),
};
constexpr Shape kItem{"ContinuationItem", kItemFields};
constexpr Field kContinuationFields[] = {
    field::id<ContinuationId>("id"),
    field::id<tenants::AgreementId>("agreement_id"),
    field::id<tenants::AgreementId>("predecessor_id"),
    field::integer("version"),
    field::timestamp("created_at"),
    field::objects("items", kItem),
};
constexpr Shape kContinuation{"Continuation", kContinuationFields};

constexpr std::string_view kAnswers[] = {"confirm", "object"};
constexpr Field kAnswerFields[] = {
    field::id<GrantId>("grant_id"),
    field::one_of("decision", kAnswers),
    field::text("opinion", 5000).optional().about("Needed for an objection."),
};
constexpr Shape kAnswer{"ContinuationAnswer", kAnswerFields};
constexpr Field kAnswersFields[] = {field::objects("items", kAnswer).items(500)};
constexpr Shape kAnswersBody{"ContinuationAnswers", kAnswersFields};

Json to_json(const ContinuationSeat& seat) {
    return {{"seat", seat.seat},
            {"body_name", seat.body_name},
            {"article", or_null(seat.article)},
            {"decision", std::string(to_text(seat.decision))},
            {"opinion", or_null(seat.opinion)},
            {"decided_at", or_null(seat.decided_at)}};
}

Reply reply_of(const Call& call, db::Transaction& tx, const Continuation& continuation,
               int status = 200) {
    Json items = Json::array();
    for (const auto grant_id : grants_of(continuation)) {
        const auto named = find_named_grant(tx, call.caller.scope, {}, grant_id).value();
        Json seats = Json::array();
        std::optional<GrantId> new_grant_id;
        for (const auto& seat : continuation.seats) {
            if (seat.grant_id != grant_id) continue;
            seats.push_back(to_json(seat));
            new_grant_id = seat.new_grant_id;
        }
        items.push_back({{"grant_id", to_text(grant_id)},
                         {"scenario_code", named.scenario_code},
                         {"resource_code", named.resource_code},
                         {"resource_name", named.resource_name},
                         {"outcome", std::string(to_text(outcome_of(continuation, grant_id)))},
                         {"new_grant_id", or_null(new_grant_id)},
                         {"seats", std::move(seats)}});
    }
    Reply reply{.status = status,
                .body = {{"id", to_text(continuation.id)},
                         {"agreement_id", to_text(continuation.agreement_id)},
                         {"predecessor_id", to_text(continuation.predecessor_id)},
                         {"version", continuation.version},
                         {"created_at", to_text(continuation.created_at)},
                         {"items", std::move(items)}}};
    reply.headers.emplace_back("ETag", http::etag(continuation.version));
    return reply;
}

Result<Reply> start(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<tenants::AgreementId>("agreement_id"));
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(continuation, start_continuation(tx, call.caller, rules, id));
    return reply_of(call, tx, continuation, 201);
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<tenants::AgreementId>("agreement_id"));
    YUNHE_TRY(continuation, read_visible_continuation(tx, call.caller, id));
    return reply_of(call, tx, continuation);
}

Result<Reply> answer(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ContinuationId>("continuation_id"));
    std::vector<ContinuationAnswer> answers;
    for (const auto& item : call.body.objects("items"))
        answers.push_back({.grant_id = item.id<GrantId>("grant_id"),
                           .confirm = item.text("decision") == "confirm",
                           .opinion = item.text_or("opinion", "")});
    YUNHE_TRY(continuation, answer_continuation(tx, call.caller, id, answers));
    return reply_of(call, tx, continuation);
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/agreements/:agreement_id/continuation", Permission::scenario_write,
     start, "startContinuation",
     "Copies the live grants of the renewed agreement for the seats to confirm.",
     {.reply = &kContinuation, .status = 201}},
    {Method::get, "/api/v1/agreements/:agreement_id/continuation", Permission::request_read, get,
     "getContinuation", "Shows what every seat said to each grant.",
     {.reply = &kContinuation}},
    {Method::post, "/api/v1/continuations/:continuation_id/answers", Permission::request_decide,
     answer, "answerContinuation", "Confirms grants for the renewal, or objects.",
     {.body = &kAnswersBody, .reply = &kContinuation}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace continuation_api

std::span<const http::Route> continuation_routes() { return continuation_api::kRoutes; }

}  // namespace yunhe::catalog
