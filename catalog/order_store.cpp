#include "catalog/order_store.hpp"

#include <map>

#include "catalog/order_quota_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_ORDER_COLUMNS                                                                        \
    "SELECT id, code, listing_id, product_id, scenario_id, developer_id, buyer_name, buyer_uscc, " \
    "department_id, kind, from_on, to_on, state, version, accepted_at, ended_at, waiver_ground, "  \
    "waiver_state, waiver_document, waiver_limits, waiver_requested_by_id, "                       \
    "waiver_confirmed_by_id, waiver_until, waiver_quotas, buyer_id, follows_id, link, extend_to "  \
    "FROM orders "

Json quotas_json(const std::vector<WaiverQuota>& quotas) {
    Json json = Json::array();
    for (const auto& quota : quotas)
        json.push_back({{"meter", quota.meter}, {"quantity", to_text(quota.quantity)}});
    return json;
}

std::vector<WaiverQuota> read_waiver_quotas(const Json& json) {
    std::vector<WaiverQuota> quotas;
    for (const auto& quota : json)
        quotas.push_back({quota.at("meter").get<std::string>(),
                          Quantity::parse(quota.at("quantity").get<std::string>()).value()});
    return quotas;
}

std::optional<Waiver> read_waiver(const db::Row& row) {
    if (row.null("waiver_ground")) return std::nullopt;
    return Waiver{.ground = row.enumerator<WaiverGround>("waiver_ground"),
                  .state = row.enumerator<WaiverState>("waiver_state"),
                  .document = row.text("waiver_document"),
                  .limits = row.optional_text("waiver_limits").value_or(""),
                  .requested_by_id = row.id<UserId>("waiver_requested_by_id"),
                  .confirmed_by_id = row.optional_id<UserId>("waiver_confirmed_by_id"),
                  .until = row.optional_date("waiver_until"),
                  .quotas = read_waiver_quotas(row.json("waiver_quotas"))};
}

Order read_order(const db::Row& row) {
    return {.id = row.id<OrderId>("id"),
            .code = row.text("code"),
            .listing_id = row.id<ListingId>("listing_id"),
            .product_id = row.id<ProductId>("product_id"),
            .scenario_id = row.id<ScenarioId>("scenario_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .buyer_name = row.text("buyer_name"),
            .buyer_uscc = row.optional_text("buyer_uscc"),
            .department_id = row.optional_id<BodyId>("department_id"),
            .kind = row.enumerator<OrderKind>("kind"),
            .from = row.date("from_on"),
            .to = row.date("to_on"),
            .state = row.enumerator<OrderState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .accepted_at = row.optional_timestamp("accepted_at"),
            .ended_at = row.optional_timestamp("ended_at"),
            .suspensions = {},
            .waiver = read_waiver(row),
            .buyer_id = row.optional_id<BuyerId>("buyer_id"),
            .quotas = {},
            .follows_id = row.optional_id<OrderId>("follows_id"),
            .link = row.null("link") ? std::nullopt
                                     : std::optional(row.enumerator<OrderLink>("link")),
            .extend_to = row.optional_date("extend_to")};
}

void put_quotas(db::Transaction& tx, TenantScope scope, std::vector<Order>& orders) {
    const auto one = orders.size() == 1 ? std::optional(orders.front().id) : std::nullopt;
    auto quotas = load_quotas(tx, scope, one);
    for (auto& order : orders)
        if (const auto found = quotas.find(order.id); found != quotas.end())
            order.quotas = std::move(found->second);
}

/// The suspensions of all the orders in one statement, and their quotas in another.
std::vector<Order> filled(db::Transaction& tx, TenantScope scope, std::vector<Order> orders) {
    if (orders.empty()) return orders;
    put_quotas(tx, scope, orders);
    std::map<OrderId, Order*> by_id;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (auto& order : orders) {
        by_id.emplace(order.id, &order);
        if (orders.size() <= kPageLimitMax + 1) bound.push_back(db::to_value(order.id));
    }
    // Few orders are ever suspended: of many orders it is cheaper to read all suspensions.
    const auto narrowed = bound.size() == 1
                              ? std::string()
                              : "AND order_id IN (" + db::placeholders(orders.size()) + ") ";
    tx.each("SELECT order_id, suspended_from, suspended_to FROM order_suspensions "
            "WHERE tenant_id = ? " + narrowed + "ORDER BY order_id, suspended_from",
            bound, [&](const db::Row& row) {
                const auto found = by_id.find(row.id<OrderId>("order_id"));
                if (found != by_id.end())
                    found->second->suspensions.push_back(
                        {row.timestamp("suspended_from"), row.timestamp("suspended_to")});
            });
    return orders;
}

std::optional<Order> filled(db::Transaction& tx, TenantScope scope, std::optional<Order> found) {
    if (!found) return found;
    return std::move(filled(tx, scope, std::vector<Order>{std::move(*found)}).front());
}

}  // namespace

std::optional<Order> find_order(db::Transaction& tx, TenantScope scope, OrderId id) {
    return filled(tx, scope,
                  tx.find(YUNHE_ORDER_COLUMNS "WHERE tenant_id = ? AND id = ?", read_order, scope,
                          id));
}

std::optional<Order> find_order_by_code(db::Transaction& tx, TenantScope scope,
        std::string_view code) {
    return filled(tx, scope,
                  tx.find(YUNHE_ORDER_COLUMNS "WHERE tenant_id = ? AND code = ?", read_order, scope,
                          code));
}

std::optional<Order> lock_order_by_code(db::Transaction& tx, TenantScope scope,
        std::string_view code) {
    return filled(tx, scope,
                  tx.find(YUNHE_ORDER_COLUMNS "WHERE tenant_id = ? AND code = ? FOR UPDATE",
                          read_order,
                          scope, code));
}

std::vector<Order> list_orders(db::Transaction& tx, TenantScope scope,
                               std::optional<BodyId> developer_id,
                                       std::optional<BodyId> department_id,
                               const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_ORDER_COLUMNS "WHERE tenant_id = ? AND id > ? "
                          "AND (? IS NULL OR developer_id = ?) AND (? IS NULL OR department_id = "
                          "?) "
                          "ORDER BY id LIMIT ?",
                          read_order, scope, page.after_id, developer_id, developer_id,
                                  department_id,
                          department_id, page.fetch()));
}

std::vector<Order> list_accepted_orders(db::Transaction& tx, TenantScope scope) {
    return filled(tx, scope,
                  tx.list(YUNHE_ORDER_COLUMNS "WHERE tenant_id = ? AND accepted_at IS NOT NULL "
                          "ORDER BY code", read_order, scope));
}

std::vector<Order> all_orders(db::Transaction& tx, TenantScope scope,
                              std::optional<ProductId> product_id) {
    return filled(tx, scope,
                  tx.list(YUNHE_ORDER_COLUMNS "WHERE tenant_id = ? "
                          "AND (? IS NULL OR product_id = ?) ORDER BY code",
                          read_order, scope, product_id, product_id));
}

void insert_order(db::Transaction& tx, TenantScope scope, const Order& order, Timestamp now) {
    const auto* waiver = order.waiver ? &*order.waiver : nullptr;
    using db::to_value;
    const auto waiver_value = [&](auto member) {
        return waiver == nullptr ? db::Value{} : to_value(member(*waiver));
    };
    const std::vector<db::Value> bound = {
        to_value(scope), to_value(order.id), to_value(order.code), to_value(order.listing_id),
        to_value(order.product_id), to_value(order.scenario_id), to_value(order.developer_id),
        to_value(order.buyer_name), to_value(order.buyer_uscc), to_value(order.department_id),
        to_value(order.kind), to_value(order.from), to_value(order.to), to_value(order.state),
        to_value(order.version), waiver_value([](const Waiver& w) { return w.ground; }),
        waiver_value([](const Waiver& w) { return w.state; }),
        waiver_value([](const Waiver& w) { return w.document; }),
        waiver_value([](const Waiver& w) { return w.limits; }),
        waiver_value([](const Waiver& w) { return w.requested_by_id; }), to_value(now),
        waiver == nullptr ? db::Value{} : to_value(waiver->until),
        to_value(quotas_json(waiver == nullptr ? std::vector<WaiverQuota>{} : waiver->quotas)),
        to_value(order.buyer_id), to_value(order.follows_id), to_value(order.link)};
    tx.execute_values("INSERT INTO orders (tenant_id, id, code, listing_id, product_id, "
                      "scenario_id, "
                      "developer_id, buyer_name, buyer_uscc, department_id, kind, from_on, to_on, "
                      "state, version, waiver_ground, waiver_state, waiver_document, "
                      "waiver_limits, "
                      "waiver_requested_by_id, created_at, waiver_until, waiver_quotas, "
                      "buyer_id, follows_id, link) "
                      "VALUES " + db::row_placeholders(1, bound.size()), bound);
    save_quotas(tx, scope, order.id, order.quotas, now);
}

void save_order(db::Transaction& tx, TenantScope scope, const Order& order) {
    const auto* waiver = order.waiver ? &*order.waiver : nullptr;
    tx.execute("UPDATE orders SET state = ?, to_on = ?, extend_to = ?, accepted_at = ?, "
               "ended_at = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
               order.state, order.to, order.extend_to, order.accepted_at, order.ended_at, scope,
               order.id);
    if (waiver != nullptr)
        tx.execute("UPDATE orders SET waiver_ground = ?, waiver_state = ?, waiver_document = ?, "
                   "waiver_limits = ?, waiver_requested_by_id = ?, waiver_confirmed_by_id = ?, "
                   "waiver_until = ?, waiver_quotas = ? WHERE tenant_id = ? AND id = ?",
                   waiver->ground, waiver->state, waiver->document, waiver->limits,
                   waiver->requested_by_id, waiver->confirmed_by_id, waiver->until,
                   quotas_json(waiver->quotas), scope, order.id);
    for (const auto& stop : order.suspensions)
        tx.execute("INSERT INTO order_suspensions (tenant_id, order_id, suspended_from, "
                   "suspended_to) "
                   "VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE suspended_to = "
                   "VALUES(suspended_to)",
                   scope, order.id, stop.from, stop.to);
}

std::optional<Order> find_follower(db::Transaction& tx, TenantScope scope, OrderId id) {
    return filled(tx, scope,
                  tx.find(YUNHE_ORDER_COLUMNS "WHERE tenant_id = ? AND follows_id = ? "
                          "AND state NOT IN ('refused', 'cancelled') ORDER BY id LIMIT 1",
                          read_order, scope, id));
}

bool has_open_task(db::Transaction& tx, TenantScope scope, OrderId id, std::string_view task,
                   BodyId body_id) {
    return tx.find("SELECT id FROM todos WHERE tenant_id = ? AND aggregate = 'order' "
                   "AND aggregate_id = ? AND task = ? AND body_id = ? AND closed_at IS NULL "
                   "LIMIT 1",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, id, task, body_id)
        .has_value();
}

std::vector<Order> running_orders(db::Transaction& tx, TenantScope scope, ProductId product_id,
                                  const std::vector<ScenarioId>& scenario_ids, Date day) {
    if (scenario_ids.empty()) return {};
    std::vector<db::Value> bound = {db::to_value(scope), db::to_value(product_id),
                                    db::to_value(day)};
    for (const auto id : scenario_ids) bound.push_back(db::to_value(id));
    std::vector<Order> orders;
    tx.each(std::string(YUNHE_ORDER_COLUMNS) +
                "WHERE tenant_id = ? AND product_id = ? AND to_on >= ? "
                "AND state IN ('requested', 'accepted', 'suspended') AND scenario_id IN (" +
                db::placeholders(scenario_ids.size()) + ") ORDER BY code",
            bound, [&](const db::Row& row) { orders.push_back(read_order(row)); });
    orders = filled(tx, scope, std::move(orders));
    std::erase_if(orders,
                  [&](const Order& order) { return state_on(order, day) == OrderState::ended; });
    return orders;
}

}  // namespace yunhe::catalog
