#include <rapidcheck/boost_test.h>

#include "billing/rating_json.hpp"

namespace yunhe::billing::rating_test {
namespace {

constexpr std::int64_t kMicro = 1'000'000;

Quantity any_quantity() { return {*rc::gen::inRange<std::int64_t>(0, 100'000 * kMicro)}; }
UnitPrice any_price() { return {*rc::gen::inRange<std::int64_t>(0, 1'000 * kMicro)}; }

/// Ascending tiers, the last open.
std::vector<Tier> any_tiers(bool with_flat_fees) {
    const auto count = *rc::gen::inRange(0, 5);
    std::vector<Tier> tiers;
    std::int64_t up_to = 0;
    for (int i = 0; i <= count; ++i) {
        up_to += *rc::gen::inRange<std::int64_t>(1, 10'000 * kMicro);
        Tier tier{Quantity{up_to}, any_price(), std::nullopt};
        if (i == count) tier.up_to.reset();
        if (with_flat_fees && *rc::gen::arbitrary<bool>())
            tier.flat_fee = Money::fen(*rc::gen::inRange(0, 10'000));
        tiers.push_back(tier);
    }
    return tiers;
}

Charge any_metered_charge() {
    Charge charge;
    charge.model = *rc::gen::element(ChargeModel::unit, ChargeModel::graduated,
                                     ChargeModel::volume, ChargeModel::package);
    const bool tiered =
        charge.model == ChargeModel::graduated || charge.model == ChargeModel::volume;
    if (tiered) charge.tiers = any_tiers(true);
    if (!tiered) charge.unit_price = any_price();
    if (charge.model == ChargeModel::package)
        charge.package_size = {*rc::gen::inRange<std::int64_t>(1, 1'000 * kMicro)};
    if (*rc::gen::arbitrary<bool>()) charge.free_quantity = any_quantity();
    if (*rc::gen::arbitrary<bool>()) charge.minimum = Money::fen(*rc::gen::inRange(0, 10'000));
    if (*rc::gen::arbitrary<bool>())
        charge.maximum = charge.minimum.value_or(Money()) +
                         Money::fen(*rc::gen::inRange(0, 100'000'000));
    return charge;
}

Usage used(Quantity quantity) {
    Usage usage;
    usage.quantity = quantity;
    return usage;
}

Rational exact_of(const Charge& charge, Quantity quantity) {
    return rate(charge, used(quantity)).value().exact;
}

BOOST_AUTO_TEST_SUITE(rating)

RC_BOOST_PROP(the_steps_add_up_and_there_is_one_rounding, ()) {
    const auto charge = any_metered_charge();
    const auto rating = rate(charge, used(any_quantity())).value();
    Rational sum = 0;
    for (const auto& step : rating.steps) sum += step.amount;
    RC_ASSERT(sum == rating.exact);
    RC_ASSERT(rating.amount == *round_to_fen(rating.exact));
    if (charge.minimum) RC_ASSERT(rating.amount >= *charge.minimum);
    if (charge.maximum) RC_ASSERT(rating.amount <= *charge.maximum);
}

RC_BOOST_PROP(a_graduated_scale_is_continuous_and_never_falls, ()) {
    Charge charge;
    charge.model = ChargeModel::graduated;
    charge.tiers = any_tiers(false);
    const auto quantity = any_quantity();
    const auto next = Quantity{quantity.micro + 1};
    const Rational rise = exact_of(charge, next) - exact_of(charge, quantity);
    UnitPrice dearest;
    for (const auto& tier : charge.tiers) dearest = std::max(dearest, tier.unit_price);
    RC_ASSERT(rise >= 0);
    RC_ASSERT(rise <= rational_of(dearest) / kMicro);
}

RC_BOOST_PROP(with_one_price_the_scales_agree_with_the_unit_model, ()) {
    Charge charge;
    charge.unit_price = any_price();
    charge.free_quantity = any_quantity();
    charge.tiers = any_tiers(false);
    for (auto& tier : charge.tiers) tier.unit_price = charge.unit_price;
    const auto quantity = any_quantity();
    const Rational unit = exact_of(charge, quantity);
    for (const auto model : {ChargeModel::graduated, ChargeModel::volume}) {
        charge.model = model;
        RC_ASSERT(exact_of(charge, quantity) == unit);
    }
    charge.model = ChargeModel::package;
    charge.package_size = Quantity{1 * kMicro};
    const Rational package = exact_of(charge, quantity);
    RC_ASSERT(package >= unit);
    RC_ASSERT(package - unit <= rational_of(charge.unit_price));
}

RC_BOOST_PROP(days_of_a_period_make_the_whole_amount, ()) {
    Charge charge;
    charge.model = ChargeModel::fixed;
    charge.amount = Money::fen(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
    const auto days = *rc::gen::inRange(1, 32);
    const auto active = *rc::gen::inRange(0, days + 1);
    Usage usage;
    usage.days_in_period = days;
    usage.days_active = active;
    const Rational before = rate(charge, usage).value().exact;
    usage.days_active = days - active;
    RC_ASSERT(before + rate(charge, usage).value().exact == rational_of(charge.amount));
}

RC_BOOST_PROP(a_charge_survives_its_json_form_and_rates_the_same, ()) {
    const auto charge = any_metered_charge();
    const auto again = parse_charge(parse_json(to_text(to_json(charge))).value()).value();
    const auto usage = used(any_quantity());
    RC_ASSERT(rate(again, usage).value().exact == rate(charge, usage).value().exact);
    RC_ASSERT(to_text(to_json(again)) == to_text(to_json(charge)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::rating_test
