/// Totals of the allocation ledger in SQL: what a page of rows can't tell.
#pragma once

#include <string>
#include <vector>

#include "billing/allocation_ledger_store.hpp"

namespace yunhe::billing {

/// What one recipient (an account or a department) has in the rows that a filter lets through.
struct RecipientTotal {
    std::string to;
    std::string department_code;  ///< Empty for an account, as the name and the route.
    std::string department_name;  ///< Of a renamed department one of its names.
    std::string budget_route;
    std::uint64_t row_count = 0;
    Money amount;
};

/// Over posted runs, by `to`.
std::vector<RecipientTotal> allocation_totals(db::Transaction& tx, TenantScope scope,
                                              const AllocationLedgerFilter& filter);

}  // namespace yunhe::billing
