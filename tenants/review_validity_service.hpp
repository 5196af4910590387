/// Reviews by subject: recorded, reused while they are valid, declined (Hangzhou 三(四)3(3)).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/application_workflow.hpp"
#include "tenants/caller.hpp"
#include "tenants/review_validity_store.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// All errors beside those named: not_found, party, state `illegal_transition`, `stage_done`.

/// Reuses what is still valid of the developer's earlier reviews, once, when an application comes
/// to its review. Records each in the case.
void reuse_valid_reviews(db::Transaction& tx, const Caller& caller, const Rules& rules,
                         const Application& application);

struct NewSubjectReview {
    std::string subject;
    bool passed = true;
    std::string opinion;
    std::optional<std::string> document;
};
/// Errors: malformed `/subject` not_one_of (the pack's subjects).
Result<SubjectReview> record_subject_review(db::Transaction& tx, const Caller& caller,
                                            const Rules& rules, ApplicationId id,
                                            const NewSubjectReview& review);

/// The reviewer wants a new review although the earlier one is valid. Errors: not_found (no such
/// subject); state `nothing_reused`.
Result<SubjectReview> decline_reuse(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    ApplicationId id, const std::string& subject,
                                    const std::string& reason);

/// For the offices and the application's developer. Errors: as read_visible_application.
Result<std::vector<SubjectReview>> read_visible_subject_reviews(db::Transaction& tx,
                                                                const Caller& caller,
                                                                ApplicationId id);

/// At the end of the pack's stage of review: is every subject reviewed and passed? Other stages
/// ask nothing. Errors: rule `subject_review_missing`, citing the rule that wants the subject.
Status require_subject_reviews(db::Transaction& tx, TenantScope scope, const Rules& rules,
                               const Application& application, StageKind stage);

}  // namespace yunhe::tenants
