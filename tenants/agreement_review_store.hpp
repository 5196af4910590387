/// Reviews of agreements in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/agreement_review.hpp"

namespace yunhe::tenants {

std::vector<AgreementReview> list_agreement_reviews(db::Transaction& tx, TenantScope scope,
                                                    AgreementId agreement_id,
                                                    const PageRequest& page);
std::optional<AgreementReview> lock_agreement_review(db::Transaction& tx, TenantScope scope,
                                                     AgreementReviewId id);
void insert_agreement_review(db::Transaction& tx, TenantScope scope,
                             const AgreementReview& review);
/// Writes the end and its reason.
void save_agreement_review_end(db::Transaction& tx, TenantScope scope,
                               const AgreementReview& review);

}  // namespace yunhe::tenants
