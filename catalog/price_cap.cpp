#include "catalog/price_cap.hpp"

#include <algorithm>
#include <set>

namespace yunhe::catalog {
namespace {

__extension__ using Wide = __int128;

std::string cap_item_pointer(std::size_t index, std::string_view member) {
    return "/items/" + std::to_string(index) + "/" + std::string(member);
}

Status check_tiers(const std::vector<CapTier>& tiers, std::size_t index) {
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        const bool last = i + 1 == tiers.size();
        if (last != !tiers[i].up_to.has_value())
            return malformed(cap_item_pointer(index, "tiers"), "tiers_not_open");
        if (i > 0 && !last && *tiers[i].up_to <= *tiers[i - 1].up_to)
            return malformed(cap_item_pointer(index, "tiers"), "tiers_not_ascending");
        if (i == 0 && !last && tiers[i].up_to->micro <= 0)
            return malformed(cap_item_pointer(index, "tiers"), "tiers_not_ascending");
    }
    return Done{};
}

/// Units above `from` and up to `to` (inclusive), at a price of their own.
struct Slice {
    Quantity from;
    std::optional<Quantity> to;
    UnitPrice price;
};

Quantity quantity_at(const Json& charge, const char* member) {
    return Quantity::parse(charge.at(member).get<std::string>()).value();
}
UnitPrice price_at(const Json& charge, const char* member) {
    return UnitPrice::parse(charge.at(member).get<std::string>()).value();
}
Money money_at(const Json& charge, const char* member) {
    return Money::parse(charge.at(member).get<std::string>()).value();
}

/// Rounded up, so that what is above the cap by less than 10^-6 yuan is above it still.
UnitPrice price_of_full_package(const Json& charge) {
    const Wide size = quantity_at(charge, "package_size").micro;
    const Wide whole = Wide{price_at(charge, "unit_price").micro_yuan} * kMicro;
    const Wide each = (whole + size - 1) / size;
    return {static_cast<std::int64_t>(
        std::min<Wide>(each, std::numeric_limits<std::int64_t>::max()))};
}

std::vector<Slice> slices_of(const Json& charge) {
    const auto model = charge.at("model").get<std::string>();
    if (model == "unit") return {{{}, std::nullopt, price_at(charge, "unit_price")}};
    if (model == "package") return {{{}, std::nullopt, price_of_full_package(charge)}};
    std::vector<Slice> slices;
    if (!charge.contains("tiers")) return slices;
    Quantity from;
    for (const auto& tier : charge.at("tiers")) {
        Slice slice{model == "volume" ? Quantity{} : from, std::nullopt,
                    price_at(tier, "unit_price")};
        if (!tier.at("up_to").is_null()) slice.to = quantity_at(tier, "up_to");
        slices.push_back(slice);
        if (slice.to) from = *slice.to;
    }
    return slices;
}

bool overlap(const Slice& slice, Quantity from, const std::optional<Quantity>& to) {
    const bool begins_before_end = !to || slice.from < *to;
    return begins_before_end && (!slice.to || from < *slice.to);
}

/// The lowest ceiling among the units of the slice.
UnitPrice ceiling_of(const Slice& slice, const std::vector<CapTier>& tiers) {
    std::optional<UnitPrice> lowest;
    Quantity from;
    for (const auto& tier : tiers) {
        if (overlap(slice, from, tier.up_to) && (!lowest || tier.unit_price < *lowest))
            lowest = tier.unit_price;
        if (tier.up_to) from = *tier.up_to;
    }
    return lowest.value_or(UnitPrice{});
}

/// The most that is owed whatever is used, or once something is.
Money amount_beside_units(const Json& charge) {
    Money flat;
    if (charge.at("model") == "fixed") flat = money_at(charge, "amount");
    if (charge.contains("tiers"))
        for (const auto& tier : charge.at("tiers"))
            if (tier.contains("flat_fee")) {
                const auto fee = money_at(tier, "flat_fee");
                flat = charge.at("model") == "volume" ? std::max(flat, fee) : flat + fee;
            }
    if (charge.contains("minimum")) flat = std::max(flat, money_at(charge, "minimum"));
    return flat;
}

std::optional<CapExcess> excess_of(const Json& charge, const CapItem& item) {
    for (const auto& slice : slices_of(charge)) {
        const auto ceiling = ceiling_of(slice, item.tiers);
        if (slice.price <= ceiling) continue;
        return CapExcess{.meter = item.meter,
                         .what = "unit_price",
                         .asked = to_text(slice.price),
                         .allowed = to_text(ceiling),
                         .cap_code = {},
                         .cap_document = {},
                         .cap_from = {}};
    }
    const auto amount = amount_beside_units(charge);
    const auto most = item.amount_max.value_or(Money());
    if (amount <= most) return std::nullopt;
    return CapExcess{.meter = item.meter,
                     .what = "amount",
                     .asked = to_text(amount),
                     .allowed = to_text(most),
                     .cap_code = {},
                     .cap_document = {},
                     .cap_from = {}};
}

std::string meter_of(const Json& charge) { return charge.at("meter").get<std::string>(); }

}  // namespace

Status check_cap_items(const std::vector<CapItem>& items) {
    if (items.empty()) return malformed("/items", "too_few_items", {{"min", "1"}});
    std::set<std::string> meters;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!meters.insert(items[i].meter).second)
            return malformed(cap_item_pointer(i, "meter"), "repeated_item");
        if (items[i].tiers.empty() && !items[i].amount_max)
            return malformed(cap_item_pointer(i, "tiers"), "cap_empty");
        if (items[i].amount_max && items[i].amount_max->negative())
            return malformed(cap_item_pointer(i, "amount_max"), "bad_money");
        YUNHE_CHECK(check_tiers(items[i].tiers, i));
    }
    return Done{};
}

Status check_cap_day(Date effective_from, Date today) {
    const auto earliest = first_day(period_of(today));
    if (effective_from >= earliest) return Done{};
    return malformed("/effective_from", "effective_in_past", {{"earliest", to_text(earliest)}});
}

Json to_json(const std::vector<CapItem>& items) {
    Json json = Json::array();
    for (const auto& item : items) {
        Json tiers = Json::array();
        for (const auto& tier : item.tiers)
            tiers.push_back({{"up_to", tier.up_to ? Json(to_text(*tier.up_to)) : Json()},
                             {"unit_price", to_text(tier.unit_price)}});
        json.push_back(
            {{"meter", item.meter},
             {"tiers", std::move(tiers)},
             {"amount_max", item.amount_max ? Json(to_text(*item.amount_max)) : Json()}});
    }
    return json;
}

std::vector<CapItem> cap_items_of(const Json& json) {
    std::vector<CapItem> items;
    for (const auto& item : json) {
        CapItem read{.meter = item.at("meter").get<std::string>(), .tiers = {}, .amount_max = {}};
        for (const auto& tier : item.at("tiers")) {
            CapTier ceiling{.up_to = {}, .unit_price = price_at(tier, "unit_price")};
            if (!tier.at("up_to").is_null()) ceiling.up_to = quantity_at(tier, "up_to");
            read.tiers.push_back(ceiling);
        }
        if (!item.at("amount_max").is_null()) read.amount_max = money_at(item, "amount_max");
        items.push_back(std::move(read));
    }
    return items;
}

std::optional<CapInForce> cap_in_force(const std::vector<PriceCap>& caps, std::string_view meter,
                                       Date day) {
    std::optional<CapInForce> found;
    for (const auto& cap : caps) {
        if (cap.state != PriceCapState::confirmed || day < cap.effective_from) continue;
        if (found && cap.effective_from <= found->cap->effective_from) continue;
        for (const auto& item : cap.items)
            if (item.meter == meter) found = CapInForce{&cap, &item};
    }
    return found;
}

std::vector<CapExcess> excesses_over_cap(const Json& charges, const std::vector<PriceCap>& caps,
                                         Date day) {
    std::vector<CapExcess> excesses;
    for (const auto& charge : charges) {
        const auto found = cap_in_force(caps, meter_of(charge), day);
        if (!found) continue;
        auto excess = excess_of(charge, *found->item);
        if (!excess) continue;
        excess->cap_code = found->cap->code;
        excess->cap_document = found->cap->document;
        excess->cap_from = found->cap->effective_from;
        excesses.push_back(std::move(*excess));
    }
    return excesses;
}

std::vector<std::string> meters_without_cap(const Json& charges,
                                            const std::vector<PriceCap>& caps, Date day) {
    std::vector<std::string> meters;
    for (const auto& charge : charges)
        if (!cap_in_force(caps, meter_of(charge), day)) meters.push_back(meter_of(charge));
    return meters;
}

std::vector<Date> later_cap_days(const Json& charges, const std::vector<PriceCap>& caps,
                                 Date from) {
    std::set<Date> days;
    for (const auto& cap : caps) {
        if (cap.state != PriceCapState::confirmed || cap.effective_from <= from) continue;
        for (const auto& item : cap.items)
            for (const auto& charge : charges)
                if (meter_of(charge) == item.meter) days.insert(cap.effective_from);
    }
    return {days.begin(), days.end()};
}

}  // namespace yunhe::catalog
