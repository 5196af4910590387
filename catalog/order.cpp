#include "catalog/order.hpp"

#include <algorithm>

namespace yunhe::catalog {

OrderState state_on(const Order& order, Date day) {
    if (order.state != OrderState::accepted) return order.state;
    if (order.to < day) return OrderState::ended;
    return order.from <= day ? OrderState::active : OrderState::accepted;
}

Interval live_interval(const Order& order) {
    if (!order.accepted_at) return {start_of(order.from), start_of(order.from)};
    Interval live{std::max(start_of(order.from), start_of(date_of(*order.accepted_at))),
                  end_of(order.to)};
    if (order.ended_at) live.to = std::min(live.to, *order.ended_at);
    return live;
}

bool live_at(const Order& order, Timestamp at) {
    if (!live_interval(order).contains(at)) return false;
    return std::none_of(order.suspensions.begin(), order.suspensions.end(),
                        [&](const Interval& stop) { return stop.contains(at); });
}

std::optional<WaiverGround> waiver_ground(const Order& order, Purpose purpose) {
    if (purpose != Purpose::industry) return WaiverGround::public_purpose;
    if (!order.waiver || order.waiver->state != WaiverState::confirmed) return std::nullopt;
    return order.waiver->ground;
}

Status check_waiver(const Order& order, WaiverGround ground, Purpose purpose,
                    bool buyer_in_lineage) {
    const bool unpaid_kind = order.kind == OrderKind::trial || order.kind == OrderKind::source_free;
    bool fits = true;
    if (ground == WaiverGround::public_purpose) fits = purpose != Purpose::industry;
    if (ground == WaiverGround::source_trial)
        fits = unpaid_kind && order.department_id && buyer_in_lineage;
    if (fits) return Done{};
    return refused_by_system("waiver_does_not_fit", {{"ground", std::string(to_text(ground))}});
}

}  // namespace yunhe::catalog
