/// Price caps at rating: from the day on which a cap of the authorising body begins, the operator's
/// fee is limited to it, whatever the approved plan asks (发改价格〔2025〕65号). The line shows what
/// was taken off, slice of days by slice.
///
/// A period is cut where another cap begins to count. Units belong to the slice in which they were
/// used, in the order of the days; each is priced at the plan's price or at the cap's for its
/// place in the period's quantity, whichever is lower. A package is limited to what its units may
/// cost, under the cap of the slice in which it is opened; a flat fee under that of the slice in
/// which its tier is reached, all of them together to the cap's amount. Fixed amounts and minimums
/// are limited day by day. One rounding at the end, as always. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billing/charge_line.hpp"
#include "billing/rating.hpp"
#include "catalog/price_cap.hpp"

namespace yunhe::billing {

/// What was used of a meter in the period before 00:00 of a day, aggregated as its charge says.
struct UsedBefore {
    Date day;
    Quantity quantity;
};

/// Days of a period, both inclusive, under one cap or none.
struct LimitSlice {
    Date from;
    Date to;
    std::optional<catalog::CapItem> item;  ///< Absent: nothing limits these days.
    std::string cap_code;                  ///< Empty without item, as the next.
    std::string cap_document;
};

/// The period, cut; empty if no cap names the meter on any of its days.
std::vector<LimitSlice> limit_slices(const std::vector<catalog::PriceCap>& caps,
                                     std::string_view meter, Period period);
/// The days after the period's first on which a slice begins: `UsedBefore` is wanted for each.
std::vector<Date> cut_days(const std::vector<LimitSlice>& slices);

/// What a cap took off the list price in one slice.
struct SliceLimit {
    LimitSlice slice;
    Quantity quantity;   ///< Used in the slice.
    Rational taken_off;  ///< In yuan, not below zero; minimums apart.
};
struct LimitedRating {
    Rating list;     ///< As the plan asks.
    Rating allowed;  ///< Never above it.
    std::vector<SliceLimit> slices;
};

/// REQUIRES: what `rate` requires; slices of `limit_slices`, not empty; `before`: one for each of
/// `cut_days`, in their order, never sinking, none above usage.quantity.
/// Errors: rule `overflow`.
Result<LimitedRating> rate_limited(const Charge& charge, const Usage& usage,
                                   const std::vector<LimitSlice>& slices,
                                   const std::vector<UsedBefore>& before);

/// Limits a rated line of the operator's: amounts, exact value and steps become what is allowed,
/// and the explanation gets `price_cap` with the list amount and the slices. A line on which no cap
/// counts stays as it is. REQUIRES: the line was rated from this charge and usage.
Status limit_line(ChargeLine& line, const Charge& charge, const Usage& usage,
                  const std::vector<UsedBefore>& before,
                  const std::vector<catalog::PriceCap>& caps);

}  // namespace yunhe::billing
