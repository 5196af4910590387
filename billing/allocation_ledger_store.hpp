/// The allocation ledger in SQL.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "billing/allocation_ledger.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

struct AllocationLedgerFilter {
    std::optional<Period> usage_period = {};
    std::string department_code = {};  ///< Empty: all, accounts too.
    std::string product_code = {};
    std::optional<int> fiscal_year = {};
};
/// By id, page.fetch() rows at most.
std::vector<LedgerRow> list_allocation_rows(db::Transaction& tx, TenantScope scope,
                                            const AllocationLedgerFilter& filter,
                                            const PageRequest& page);
/// All rows one by one, by id; memory doesn't grow with their number.
void each_allocation_row(db::Transaction& tx, TenantScope scope,
                         const AllocationLedgerFilter& filter,
                         const std::function<void(const LedgerRow&)>& visit);

}  // namespace yunhe::billing
