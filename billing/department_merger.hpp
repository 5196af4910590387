/// What a merged department leaves in the ledger: its budget proposals (memo, no money) go over to
/// the successor by one balanced entry, dated by the event. Pure.
#pragma once

#include "billing/ledger.hpp"

namespace yunhe::billing {

/// What stands on a department's two memo accounts. Attributed is a credit, so normally below zero.
struct DepartmentBalances {
    Money attributed;
    Money allotted;
};

/// Memo: empties `attributed:department:<from>` and `allotted:department:<from>` into those of
/// `to`. Errors: rule `empty_entry` (nothing stands there).
Result<Entry> department_merged(EntryHead head, std::string_view from, std::string_view to,
                                const DepartmentBalances& balances);

}  // namespace yunhe::billing
