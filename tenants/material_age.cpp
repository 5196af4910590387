#include "tenants/material_age.hpp"

namespace yunhe::tenants {
namespace {

/// The last day of the last month that is complete on `today`.
Date end_of_latest_month(Date today) {
    return first_day(period_of(today)) - std::chrono::days(1);
}

}  // namespace

std::optional<Date> period_needed_from(const RulePack& pack, std::string_view material,
                                       std::optional<Date> founded_on, Date today) {
    const auto item = pack.find_item("materials", material);
    if (!item || !item->covers_months) return std::nullopt;
    const bool young = item->young_below_months && founded_on &&
                       today < add_months(*founded_on, *item->young_below_months);
    if (young) return end_of_latest_month(today);
    return add_months(today, -*item->covers_months);
}

std::vector<StaleMaterial> stale_materials(const RulePack& pack,
                                           std::span<const StatedMaterial> materials,
                                           std::optional<Date> founded_on, Date today) {
    std::vector<StaleMaterial> stale;
    for (const auto& material : materials) {
        const auto needed = period_needed_from(pack, material.code, founded_on, today);
        if (!needed) continue;
        const auto add = [&](StaleReason reason) {
            stale.push_back({material.code, reason, *needed,
                             cite_item(pack, "materials", material.code)});
        };
        if (!material.period_end) add(StaleReason::period_not_stated);
        else if (*material.period_end > today) add(StaleReason::period_in_future);
        else if (*material.period_end < *needed) add(StaleReason::too_old);
    }
    return stale;
}

}  // namespace yunhe::tenants
