#include "tenants/review_validity.hpp"

namespace yunhe::tenants {

std::vector<ReviewSubject> review_subjects(const RulePack& pack) {
    constexpr std::string_view kValidity = "review_validity_months";
    std::vector<ReviewSubject> subjects;
    if (const auto* rule = pack.find(kValidity); rule != nullptr && rule->value.is_object())
        for (const auto& [subject, months] : rule->value.items())
            subjects.push_back({subject, std::string(kValidity), months.get<int>()});
    if (pack.flag("scenario_review_each_time"))
        subjects.push_back({"scenario", "scenario_review_each_time", {}});
    if (pack.flag("network_security_review"))
        subjects.push_back({"network_security", "network_security_review", {}});
    return subjects;
}

std::optional<StageKind> subject_review_stage(const RulePack& pack) {
    for (const auto kind :
         {StageKind::review_by_members_and_departments, StageKind::expert_review})
        if (pack.find_stage(kind)) return kind;
    return std::nullopt;
}

Date valid_until(Date reviewed_on, int months) {
    return add_months(reviewed_on, months) - std::chrono::days(1);
}

const SubjectReview* review_of(const std::vector<SubjectReview>& reviews,
                               std::string_view subject) {
    const SubjectReview* last = nullptr;
    for (const auto& review : reviews)
        if (review.subject == subject) last = &review;
    return last;
}

bool is_positive(const SubjectReview* review) {
    return review != nullptr && (review->state == SubjectReviewState::passed ||
                                 review->state == SubjectReviewState::reused);
}

}  // namespace yunhe::tenants
