#include "catalog/price_plan.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "catalog/approved_standard.hpp"

namespace yunhe::catalog {
namespace {

std::string charge_pointer(std::size_t index, std::string_view member) {
    return "/charges/" + std::to_string(index) + "/" + std::string(member);
}

bool adds_up(const Json& charge) {
    const auto aggregation = charge.at("aggregation").get<std::string>();
    return aggregation == "sum" || aggregation == "count";
}

}  // namespace

Status check_subject(PriceKind kind, bool has_product, bool has_scenario) {
    const std::pair<bool, const char*> members[] = {{has_product, "/product_code"},
                                                    {has_scenario, "/scenario_code"}};
    for (const auto& [has, pointer] : members) {
        if (kind == PriceKind::operator_fee && has)
            return malformed(pointer, "not_for_operator_fee");
        if (kind != PriceKind::operator_fee && !has) return malformed(pointer, "missing_field");
    }
    return Done{};
}

Status check_charges(const Json& charges) {
    if (!charges.is_array() || charges.empty())
        return malformed("/charges", "too_few_items", {{"min", "1"}});
    std::set<std::string> meters;
    for (std::size_t i = 0; i < charges.size(); ++i) {
        for (const char* member : {"meter", "aggregation"})
            if (!charges[i].contains(member))
                return malformed(charge_pointer(i, member), "missing_field");
        if (!meters.insert(charges[i].at("meter").get<std::string>()).second)
            return malformed(charge_pointer(i, "meter"), "repeated_item");
    }
    return Done{};
}

Status check_models(PriceKind kind, const Json& charges) {
    if (kind != PriceKind::operator_fee) return Done{};
    for (std::size_t i = 0; i < charges.size(); ++i)
        if (charges[i].at("model") == "share")
            return malformed(charge_pointer(i, "model"), "share_needs_orders");
    return Done{};
}

Status check_allocation_meter(PriceKind kind, const Json& charges,
                              const std::optional<std::string>& allocation_meter) {
    constexpr auto kPointer = "/allocation_meter";
    if (kind != PriceKind::data_use) {
        if (allocation_meter) return malformed(kPointer, "only_for_data_use");
        return Done{};
    }
    if (!allocation_meter) {
        if (charges.size() > 1) return malformed(kPointer, "missing_field");
        return Done{};
    }
    for (const auto& charge : charges) {
        if (charge.at("meter") != *allocation_meter) continue;
        if (!adds_up(charge)) return malformed(kPointer, "meter_does_not_add_up");
        return Done{};
    }
    return malformed(kPointer, "not_one_of", {{"allowed", join(meters_of(charges), ", ")}});
}

Status check_effective_from(Date effective_from, Date today) {
    constexpr auto kPointer = "/effective_from";
    const auto period = period_of(effective_from);
    if (effective_from != first_day(period))
        return malformed(kPointer, "not_first_of_month",
                         {{"first", to_text(first_day(period))},
                          {"next", to_text(first_day(next(period)))}});
    const auto earliest = first_day(period_of(today));
    if (effective_from < earliest)
        return malformed(kPointer, "effective_in_past", {{"earliest", to_text(earliest)}});
    return Done{};
}

Status check_chargeable(const std::vector<bool>& unconditional) {
    if (unconditional.empty()) return refused_by_system("own_data_not_chargeable");
    if (std::find(unconditional.begin(), unconditional.end(), false) == unconditional.end())
        return refused_by_system("open_data_not_chargeable");
    return Done{};
}

std::vector<ChargeChange> diff_charges(const Json& before, const Json& after) {
    std::map<std::string, ChargeChange> by_meter;
    const auto change_of = [&](const Json& charge) -> ChargeChange& {
        auto meter = charge.at("meter").get<std::string>();
        return by_meter.try_emplace(meter, ChargeChange{meter, nullptr, nullptr}).first->second;
    };
    for (const auto& charge : before) change_of(charge).before = charge;
    for (const auto& charge : after) change_of(charge).after = charge;
    std::vector<ChargeChange> changes;
    for (auto& [meter, change] : by_meter)
        if (canonical_text(change.before) != canonical_text(change.after))
            changes.push_back(std::move(change));
    return changes;
}

std::vector<std::string> meters_of(const Json& charges) {
    std::vector<std::string> meters;
    for (const auto& charge : charges) meters.push_back(charge.at("meter").get<std::string>());
    return meters;
}

bool same_charges(const Json& a, const Json& b) {
    const auto texts = [](const Json& charges) {
        std::vector<std::string> sorted;
        for (const auto& charge : charges) sorted.push_back(canonical_text(charge));
        std::sort(sorted.begin(), sorted.end());
        return sorted;
    };
    return texts(a) == texts(b);
}

Status check_standard(const PricePlan& plan, const ApprovedStandard& standard) {
    const bool same = plan.product_id == standard.product_id &&
                      plan.scenario_id == standard.scenario_id &&
                      plan.effective_from >= standard.effective_from &&
                      same_charges(plan.charges, standard.charges);
    if (same) return Done{};
    return refused_by_system("standard_differs", {{"standard", standard.code}});
}

}  // namespace yunhe::catalog
