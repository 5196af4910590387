#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/admission_decision_service.hpp"
#include "tenants/application_json.hpp"
#include "tenants/application_store.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace objection_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kDisclosureFields[] = {
    field::id<ApplicationId>("id"),
    field::text("notice_code", 64),
    field::code("developer_uscc"),
    field::text("developer_name", 200),
    field::text("discloses", 64).about("review_result or final_result, by the rule pack."),
    field::boolean("passed"),
    field::date("from"),
    field::date("to").about("Last day for objections."),
    field::boolean("open").about("Objections can be raised now."),
};
constexpr Shape kDisclosure{"Disclosure", kDisclosureFields};
constexpr Field kObjectionBodyFields[] = {
    field::text("name", 200),
    field::text("contact", 200),
    field::text("text", 5000),
};
constexpr Shape kObjectionBody{"ObjectionBody", kObjectionBodyFields};
constexpr std::string_view kOutcomes[] = {"dismissed", "upheld"};
constexpr Field kAnswerFields[] = {
    field::one_of("outcome", kOutcomes),
    field::text("text", 5000),
    field::one_of("consequence", enum_values<ObjectionConsequence>)
        .optional()
        .about("Only for `upheld`; absent: the experts review it again."),
};
constexpr Shape kAnswerBody{"ObjectionAnswer", kAnswerFields};

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Json disclosure_json(const Application& application, const std::string& discloses, Timestamp now) {
    const bool open = application.state == ApplicationState::disclosed &&
                      date_of(now) <= *application.disclosure_ends_on;
    return {{"id", to_text(application.id)},
            {"notice_code", application.notice_code},
            {"developer_uscc", application.developer_uscc},
            {"developer_name", application.developer_name},
            {"discloses", discloses},
            {"passed", application.review_passed.value_or(true)},
            {"from", to_text(*application.disclosed_on)},
            {"to", to_text(*application.disclosure_ends_on)},
            {"open", open}};
}

Result<Reply> list_disclosures(const Call& call, db::Transaction& tx) {
    const auto stage = rules_of(call, tx).pack->find_stage(StageKind::disclosed);
    const std::string discloses =
        stage && !stage->discloses.empty() ? stage->discloses : "final_result";
    const auto rows = list_disclosed_applications(tx, call.caller.scope, call.page);
    const auto render = [&](const Application& a) {
        return disclosure_json(a, discloses, call.caller.now);
    };
    return Reply{.body = page_json(call.page, rows, render,
                                   [](const Application& a) { return a.id.value; })};
}

Result<Reply> raise(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("disclosure_id"));
    YUNHE_TRY(objection, raise_objection(tx, call.caller, rules_of(call, tx), id,
                                         {call.body.text("name"), call.body.text("contact"),
                                          call.body.text("text")}));
    return Reply{.status = 201, .body = to_json(objection, true)};
}

Result<Reply> answer(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ObjectionId>("objection_id"));
    const auto consequence = call.body.optional_enumerator<ObjectionConsequence>("consequence");
    YUNHE_TRY(objection,
              answer_objection(tx, call.caller, rules_of(call, tx), id,
                               {call.body.text("outcome") == "upheld", call.body.text("text"),
                                consequence.value_or(ObjectionConsequence::review)}));
    return Reply{.body = to_json(objection, true)};
}

constexpr Route kRoutes[] = {
    {Method::get,
     "/api/v1/public/:slug/disclosures",
     Permission::open,
     list_disclosures,
     "listDisclosures",
     "Lists the results that are or were made public.",
     {.page_of = &kDisclosure}},
    {Method::post,
     "/api/v1/public/:slug/disclosures/:disclosure_id/objections",
     Permission::open,
     raise,
     "raiseObjection",
     "Objects to a result while it is public.",
     {.body = &kObjectionBody, .reply = &kObjection, .status = 201}},
    {Method::post,
     "/api/v1/objections/:objection_id/answer",
     Permission::objection_answer,
     answer,
     "answerObjection",
     "Answers an objection: dismissed or upheld.",
     {.body = &kAnswerBody, .reply = &kObjection}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace objection_api

std::span<const http::Route> objection_routes() { return objection_api::kRoutes; }

}  // namespace yunhe::tenants
