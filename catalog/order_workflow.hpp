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
        Row{accepted, end, operator_staff, ended},
        Row{active, end, operator_staff, ended},
        Row{suspended, end, operator_staff, ended},
    };
}();

/// The order after the move. REQUIRES: `to` came from kOrderMoves.
inline Order apply(Order order, OrderAction action, OrderState to, Timestamp now) {
    order.state = to;
    if (action == OrderAction::accept) order.accepted_at = now;
    if (action == OrderAction::suspend) order.ended_at = now;
    // An order that is over while suspended ended when it was suspended.
    const bool over = action == OrderAction::cancel || action == OrderAction::end;
    if (over && order.accepted_at && !order.ended_at) order.ended_at = now;
    if (over) order.extend_to.reset();
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

/// May the order be asked to run longer, to this last day (inclusive)? Errors: state `order_over`
/// (args state), `extension_pending`, `not_accepted_yet`; malformed `/to` bad_interval.
inline Status check_extension(const Order& order, Date to, Date today) {
    const auto state = state_on(order, today);
    if (state == OrderState::requested) return wrong_state("not_accepted_yet");
    if (state != OrderState::accepted && state != OrderState::active)
        return wrong_state("order_over", {{"state", std::string(to_text(state))}});
    if (order.extend_to) return wrong_state("extension_pending");
    if (to <= order.to) return malformed("/to", "bad_interval");
    return Done{};
}

/// May another order follow this one: a paid one a trial, the same kind an order of its kind?
/// Errors: state `not_a_trial`, `trial_not_renewed`, `order_over` (refused, or never accepted).
inline Status check_follow(const Order& order, OrderLink link) {
    if (!order.accepted_at)
        return wrong_state("order_over", {{"state", std::string(to_text(order.state))}});
    const bool trial = order.kind == OrderKind::trial;
    if (link == OrderLink::conversion && !trial) return wrong_state("not_a_trial");
    if (link == OrderLink::renewal && trial) return wrong_state("trial_not_renewed");
    return Done{};
}

}  // namespace yunhe::catalog
