/// The order (订购): a buyer's right to use a listing in one scenario.
///
/// requested -> accepted -> active -> ended; refused, cancelled, suspended. `active` and `ended`
/// follow from the dates; `ended` is stored only where the operator ends an order early. A trial
/// without a waiver is charged like any other order; it ends when its time or its box is used up.
/// Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "catalog/buyer.hpp"
#include "catalog/product.hpp"
#include "catalog/scenario.hpp"

namespace yunhe::catalog {

struct ListingEntity { static constexpr std::string_view prefix = "lst"; };
using ListingId = Id<ListingEntity>;
struct OrderEntity { static constexpr std::string_view prefix = "ord"; };
using OrderId = Id<OrderEntity>;

enum class OrderKind { paid, trial, source_free };
enum class OrderState { requested, accepted, active, ended, refused, cancelled, suspended };
enum class OrderAction { accept, refuse, cancel, suspend, resume, end };
enum class OrderActor { buyer_side, operator_staff };

/// Why an order is charged 0. `public_purpose` follows from the scenario, whose decision is the
/// document; the other two stand on a document and a second person's confirmation.
enum class WaiverGround { public_purpose, source_trial, approved };
enum class WaiverState { requested, confirmed, refused };

/// Of one meter, in each period.
struct WaiverQuota {
    std::string meter;
    Quantity quantity;
};

struct Waiver {
    WaiverGround ground = WaiverGround::approved;
    WaiverState state = WaiverState::requested;
    std::string document;
    std::string limits;  ///< What the approval is limited to, in its own words; may be empty.
    UserId requested_by_id;
    std::optional<UserId> confirmed_by_id;
    /// Inclusive, the last day of a month or not before the order's; later periods are charged.
    std::optional<Date> until = {};
    /// What is beyond is charged; meters that aren't named are waived whole.
    std::vector<WaiverQuota> quotas = {};
};

/// In each period, or over the order's whole life.
enum class QuotaSpan { period, order };

/// How much of a meter an order may use. At 100 % use is denied; the event that reaches it counts.
struct OrderQuota {
    std::string meter;
    QuotaSpan span = QuotaSpan::period;
    Quantity quantity;
    bool each_event = false;          ///< Events are counted, not their quantities.
    std::vector<Interval> full = {};  ///< From the event that filled it to the span's end.
};

/// Why an order follows another.
enum class OrderLink { conversion, renewal };

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
    std::optional<BuyerId> buyer_id = {};   ///< Absent when a department buys.
    std::vector<OrderQuota> quotas = {};    ///< By meter and span.
    std::optional<OrderId> follows_id = {};
    std::optional<OrderLink> link = {};     ///< Set with follows_id.
    std::optional<Date> extend_to = {};     ///< Asked for, not decided yet.
};

/// The stored state, and active or ended by the dates for what is accepted. A trial whose box is
/// full has ended.
OrderState state_on(const Order& order, Date day);

/// When the order itself is live: 00:00 of its first day (or of the day it was accepted, if that is
/// later: acceptance doesn't reach back) to the end of its last, cut at `ended_at` and where a
/// trial's box is full; empty unless accepted. Suspensions that are over lie inside it: see
/// `live_at`.
Interval live_interval(const Order& order);
bool live_at(const Order& order, Timestamp at);

/// Is a quota of this meter, or without meter any of the order's, full at that instant?
bool quota_full_at(const Order& order, Timestamp at, std::optional<std::string_view> meter);

/// The ground on which the order's use of that day is charged 0 in the scenario, if any: a public
/// purpose always, else a confirmed waiver that hasn't run out. Use beyond its quotas is charged
/// all the same.
std::optional<WaiverGround> waiver_ground(const Order& order, Purpose purpose, Date day);

/// May this ground stand for this order? Errors: rule `waiver_does_not_fit` (public_purpose in an
/// industry scenario; source_trial for a buyer that is no department of the lineage, or an order
/// that isn't trial or source_free).
Status check_waiver(const Order& order, WaiverGround ground, Purpose purpose,
        bool buyer_in_lineage);
/// Are its limits such that a period is waived or not as a whole? Errors: malformed
/// `/until` not_end_of_month, before_order; `/quotas/n/meter` repeated_item,
/// not_one_of (args allowed); `/quotas/n/quantity` out_of_range; `/until`
/// not_for_public_purpose.
Status check_waiver_limits(const Order& order, const Waiver& waiver,
                           const std::vector<std::string>& meters);

/// What lets a department of the lineage use without charge, as the pack or policy says
/// (`source_department_right`).
struct SourceRight {
    std::string right;            ///< free_trial, free_use, or empty.
    bool buyer_in_lineage = false;
    bool all_given_free = false;  ///< Every resource of the lineage.
};
/// For orders of kind source_free and waivers on source_trial. Errors: rule
/// `source_free_for_departments` (no department), `department_outside_lineage`, `no_source_right`,
/// `not_given_free`. The last two are the pack's: the service puts its article to them.
Status check_source_right(const Order& order, const SourceRight& right);

/// The box of a trial: how long, and how much of each meter.
struct TrialBox {
    int days_max = 0;
    std::map<std::string, Quantity, std::less<>> quantities;  ///< By meter that can be counted.
};
/// Fits the order into the box: meters without quota over its whole life get the box's. Errors:
/// rule `trial_too_long` (args days), `trial_over_box` (args meter, most).
Result<Order> into_box(Order order, const TrialBox& box, const std::vector<OrderQuota>& counted);

/// Quotas name meters that are charged and add up, each once per span, above zero. `counted`: those
/// meters, with how they count. Fills in `each_event`. Errors: malformed `/quotas/n/meter`
/// not_one_of (args allowed), repeated_item; `/quotas/n/quantity` out_of_range.
Status check_quotas(std::vector<OrderQuota>& quotas, const std::vector<OrderQuota>& counted);

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
                    std::pair{yunhe::catalog::OrderAction::resume, "resume"},
                    std::pair{yunhe::catalog::OrderAction::end, "end"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::QuotaSpan> =
    yunhe::texts_of(std::pair{yunhe::catalog::QuotaSpan::period, "period"},
                    std::pair{yunhe::catalog::QuotaSpan::order, "order"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::OrderLink> =
    yunhe::texts_of(std::pair{yunhe::catalog::OrderLink::conversion, "conversion"},
                    std::pair{yunhe::catalog::OrderLink::renewal, "renewal"});
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
