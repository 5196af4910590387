#include "catalog/order.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

/// When a trial's box was first full.
std::optional<Timestamp> box_full_from(const Order& order) {
    if (order.kind != OrderKind::trial) return std::nullopt;
    std::optional<Timestamp> first;
    for (const auto& quota : order.quotas) {
        if (quota.span != QuotaSpan::order) continue;
        for (const auto& full : quota.full)
            if (!first || full.from < *first) first = full.from;
    }
    return first;
}

std::string words_of(const std::vector<OrderQuota>& counted) {
    std::vector<std::string> meters;
    for (const auto& quota : counted) meters.push_back(quota.meter);
    return join(meters, ", ");
}

Error no_quantity(const std::string& at) {
    return malformed(at + "/quantity", "out_of_range",
                     {{"min", "0.000001"}, {"max", "9223372036854"}});
}

const OrderQuota* find_meter(const std::vector<OrderQuota>& quotas, std::string_view meter) {
    for (const auto& quota : quotas)
        if (quota.meter == meter) return &quota;
    return nullptr;
}

}  // namespace

OrderState state_on(const Order& order, Date day) {
    if (order.state != OrderState::accepted) return order.state;
    if (order.to < day || box_full_from(order)) return OrderState::ended;
    return order.from <= day ? OrderState::active : OrderState::accepted;
}

Interval live_interval(const Order& order) {
    if (!order.accepted_at) return {start_of(order.from), start_of(order.from)};
    Interval live{std::max(start_of(order.from), start_of(date_of(*order.accepted_at))),
                  end_of(order.to)};
    if (order.ended_at) live.to = std::min(live.to, *order.ended_at);
    if (const auto full = box_full_from(order)) live.to = std::min(live.to, *full);
    return live;
}

bool live_at(const Order& order, Timestamp at) {
    if (!live_interval(order).contains(at)) return false;
    return std::none_of(order.suspensions.begin(), order.suspensions.end(),
                        [&](const Interval& stop) { return stop.contains(at); });
}

bool quota_full_at(const Order& order, Timestamp at, std::optional<std::string_view> meter) {
    return std::any_of(order.quotas.begin(), order.quotas.end(), [&](const OrderQuota& quota) {
        if (meter && quota.meter != *meter) return false;
        return std::any_of(quota.full.begin(), quota.full.end(),
                           [&](const Interval& full) { return full.contains(at); });
    });
}

std::optional<WaiverGround> waiver_ground(const Order& order, Purpose purpose, Date day) {
    if (purpose != Purpose::industry) return WaiverGround::public_purpose;
    if (!order.waiver || order.waiver->state != WaiverState::confirmed) return std::nullopt;
    if (order.waiver->until && *order.waiver->until < day) return std::nullopt;
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

Status check_waiver_limits(const Order& order, const Waiver& waiver,
                           const std::vector<std::string>& meters) {
    if (!waiver.until && waiver.quotas.empty()) return Done{};
    if (waiver.ground == WaiverGround::public_purpose)
        return malformed("/until", "not_for_public_purpose");
    if (waiver.until) {
        const auto until = *waiver.until;
        if (until < order.from) return malformed("/until", "before_order");
        // A period is rated as one: its use is waived by one ground or by none.
        if (until < order.to && until != last_day(period_of(until)))
            return malformed("/until", "not_end_of_month",
                             {{"last", to_text(last_day(period_of(until)))}});
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < waiver.quotas.size(); ++i) {
        const auto& quota = waiver.quotas[i];
        const auto at = "/quotas/" + std::to_string(i);
        if (std::find(meters.begin(), meters.end(), quota.meter) == meters.end())
            return malformed(at + "/meter", "not_one_of", {{"allowed", join(meters, ", ")}});
        if (!seen.insert(quota.meter).second) return malformed(at + "/meter", "repeated_item");
        if (quota.quantity.micro <= 0) return no_quantity(at);
    }
    return Done{};
}

Status check_source_right(const Order& order, const SourceRight& right) {
    if (!order.department_id) return refused_by_system("source_free_for_departments");
    if (!right.buyer_in_lineage) return refused_by_system("department_outside_lineage");
    if (right.right.empty()) return refused_by_system("no_source_right");
    if (right.right == "free_use" && !right.all_given_free)
        return refused_by_system("not_given_free");
    return Done{};
}

Result<Order> into_box(Order order, const TrialBox& box, const std::vector<OrderQuota>& counted) {
    if (order.to - order.from >= std::chrono::days(box.days_max))
        return refused_by_system("trial_too_long", {{"days", std::to_string(box.days_max)}});
    for (const auto& [meter, most] : box.quantities) {
        const auto* how = find_meter(counted, meter);
        if (how == nullptr) continue;
        bool boxed = false;
        for (const auto& quota : order.quotas) {
            if (quota.meter != meter || quota.span != QuotaSpan::order) continue;
            boxed = true;
            if (most < quota.quantity)
                return refused_by_system("trial_over_box",
                                         {{"meter", meter}, {"most", to_text(most)}});
        }
        if (boxed) continue;
        order.quotas.push_back({.meter = meter,
                                .span = QuotaSpan::order,
                                .quantity = most,
                                .each_event = how->each_event});
    }
    return order;
}

Status check_quotas(std::vector<OrderQuota>& quotas, const std::vector<OrderQuota>& counted) {
    std::set<std::pair<std::string, QuotaSpan>> seen;
    for (std::size_t i = 0; i < quotas.size(); ++i) {
        auto& quota = quotas[i];
        const auto at = "/quotas/" + std::to_string(i);
        const auto* how = find_meter(counted, quota.meter);
        if (how == nullptr)
            return malformed(at + "/meter", "not_one_of", {{"allowed", words_of(counted)}});
        if (!seen.insert({quota.meter, quota.span}).second)
            return malformed(at + "/meter", "repeated_item");
        if (quota.quantity.micro <= 0) return no_quantity(at);
        quota.each_event = how->each_event;
        quota.full.clear();
    }
    return Done{};
}

}  // namespace yunhe::catalog
