/// Quotas of orders and what is used of them, in SQL.
///
/// Billing pushes use in here (take_quota) in the transaction that stores the events, so that the
/// count is exact whatever arrives at once; the chain then closes by itself.
#pragma once

#include <map>
#include <optional>
#include <string>
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

enum class QuotaTaken {
    taken,    ///< Counted, or there is no quota of this meter.
    filled,   ///< Counted; with it the quota is full. The chain has changed: raise its version.
    refused,  ///< The quota was full before; nothing was counted.
};
/// Counts one accepted use. Locks the counters until the transaction ends.
QuotaTaken take_quota(db::Transaction& tx, TenantScope scope, const Order& order,
                      std::string_view meter, Timestamp at, Quantity quantity);

struct QuotaUse {
    std::string meter;
    QuotaSpan span = QuotaSpan::period;
    std::string span_key;  ///< The period, or "order".
    Quantity used;
};
/// What is used, by meter and span.
std::vector<QuotaUse> list_quota_use(db::Transaction& tx, TenantScope scope, OrderId order_id);

}  // namespace yunhe::catalog
