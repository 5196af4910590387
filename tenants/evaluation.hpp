/// The arithmetic of evaluations: weighted indicators, exactly. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/schema.hpp"

namespace yunhe::tenants {

struct Indicator {
    std::string code;
    Rational weight;  ///< In percent.
};

/// From a checked form with `indicators`.
std::vector<Indicator> indicators_from(const Input& form);

/// Distinct codes, weights above zero that sum to exactly 100.
/// Errors: malformed `/indicators` `indicator_weights_not_100` (args: sum), `/indicators/n/code`
/// `repeated_item`, `/indicators/n/weight` `out_of_range`.
Status check_indicators(const std::vector<Indicator>& indicators);

struct IndicatorScore {
    std::string code;
    Rational score;  ///< 0 to 100.
};
/// From a checked form with `scores`.
std::vector<IndicatorScore> scores_from(const Input& form);

/// Each indicator has one score from 0 to 100 and no other is scored.
/// Errors: malformed `/scores/n/code` `unknown_indicator`, `repeated_item`; `/scores/n/score`
/// `score_above_100`; `/scores` `indicator_score_missing` (args: indicator).
Status check_scores_fit(const std::vector<Indicator>& indicators,
                        const std::vector<IndicatorScore>& scores);

/// The mean of the scores by weight. REQUIRES: the checks above passed.
Rational weighted_score(const std::vector<Indicator>& indicators,
                        const std::vector<IndicatorScore>& scores);

}  // namespace yunhe::tenants
