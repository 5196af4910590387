#include "tenants/review_validity_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/case_actor_service.hpp"

namespace yunhe::tenants {
namespace {

SubjectReview new_review(db::Transaction& tx, const Caller& caller,
                         const Application& application, const std::string& subject) {
    return {.id = tx.new_id<ReviewValidityId>(),
            .application_id = application.id,
            .developer_id = application.developer_id,
            .subject = subject,
            .state = SubjectReviewState::passed,
            .opinion = "",
            .document = {},
            .reviewed_on = date_of(caller.now),
            .valid_until = {},
            .source_id = {},
            .user_id = caller.user_id,
            .recorded_at = caller.now};
}

Result<ApplicationStep> begin_review(db::Transaction& tx, const Caller& caller,
                                     const Rules& rules, ApplicationId id) {
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::review_subject));
    if (step.application.stage_done) return wrong_state("stage_done");
    return step;
}

}  // namespace

void reuse_valid_reviews(db::Transaction& tx, const Caller& caller, const Rules& rules,
                         const Application& application) {
    const auto present = list_subject_reviews(tx, caller.scope, application.id);
    for (const auto& wanted : review_subjects(*rules.pack)) {
        if (!wanted.validity_months || review_of(present, wanted.subject) != nullptr) continue;
        const auto source = find_valid_review(tx, caller.scope, application.developer_id,
                                              application.id, wanted.subject, date_of(caller.now));
        if (!source) continue;
        auto review = new_review(tx, caller, application, wanted.subject);
        review.state = SubjectReviewState::reused;
        review.valid_until = source->valid_until;
        review.source_id = source->id;
        insert_subject_review(tx, caller.scope, review);
        const auto state = std::string(to_text(application.state));
        db::record_case_event(tx, caller.scope,
                              {.aggregate = "application",
                               .aggregate_id = application.id.value,
                               .action = "reuse_review",
                               .from_state = state,
                               .to_state = state,
                               .actor = case_actor(caller),
                               .at = caller.now,
                               .opinion = "",
                               .details = {{"subject", wanted.subject},
                                           {"reviewed_on", to_text(source->reviewed_on)},
                                           {"valid_until", to_text(*source->valid_until)},
                                           {"source_id", to_text(source->id)}}});
    }
}

Result<SubjectReview> record_subject_review(db::Transaction& tx, const Caller& caller,
                                            const Rules& rules, ApplicationId id,
                                            const NewSubjectReview& given) {
    YUNHE_TRY(step, begin_review(tx, caller, rules, id));
    const auto subjects = review_subjects(*rules.pack);
    const auto wanted = std::ranges::find(subjects, given.subject, &ReviewSubject::subject);
    if (wanted == subjects.end()) {
        std::vector<std::string> names;
        for (const auto& subject : subjects) names.push_back(subject.subject);
        return malformed("/subject", "not_one_of", {{"allowed", join(names, ", ")}});
    }
    auto review = new_review(tx, caller, step.application, given.subject);
    review.state = given.passed ? SubjectReviewState::passed : SubjectReviewState::failed;
    review.opinion = given.opinion;
    review.document = given.document;
    if (given.passed && wanted->validity_months)
        review.valid_until = valid_until(review.reviewed_on, *wanted->validity_months);
    insert_subject_review(tx, caller.scope, review);
    const Json details = {{"subject", given.subject},
                          {"passed", given.passed},
                          {"document", given.document.value_or("")}};
    YUNHE_CHECK(finish_step(tx, caller, rules, std::move(step), given.opinion, details));
    return review;
}

Result<SubjectReview> decline_reuse(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    ApplicationId id, const std::string& subject,
                                    const std::string& reason) {
    YUNHE_TRY(step, begin_review(tx, caller, rules, id));
    const auto subjects = review_subjects(*rules.pack);
    if (std::ranges::find(subjects, subject, &ReviewSubject::subject) == subjects.end())
        return not_found();
    const auto reviews = list_subject_reviews(tx, caller.scope, id);
    const auto* reused = review_of(reviews, subject);
    if (reused == nullptr || reused->state != SubjectReviewState::reused)
        return wrong_state("nothing_reused", {{"subject", subject}});
    auto review = new_review(tx, caller, step.application, subject);
    review.state = SubjectReviewState::declined;
    review.opinion = reason;
    review.source_id = reused->source_id;
    insert_subject_review(tx, caller.scope, review);
    YUNHE_CHECK(finish_step(tx, caller, rules, std::move(step), reason,
                            {{"subject", subject}, {"declined", true}}));
    return review;
}

Result<std::vector<SubjectReview>> read_visible_subject_reviews(db::Transaction& tx,
                                                                const Caller& caller,
                                                                ApplicationId id) {
    YUNHE_CHECK(read_visible_application(tx, caller, id));
    return list_subject_reviews(tx, caller.scope, id);
}

Status require_subject_reviews(db::Transaction& tx, TenantScope scope, const Rules& rules,
                               const Application& application, StageKind stage) {
    if (subject_review_stage(*rules.pack) != stage) return Done{};
    const auto reviews = list_subject_reviews(tx, scope, application.id);
    for (const auto& wanted : review_subjects(*rules.pack))
        if (!is_positive(review_of(reviews, wanted.subject)))
            return refuse_by_rule(*rules.pack, wanted.rule, "subject_review_missing",
                                  {{"subject", wanted.subject}});
    return Done{};
}

}  // namespace yunhe::tenants
