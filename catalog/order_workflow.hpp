/// The moves of an order, from its state on the day (`state_on`). Pure.
#pragma once

#include <array>

#include "catalog/order.hpp"

namespace yunhe::catalog {

/// `buyer_side`: the developer who recorded it for a buyer, or the department that buys as itself.
/// Resuming leads back to accepted; whether that is active or ended follows from the dates.
inline constexpr auto kOrderMoves = [] {
    using enum OrderState;
    using enum OrderAction;
    using enum OrderActor;
    using Row = Move<OrderState, OrderAction, OrderActor>;
    return std::array{
        Row{requested, accept, operator_staff, accepted},
        Row{requested, refuse, operator_staff, refused},
        Row{requested, cancel, buyer_side, cancelled},
        Row{accepted, cancel, buyer_side, cancelled},
        Row{active, cancel, buyer_side, cancelled},
        Row{suspended, cancel, buyer_side, cancelled},
        Row{accepted, suspend, operator_staff, suspended},
        Row{active, suspend, operator_staff, suspended},
        Row{suspended, resume, operator_staff, accepted},
    };
}();

/// The order after the move. REQUIRES: `to` came from kOrderMoves.
inline Order apply(Order order, OrderAction action, OrderState to, Timestamp now) {
    order.state = to;
    if (action == OrderAction::accept) order.accepted_at = now;
    if (action == OrderAction::suspend) order.ended_at = now;
    // An order that is cancelled while suspended ended when it was suspended.
    if (action == OrderAction::cancel && order.accepted_at && !order.ended_at) order.ended_at = now;
    if (action == OrderAction::resume && order.ended_at) {
        if (*order.ended_at < now) order.suspensions.push_back({*order.ended_at, now});
        order.ended_at.reset();
    }
    return order;
}

/// While a waiver waits for its confirmation, nobody knows what the order costs.
/// Errors: state `waiver_pending`.
inline Status check_accept(const Order& order) {
    if (order.waiver && order.waiver->state == WaiverState::requested)
        return wrong_state("waiver_pending", {{"order", order.code}});
    return Done{};
}

}  // namespace yunhe::catalog
