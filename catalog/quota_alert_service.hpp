/// Warns when half, four fifths and all of an order's quota is used.
#pragma once

#include <span>

#include "catalog/order_quota_store.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// The webhook event {order, meter, span, percent, used, quantity} of the body that recorded the
/// order.
inline constexpr std::string_view kQuotaTopic = "quota.reached";

/// Records each share that is reached for the first time in its span: a webhook event, and a
/// step of the order with one to-do `read_offer_notice` on the desk of who recorded it. A share
/// that was reached, left by a correction and reached again warns once.
void warn_of_quotas(db::Transaction& tx, const tenants::Caller& caller,
                    std::span<const QuotaMove> moves);

}  // namespace yunhe::catalog
