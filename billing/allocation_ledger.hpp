/// The allocation ledger (预算安排测算明细账): every row that was posted, with all that it came from.
///
/// The column order is fixed: finance's imports depend on it. Pure.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "billing/allocation_run.hpp"

namespace yunhe::billing {

struct LedgerRow {
    std::uint64_t id = 0;  ///< Orders the ledger: pool after pool as posted, row after row.
    Period usage_period;
    Date realised_on;
    Money pool;
    PoolLabels labels;
    PoolRow row;
    RunId run_id;
    std::uint64_t run_number = 0;
    std::string entry;  ///< The ledger entry's id; empty where only resources changed.
    Timestamp posted_at;
};

inline constexpr std::array<std::string_view, 28> kAllocationLedgerColumns{
    "usage_period", "fiscal_year", "product", "product_name", "payer", "payer_uscc", "claim",
    "payment_code", "bill_no", "item_code", "realised_on", "pool", "plan", "plan_document", "to",
    "department_name", "budget_route", "resource", "resource_name", "weight", "usage", "quality",
    "exact_share", "rounding", "amount", "run", "entry", "posted_at"};

/// An object with the columns in their order: texts, null where there is none.
Json to_json(const LedgerRow& row);

}  // namespace yunhe::billing
