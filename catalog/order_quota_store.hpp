/// Quotas of orders and what is used of them, in SQL.
///
/// Billing pushes use in here (QuotaCounters) in the transaction that stores the events, so that
/// the count is exact whatever arrives at once; the chain then closes by itself.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "catalog/order.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// Sets the order's quotas. What was counted so far stays counted, and from `now` is full or not by
/// the new ones; a meter that had no quota is counted from now on.
void save_quotas(db::Transaction& tx, TenantScope scope, OrderId order_id,
                 const std::vector<OrderQuota>& quotas, Timestamp now);

/// By order, of one order or of all.
std::map<OrderId, std::vector<OrderQuota>> load_quotas(db::Transaction& tx, TenantScope scope,
                                                       std::optional<OrderId> order_id);

/// How a counter moved in one transaction.
struct QuotaMove {
    OrderId order_id;
    OrderQuota quota;
    std::string span_key;  ///< The period, or "order".
    Quantity before;
    Quantity after;
};

/// Counts uses towards quotas within one transaction: each counter is locked when it is first
/// needed and written once, by `save`. Not thread-safe; lives as long as its transaction at most.
class QuotaCounters {
public:
    QuotaCounters(db::Transaction& tx, TenantScope scope) : tx_(tx), scope_(scope) {}

    /// Counts one use. False: a quota was full before, and nothing was counted. True also where no
    /// quota is of this meter.
    bool take(const Order& order, std::string_view meter, Timestamp at, Quantity quantity);
    /// Takes back what a use counted that was voided since.
    void give_back(const Order& order, std::string_view meter, Timestamp at, Quantity quantity);
    /// Counts without asking whether there is room: undoes a give_back.
    void put_back(const Order& order, std::string_view meter, Timestamp at, Quantity quantity);
    /// Writes the counters that moved. Where one became full, or is full no more, the chain has
    /// changed: raise its version (`chain_changed`).
    std::vector<QuotaMove> save();

private:
    struct Counter {
        OrderQuota quota;
        std::string span_key;
        Quantity stored;
        Quantity used;
        std::optional<Timestamp> filled_at;  ///< By the event that filled it.
    };
    using Key = std::tuple<OrderId, std::string, std::string>;  ///< With meter and span key.
    std::vector<Counter*> counters_of(const Order& order, std::string_view meter, Timestamp at);

    db::Transaction& tx_;
    TenantScope scope_;
    std::map<Key, Counter> counters_;
};

/// Did a quota become full, or is it full no more?
bool chain_changed(std::span<const QuotaMove> moves);

/// That half, four fifths or all of a quota was used.
struct QuotaAlert {
    std::string meter;
    std::string span_key;  ///< The period, or "order".
    Quantity quantity;     ///< The quota, as it was then.
    int percent = 0;       ///< 50, 80 or 100.
    Quantity used;
    Timestamp reached_at;
};
/// False: this quota of this size had reached it before in this span.
bool insert_quota_alert(db::Transaction& tx, TenantScope scope, OrderId order_id,
                        const QuotaAlert& alert);
/// Oldest first.
std::vector<QuotaAlert> list_quota_alerts(db::Transaction& tx, TenantScope scope,
                                          OrderId order_id);

struct QuotaUse {
    std::string meter;
    QuotaSpan span = QuotaSpan::period;
    std::string span_key;  ///< The period, or "order".
    Quantity used;
};
/// What is used, by meter and span.
std::vector<QuotaUse> list_quota_use(db::Transaction& tx, TenantScope scope, OrderId order_id);

}  // namespace yunhe::catalog
