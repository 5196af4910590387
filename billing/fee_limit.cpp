#include "billing/fee_limit.hpp"

#include <algorithm>
#include <iterator>

#include "billing/rating_json.hpp"

namespace yunhe::billing {
namespace {

/// Units above `from` and up to `to` (inclusive), in 10^-6 units.
struct Stretch {
    BigInt from;
    BigInt to;
    bool empty() const { return to <= from; }
};
Stretch overlap_of(const Stretch& a, const Stretch& b) {
    return {std::max(a.from, b.from), std::min(a.to, b.to)};
}

Rational units_in(const Stretch& stretch) {
    return Rational(BigInt(stretch.to - stretch.from), 1'000'000);
}

/// What the units at these places may cost, each.
struct PricedStretch {
    Stretch stretch;
    UnitPrice price;
};

/// Beyond all that can be used of a meter.
const BigInt kNoEnd = BigInt(1) << 200;

/// A cap without prices per unit allows none: 0.
std::vector<PricedStretch> stretches_of(const catalog::CapItem& item) {
    std::vector<PricedStretch> stretches;
    BigInt from = 0;
    for (const auto& tier : item.tiers) {
        const BigInt to = tier.up_to ? BigInt(tier.up_to->micro) : kNoEnd;
        stretches.push_back({{from, to}, tier.unit_price});
        from = to;
    }
    if (item.tiers.empty()) stretches.push_back({{0, kNoEnd}, UnitPrice{}});
    return stretches;
}

/// The tier of a volume scale in which the total falls; REQUIRES: total above zero.
std::size_t volume_tier(const Charge& charge, Quantity total) {
    const auto tier = std::ranges::find_if(charge.tiers, [&](const Tier& candidate) {
        return !candidate.up_to || total <= *candidate.up_to;
    });
    YUNHE_ASSERT(tier != charge.tiers.end());
    return static_cast<std::size_t>(std::distance(charge.tiers.begin(), tier));
}

/// What the plan asks for the units at their places, given the period's whole quantity.
std::vector<PricedStretch> asked_prices(const Charge& charge, Quantity total) {
    if (total.micro == 0) return {};
    if (charge.model == ChargeModel::unit) return {{{0, kNoEnd}, charge.unit_price}};
    if (charge.model == ChargeModel::volume)
        return {{{0, kNoEnd}, charge.tiers[volume_tier(charge, total)].unit_price}};
    std::vector<PricedStretch> asked;
    if (charge.model != ChargeModel::graduated) return asked;
    BigInt from = 0;
    for (const auto& tier : charge.tiers) {
        const BigInt to = tier.up_to ? BigInt(tier.up_to->micro) : kNoEnd;
        asked.push_back({{from, to}, tier.unit_price});
        from = to;
    }
    return asked;
}

/// Of the units used in a slice, what they are asked above what they may cost.
Rational off_units(const std::vector<PricedStretch>& asked,
                   const std::vector<PricedStretch>& allowed, const Stretch& used) {
    Rational off;
    for (const auto& [place, price] : asked)
        for (const auto& [ceiling_place, ceiling] : allowed) {
            const auto part = overlap_of(overlap_of(place, ceiling_place), used);
            if (part.empty() || price <= ceiling) continue;
            off += units_in(part) * (rational_of(price) - rational_of(ceiling));
        }
    return off;
}

BigInt packages_up_to(const BigInt& micro, const BigInt& size) { return (micro + size - 1) / size; }

/// What all units of a package may cost together.
Rational worth_of(const Stretch& package, const std::vector<PricedStretch>& allowed) {
    Rational worth;
    for (const auto& [place, ceiling] : allowed) {
        const auto part = overlap_of(place, package);
        if (!part.empty()) worth += units_in(part) * rational_of(ceiling);
    }
    return worth;
}

/// Of the packages opened in a slice, what they are asked above what their units may cost.
Rational off_packages(const Charge& charge, const std::vector<PricedStretch>& allowed,
                      const Stretch& used) {
    const BigInt size = charge.package_size.micro;
    const auto price = rational_of(charge.unit_price);
    const BigInt end = packages_up_to(used.to, size);
    Rational off;
    for (BigInt next = packages_up_to(used.from, size); next < end;) {
        const Stretch package{next * size, (next + 1) * size};
        // Packages that lie in one tier of the cap as a whole are all worth the same.
        BigInt alike = 1;
        for (const auto& [place, ceiling] : allowed)
            if (place.from <= package.from && package.to <= place.to)
                alike = BigInt((place.to - package.from) / size);
        alike = std::min(alike, BigInt(end - next));
        const Rational above = price - worth_of(package, allowed);
        if (above > 0) off += above * Rational(alike);
        next += alike;
    }
    return off;
}

/// The flat fees that fall due while these units are used.
Money flat_fees_due(const Charge& charge, Quantity total, const Stretch& used) {
    Money due;
    BigInt from = 0;
    for (std::size_t i = 0; i < charge.tiers.size(); ++i) {
        const auto& tier = charge.tiers[i];
        const bool asked = charge.model == ChargeModel::graduated ||
                           (total.micro > 0 && i == volume_tier(charge, total));
        const bool reached = used.from <= from && from < used.to;
        if (asked && reached) due += tier.flat_fee.value_or(Money());
        if (tier.up_to) from = tier.up_to->micro;
    }
    return due;
}

std::int64_t days_of(const LimitSlice& slice) { return (slice.to - slice.from).count() + 1; }

Money most_beside_units(const LimitSlice& slice) {
    return slice.item->amount_max.value_or(Money());
}

/// The minimum, each day's part limited by the cap of its day.
Rational limited_minimum(Money minimum, const std::vector<LimitSlice>& slices) {
    Rational sum;
    std::int64_t all_days = 0;
    for (const auto& slice : slices) {
        const auto most = slice.item ? std::min(minimum, most_beside_units(slice)) : minimum;
        sum += rational_of(most) * Rational(days_of(slice));
        all_days += days_of(slice);
    }
    return sum / Rational(all_days);
}

/// Takes one slice after the other, with the flat fees that were charged so far.
class SliceLimiter {
public:
    SliceLimiter(const Charge& charge, const Usage& usage)
        : charge_(charge), usage_(usage),
          total_(charge.model == ChargeModel::fixed || charge.model == ChargeModel::share
                     ? Quantity{} : chargeable_quantity(charge, usage.quantity)),
          asked_(asked_prices(charge, total_)) {}

    Rational off(const LimitSlice& slice, Quantity before, Quantity after) {
        if (charge_.model == ChargeModel::share) return {};
        if (charge_.model == ChargeModel::fixed) return off_fixed(slice);
        const Stretch used{chargeable_quantity(charge_, before).micro,
                           chargeable_quantity(charge_, after).micro};
        const auto due = flat_fees_due(charge_, total_, used);
        if (!slice.item) {
            flat_charged_ += due;
            return {};
        }
        const auto room = std::max(Money(), most_beside_units(slice) - flat_charged_);
        const auto charged = std::min(due, room);
        flat_charged_ += charged;
        const auto allowed = stretches_of(*slice.item);
        auto off = rational_of(due) - rational_of(charged);
        if (used.empty()) return off;
        off += charge_.model == ChargeModel::package ? off_packages(charge_, allowed, used)
                                                     : off_units(asked_, allowed, used);
        return off;
    }

private:
    Rational off_fixed(const LimitSlice& slice) const {
        if (!slice.item) return {};
        const auto above = charge_.amount - std::min(charge_.amount, most_beside_units(slice));
        // The days of a slice on which the charge runs: a developer's platform runs on all.
        return rational_of(above) * Rational(days_of(slice), usage_.days_in_period) *
               Rational(usage_.days_active, usage_.days_in_period);
    }

    const Charge& charge_;
    const Usage& usage_;
    Quantity total_;
    std::vector<PricedStretch> asked_;
    Money flat_charged_;
};

Json slice_json(const SliceLimit& limit) {
    const auto& slice = limit.slice;
    return {{"from", to_text(slice.from)},
            {"to", to_text(slice.to)},
            {"cap", slice.item ? Json(slice.cap_code) : Json()},
            {"document", slice.item ? Json(slice.cap_document) : Json()},
            {"quantity", to_text(limit.quantity)},
            {"taken_off", exact_text(limit.taken_off)}};
}

bool same_limit(const LimitSlice& slice, const std::optional<catalog::CapInForce>& found) {
    return found ? slice.cap_code == found->cap->code : !slice.item;
}

}  // namespace

std::vector<LimitSlice> limit_slices(const std::vector<catalog::PriceCap>& caps,
                                     std::string_view meter, Period period) {
    std::vector<LimitSlice> slices;
    for (auto day = first_day(period); day <= last_day(period); day += std::chrono::days(1)) {
        const auto found = catalog::cap_in_force(caps, meter, day);
        if (!slices.empty() && same_limit(slices.back(), found)) {
            slices.back().to = day;
            continue;
        }
        LimitSlice slice{.from = day, .to = day, .item = {}, .cap_code = {}, .cap_document = {}};
        if (found) {
            slice.item = *found->item;
            slice.cap_code = found->cap->code;
            slice.cap_document = found->cap->document;
        }
        slices.push_back(std::move(slice));
    }
    const bool limited = std::ranges::any_of(
        slices, [](const LimitSlice& slice) { return slice.item.has_value(); });
    return limited ? slices : std::vector<LimitSlice>{};
}

std::vector<Date> cut_days(const std::vector<LimitSlice>& slices) {
    std::vector<Date> days;
    for (std::size_t i = 1; i < slices.size(); ++i) days.push_back(slices[i].from);
    return days;
}

Result<LimitedRating> rate_limited(const Charge& charge, const Usage& usage,
                                   const std::vector<LimitSlice>& slices,
                                   const std::vector<UsedBefore>& before) {
    YUNHE_ASSERT(!slices.empty() && before.size() + 1 == slices.size());
    YUNHE_TRY(list, rate(charge, usage));
    Charge unclamped = charge;
    unclamped.minimum.reset();
    unclamped.maximum.reset();
    YUNHE_TRY(allowed, rate(unclamped, usage));
    std::vector<SliceLimit> limits;
    SliceLimiter limiter(charge, usage);
    Quantity used;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        const auto until = i < before.size() ? before[i].quantity : usage.quantity;
        YUNHE_ASSERT(used <= until);
        const auto off = limiter.off(slices[i], used, until);
        limits.push_back({slices[i], Quantity{until.micro - used.micro}, off});
        used = until;
        if (off == 0) continue;
        allowed.exact -= off;
        RatingStep step;
        step.kind = RatingStepKind::price_cap;
        step.amount = -off;
        step.cap_code = slices[i].cap_code;
        allowed.steps.push_back(std::move(step));
    }
    if (charge.minimum)
        clamp_rating(RatingStepKind::minimum, *charge.minimum,
                     limited_minimum(*charge.minimum, slices), allowed);
    if (charge.maximum)
        clamp_rating(RatingStepKind::maximum, *charge.maximum, rational_of(*charge.maximum),
                     allowed);
    const auto amount = round_to_fen(allowed.exact);
    YUNHE_ASSERT(amount.has_value());  // Not above the list amount.
    allowed.amount = *amount;
    return LimitedRating{std::move(list), std::move(allowed), std::move(limits)};
}

Status limit_line(ChargeLine& line, const Charge& charge, const Usage& usage,
                  const std::vector<UsedBefore>& before,
                  const std::vector<catalog::PriceCap>& caps) {
    const auto slices = limit_slices(caps, line.meter, line.period);
    if (slices.empty()) return Done{};
    YUNHE_TRY(limited, rate_limited(charge, usage, slices, before));
    const auto rated = to_json(limited.allowed, {.charge = charge, .usage = usage});
    line.list_amount = limited.allowed.amount;
    line.amount = limited.allowed.amount;
    line.explanation["exact"] = rated.at("exact");
    line.explanation["steps"] = rated.at("steps");
    Json shown = Json::array();
    for (const auto& limit : limited.slices) shown.push_back(slice_json(limit));
    line.explanation["price_cap"] = {
        {"list_amount", to_text(limited.list.amount)},
        {"taken_off", to_text(limited.list.amount - limited.allowed.amount)},
        {"slices", std::move(shown)}};
    return Done{};
}

}  // namespace yunhe::billing
