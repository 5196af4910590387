#include "catalog/quota_alert_service.hpp"

#include "catalog/offer_notice_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/quota_share.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::catalog {
namespace {

Json quota_details(const QuotaAlert& alert) {
    return {{"meter", alert.meter},
            {"span", alert.span_key},
            {"percent", alert.percent},
            {"used", to_text(alert.used)},
            {"quantity", to_text(alert.quantity)}};
}

}  // namespace

void warn_of_quotas(db::Transaction& tx, const tenants::Caller& caller,
                    std::span<const QuotaMove> moves) {
    for (const auto& move : moves) {
        std::optional<QuotaAlert> highest;
        for (const int percent :
             reached_percents(move.before, move.after, move.quota.quantity)) {
            const QuotaAlert alert{.meter = move.quota.meter,
                                   .span_key = move.span_key,
                                   .quantity = move.quota.quantity,
                                   .percent = percent,
                                   .used = move.after,
                                   .reached_at = caller.now};
            if (insert_quota_alert(tx, caller.scope, move.order_id, alert)) highest = alert;
        }
        if (!highest) continue;
        const auto order = find_order(tx, caller.scope, move.order_id);
        YUNHE_ASSERT(order.has_value());
        auto data = quota_details(*highest);
        data["order"] = order->code;
        tenants::publish_webhook(tx, caller.scope,
                                 {.type = kQuotaTopic,
                                  .body_id = order->department_id.value_or(order->developer_id),
                                  .subject = order->code,
                                  .data = std::move(data)},
                                 caller.now);
        put_notices(tx, caller, {*order}, {"quota_reached", "", quota_details(*highest)});
    }
}

}  // namespace yunhe::catalog
