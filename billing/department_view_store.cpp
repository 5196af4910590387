#include "billing/department_view_store.hpp"

#include <algorithm>

namespace yunhe::billing {
namespace {

std::vector<db::Value> bound_ids(TenantScope scope, const std::vector<catalog::ProductId>& ids) {
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (const auto id : ids) bound.push_back(db::to_value(id));
    return bound;
}

}  // namespace

std::vector<ViewedGrant> grants_of_department(db::Transaction& tx, TenantScope scope,
                                              BodyId department_id) {
    return tx.list(R"(
        SELECT grants.resource_id, scenarios.code, scenarios.name, bodies.name AS developer_name,
               grants.from_at, LEAST(grants.to_at, COALESCE(grants.revoked_at, grants.to_at))
                   AS ends_at
          FROM grants
          JOIN resources
            ON resources.tenant_id = grants.tenant_id AND resources.id = grants.resource_id
          JOIN scenarios
            ON scenarios.tenant_id = grants.tenant_id AND scenarios.id = grants.scenario_id
          JOIN bodies
            ON bodies.tenant_id = grants.tenant_id AND bodies.id = grants.developer_id
         WHERE grants.tenant_id = ? AND resources.department_id = ?
         ORDER BY grants.id)",
                   [](const db::Row& row) {
                       return ViewedGrant{.resource_id =
                                              row.id<catalog::ResourceId>("resource_id"),
                                          .scenario_code = row.text("code"),
                                          .scenario_name = row.text("name"),
                                          .developer_name = row.text("developer_name"),
                                          .from = row.timestamp("from_at"),
                                          .to = row.timestamp("ends_at")};
                   },
                   scope, department_id);
}

std::vector<ViewedProduct> products_named(db::Transaction& tx, TenantScope scope,
                                          const std::vector<catalog::ProductId>& ids) {
    std::vector<ViewedProduct> products;
    if (ids.empty()) return products;
    tx.each("SELECT products.id, products.code, products.name, bodies.name AS developer_name "
            "FROM products JOIN bodies ON bodies.tenant_id = products.tenant_id "
            "AND bodies.id = products.developer_id "
            "WHERE products.tenant_id = ? AND products.id IN (" +
                db::placeholders(ids.size()) + ") ORDER BY products.code",
            bound_ids(scope, ids), [&](const db::Row& row) {
                products.push_back({row.id<catalog::ProductId>("id"), row.text("code"),
                                    row.text("name"), row.text("developer_name")});
            });
    return products;
}

std::vector<ViewedUse> uses_of_products(db::Transaction& tx, TenantScope scope,
                                        const std::vector<catalog::ProductId>& ids, Date from,
                                        Date to) {
    std::vector<ViewedUse> uses;
    if (ids.empty()) return uses;
    auto bound = bound_ids(scope, ids);
    bound.push_back(db::to_value(from));
    bound.push_back(db::to_value(to));
    tx.each("SELECT usage_sums.occurred_on, orders.product_id, scenarios.code, "
            "usage_sums.resources, SUM(usage_sums.event_count) AS events "
            "FROM orders JOIN usage_sums ON usage_sums.tenant_id = orders.tenant_id "
            "AND usage_sums.subject_id = orders.id AND usage_sums.subject_kind = 'order' "
            "JOIN scenarios ON scenarios.tenant_id = orders.tenant_id "
            "AND scenarios.id = orders.scenario_id "
            "WHERE orders.tenant_id = ? AND orders.product_id IN (" +
                db::placeholders(ids.size()) +
                ") AND usage_sums.occurred_on >= ? AND usage_sums.occurred_on < ? "
                "GROUP BY usage_sums.occurred_on, orders.product_id, scenarios.code, "
                "usage_sums.resources "
                "ORDER BY usage_sums.occurred_on, orders.product_id, scenarios.code",
            bound, [&](const db::Row& row) {
                uses.push_back({row.date("occurred_on"), row.id<catalog::ProductId>("product_id"),
                                row.text("code"), row.text("resources"), row.int64("events")});
            });
    return uses;
}

std::vector<ViewedIncome> income_of_department(db::Transaction& tx, TenantScope scope,
                                               std::string_view department_code, Period from,
                                               Period to) {
    return tx.list(R"(
        SELECT runs.period, parts.resource_code, pools.product_code,
               CAST(SUM(parts.amount_fen) AS SIGNED) AS amount_fen
          FROM allocation_parts parts
          JOIN allocation_pools pools
            ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
          JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
         WHERE parts.tenant_id = ? AND parts.department_code = ?
           AND runs.state IN ('posted', 'reversed') AND runs.period >= ? AND runs.period <= ?
         GROUP BY runs.period, parts.resource_code, pools.product_code
         ORDER BY runs.period, parts.resource_code, pools.product_code)",
                   [](const db::Row& row) {
                       return ViewedIncome{row.period("period"), row.text("resource_code"),
                                           row.text("product_code"), row.money("amount_fen")};
                   },
                   scope, department_code, from, to);
}

}  // namespace yunhe::billing
