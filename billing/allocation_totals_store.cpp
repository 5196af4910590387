#include "billing/allocation_totals_store.hpp"

namespace yunhe::billing {
namespace {

RecipientTotal read_total(const db::Row& row) {
    return {.to = row.text("to_name"),
            .department_code = row.text("department_code"),
            .department_name = row.text("department_name"),
            .budget_route = row.text("budget_route"),
            .row_count = row.uint64("row_count"),
            .amount = row.money("amount_fen")};
}

}  // namespace

std::vector<RecipientTotal> allocation_totals(db::Transaction& tx, TenantScope scope,
                                              const AllocationLedgerFilter& filter) {
    const auto period = filter.usage_period ? to_text(*filter.usage_period) : std::string();
    return tx.list(R"(
        SELECT parts.to_name, parts.department_code,
               MAX(parts.department_name) AS department_name,
               MAX(parts.budget_route) AS budget_route,
               COUNT(*) AS row_count, SUM(parts.amount_fen) AS amount_fen
          FROM allocation_parts parts
          JOIN allocation_pools pools
            ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
          JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
         WHERE parts.tenant_id = ? AND runs.state IN ('posted', 'reversed')
           AND (? = '' OR runs.period = ?) AND (? = '' OR parts.department_code = ?)
           AND (? = '' OR pools.product_code = ?)
           AND (? = 0 OR YEAR(pools.realised_on) = ?)
         GROUP BY parts.to_name, parts.department_code
         ORDER BY parts.to_name)",
                   read_total, scope, period, period, filter.department_code,
                   filter.department_code, filter.product_code, filter.product_code,
                   filter.fiscal_year.value_or(0), filter.fiscal_year.value_or(0));
}

}  // namespace yunhe::billing
