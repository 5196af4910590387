/// Recording and ending reviews that open access. Both raise the tenant's entitlement version.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/agreement_review_store.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

struct NewAgreementReview {
    AgreementReviewKind kind = AgreementReviewKind::network_security_review;
    Date from;
    std::optional<Date> until;
    std::string reviewer;
    std::string document;
    std::string digest_sm3;
};
/// Errors: not_found; malformed `/from` in_the_future, `/until` bad_interval, `/digest_sm3`
/// bad_digest.
Result<AgreementReview> record_agreement_review(db::Transaction& tx, const Caller& caller,
                                                AgreementId agreement_id,
                                                const NewAgreementReview& review);
/// Errors: not_found; state `fact_ended`.
Result<AgreementReview> end_agreement_review(db::Transaction& tx, const Caller& caller,
                                             AgreementId agreement_id, AgreementReviewId id,
                                             const std::string& reason);

/// What admission reviewed once isn't recorded again: a passed (or still valid) network security
/// review of the application becomes the agreement's first review, from the signature on. Does
/// nothing where the application has none.
void carry_over_reviews(db::Transaction& tx, const Caller& caller, const Agreement& agreement);

}  // namespace yunhe::tenants
