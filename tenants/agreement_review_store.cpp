#include "tenants/agreement_review_store.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_AGREEMENT_REVIEW_COLUMNS                                                       \
    "SELECT id, agreement_id, kind, from_on, until_on, reviewer, document, digest_sm3, "     \
    "recorded_at, recorded_by, recorded_by_name, ended_at, end_reason FROM agreement_reviews "

AgreementReview read_agreement_review(const db::Row& row) {
    return {.id = row.id<AgreementReviewId>("id"),
            .agreement_id = row.id<AgreementId>("agreement_id"),
            .kind = row.enumerator<AgreementReviewKind>("kind"),
            .from = row.date("from_on"),
            .until = row.optional_date("until_on"),
            .reviewer = row.text("reviewer"),
            .document = row.text("document"),
            .digest_sm3 = row.text("digest_sm3"),
            .recorded_at = row.timestamp("recorded_at"),
            .recorded_by = row.id<UserId>("recorded_by"),
            .recorded_by_name = row.text("recorded_by_name"),
            .ended_at = row.optional_timestamp("ended_at"),
            .end_reason = row.text("end_reason")};
}

}  // namespace

std::vector<AgreementReview> list_agreement_reviews(db::Transaction& tx, TenantScope scope,
                                                    AgreementId agreement_id,
                                                    const PageRequest& page) {
    return tx.list(YUNHE_AGREEMENT_REVIEW_COLUMNS
                   "WHERE tenant_id = ? AND agreement_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_agreement_review, scope, agreement_id, page.after_id, page.fetch());
}

std::optional<AgreementReview> lock_agreement_review(db::Transaction& tx, TenantScope scope,
                                                     AgreementReviewId id) {
    return tx.find(YUNHE_AGREEMENT_REVIEW_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_agreement_review, scope, id);
}

void insert_agreement_review(db::Transaction& tx, TenantScope scope,
                             const AgreementReview& review) {
    tx.execute(R"(
        INSERT INTO agreement_reviews (tenant_id, id, agreement_id, kind, from_on, until_on,
            reviewer, document, digest_sm3, recorded_at, recorded_by, recorded_by_name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, review.id, review.agreement_id, review.kind, review.from, review.until,
               review.reviewer, review.document, review.digest_sm3, review.recorded_at,
               review.recorded_by, review.recorded_by_name);
}

void save_agreement_review_end(db::Transaction& tx, TenantScope scope,
                               const AgreementReview& review) {
    tx.execute("UPDATE agreement_reviews SET ended_at = ?, end_reason = ? "
               "WHERE tenant_id = ? AND id = ?",
               review.ended_at, review.end_reason, scope, review.id);
}

}  // namespace yunhe::tenants
