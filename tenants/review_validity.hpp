/// Reviews by subject, some of which stay valid for later applications (Hangzhou 三(四)3(3): basic
/// and technical security two years, the scenario each time, and a network security review). The
/// subjects, their terms and their articles are the pack's. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "tenants/application.hpp"

namespace yunhe::tenants {

struct ReviewValidityEntity { static constexpr std::string_view prefix = "rvl"; };
using ReviewValidityId = Id<ReviewValidityEntity>;

/// `reused`: an earlier application's review is still valid. `declined`: the reviewer wants a new
/// one all the same.
enum class SubjectReviewState { passed, failed, reused, declined };

/// One review of one subject for one application; the one recorded last counts.
struct SubjectReview {
    ReviewValidityId id;
    ApplicationId application_id;
    BodyId developer_id;
    std::string subject;
    SubjectReviewState state = SubjectReviewState::passed;
    std::string opinion;
    std::optional<std::string> document;
    Date reviewed_on;
    std::optional<Date> valid_until;            ///< Inclusive; absent: for this application only.
    std::optional<ReviewValidityId> source_id;  ///< Reused, declined: which review was valid.
    std::optional<UserId> user_id;
    Timestamp recorded_at;
};

/// A subject that the pack wants reviewed, and the rule that says so.
struct ReviewSubject {
    std::string subject;
    std::string rule;                    ///< Key of the vocabulary.
    std::optional<int> validity_months;  ///< Absent: reviewed each time.
};
/// The subjects with a validity, then `scenario`, then `network_security`; empty where the pack has
/// none.
std::vector<ReviewSubject> review_subjects(const RulePack& pack);

/// The stage at whose end every subject must be reviewed: the members' review where the pack has
/// one, else the experts'.
std::optional<StageKind> subject_review_stage(const RulePack& pack);

/// The last day of a review made on `reviewed_on`.
Date valid_until(Date reviewed_on, int months);

/// Of the reviews of one application, oldest first, the one of this subject that counts.
const SubjectReview* review_of(const std::vector<SubjectReview>& reviews, std::string_view subject);
/// Passed or reused?
bool is_positive(const SubjectReview* review);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::SubjectReviewState> =
    yunhe::texts_of(std::pair{yunhe::tenants::SubjectReviewState::passed, "passed"},
                    std::pair{yunhe::tenants::SubjectReviewState::failed, "failed"},
                    std::pair{yunhe::tenants::SubjectReviewState::reused, "reused"},
                    std::pair{yunhe::tenants::SubjectReviewState::declined, "declined"});
