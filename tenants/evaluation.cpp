#include "tenants/evaluation.hpp"

#include <algorithm>
#include <set>

namespace yunhe::tenants {
namespace {

const Rational kWhole = 100;

std::string member_pointer(const char* list, std::size_t index, const char* member) {
    return std::string("/") + list + "/" + std::to_string(index) + "/" + member;
}

}  // namespace

std::vector<Indicator> indicators_from(const Input& form) {
    std::vector<Indicator> indicators;
    for (const auto& row : form.objects("indicators"))
        indicators.push_back({row.text("code"), row.decimal("weight")});
    return indicators;
}

Status check_indicators(const std::vector<Indicator>& indicators) {
    std::set<std::string> seen;
    Rational sum = 0;
    for (std::size_t i = 0; i < indicators.size(); ++i) {
        if (!seen.insert(indicators[i].code).second)
            return malformed(member_pointer("indicators", i, "code"), "repeated_item");
        if (indicators[i].weight <= 0 || indicators[i].weight > kWhole)
            return malformed(member_pointer("indicators", i, "weight"), "out_of_range",
                             {{"min", "0.000001"}, {"max", "100"}});
        sum += indicators[i].weight;
    }
    if (sum != kWhole)
        return malformed("/indicators", "indicator_weights_not_100", {{"sum", exact_text(sum)}});
    return Done{};
}

std::vector<IndicatorScore> scores_from(const Input& form) {
    std::vector<IndicatorScore> scores;
    for (const auto& row : form.objects("scores"))
        scores.push_back({row.text("code"), row.decimal("score")});
    return scores;
}

Status check_scores_fit(const std::vector<Indicator>& indicators,
                        const std::vector<IndicatorScore>& scores) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (std::ranges::find(indicators, scores[i].code, &Indicator::code) == indicators.end())
            return malformed(member_pointer("scores", i, "code"), "unknown_indicator",
                             {{"indicator", scores[i].code}});
        if (!seen.insert(scores[i].code).second)
            return malformed(member_pointer("scores", i, "code"), "repeated_item");
        if (scores[i].score > kWhole)
            return malformed(member_pointer("scores", i, "score"), "score_above_100");
    }
    for (const auto& indicator : indicators)
        if (!seen.contains(indicator.code))
            return malformed("/scores", "indicator_score_missing", {{"indicator", indicator.code}});
    return Done{};
}

Rational weighted_score(const std::vector<Indicator>& indicators,
                        const std::vector<IndicatorScore>& scores) {
    Rational sum = 0;
    for (const auto& indicator : indicators) {
        const auto score = std::ranges::find(scores, indicator.code, &IndicatorScore::code);
        YUNHE_ASSERT(score != scores.end());
        sum += indicator.weight * score->score;
    }
    return sum / kWhole;
}

}  // namespace yunhe::tenants
