/// Reviews by subject in SQL. Rows are only added.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/review_validity.hpp"

namespace yunhe::tenants {

/// Oldest first.
std::vector<SubjectReview> list_subject_reviews(db::Transaction& tx, TenantScope scope,
                                                ApplicationId application_id);
/// The developer's passed review of this subject that is valid longest on that day, made for
/// another application; nothing where a later review of the subject failed.
std::optional<SubjectReview> find_valid_review(db::Transaction& tx, TenantScope scope,
                                               BodyId developer_id, ApplicationId not_of,
                                               std::string_view subject, Date day);
void insert_subject_review(db::Transaction& tx, TenantScope scope, const SubjectReview& review);

}  // namespace yunhe::tenants
