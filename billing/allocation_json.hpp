/// The JSON in and out of `yunhe allocate`; plans have the same form in the API. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "billing/allocation.hpp"

namespace yunhe::billing {

struct AllocationRequest {
    Money pool;
    AllocationPlan plan;
    std::vector<Source> sources;
};

/// A plan, `{"id", "steps": [{"to", "fixed" | "percent" | "remaining", ...}]}`.
/// Errors, each as malformed `invalid_request` with one field error, the first that applies in this
/// order: `unknown_field`, `missing_field`, `bad_money`, `bad_plan` (also a wrong JSON type),
/// `no_remaining_step`, `bad_decimal`, `bad_percent`.
Result<AllocationPlan> parse_allocation_plan(const Json& value);

/// `{"pool", "plan", "sources"}`. Errors as above, with `negative_pool` before `bad_plan`; what
/// else `allocate` refuses comes after all of these.
Result<AllocationRequest> parse_allocation_request(const Json& value);

/// What `parse_allocation_plan` reads.
Json to_json(const AllocationPlan& plan);

/// `{"pool", "plan", "parts", "total"}`, as compact JSON text: what-if runs write many of them.
std::string to_json_text(const Allocation& allocation, std::string_view plan_id);

}  // namespace yunhe::billing
