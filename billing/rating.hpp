/// Rating: from a charge and what was used to an exact amount, its explanation and one rounding.
///
/// Pure. The server and `yunhe rate` price with this same code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "billing/charge.hpp"

namespace yunhe::billing {

/// What a charge is applied to. The model says which members count: `sales` for share, the days for
/// fixed, `quantity` for all others.
struct Usage {
    Quantity quantity;
    Money sales;                   ///< REQUIRES: not negative.
    std::int64_t days_active = 0;  ///< REQUIRES: 0 <= days_active <= days_in_period.
    std::int64_t days_in_period = 1;
};

enum class RatingStepKind {
    price,      ///< `quantity` (units, or whole packages) at `unit_price`
    flat_fee,   ///< a tier's `money`
    proration,  ///< the fixed amount `money` for the active days
    share,      ///< the percentage of the sales `money`
    minimum,    ///< what lifts the amount to the minimum `money`
    maximum,    ///< what lowers the amount to the maximum `money`; below zero
    price_cap,  ///< what a price cap takes off; below zero
};

/// One line of the explanation. Members that its kind doesn't name keep their defaults.
struct RatingStep {
    RatingStepKind kind = RatingStepKind::price;
    Rational amount;       ///< In yuan. All steps together are the exact value.
    Rational quantity;     ///< In units, or packages.
    UnitPrice unit_price;
    Money money;
    std::string cap_code = {};
};

struct Rating {
    Money amount;    ///< `exact`, rounded once, half away from zero.
    Rational exact;  ///< In yuan, after minimum and maximum.
    std::vector<RatingStep> steps;
};

/// REQUIRES: a charge that keeps the rules of Charge, and a usage that keeps those of Usage.
/// Errors: rule `overflow` if the amount leaves the int64 of its fen.
Result<Rating> rate(const Charge& charge, const Usage& usage);

/// What is left of the quantity once the charge's free one is taken off. For the models that price
/// quantities.
Quantity chargeable_quantity(const Charge& charge, Quantity quantity);

/// Lifts the exact value to a minimum, or lowers it to a maximum, with a step that shows `limit`.
/// `bound`: what it is lifted or lowered to, in yuan; the limit itself unless a cap is below it.
void clamp_rating(RatingStepKind kind, Money limit, const Rational& bound, Rating& rating);

}  // namespace yunhe::billing
