#include "catalog/product.hpp"

#include <set>

namespace yunhe::catalog {
namespace {

std::string item_pointer(std::size_t index, std::string_view member) {
    return "/lineage/" + std::to_string(index) + "/" + std::string(member);
}

}  // namespace

bool Product::own_data_only() const {
    return std::none_of(lineage.begin(), lineage.end(),
                        [](const LineageItem& item) { return item.resource_id.has_value(); });
}

Interval live_interval(const Product& product) {
    if (!product.registered_at || product.state != ProductState::registered)
        return {Timestamp{}, Timestamp{}};
    return {start_of(date_of(*product.registered_at)), Timestamp::max()};
}

Status check_lineage(const std::vector<LineageItem>& lineage) {
    if (lineage.empty()) return malformed("/lineage", "too_few_items", {{"min", "1"}});
    std::set<std::pair<bool, std::string>> seen;
    Rational sum = 0;
    for (std::size_t i = 0; i < lineage.size(); ++i) {
        const auto& item = lineage[i];
        const auto weight = Decimal::parse(item.weight);
        if (!weight.ok() || weight.value().micro == 0)
            return malformed(item_pointer(i, "weight"), "bad_weight");
        const bool own = !item.resource_id.has_value();
        if (!seen.emplace(own, own ? item.own_name : item.resource_code).second)
            return malformed(item_pointer(i, own ? "own_name" : "resource_code"), "repeated_item");
        sum += rational_of(weight.value());
    }
    if (sum != 100)
        return malformed("/lineage", "weights_not_100", {{"sum", exact_text(sum)}});
    return Done{};
}

}  // namespace yunhe::catalog
