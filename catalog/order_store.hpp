/// Orders and their waivers in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "catalog/order.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Order> find_order(db::Transaction& tx, TenantScope scope, OrderId id);
std::optional<Order> find_order_by_code(db::Transaction& tx, TenantScope scope,
        std::string_view code);
std::optional<Order> lock_order_by_code(db::Transaction& tx, TenantScope scope,
        std::string_view code);
/// By id. `developer_id`: orders of its products; `department_id`: those it made itself.
std::vector<Order> list_orders(db::Transaction& tx, TenantScope scope,
        std::optional<BodyId> developer_id,
                               std::optional<BodyId> department_id, const PageRequest& page);
/// All orders ever accepted, by code: for rating.
std::vector<Order> list_accepted_orders(db::Transaction& tx, TenantScope scope);
/// In every state, by code; `product_id` narrows.
std::vector<Order> all_orders(db::Transaction& tx, TenantScope scope,
                              std::optional<ProductId> product_id);
void insert_order(db::Transaction& tx, TenantScope scope, const Order& order, Timestamp now);
/// Saves state, dates, moments, suspensions and waiver, raises the version.
void save_order(db::Transaction& tx, TenantScope scope, const Order& order);
/// The order that was recorded to follow this one and wasn't refused or cancelled.
std::optional<Order> find_follower(db::Transaction& tx, TenantScope scope, OrderId id);
/// Does a task of the order lie open on this body's desk?
bool has_open_task(db::Transaction& tx, TenantScope scope, OrderId id, std::string_view task,
                   BodyId body_id);
/// Orders of the product in these scenarios that aren't over on the day, by code.
std::vector<Order> running_orders(db::Transaction& tx, TenantScope scope, ProductId product_id,
                                  const std::vector<ScenarioId>& scenario_ids, Date day);

}  // namespace yunhe::catalog
