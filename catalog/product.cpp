#include "catalog/product.hpp"

#include <set>

namespace yunhe::catalog {
namespace {

std::string lineage_member_pointer(std::size_t index, std::string_view member) {
    return "/lineage/" + std::to_string(index) + "/" + std::string(member);
}

Status check_columns(const LineageItem& item, std::size_t index) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < item.columns.size(); ++i)
        if (!seen.insert(item.columns[i].name).second)
            return malformed(
                lineage_member_pointer(index, "columns/") + std::to_string(i) + "/name",
                "repeated_item");
    return Done{};
}

}  // namespace

bool Product::own_data_only() const {
    return std::none_of(lineage.begin(), lineage.end(),
                        [](const LineageItem& item) { return item.resource_id.has_value(); });
}

Interval live_interval(const Product& product) {
    const bool counts = product.state == ProductState::registered ||
                        product.state == ProductState::revoked;
    if (!product.registered_at || !counts) return {Timestamp{}, Timestamp{}};
    return {start_of(date_of(*product.registered_at)),
            product.revoked_at.value_or(Timestamp::max())};
}

Status check_lineage(const std::vector<LineageItem>& lineage) {
    if (lineage.empty()) return malformed("/lineage", "too_few_items", {{"min", "1"}});
    std::set<std::pair<bool, std::string>> seen;
    Rational sum = 0;
    for (std::size_t i = 0; i < lineage.size(); ++i) {
        const auto& item = lineage[i];
        const auto weight = Decimal::parse(item.weight);
        if (!weight.ok() || weight.value().micro == 0)
            return malformed(lineage_member_pointer(i, "weight"), "bad_weight");
        const bool own = !item.resource_id.has_value();
        if (!seen.emplace(own, own ? item.own_name : item.resource_code).second)
            return malformed(lineage_member_pointer(i, own ? "own_name" : "resource_code"),
                             "repeated_item");
        YUNHE_CHECK(check_columns(item, i));
        sum += rational_of(weight.value());
    }
    if (sum != 100)
        return malformed("/lineage", "weights_not_100", {{"sum", exact_text(sum)}});
    return Done{};
}

std::vector<Interval> in_force_intervals(std::span<const Date> first_days,
                                         std::optional<Timestamp> revoked_at) {
    std::vector<Interval> intervals;
    for (std::size_t i = 0; i < first_days.size(); ++i) {
        const auto from = start_of(first_days[i]);
        const auto next_from =
            i + 1 < first_days.size() ? start_of(first_days[i + 1]) : Timestamp::max();
        const auto to = std::min(next_from, revoked_at.value_or(Timestamp::max()));
        intervals.push_back({from, std::max(from, to)});
    }
    return intervals;
}

const LineageVersion* version_at(const LineageVersions& versions, Timestamp at) {
    for (const auto& version : versions)
        if (version.in_force.contains(at)) return &version;
    return nullptr;
}

const LineageVersion* version_of_period(const LineageVersions& versions, Period period) {
    const LineageVersion* latest = nullptr;
    for (const auto& version : versions)
        if (!version.in_force.empty() && version.in_force.from < end_of(period))
            latest = &version;
    return latest;
}

Date first_effective_day(Timestamp now, std::optional<Date> forerunner_from,
                         std::optional<Date> asked) {
    const auto today = date_of(now);
    if (!forerunner_from) return today;
    const auto after = std::max(today, *forerunner_from);
    const auto earliest = first_day(next(period_of(after)));
    if (!asked || *asked <= earliest) return earliest;
    const auto begins = first_day(period_of(*asked));
    return begins == *asked ? begins : first_day(next(period_of(*asked)));
}

}  // namespace yunhe::catalog
