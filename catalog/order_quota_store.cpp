#include "catalog/order_quota_store.hpp"

namespace yunhe::catalog {
namespace {

constexpr std::string_view kWholeOrder = "order";
constexpr std::int64_t kOne = 1'000'000;

std::string span_key(QuotaSpan span, Timestamp at) {
    return span == QuotaSpan::order ? std::string(kWholeOrder) : to_text(period_of(at));
}

struct Counter {
    Quantity used;
    std::optional<Timestamp> used_up_at;
};

Counter lock_counter(db::Transaction& tx, TenantScope scope, OrderId order_id,
                     const OrderQuota& quota, const std::string& key) {
    // The row is made first: two senders that both miss it would lock nothing.
    tx.execute("INSERT INTO order_quota_use (tenant_id, order_id, meter, span_key, used_micro) "
               "VALUES (?, ?, ?, ?, 0) ON DUPLICATE KEY UPDATE used_micro = used_micro",
               scope, order_id, quota.meter, key);
    return tx.one("SELECT used_micro, used_up_at FROM order_quota_use WHERE tenant_id = ? "
                  "AND order_id = ? AND meter = ? AND span_key = ? FOR UPDATE",
                  [](const db::Row& row) {
                      return Counter{row.quantity("used_micro"),
                                     row.optional_timestamp("used_up_at")};
                  },
                  scope, order_id, quota.meter, key);
}

}  // namespace

void save_quotas(db::Transaction& tx, TenantScope scope, OrderId order_id,
                 const std::vector<OrderQuota>& quotas, Timestamp now) {
    tx.execute("DELETE FROM order_quotas WHERE tenant_id = ? AND order_id = ?", scope, order_id);
    for (const auto& quota : quotas)
        tx.execute("INSERT INTO order_quotas (tenant_id, order_id, meter, span, quantity_micro, "
                   "each_event) VALUES (?, ?, ?, ?, ?, ?)",
                   scope, order_id, quota.meter, quota.span, quota.quantity, quota.each_event);
    // What was full stays full from when it was; what no quota closes any more is open.
    tx.execute("UPDATE order_quota_use AS use_of LEFT JOIN order_quotas "
               "ON order_quotas.tenant_id = use_of.tenant_id "
               "AND order_quotas.order_id = use_of.order_id "
               "AND order_quotas.meter = use_of.meter "
               "AND (order_quotas.span = 'order') = (use_of.span_key = 'order') "
               "SET use_of.used_up_at = NULL WHERE use_of.tenant_id = ? AND use_of.order_id = ? "
               "AND (order_quotas.quantity_micro IS NULL "
               "OR use_of.used_micro < order_quotas.quantity_micro)",
               scope, order_id);
    tx.execute("UPDATE order_quota_use AS use_of JOIN order_quotas "
               "ON order_quotas.tenant_id = use_of.tenant_id "
               "AND order_quotas.order_id = use_of.order_id "
               "AND order_quotas.meter = use_of.meter "
               "AND (order_quotas.span = 'order') = (use_of.span_key = 'order') "
               "SET use_of.used_up_at = ? WHERE use_of.tenant_id = ? AND use_of.order_id = ? "
               "AND use_of.used_up_at IS NULL AND use_of.span_key IN ('order', ?) "
               "AND order_quotas.quantity_micro <= use_of.used_micro",
               now, scope, order_id, period_of(now));
}

std::map<OrderId, std::vector<OrderQuota>> load_quotas(db::Transaction& tx, TenantScope scope,
                                                       std::optional<OrderId> order_id) {
    std::map<OrderId, std::vector<OrderQuota>> all;
    const std::vector<db::Value> bound = {db::to_value(scope), db::to_value(order_id),
                                          db::to_value(order_id)};
    tx.each("SELECT quotas.order_id, quotas.meter, quotas.span, quotas.quantity_micro, "
            "quotas.each_event, use_of.span_key, use_of.used_up_at FROM order_quotas AS quotas "
            "LEFT JOIN order_quota_use AS use_of ON use_of.tenant_id = quotas.tenant_id "
            "AND use_of.order_id = quotas.order_id AND use_of.meter = quotas.meter "
            "AND (quotas.span = 'order') = (use_of.span_key = 'order') "
            "AND use_of.used_up_at IS NOT NULL "
            "WHERE quotas.tenant_id = ? AND (? IS NULL OR quotas.order_id = ?) "
            "ORDER BY quotas.order_id, quotas.meter, quotas.span, use_of.span_key",
            bound, [&](const db::Row& row) {
                auto& quotas = all[row.id<OrderId>("order_id")];
                const auto meter = row.text("meter");
                const auto span = row.enumerator<QuotaSpan>("span");
                if (quotas.empty() || quotas.back().meter != meter || quotas.back().span != span)
                    quotas.push_back({.meter = meter,
                                      .span = span,
                                      .quantity = row.quantity("quantity_micro"),
                                      .each_event = row.boolean("each_event")});
                const auto from = row.optional_timestamp("used_up_at");
                if (!from) return;
                const auto to = span == QuotaSpan::order
                                    ? Timestamp::max()
                                    : end_of(parse_period(row.text("span_key")).value());
                quotas.back().full.push_back({*from, to});
            });
    return all;
}

QuotaTaken take_quota(db::Transaction& tx, TenantScope scope, const Order& order,
                      std::string_view meter, Timestamp at, Quantity quantity) {
    std::vector<std::pair<const OrderQuota*, Counter>> counters;
    for (const auto& quota : order.quotas) {
        if (quota.meter != meter) continue;
        const auto counter = lock_counter(tx, scope, order.id, quota, span_key(quota.span, at));
        if (quota.quantity <= counter.used) return QuotaTaken::refused;
        counters.emplace_back(&quota, counter);
    }
    auto taken = QuotaTaken::taken;
    for (const auto& [quota, counter] : counters) {
        const auto used = checked_add(counter.used, quota->each_event ? Quantity{kOne} : quantity);
        YUNHE_ASSERT(used.has_value());
        const bool full = quota->quantity <= *used;
        if (full) taken = QuotaTaken::filled;
        tx.execute("UPDATE order_quota_use SET used_micro = ?, used_up_at = ? WHERE tenant_id = ? "
                   "AND order_id = ? AND meter = ? AND span_key = ?",
                   *used, full ? std::optional(at) : std::nullopt, scope, order.id, quota->meter,
                   span_key(quota->span, at));
    }
    return taken;
}

std::vector<QuotaUse> list_quota_use(db::Transaction& tx, TenantScope scope, OrderId order_id) {
    return tx.list("SELECT meter, span_key, used_micro FROM order_quota_use WHERE tenant_id = ? "
                   "AND order_id = ? ORDER BY meter, span_key",
                   [](const db::Row& row) {
                       const auto key = row.text("span_key");
                       return QuotaUse{.meter = row.text("meter"),
                                       .span = key == kWholeOrder ? QuotaSpan::order
                                                                  : QuotaSpan::period,
                                       .span_key = key,
                                       .used = row.quantity("used_micro")};
                   },
                   scope, order_id);
}

}  // namespace yunhe::catalog
