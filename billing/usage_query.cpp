#include "billing/usage_query.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::billing {
namespace {

int range_days_max(UsageStep step) {
    switch (step) {
        case UsageStep::hour: return 7;
        case UsageStep::day: return 366;
        case UsageStep::month: return 3660;
    }
    return 0;
}

void add_figures(UsageFigures& into, const UsageFigures& more) {
    const auto total = checked_add(into.quantity, more.quantity);
    YUNHE_ASSERT(total.has_value());
    into.quantity = *total;
    into.events += more.events;
    into.largest = std::max(into.largest, more.largest);
    into.latest = std::max(into.latest, more.latest);
}

/// What "*" means: a version that begins later in the month counts for all of it.
std::vector<std::string> lineage_codes(const UsageRow& row, const catalog::TenantChains& chains) {
    std::vector<std::string> codes;
    const auto found = chains.orders.find(row.order_code);
    if (found == chains.orders.end()) return codes;
    const auto& lineage = found->second.lineage;
    auto resources = catalog::resources_at(lineage, start_of(row.day));
    if (resources.empty() && !lineage.empty()) resources = lineage.front().resources;
    for (const auto& resource : resources) codes.push_back(resource.code);
    return codes;
}

std::vector<std::string> touched(const UsageRow& row, const catalog::TenantChains& chains) {
    if (row.resources == "*") return lineage_codes(row, chains);
    std::vector<std::string> codes;
    for (const auto code : split(row.resources, ',')) codes.emplace_back(code);
    return codes;
}

/// The codes under which the row counts.
std::vector<std::string> codes_of(const UsageQuery& query, const UsageRow& row,
                                  const catalog::TenantChains& chains) {
    if (!by_resource(query)) return {row.point.code};
    auto resources = touched(row, chains);
    const auto& wanted = query.filter.resource_code;
    if (!wanted.empty()) {
        if (std::ranges::find(resources, wanted) == resources.end()) return {};
        resources = {wanted};
    }
    if (query.group == UsageGroup::resource) return resources;
    return {row.point.code};
}

}  // namespace

bool by_resource(const UsageQuery& query) {
    return query.group == UsageGroup::resource || !query.filter.resource_code.empty();
}

Status check_usage_query(const UsageQuery& query) {
    if (query.to < query.from) return malformed("?to", "before_from");
    const auto days_max = range_days_max(query.step);
    if ((query.to - query.from).count() >= days_max)
        return malformed("?from", "range_too_long", {{"days", std::to_string(days_max)}});
    return Done{};
}

std::vector<UsagePoint> fold_usage(const UsageQuery& query, const std::vector<UsageRow>& rows,
                                   const catalog::TenantChains& chains) {
    std::map<std::tuple<std::string, std::string, std::string>, UsageFigures> folded;
    for (const auto& row : rows) {
        for (auto& code : codes_of(query, row, chains)) {
            auto& into = folded[{row.point.at, std::move(code), row.point.meter}];
            add_figures(into, row.point.figures);
            if (!by_resource(query)) into.distinct = row.point.figures.distinct;
        }
    }
    std::vector<UsagePoint> points;
    points.reserve(folded.size());
    for (auto& [key, figures] : folded) {
        const auto& [at, code, meter] = key;
        points.push_back({at, code, meter, std::move(figures)});
    }
    return points;
}

std::map<std::string, UsageFigures> total_by_meter(const std::vector<UsagePoint>& points) {
    std::map<std::string, UsageFigures> totals;
    for (const auto& point : points) add_figures(totals[point.meter], point.figures);
    return totals;
}

}  // namespace yunhe::billing
