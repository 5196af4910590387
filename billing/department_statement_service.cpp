#include "billing/department_statement_service.hpp"

#include "billing/allocation_ledger_store.hpp"
#include "billing/department_statement_store.hpp"

namespace yunhe::billing {
namespace {

constexpr std::uint32_t kStatementRowsAtOnce = 1000;

DepartmentTotals totals_of_department(db::Transaction& tx, TenantScope scope,
                                      const tenants::Body& department, std::optional<int> year) {
    return {.attributed = sum_attributed(tx, scope, department.code, year),
            .allotted = sum_allotted(tx, scope, department.id, year),
            .spent = sum_spent(tx, scope, department.id, year)};
}

/// All rows of a paged list.
template <class Row, class List>
std::vector<Row> all_pages(List list) {
    std::vector<Row> rows;
    PageRequest page{.after_id = 0, .limit = kStatementRowsAtOnce};
    for (;;) {
        auto more = list(page);
        const bool last = more.size() < page.fetch();
        if (!more.empty()) page.after_id = more.back().id.value;
        for (auto& row : more) rows.push_back(std::move(row));
        if (last) return rows;
    }
}

}  // namespace

DepartmentAccount account_of_department(db::Transaction& tx, TenantScope scope,
                                        const tenants::Body& department, std::optional<int> year) {
    DepartmentAccount account;
    account.department = department;
    if (department.department_kind)
        account.budget_route = tenants::budget_route(*department.department_kind);
    account.overall = totals_of_department(tx, scope, department, {});
    account.of_year =
        year ? totals_of_department(tx, scope, department, year) : account.overall;
    return account;
}

DepartmentStatement statement_of_department(db::Transaction& tx, TenantScope scope,
                                            const tenants::Body& department,
                                            std::optional<int> year) {
    DepartmentStatement statement;
    statement.account = account_of_department(tx, scope, department, year);
    each_allocation_row(tx, scope,
                        {.department_code = department.code, .fiscal_year = year},
                        [&](const LedgerRow& row) { statement.rows.push_back(row); });
    statement.allotments = all_pages<Allotment>([&](const PageRequest& page) {
        return list_allotments(tx, scope,
                               {.department_id = department.id, .budget_year = year}, page);
    });
    statement.spending = all_pages<SpendingReport>([&](const PageRequest& page) {
        return list_spending(
            tx, scope, {.department_id = department.id, .year = year, .standing_only = true},
            page);
    });
    return statement;
}

}  // namespace yunhe::billing
