#include "billing/income_limit.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::billing {
namespace {

constexpr int kYearsAhead = 5;

}  // namespace

Status check_income_limit(const IncomeLimit& limit, int this_year) {
    if (limit.amount.negative()) return malformed("/amount", "bad_money");
    const int latest = this_year + kYearsAhead;
    if (limit.year < this_year || limit.year > latest)
        return malformed("/year", "out_of_range", {{"min", std::to_string(this_year)},
                                                   {"max", std::to_string(latest)}});
    if (blank(limit.document)) return malformed("/document", "document_required");
    return Done{};
}

std::vector<IncomeStanding> stand_against(const std::vector<IncomeYear>& years) {
    std::vector<IncomeStanding> standings;
    Money carried;
    for (const auto& year : years) {
        IncomeStanding standing;
        standing.carried_in = carried;
        standing.permitted = std::max(Money(), year.limit - carried);
        standing.overshoot = std::max(Money(), carried + year.income - year.limit);
        carried = standing.overshoot;
        standings.push_back(standing);
    }
    return standings;
}

}  // namespace yunhe::billing
