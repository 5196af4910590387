#include "tenants/mandate.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

/// Ascending and disjoint; empty ones are left out.
std::vector<Interval> merged(std::vector<Interval> intervals) {
    std::erase_if(intervals, [](const Interval& interval) { return interval.empty(); });
    std::ranges::sort(intervals, {}, &Interval::from);
    std::vector<Interval> result;
    for (const auto& interval : intervals) {
        if (result.empty() || result.back().to < interval.from) result.push_back(interval);
        result.back().to = std::max(result.back().to, interval.to);
    }
    return result;
}

/// The last day on which the mandate counted, by its dates or by its end before them.
Date last_day(const Mandate& mandate) {
    if (!mandate.ended_at) return mandate.to;
    return std::min(mandate.to, date_of(*mandate.ended_at));
}

}  // namespace

MandateState state_on(const Mandate& mandate, Date day) {
    if (mandate.state == MandateState::draft) return MandateState::draft;
    return mandate.to < day ? MandateState::ended : mandate.state;
}

std::vector<Interval> open_intervals(const Mandate& mandate) {
    if (mandate.state == MandateState::draft) return {};
    Interval rest{start_of(mandate.from), end_of(mandate.to)};
    if (mandate.active_at) rest.from = std::max(rest.from, *mandate.active_at);
    if (mandate.ended_at) rest.to = std::min(rest.to, *mandate.ended_at);
    std::vector<Interval> open;
    for (const auto& stop : mandate.stops) {
        open.push_back({rest.from, std::min(rest.to, stop.from)});
        rest.from = std::max(rest.from, stop.to.value_or(rest.to));
    }
    open.push_back(rest);
    return merged(std::move(open));
}

std::vector<Interval> mandate_intervals(const std::vector<Mandate>& mandates) {
    std::vector<Interval> open;
    for (const auto& mandate : mandates) {
        const auto own = open_intervals(mandate);
        open.insert(open.end(), own.begin(), own.end());
        for (const auto& takeover : mandate.takeovers)
            open.push_back({start_of(takeover.from), end_of(takeover.to)});
    }
    return merged(std::move(open));
}

Status require_mandate(const std::vector<Mandate>& mandates, Date day) {
    const Mandate* last = nullptr;
    const Mandate* next = nullptr;
    bool suspended = false;
    for (const auto& mandate : mandates) {
        const auto state = state_on(mandate, day);
        const bool covers = mandate.from <= day && day <= mandate.to;
        if (covers && state == MandateState::active) return Done{};
        if (covers && state == MandateState::suspended) suspended = true;
        if (state == MandateState::ended && (!last || last_day(*last) < last_day(mandate)))
            last = &mandate;
        if (state != MandateState::draft && day < mandate.from &&
            (next == nullptr || mandate.from < next->from))
            next = &mandate;
    }
    if (suspended) return wrong_state("mandate_suspended");
    if (next != nullptr) return wrong_state("mandate_not_begun", {{"from", to_text(next->from)}});
    if (last != nullptr) return wrong_state("mandate_ended", {{"to", to_text(last_day(*last))}});
    return wrong_state("mandate_missing");
}

Date mandate_plan_due_on(const Mandate& mandate) {
    return mandate.to - std::chrono::days(kMandatePlanDays);
}

}  // namespace yunhe::tenants
