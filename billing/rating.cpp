#include "billing/rating.hpp"

#include <algorithm>

namespace yunhe::billing {
namespace {

RatingStep price_step(const Rational& quantity, UnitPrice price) {
    return {RatingStepKind::price, quantity * rational_of(price), quantity, price, {}};
}

RatingStep money_step(RatingStepKind kind, const Rational& amount, Money money) {
    return {kind, amount, {}, {}, money};
}

void add_tier(const Tier& tier, Quantity slice, std::vector<RatingStep>& steps) {
    steps.push_back(price_step(rational_of(slice), tier.unit_price));
    if (tier.flat_fee)
        steps.push_back(
            money_step(RatingStepKind::flat_fee, rational_of(*tier.flat_fee), *tier.flat_fee));
}

/// Every tier prices the slice between the previous `up_to` and its own.
std::vector<RatingStep> graduated_steps(const std::vector<Tier>& tiers, Quantity quantity) {
    std::vector<RatingStep> steps;
    Quantity from;
    for (const auto& tier : tiers) {
        const Quantity to = std::min(tier.up_to.value_or(quantity), quantity);
        if (to <= from) continue;
        add_tier(tier, Quantity{to.micro - from.micro}, steps);
        from = to;
    }
    return steps;
}

/// The first tier that reaches the whole quantity prices all of it.
std::vector<RatingStep> volume_steps(const std::vector<Tier>& tiers, Quantity quantity) {
    std::vector<RatingStep> steps;
    if (quantity.micro == 0) return steps;
    const auto tier = std::find_if(tiers.begin(), tiers.end(), [&](const Tier& candidate) {
        return !candidate.up_to || quantity <= *candidate.up_to;
    });
    YUNHE_ASSERT(tier != tiers.end());
    add_tier(*tier, quantity, steps);
    return steps;
}

std::int64_t packages_in(Quantity quantity, Quantity package_size) {
    YUNHE_ASSERT(package_size.micro > 0);
    const std::int64_t whole = quantity.micro / package_size.micro;
    return quantity.micro % package_size.micro == 0 ? whole : whole + 1;
}

RatingStep proration_step(const Charge& charge, const Usage& usage) {
    YUNHE_ASSERT(usage.days_in_period > 0 && usage.days_active >= 0 &&
                 usage.days_active <= usage.days_in_period);
    const Rational part(usage.days_active, usage.days_in_period);
    return money_step(RatingStepKind::proration, rational_of(charge.amount) * part, charge.amount);
}

RatingStep share_step(const Charge& charge, const Usage& usage) {
    YUNHE_ASSERT(!usage.sales.negative());
    const Rational amount = rational_of(usage.sales) * rational_of(charge.percent) / 100;
    return money_step(RatingStepKind::share, amount, usage.sales);
}

std::vector<RatingStep> steps_of(const Charge& charge, const Usage& usage) {
    if (charge.model == ChargeModel::fixed) return {proration_step(charge, usage)};
    if (charge.model == ChargeModel::share) return {share_step(charge, usage)};
    const Quantity quantity = chargeable_quantity(charge, usage.quantity);
    if (charge.model == ChargeModel::graduated) return graduated_steps(charge.tiers, quantity);
    if (charge.model == ChargeModel::volume) return volume_steps(charge.tiers, quantity);
    if (quantity.micro == 0) return {};
    if (charge.model == ChargeModel::unit)
        return {price_step(rational_of(quantity), charge.unit_price)};
    return {price_step(packages_in(quantity, charge.package_size), charge.unit_price)};
}

}  // namespace

Quantity chargeable_quantity(const Charge& charge, Quantity quantity) {
    YUNHE_ASSERT(quantity.micro >= 0);
    const Quantity free = charge.free_quantity.value_or(Quantity{});
    return Quantity{std::max(std::int64_t{0}, quantity.micro - free.micro)};
}

void clamp_rating(RatingStepKind kind, Money limit, const Rational& bound, Rating& rating) {
    const bool clamps =
        kind == RatingStepKind::minimum ? rating.exact < bound : rating.exact > bound;
    if (!clamps) return;
    rating.steps.push_back(money_step(kind, bound - rating.exact, limit));
    rating.exact = bound;
}

Result<Rating> rate(const Charge& charge, const Usage& usage) {
    Rating rating;
    rating.steps = steps_of(charge, usage);
    for (const auto& step : rating.steps) rating.exact += step.amount;
    for (const auto& [kind, limit] : {std::pair(RatingStepKind::minimum, charge.minimum),
                                      std::pair(RatingStepKind::maximum, charge.maximum)})
        if (limit) clamp_rating(kind, *limit, rational_of(*limit), rating);

    const auto amount = round_to_fen(rating.exact);
    if (!amount) return refused_by_system("overflow");
    rating.amount = *amount;
    return rating;
}

}  // namespace yunhe::billing
