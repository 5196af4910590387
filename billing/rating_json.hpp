/// The JSON in and out of `yunhe rate`. Pure.
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "billing/charge.hpp"
#include "billing/rating.hpp"

namespace yunhe::billing {

struct RatingRequest {
    Charge charge;
    Usage usage;
};

/// `{"charge": {...}, "quantity": "12636"}`; for `fixed` the integers `days_active` and
/// `days_in_period`, for `share` the money `sales` instead of the quantity.
/// Errors: as `parse_charge`; `bad_charge` also if the days don't fit together.
Result<RatingRequest> parse_rating_request(const Json& value);

/// `{"amount", "exact", "steps"}`. Each step carries its own `amount`; the steps' amounts add up to
/// `exact`. Values are texts with six decimals, or "n/d" where these aren't exact.
Json to_json(const Rating& rating, const RatingRequest& request);

}  // namespace yunhe::billing
