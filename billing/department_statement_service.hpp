/// A department's statement (数源单位预算测算明细): what was attributed to it and how each figure came
/// about, what budgets allotted of that, what it spent, and by which route a budget reaches it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "billing/allocation_ledger.hpp"
#include "billing/allotment_store.hpp"
#include "db/transaction.hpp"
#include "tenants/body.hpp"

namespace yunhe::billing {

/// Cash basis: attributed by the year in which the money came, allotted by budget year, spent by
/// the year of the day.
struct DepartmentTotals {
    Money attributed;  ///< Refunds taken off.
    Money allotted;    ///< What was taken back taken off.
    Money spent;
};

/// The head of a statement.
struct DepartmentAccount {
    tenants::Body department;
    std::string budget_route;
    DepartmentTotals of_year;  ///< Of the year asked for; without one the same as overall.
    DepartmentTotals overall;
    /// In no budget yet; below zero where a refund took back more than was left.
    Money awaiting_budget() const { return overall.attributed - overall.allotted; }
    Money unspent() const { return overall.allotted - overall.spent; }
};
DepartmentAccount account_of_department(db::Transaction& tx, TenantScope scope,
                                        const tenants::Body& department, std::optional<int> year);

struct DepartmentStatement {
    DepartmentAccount account;
    std::vector<LedgerRow> rows;        ///< Of the year; by posting.
    std::vector<Allotment> allotments;  ///< Of the year.
    std::vector<SpendingReport> spending;
};
DepartmentStatement statement_of_department(db::Transaction& tx, TenantScope scope,
                                            const tenants::Body& department,
                                            std::optional<int> year);

}  // namespace yunhe::billing
