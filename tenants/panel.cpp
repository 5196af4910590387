#include "tenants/panel.hpp"

#include <algorithm>
#include <set>

#include "base/crypto.hpp"

namespace yunhe::tenants {

std::vector<UserId> draw_panel(std::span<const UserId> candidates, std::string_view seed,
                               std::size_t size) {
    YUNHE_ASSERT(std::ranges::adjacent_find(candidates, std::greater_equal{}) == candidates.end());
    std::vector<std::pair<std::string, UserId>> lots;
    for (const auto candidate : candidates)
        lots.emplace_back(
            crypto::sm3(std::string(seed) + ":" + std::to_string(candidate.value)), candidate);
    std::ranges::sort(lots);
    std::vector<UserId> drawn;
    for (const auto& lot : lots)
        if (drawn.size() < size) drawn.push_back(lot.second);
    return drawn;
}

Status check_scores(std::span<const std::string> criteria, std::span<const CriterionScore> scores) {
    std::vector<FieldError> errors;
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const auto& [criterion, score] = scores[i];
        const auto pointer = "/scores/" + std::to_string(i);
        if (std::ranges::find(criteria, criterion) == criteria.end())
            errors.push_back(
                {pointer + "/criterion", "unknown_criterion", {{"criterion", criterion}}});
        if (!seen.insert(criterion).second) errors.push_back({pointer, "repeated_item"});
        if (score < 0 || score > 100)
            errors.push_back({pointer + "/score", "out_of_range", {{"min", "0"}, {"max", "100"}}});
    }
    for (const auto& criterion : criteria)
        if (!seen.contains(criterion))
            errors.push_back({"/scores", "missing_score", {{"criterion", criterion}}});
    if (errors.empty()) return Done{};
    return Error{Errc::malformed, "invalid_request", {}, std::move(errors), {}};
}

Rational mean_score(std::span<const std::vector<CriterionScore>> experts) {
    YUNHE_ASSERT(!experts.empty());
    Rational sum = 0;
    for (const auto& scores : experts) {
        YUNHE_ASSERT(!scores.empty());
        BigInt own = 0;
        for (const auto& entry : scores) own += entry.score;
        sum += Rational(own, BigInt(scores.size()));
    }
    return sum / Rational(BigInt(experts.size()));
}

}  // namespace yunhe::tenants
