#include "catalog/order_quota_store.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

constexpr std::string_view kWholeOrder = "order";
constexpr std::int64_t kOne = 1'000'000;

std::string span_key(QuotaSpan span, Timestamp at) {
    return span == QuotaSpan::order ? std::string(kWholeOrder) : to_text(period_of(at));
}

Quantity counted(const OrderQuota& quota, Quantity quantity) {
    return quota.each_event ? Quantity{kOne} : quantity;
}

Quantity lock_counter(db::Transaction& tx, TenantScope scope, OrderId order_id,
                     const OrderQuota& quota, const std::string& key) {
    // The row is made first: two senders that both miss it would lock nothing.
    tx.execute("INSERT INTO order_quota_use (tenant_id, order_id, meter, span_key, used_micro) "
               "VALUES (?, ?, ?, ?, 0) ON DUPLICATE KEY UPDATE used_micro = used_micro",
               scope, order_id, quota.meter, key);
    return tx.one("SELECT used_micro FROM order_quota_use WHERE tenant_id = ? "
                  "AND order_id = ? AND meter = ? AND span_key = ? FOR UPDATE",
                  [](const db::Row& row) { return row.quantity("used_micro"); },
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

std::vector<QuotaCounters::Counter*> QuotaCounters::counters_of(const Order& order,
                                                                std::string_view meter,
                                                                Timestamp at) {
    std::vector<Counter*> found;
    for (const auto& quota : order.quotas) {
        if (quota.meter != meter) continue;
        auto key = span_key(quota.span, at);
        const auto [entry, is_new] = counters_.try_emplace(Key(order.id, quota.meter, key));
        auto& counter = entry->second;
        if (is_new) {
            counter.quota = quota;
            counter.stored = counter.used = lock_counter(tx_, scope_, order.id, quota, key);
            counter.span_key = std::move(key);
        }
        found.push_back(&counter);
    }
    return found;
}

bool QuotaCounters::take(const Order& order, std::string_view meter, Timestamp at,
                         Quantity quantity) {
    const auto counters = counters_of(order, meter, at);
    for (const auto* counter : counters)
        if (counter->quota.quantity <= counter->used) return false;
    put_back(order, meter, at, quantity);
    return true;
}

void QuotaCounters::put_back(const Order& order, std::string_view meter, Timestamp at,
                             Quantity quantity) {
    for (auto* counter : counters_of(order, meter, at)) {
        const auto used = checked_add(counter->used, counted(counter->quota, quantity));
        YUNHE_ASSERT(used.has_value());
        counter->used = *used;
        if (counter->quota.quantity <= *used) counter->filled_at = at;
    }
}

void QuotaCounters::give_back(const Order& order, std::string_view meter, Timestamp at,
                              Quantity quantity) {
    // A quota that was set later counted less than all uses.
    for (auto* counter : counters_of(order, meter, at))
        counter->used.micro = std::max<std::int64_t>(
            0, counter->used.micro - counted(counter->quota, quantity).micro);
}

std::vector<QuotaMove> QuotaCounters::save() {
    std::vector<QuotaMove> moves;
    for (const auto& [key, counter] : counters_) {
        if (counter.used == counter.stored) continue;
        const auto& [order_id, meter, span] = key;
        const bool full = counter.quota.quantity <= counter.used;
        const bool was_full = counter.quota.quantity <= counter.stored;
        moves.push_back({order_id, counter.quota, span, counter.stored, counter.used});
        if (full && was_full) {
            tx_.execute("UPDATE order_quota_use SET used_micro = ? WHERE tenant_id = ? "
                        "AND order_id = ? AND meter = ? AND span_key = ?",
                        counter.used, scope_, order_id, meter, span);
            continue;
        }
        tx_.execute("UPDATE order_quota_use SET used_micro = ?, used_up_at = ? WHERE tenant_id = ? "
                    "AND order_id = ? AND meter = ? AND span_key = ?",
                    counter.used, full ? counter.filled_at : std::nullopt, scope_, order_id, meter,
                    span);
    }
    return moves;
}

bool chain_changed(std::span<const QuotaMove> moves) {
    return std::ranges::any_of(moves, [](const QuotaMove& move) {
        return (move.quota.quantity <= move.before) != (move.quota.quantity <= move.after);
    });
}

bool insert_quota_alert(db::Transaction& tx, TenantScope scope, OrderId order_id,
                        const QuotaAlert& alert) {
    return tx.execute("INSERT IGNORE INTO quota_alerts (tenant_id, order_id, meter, span_key, "
                      "quantity_micro, percent, used_micro, reached_at) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                      scope, order_id, alert.meter, alert.span_key, alert.quantity, alert.percent,
                      alert.used, alert.reached_at) == 1;
}

std::vector<QuotaAlert> list_quota_alerts(db::Transaction& tx, TenantScope scope,
                                          OrderId order_id) {
    return tx.list("SELECT meter, span_key, quantity_micro, percent, used_micro, reached_at "
                   "FROM quota_alerts WHERE tenant_id = ? AND order_id = ? "
                   "ORDER BY reached_at, meter, span_key, percent",
                   [](const db::Row& row) {
                       return QuotaAlert{.meter = row.text("meter"),
                                         .span_key = row.text("span_key"),
                                         .quantity = row.quantity("quantity_micro"),
                                         .percent = static_cast<int>(row.int64("percent")),
                                         .used = row.quantity("used_micro"),
                                         .reached_at = row.timestamp("reached_at")};
                   },
                   scope, order_id);
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
