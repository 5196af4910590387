#include "tenants/agreement_review_service.hpp"

#include "base/crypto.hpp"
#include "db/case_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/person.hpp"
#include "tenants/review_validity_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

void record(db::Transaction& tx, const Caller& caller, const Agreement& agreement,
            const AgreementReview& review, const char* action, const std::string& opinion) {
    const auto state = std::string(to_text(state_on(agreement, date_of(caller.now))));
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "agreement",
                           .aggregate_id = agreement.id.value,
                           .action = action,
                           .from_state = state,
                           .to_state = state,
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = {{"review_id", to_text(review.id)},
                                       {"kind", std::string(to_text(review.kind))},
                                       {"digest_sm3", review.digest_sm3}}});
    bump_entitlement_version(tx, caller.scope);
}

Status check_new(const NewAgreementReview& wanted, Date today) {
    if (wanted.from > today) return malformed("/from", "in_the_future");
    if (wanted.until && *wanted.until < wanted.from) return malformed("/until", "bad_interval");
    if (!plausible_digest(wanted.digest_sm3)) return malformed("/digest_sm3", "bad_digest");
    return Done{};
}

}  // namespace

Result<AgreementReview> record_agreement_review(db::Transaction& tx, const Caller& caller,
                                                AgreementId agreement_id,
                                                const NewAgreementReview& wanted) {
    const auto agreement = find_agreement(tx, caller.scope, agreement_id);
    if (!agreement) return not_found();
    YUNHE_CHECK(check_new(wanted, date_of(caller.now)));
    const AgreementReview review{.id = tx.new_id<AgreementReviewId>(),
                                 .agreement_id = agreement_id,
                                 .kind = wanted.kind,
                                 .from = wanted.from,
                                 .until = wanted.until,
                                 .reviewer = wanted.reviewer,
                                 .document = wanted.document,
                                 .digest_sm3 = wanted.digest_sm3,
                                 .recorded_at = caller.now,
                                 .recorded_by = caller.user_id,
                                 .recorded_by_name = caller.username,
                                 .ended_at = {},
                                 .end_reason = {}};
    insert_agreement_review(tx, caller.scope, review);
    record(tx, caller, *agreement, review, "record_review", "");
    return review;
}

void carry_over_reviews(db::Transaction& tx, const Caller& caller, const Agreement& agreement) {
    const auto reviews = list_subject_reviews(tx, caller.scope, agreement.application_id);
    const auto* passed = review_of(reviews, "network_security");
    if (!is_positive(passed)) return;
    const Json told = {{"review", to_text(passed->id)},
                       {"opinion", passed->opinion},
                       {"reviewed_on", to_text(passed->reviewed_on)}};
    const AgreementReview review{.id = tx.new_id<AgreementReviewId>(),
                                 .agreement_id = agreement.id,
                                 .kind = AgreementReviewKind::network_security_review,
                                 .from = passed->reviewed_on,
                                 .until = passed->valid_until,
                                 .reviewer = "准入审核",
                                 .document = passed->document.value_or(to_text(passed->id)),
                                 .digest_sm3 = crypto::sm3_hex(to_text(told)),
                                 .recorded_at = caller.now,
                                 .recorded_by = caller.user_id,
                                 .recorded_by_name = caller.username,
                                 .ended_at = {},
                                 .end_reason = {}};
    insert_agreement_review(tx, caller.scope, review);
    record(tx, caller, agreement, review, "carry_over_review", passed->opinion);
}

Result<AgreementReview> end_agreement_review(db::Transaction& tx, const Caller& caller,
                                             AgreementId agreement_id, AgreementReviewId id,
                                             const std::string& reason) {
    const auto agreement = find_agreement(tx, caller.scope, agreement_id);
    auto review = lock_agreement_review(tx, caller.scope, id);
    if (!agreement || !review || review->agreement_id != agreement_id) return not_found();
    if (review->ended_at) return wrong_state("fact_ended");
    review->ended_at = caller.now;
    review->end_reason = reason;
    save_agreement_review_end(tx, caller.scope, *review);
    record(tx, caller, *agreement, *review, "end_review", reason);
    return *review;
}

}  // namespace yunhe::tenants
