#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/review_service.hpp"
#include "tenants/review_validity_service.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace review_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kDrawFields[] = {
    field::timestamp("at"),
    field::text("action", 64).about("draw_panel, or the act that needed a replacement."),
    field::integer("round", 1),
    field::text("algorithm", 64),
    field::text("seed", 128),
    field::integer("size"),
    field::texts("candidates", 64).about("User ids as the lots take them, ascending."),
    field::texts("candidate_names", 64),
    field::texts("drawn", 64).about("In the order of the draw, as recorded."),
    field::texts("repeated", 64).about("The same, drawn again for this answer."),
    field::boolean("repeats").about("Both are equal."),
};
constexpr Shape kDraw{"PanelDrawRecord", kDrawFields};
constexpr Field kVoidFields[] = {field::text("reason", 2000)};
constexpr Shape kVoidBody{"ScoreVoided", kVoidFields};
constexpr Field kVoidedFields[] = {
    field::id<ApplicationId>("id"),
    field::one_of("state", enum_values<ApplicationState>),
    field::integer("version"),
    field::integer("review_round", 1),
};
constexpr Shape kVoided{"ReviewReopened", kVoidedFields};

constexpr Field kSubjectFields[] = {
    field::id<ReviewValidityId>("id"),
    field::id<ApplicationId>("application_id"),
    field::code("subject"),
    field::one_of("state", enum_values<SubjectReviewState>),
    field::text("opinion", 5000).nullable(),
    field::text("document", 200).nullable(),
    field::date("reviewed_on"),
    field::date("valid_until").nullable().about("Last day on which it can be reused."),
    field::id<ReviewValidityId>("source_id").nullable().about("The review that is reused."),
    field::timestamp("recorded_at"),
};
constexpr Shape kSubject{"SubjectReview", kSubjectFields};
constexpr std::string_view kDecisions[] = {"pass", "fail"};
constexpr Field kReviewFields[] = {
    field::code("subject"),
    field::one_of("decision", kDecisions),
    field::text("opinion", 5000),
    field::text("document", 200).optional(),
};
constexpr Shape kReviewBody{"SubjectReviewBody", kReviewFields};
constexpr Field kDeclineFields[] = {field::text("reason", 2000)};
constexpr Shape kDeclineBody{"ReuseDeclined", kDeclineFields};

Json to_json(const RecordedDraw& draw) {
    return {{"at", to_text(draw.at)},
            {"action", draw.action},
            {"round", draw.round},
            {"algorithm", "sm3-lots"},
            {"seed", draw.seed},
            {"size", draw.size},
            {"candidates", json_of(draw.candidates)},
            {"candidate_names", json_of(draw.candidate_names)},
            {"drawn", json_of(draw.drawn)},
            {"repeated", json_of(draw.repeated)},
            {"repeats", draw.repeats()}};
}

Json to_json(const SubjectReview& review) {
    return {{"id", to_text(review.id)},
            {"application_id", to_text(review.application_id)},
            {"subject", review.subject},
            {"state", std::string(to_text(review.state))},
            {"opinion", or_null(review.opinion)},
            {"document", or_null(review.document)},
            {"reviewed_on", to_text(review.reviewed_on)},
            {"valid_until", or_null(review.valid_until)},
            {"source_id", or_null(review.source_id)},
            {"recorded_at", to_text(review.recorded_at)}};
}

Rules rules_of(const Call& call, db::Transaction& tx) {
    return load_rules(tx, call.caller.scope, call.context.rule_packs);
}

template <class Row>
Reply whole_page(const std::vector<Row>& rows) {
    Json data = Json::array();
    for (const auto& row : rows) data.push_back(to_json(row));
    return Reply{
        .body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}}};
}

Result<Reply> list_draws(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_CHECK(read_visible_application(tx, call.caller, id));
    return whole_page(repeat_draws(tx, call.caller.scope, id));
}

Result<Reply> void_one(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(reviewer_id, call.path_id<ReviewerId>("reviewer_id"));
    YUNHE_TRY(application, void_score(tx, call.caller, rules_of(call, tx), id, reviewer_id,
                                      call.body.text("reason")));
    return Reply{.body = {{"id", to_text(application.id)},
                          {"state", std::string(to_text(application.state))},
                          {"version", application.version},
                          {"review_round", application.review_round}}};
}

Result<Reply> list_subjects(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(reviews, read_visible_subject_reviews(tx, call.caller, id));
    return whole_page(reviews);
}

Result<Reply> review_one(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(review,
              record_subject_review(tx, call.caller, rules_of(call, tx), id,
                                    {call.body.text("subject"),
                                     call.body.text("decision") == "pass",
                                     call.body.text("opinion"),
                                     call.body.optional_text("document")}));
    return Reply{.status = 201, .body = to_json(review)};
}

Result<Reply> decline(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("application_id"));
    YUNHE_TRY(review, decline_reuse(tx, call.caller, rules_of(call, tx), id,
                                    call.path_value("review_subject"), call.body.text("reason")));
    return Reply{.body = to_json(review)};
}

constexpr Route kRoutes[] = {
    {Method::get,
     "/api/v1/applications/:application_id/draws",
     Permission::audit_read,
     list_draws,
     "listDraws",
     "Repeats every draw of the panel from its recorded seed and candidates.",
     {.page_of = &kDraw}},
    {Method::post,
     "/api/v1/applications/:application_id/reviewers/:reviewer_id/void",
     Permission::application_process,
     void_one,
     "voidScore",
     "Voids an expert's score for a conflict found later and reopens the review.",
     {.body = &kVoidBody, .reply = &kVoided}},
    {Method::get,
     "/api/v1/applications/:application_id/subject-reviews",
     Permission::application_read,
     list_subjects,
     "listSubjectReviews",
     "Lists the reviews by subject, reused ones too.",
     {.page_of = &kSubject}},
    {Method::post,
     "/api/v1/applications/:application_id/subject-reviews",
     Permission::application_process,
     review_one,
     "recordSubjectReview",
     "Records the review of one subject; its result stays valid as long as the rules say.",
     {.body = &kReviewBody, .reply = &kSubject, .status = 201}},
    {Method::post,
     "/api/v1/applications/:application_id/subject-reviews/:review_subject/decline",
     Permission::application_process,
     decline,
     "declineReuse",
     "Declines the reuse of an earlier review, so that a new one is needed.",
     {.body = &kDeclineBody, .reply = &kSubject}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace review_api

std::span<const http::Route> review_routes() { return review_api::kRoutes; }

}  // namespace yunhe::tenants
