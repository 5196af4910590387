#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/agreement_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/rectification_service.hpp"
#include "tenants/rectification_store.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace rectification_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kEvidenceFields[] = {
    field::text("name", 200), field::text("sm3", 64).about("64 hexadecimal digits of the file.")};
constexpr Shape kEvidence{"Evidence", kEvidenceFields};
constexpr Field kRectificationFields[] = {
    field::id<RectificationId>("id"),
    field::id<AgreementId>("agreement_id"),
    field::one_of("state", enum_values<RectificationState>),
    field::integer("version"),
    field::text("demand", 5000),
    field::date("due_on").nullable().about("Inclusive."),
    field::boolean("late").about("The last day is over and nothing was answered."),
    field::id<HoldId>("hold_id").nullable().about("Access closed with the order."),
    field::text("source_aggregate", 64).nullable(),
    field::timestamp("opened_at"),
    field::text("feedback", 5000).nullable(),
    field::objects("evidence", kEvidence),
    field::timestamp("answered_at").nullable(),
    field::text("opinion", 2000).nullable(),
    field::timestamp("decided_at").nullable(),
};
constexpr Shape kRectification{"Rectification", kRectificationFields};

constexpr Field kOrderFields[] = {
    field::text("demand", 5000),
    field::date("due_on").optional().about("Inclusive. Some rule packs ask for it."),
    field::boolean("with_hold").optional().about(
        "Close access meanwhile? Absent: as the pack's steps say."),
};
constexpr Shape kOrderBody{"RectificationBody", kOrderFields};
constexpr Field kAnswerFields[] = {
    field::text("feedback", 5000),
    field::objects("evidence", kEvidence).optional(),
};
constexpr Shape kAnswerBody{"RectificationAnswer", kAnswerFields};
constexpr Field kDecisionFields[] = {
    field::one_of("decision", enum_values<RectificationDecision>),
    field::text("opinion", 2000),
};
constexpr Shape kDecisionBody{"RectificationDecision", kDecisionFields};

Json to_json(const Call& call, const Rectification& rectification) {
    Json evidence = Json::array();
    for (const auto& item : rectification.evidence)
        evidence.push_back({{"name", item.name}, {"sm3", item.sm3}});
    return {{"id", to_text(rectification.id)},
            {"agreement_id", to_text(rectification.agreement_id)},
            {"state", std::string(to_text(rectification.state))},
            {"version", rectification.version},
            {"demand", rectification.demand},
            {"due_on", or_null(rectification.due_on)},
            {"late", is_late(rectification, date_of(call.caller.now))},
            {"hold_id", or_null(rectification.hold_id)},
            {"source_aggregate", or_null(rectification.source_aggregate)},
            {"opened_at", to_text(rectification.opened_at)},
            {"feedback", or_null(rectification.feedback)},
            {"evidence", std::move(evidence)},
            {"answered_at", or_null(rectification.answered_at)},
            {"opinion", or_null(rectification.opinion)},
            {"decided_at", or_null(rectification.decided_at)}};
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> order(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    NewRectification wanted{.agreement_id = id, .demand = call.body.text("demand")};
    if (call.body.has("due_on")) wanted.due_on = call.body.date("due_on");
    if (call.body.has("with_hold")) wanted.with_hold = call.body.boolean("with_hold");
    YUNHE_TRY(rectification, order_rectification(tx, call.caller, rules_of(call, tx), wanted));
    return Reply{.status = 201, .body = to_json(call, rectification)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_CHECK(read_visible_agreement(tx, call.caller, id));
    const auto rows = list_rectifications(tx, call.caller.scope, id, call.page);
    return Reply{.body = page_json(call.page, rows,
                                   [&](const Rectification& row) { return to_json(call, row); },
                                   [](const Rectification& row) { return row.id.value; })};
}

Result<Reply> get(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<RectificationId>("rectification_id"));
    YUNHE_TRY(rectification, read_visible_rectification(tx, call.caller, id));
    return Reply{.body = to_json(call, rectification)};
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<RectificationId>("rectification_id"));
    YUNHE_CHECK(read_visible_rectification(tx, call.caller, id));
    return Reply{.body = case_timeline(tx, call.caller.scope, "rectification", id.value)};
}

Result<Reply> answer(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<RectificationId>("rectification_id"));
    std::vector<Evidence> evidence;
    for (const auto& item : call.body.objects("evidence"))
        evidence.push_back({item.text("name"), item.text("sm3")});
    YUNHE_TRY(rectification, answer_rectification(tx, call.caller, id,
                                                  call.body.text("feedback"), evidence));
    return Reply{.body = to_json(call, rectification)};
}

Result<Reply> decide(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<RectificationId>("rectification_id"));
    YUNHE_TRY(rectification,
              decide_rectification(tx, call.caller, rules_of(call, tx), id,
                                   call.body.enumerator<RectificationDecision>("decision"),
                                   call.body.text("opinion")));
    return Reply{.body = to_json(call, rectification)};
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/agreements/:agreement_id/rectifications",
     Permission::hold_manage,
     order,
     "orderRectification",
     "Orders a breach to be put right, with access closed meanwhile where the pack wants it.",
     {.body = &kOrderBody, .reply = &kRectification, .status = 201}},
    {Method::get,
     "/api/v1/agreements/:agreement_id/rectifications",
     Permission::agreement_read,
     list,
     "listRectifications",
     "Lists the rectifications of an agreement.",
     {.page_of = &kRectification}},
    {Method::get,
     "/api/v1/rectifications/:rectification_id",
     Permission::agreement_read,
     get,
     "getRectification",
     "Shows one rectification.",
     {.reply = &kRectification}},
    {Method::get,
     "/api/v1/rectifications/:rectification_id/events",
     Permission::agreement_read,
     events,
     "listRectificationEvents",
     "Shows the timeline of a rectification.",
     {.page_of = &kCaseEvent}},
    {Method::post,
     "/api/v1/rectifications/:rectification_id/answer",
     Permission::exit_answer,
     answer,
     "answerRectification",
     "The developer reports what it did, with evidence.",
     {.body = &kAnswerBody, .reply = &kRectification}},
    {Method::post,
     "/api/v1/rectifications/:rectification_id/decide",
     Permission::hold_manage,
     decide,
     "decideRectification",
     "Accepts the answer, doesn't accept it, or withdraws the order.",
     {.body = &kDecisionBody, .reply = &kRectification}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace rectification_api

std::span<const http::Route> rectification_routes() { return rectification_api::kRoutes; }

}  // namespace yunhe::tenants
