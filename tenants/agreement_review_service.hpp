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

}  // namespace yunhe::tenants
