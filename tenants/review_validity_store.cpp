#include "tenants/review_validity_store.hpp"

namespace yunhe::tenants {
namespace {

SubjectReview read_review(const db::Row& row) {
    return {.id = row.id<ReviewValidityId>("id"),
            .application_id = row.id<ApplicationId>("application_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .subject = row.text("subject"),
            .state = row.enumerator<SubjectReviewState>("state"),
            .opinion = row.text("opinion"),
            .document = row.optional_text("document"),
            .reviewed_on = row.date("reviewed_on"),
            .valid_until = row.optional_date("valid_until"),
            .source_id = row.optional_id<ReviewValidityId>("source_id"),
            .user_id = row.optional_id<UserId>("user_id"),
            .recorded_at = row.timestamp("recorded_at")};
}

}  // namespace

std::vector<SubjectReview> list_subject_reviews(db::Transaction& tx, TenantScope scope,
                                                ApplicationId application_id) {
    return tx.list(R"(
        SELECT id, application_id, developer_id, subject, state, opinion, document, reviewed_on,
               valid_until, source_id, user_id, recorded_at
          FROM review_validities
         WHERE tenant_id = ? AND application_id = ?
         ORDER BY recorded_at, id)", read_review, scope, application_id);
}

std::optional<SubjectReview> find_valid_review(db::Transaction& tx, TenantScope scope,
                                               BodyId developer_id, ApplicationId not_of,
                                               std::string_view subject, Date day) {
    return tx.find(R"(
        SELECT v.id, v.application_id, v.developer_id, v.subject, v.state, v.opinion, v.document,
               v.reviewed_on, v.valid_until, v.source_id, v.user_id, v.recorded_at
          FROM review_validities v
         WHERE v.tenant_id = ? AND v.developer_id = ? AND v.application_id <> ? AND v.subject = ?
           AND v.state = 'passed' AND v.valid_until >= ?
           AND NOT EXISTS (SELECT 1 FROM review_validities f
                            WHERE f.tenant_id = v.tenant_id AND f.developer_id = v.developer_id
                              AND f.subject = v.subject AND f.state = 'failed'
                              AND (f.recorded_at, f.id) > (v.recorded_at, v.id))
         ORDER BY v.valid_until DESC, v.id DESC
         LIMIT 1)", read_review, scope, developer_id, not_of, subject, day);
}

void insert_subject_review(db::Transaction& tx, TenantScope scope, const SubjectReview& review) {
    tx.execute(R"(
        INSERT INTO review_validities (tenant_id, id, application_id, developer_id, subject, state,
            opinion, document, reviewed_on, valid_until, source_id, user_id, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, review.id, review.application_id, review.developer_id, review.subject,
               review.state, review.opinion, review.document, review.reviewed_on,
               review.valid_until, review.source_id, review.user_id, review.recorded_at);
}

}  // namespace yunhe::tenants
