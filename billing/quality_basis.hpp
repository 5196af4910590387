/// How a resource's quality score of a period comes about: three measures of the data, less what
/// its quality tickets cost. The result is the one score that allocation uses
/// (billing/quality_store.hpp). Exact. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace yunhe::billing {

/// From 0 to 1, decimal texts with at most six decimals.
struct QualityMeasures {
    std::string completeness;  ///< 完整性: what should be there is.
    std::string timeliness;    ///< 及时性: it came when the cadence says.
    std::string accuracy;      ///< 准确性: it is right.
};

/// One ticket that was closed in the period.
struct TicketEffect {
    std::uint64_t number = 0;
    std::string outcome;  ///< mended | partly_mended | not_mended
    bool late = false;
    int points = 0;  ///< Hundredths that it takes off.
};

/// What the tenant decided that tickets cost, in hundredths.
struct TicketPoints {
    int late = 0;
    int partly = 0;
    int unmended = 0;
};
/// Not mended and in part cost what they cost; being late comes on top.
int points_of(const TicketPoints& points, std::string_view outcome, bool late);

/// The mean of the three, cut off after six decimals, less the points, never below 0: a decimal
/// text. Errors: malformed at `at` + "/completeness" ...: `bad_decimal`, `out_of_range`.
Result<std::string> score_of(const QualityMeasures& measures,
                             const std::vector<TicketEffect>& tickets, const std::string& at);

/// What is kept beside the score, so that anybody can compute it again.
Json basis_json(const QualityMeasures& measures, const std::vector<TicketEffect>& tickets);

}  // namespace yunhe::billing
