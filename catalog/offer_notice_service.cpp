#include "catalog/offer_notice_service.hpp"

#include "catalog/offer_case_service.hpp"
#include "catalog/order_store.hpp"
#include "db/case_store.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

constexpr auto kReadTask = "read_offer_notice";

BodyId recorder_of(const Order& order) { return order.department_id.value_or(order.developer_id); }

}  // namespace

void send_notices(db::Transaction& tx, const Caller& caller, const std::vector<Order>& orders,
                  const OfferNotice& notice) {
    for (const auto& order : orders)
        tenants::publish_webhook(tx, caller.scope,
                                 {.type = "offer.changed",
                                  .body_id = recorder_of(order),
                                  .subject = order.code,
                                  .data = {{"order", order.code},
                                           {"product_id", to_text(order.product_id)},
                                           {"change", notice.change},
                                           {"reason", notice.reason},
                                           {"details", notice.details}}},
                                 caller.now);
}

void put_notices(db::Transaction& tx, const Caller& caller, const std::vector<Order>& orders,
                 const OfferNotice& notice) {
    for (const auto& order : orders) {
        const auto state = to_text(state_on(order, date_of(caller.now)));
        record_step(tx, caller, case_of(order), notice.change, state, state, notice.reason,
                    notice.details);
        open_body_todo(tx, caller, case_of(order), kReadTask, recorder_of(order));
    }
}

void notify_buyers(db::Transaction& tx, const Caller& caller, const std::vector<Order>& orders,
                   const OfferNotice& notice) {
    put_notices(tx, caller, orders, notice);
    send_notices(tx, caller, orders, notice);
}

Status acknowledge_notice(db::Transaction& tx, const Caller& caller, std::string_view order_code) {
    const auto order = find_order_by_code(tx, caller.scope, order_code);
    if (!order || recorder_of(*order) != caller.body_id) return not_found();
    if (!has_open_task(tx, caller.scope, order->id, kReadTask, caller.body_id))
        return wrong_state("no_notice");
    db::close_todos(tx, caller.scope, "order", order->id.value, kReadTask, caller.now,
                    caller.body_id);
    const auto state = to_text(state_on(*order, date_of(caller.now)));
    record_step(tx, caller, case_of(*order), "read_notice", state, state);
    return Done{};
}

}  // namespace yunhe::catalog
