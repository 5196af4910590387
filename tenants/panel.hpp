/// The expert panel: who is drawn, and what the scores come to. Pure: the seed comes from outside.
///
/// The draw can be repeated by anybody who knows the recorded seed and candidates. Each candidate's
/// lot is SM3(seed + ":" + id), seed as its hexadecimal text, id as a decimal number, both ASCII;
/// the lots in ascending order are the order of the draw, and the first `size` candidates are
/// drawn.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/result.hpp"

namespace yunhe::tenants {

/// The candidates drawn, in the order of the draw; all of them if there are fewer than `size`.
/// REQUIRES: candidates ascending by id, each once.
std::vector<UserId> draw_panel(std::span<const UserId> candidates, std::string_view seed,
                               std::size_t size);

/// One expert's score of one criterion.
struct CriterionScore {
    std::string criterion;
    int score = 0;  ///< 0..100
};

/// Exactly one score per criterion, each 0..100.
/// Errors: malformed `/scores` missing_score (args: criterion), `/scores/n` unknown_criterion,
/// repeated_item, out_of_range.
Status check_scores(std::span<const std::string> criteria, std::span<const CriterionScore> scores);

/// The mean over all experts of each expert's mean over the criteria, exactly.
/// REQUIRES: at least one expert; each with at least one score.
Rational mean_score(std::span<const std::vector<CriterionScore>> experts);

}  // namespace yunhe::tenants
