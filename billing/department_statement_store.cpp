#include "billing/department_statement_store.hpp"

namespace yunhe::billing {
namespace {

Money read_sum_fen(const db::Row& row) { return row.money("sum_fen"); }

}  // namespace

Money sum_attributed(db::Transaction& tx, TenantScope scope, std::string_view department_code,
                     std::optional<int> year) {
    return tx.one(R"(
        SELECT COALESCE(SUM(parts.amount_fen), 0) AS sum_fen
          FROM allocation_parts parts
          JOIN allocation_pools pools
            ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
          JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
         WHERE parts.tenant_id = ? AND parts.department_code = ?
           AND runs.state IN ('posted', 'reversed') AND (? = 0 OR YEAR(pools.realised_on) = ?))",
                  read_sum_fen, scope, department_code, year.value_or(0), year.value_or(0));
}

Money sum_allotted(db::Transaction& tx, TenantScope scope, BodyId department_id,
                   std::optional<int> year) {
    return tx.one("SELECT COALESCE(SUM(amount_fen - withdrawn_fen), 0) AS sum_fen FROM allotments "
                  "WHERE tenant_id = ? AND department_id = ? AND (? = 0 OR budget_year = ?)",
                  read_sum_fen, scope, department_id, year.value_or(0), year.value_or(0));
}

Money sum_spent(db::Transaction& tx, TenantScope scope, BodyId department_id,
                std::optional<int> year) {
    return tx.one("SELECT COALESCE(SUM(amount_fen), 0) AS sum_fen FROM spending_reports "
                  "WHERE tenant_id = ? AND department_id = ? AND state = 'reported' "
                  "AND (? = 0 OR YEAR(spent_on) = ?)",
                  read_sum_fen, scope, department_id, year.value_or(0), year.value_or(0));
}

}  // namespace yunhe::billing
