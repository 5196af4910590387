#include <rapidcheck/boost_test.h>

#include <algorithm>

#include "billing/fee_limit.hpp"

namespace yunhe::billing::fee_limit_property_test {
namespace {

constexpr Period kPeriod{2026, 9};
constexpr std::int64_t kMicro = 1'000'000;

UnitPrice any_price() { return {*rc::gen::inRange<std::int64_t>(0, 5 * kMicro)}; }
Money any_amount() { return Money::fen(*rc::gen::inRange<std::int64_t>(0, 20'000)); }

std::vector<Tier> any_tiers() {
    const auto count = *rc::gen::inRange(0, 4);
    std::vector<Tier> tiers;
    std::int64_t up_to = 0;
    for (int i = 0; i <= count; ++i) {
        up_to += *rc::gen::inRange<std::int64_t>(1, 400 * kMicro);
        Tier tier{Quantity{up_to}, any_price(), std::nullopt};
        if (i == count) tier.up_to.reset();
        if (*rc::gen::arbitrary<bool>()) tier.flat_fee = any_amount();
        tiers.push_back(tier);
    }
    return tiers;
}

Charge any_charge() {
    Charge charge;
    charge.model = *rc::gen::element(ChargeModel::unit, ChargeModel::graduated,
                                     ChargeModel::volume, ChargeModel::package,
                                     ChargeModel::fixed);
    if (charge.model == ChargeModel::graduated || charge.model == ChargeModel::volume)
        charge.tiers = any_tiers();
    charge.unit_price = any_price();
    charge.amount = any_amount();
    if (charge.model == ChargeModel::package)
        charge.package_size = {*rc::gen::inRange<std::int64_t>(1, 50 * kMicro)};
    if (charge.model != ChargeModel::fixed && *rc::gen::arbitrary<bool>())
        charge.free_quantity = Quantity{*rc::gen::inRange<std::int64_t>(0, 200 * kMicro)};
    if (*rc::gen::arbitrary<bool>()) charge.minimum = any_amount();
    if (*rc::gen::arbitrary<bool>())
        charge.maximum = charge.minimum.value_or(Money()) + any_amount();
    return charge;
}

catalog::CapItem any_item() {
    catalog::CapItem item{.meter = "calls", .tiers = {}, .amount_max = {}};
    const auto count = *rc::gen::inRange(0, 4);
    std::int64_t up_to = 0;
    for (int i = 0; i < count; ++i) {
        up_to += *rc::gen::inRange<std::int64_t>(1, 400 * kMicro);
        item.tiers.push_back({Quantity{up_to}, any_price()});
        if (i + 1 == count) item.tiers.back().up_to.reset();
    }
    if (item.tiers.empty() || *rc::gen::arbitrary<bool>()) item.amount_max = any_amount();
    return item;
}

std::vector<catalog::PriceCap> any_caps() {
    std::vector<catalog::PriceCap> caps;
    const auto count = *rc::gen::inRange(1, 4);
    int day = *rc::gen::inRange(-20, 10);
    for (int i = 0; i < count; ++i) {
        catalog::PriceCap cap;
        cap.code = "C" + std::to_string(i);
        cap.state = catalog::PriceCapState::confirmed;
        cap.effective_from = first_day(kPeriod) + std::chrono::days(day);
        cap.items = {any_item()};
        caps.push_back(std::move(cap));
        day += *rc::gen::inRange(1, 12);
    }
    return caps;
}

struct Case {
    Charge charge;
    Usage usage;
    std::vector<LimitSlice> slices;
    std::vector<UsedBefore> before;
};

Case any_case() {
    Case made;
    made.charge = any_charge();
    made.usage.quantity = {*rc::gen::inRange<std::int64_t>(0, 1'500 * kMicro)};
    made.usage.days_active = made.usage.days_in_period = days_in(kPeriod);
    made.slices = limit_slices(any_caps(), "calls", kPeriod);
    std::vector<std::int64_t> quantities;
    const auto days = made.slices.empty() ? std::vector<Date>{} : cut_days(made.slices);
    for (std::size_t i = 0; i < days.size(); ++i)
        quantities.push_back(
            *rc::gen::inRange<std::int64_t>(0, made.usage.quantity.micro + 1));
    std::sort(quantities.begin(), quantities.end());
    for (std::size_t i = 0; i < days.size(); ++i)
        made.before.push_back({days[i], Quantity{quantities[i]}});
    return made;
}

LimitedRating limited(const Case& made) {
    return rate_limited(made.charge, made.usage, made.slices, made.before).value();
}

BOOST_AUTO_TEST_SUITE(fee_limit)

RC_BOOST_PROP(what_is_allowed_is_never_above_the_list_price_nor_below_zero, ()) {
    const auto made = any_case();
    RC_PRE(!made.slices.empty());
    const auto rating = limited(made);
    RC_ASSERT(rating.allowed.exact <= rating.list.exact);
    RC_ASSERT(rating.allowed.exact >= 0);
    RC_ASSERT(rating.allowed.amount <= rating.list.amount);
    for (const auto& slice : rating.slices) RC_ASSERT(slice.taken_off >= 0);
}

RC_BOOST_PROP(the_steps_add_up_and_the_slices_hold_all_use, ()) {
    const auto made = any_case();
    RC_PRE(!made.slices.empty());
    const auto rating = limited(made);
    Rational sum;
    for (const auto& step : rating.allowed.steps) sum += step.amount;
    RC_ASSERT(sum == rating.allowed.exact);
    RC_ASSERT(round_to_fen(sum) == rating.allowed.amount);
    std::int64_t quantity = 0;
    for (const auto& slice : rating.slices) quantity += slice.quantity.micro;
    RC_ASSERT(quantity == made.usage.quantity.micro);
}

RC_BOOST_PROP(a_cap_that_the_plan_keeps_takes_nothing_off, ()) {
    auto made = any_case();
    RC_PRE(!made.slices.empty());
    auto charge = made.charge;
    charge.meter = "calls";
    charge.aggregation = Aggregation::sum;
    // As the check of plans sees it: a plan that passes is charged in full.
    auto cap = any_caps().front();
    cap.effective_from = first_day(kPeriod);
    const auto charges = Json::array({to_json(charge)});
    const auto excess = catalog::excesses_over_cap(charges, {cap}, first_day(kPeriod));
    RC_PRE(excess.empty());
    const auto rating =
        rate_limited(charge, made.usage, limit_slices({cap}, "calls", kPeriod), {}).value();
    RC_ASSERT(rating.allowed.exact == rating.list.exact);
}

RC_BOOST_PROP(cutting_a_slice_in_two_under_the_same_cap_changes_nothing, ()) {
    const auto made = any_case();
    RC_PRE(!made.slices.empty());
    const auto whole = limited(made);
    auto cut = made;
    const auto& first = cut.slices.front();
    RC_PRE(first.from < first.to);
    auto second = first;
    cut.slices.front().to = first.from;
    second.from = first.from + std::chrono::days(1);
    cut.slices.insert(cut.slices.begin() + 1, second);
    const auto most = cut.before.empty() ? made.usage.quantity : cut.before.front().quantity;
    cut.before.insert(cut.before.begin(),
                      {second.from, Quantity{*rc::gen::inRange<std::int64_t>(0, most.micro + 1)}});
    RC_ASSERT(limited(cut).allowed.exact == whole.allowed.exact);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::fee_limit_property_test
