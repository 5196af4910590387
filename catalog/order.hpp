/// The order (订购): a buyer's right to use a listing in one scenario.
///
/// requested -> accepted -> active -> ended; refused, cancelled, suspended. `active` and `ended`
/// follow from the dates. A trial without a waiver is charged like any other order. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "catalog/product.hpp"
#include "catalog/scenario.hpp"

namespace yunhe::catalog {

struct ListingEntity { static constexpr std::string_view prefix = "lst"; };
using ListingId = Id<ListingEntity>;
struct OrderEntity { static constexpr std::string_view prefix = "ord"; };
using OrderId = Id<OrderEntity>;

enum class OrderKind { paid, trial, source_free };
enum class OrderState { requested, accepted, active, ended, refused, cancelled, suspended };
enum class OrderAction { accept, refuse, cancel, suspend, resume };
enum class OrderActor { buyer_side, operator_staff };

/// Why an order is charged 0. `public_purpose` follows from the scenario, whose decision is the
/// document; the other two stand on a document and a second person's confirmation.
enum class WaiverGround { public_purpose, source_trial, approved };
enum class WaiverState { requested, confirmed, refused };

struct Waiver {
    WaiverGround ground = WaiverGround::approved;
    WaiverState state = WaiverState::requested;
    std::string document;
    std::string limits;  ///< What the approval is limited to, in its own words; may be empty.
    UserId requested_by_id;
    std::optional<UserId> confirmed_by_id;
};

struct Order {
    OrderId id;
    std::string code;
    ListingId listing_id;
    ProductId product_id;
    ScenarioId scenario_id;
    BodyId developer_id;                    ///< Who offers the product and owes what use costs.
    std::string buyer_name;
    std::optional<std::string> buyer_uscc;
    std::optional<BodyId> department_id;    ///< Set when a department buys as itself.
    OrderKind kind = OrderKind::paid;
    Date from;
    Date to;                                ///< Inclusive.
    OrderState state = OrderState::requested;  ///< As stored: see `state_on`.
    int version = 1;
    std::optional<Timestamp> accepted_at;
    std::optional<Timestamp> ended_at;      ///< Cancelled or suspended from this moment on.
    std::vector<Interval> suspensions;      ///< Those that are over, ascending.
    std::optional<Waiver> waiver;
};

/// The stored state, and active or ended by the dates for what is accepted.
OrderState state_on(const Order& order, Date day);

/// When the order itself is live: 00:00 of its first day (or of the day it was accepted, if that is
/// later: acceptance doesn't reach back) to the end of its last, cut at `ended_at`; empty unless
/// accepted. Suspensions that are over lie inside it: see `live_at`.
Interval live_interval(const Order& order);
bool live_at(const Order& order, Timestamp at);

/// The ground on which the order is charged 0 in the scenario, if any: a public purpose always,
/// else a confirmed waiver.
std::optional<WaiverGround> waiver_ground(const Order& order, Purpose purpose);

/// May this ground stand for this order? Errors: rule `waiver_does_not_fit` (public_purpose in an
/// industry scenario; source_trial for a buyer that is no department of the lineage, or an order
/// that isn't trial or source_free).
Status check_waiver(const Order& order, WaiverGround ground, Purpose purpose,
        bool buyer_in_lineage);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::OrderKind> =
    yunhe::texts_of(std::pair{yunhe::catalog::OrderKind::paid, "paid"},
                    std::pair{yunhe::catalog::OrderKind::trial, "trial"},
                    std::pair{yunhe::catalog::OrderKind::source_free, "source_free"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::OrderState> =
    yunhe::texts_of(std::pair{yunhe::catalog::OrderState::requested, "requested"},
                    std::pair{yunhe::catalog::OrderState::accepted, "accepted"},
                    std::pair{yunhe::catalog::OrderState::active, "active"},
                    std::pair{yunhe::catalog::OrderState::ended, "ended"},
                    std::pair{yunhe::catalog::OrderState::refused, "refused"},
                    std::pair{yunhe::catalog::OrderState::cancelled, "cancelled"},
                    std::pair{yunhe::catalog::OrderState::suspended, "suspended"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::OrderAction> =
    yunhe::texts_of(std::pair{yunhe::catalog::OrderAction::accept, "accept"},
                    std::pair{yunhe::catalog::OrderAction::refuse, "refuse"},
                    std::pair{yunhe::catalog::OrderAction::cancel, "cancel"},
                    std::pair{yunhe::catalog::OrderAction::suspend, "suspend"},
                    std::pair{yunhe::catalog::OrderAction::resume, "resume"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::WaiverGround> =
    yunhe::texts_of(std::pair{yunhe::catalog::WaiverGround::public_purpose, "public_purpose"},
                    std::pair{yunhe::catalog::WaiverGround::source_trial, "source_trial"},
                    std::pair{yunhe::catalog::WaiverGround::approved, "approved"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::WaiverState> =
    yunhe::texts_of(std::pair{yunhe::catalog::WaiverState::requested, "requested"},
                    std::pair{yunhe::catalog::WaiverState::confirmed, "confirmed"},
                    std::pair{yunhe::catalog::WaiverState::refused, "refused"});
