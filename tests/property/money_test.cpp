#include <rapidcheck/boost_test.h>

#include "base/decimal.hpp"
#include "billing/tax.hpp"

namespace yunhe::money_test {
namespace {

BOOST_AUTO_TEST_SUITE(money)

RC_BOOST_PROP(any_money_survives_its_text, (std::int64_t fen)) {
    RC_ASSERT(Money::parse(to_text(Money::fen(fen))).value() == Money::fen(fen));
}

RC_BOOST_PROP(any_quantity_survives_its_text, ()) {
    const auto micro = *rc::gen::inRange<std::int64_t>(0, std::numeric_limits<std::int64_t>::max());
    RC_ASSERT(Quantity::parse(to_text(Quantity{micro})).value() == Quantity{micro});
    RC_ASSERT(UnitPrice::parse(to_text(UnitPrice{micro})).value() == UnitPrice{micro});
    RC_ASSERT(Decimal::parse(to_text(Quantity{micro})).value().micro == WideInt(micro));
}

RC_BOOST_PROP(no_text_is_read_as_money_but_the_one_that_would_be_written, ()) {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("-0123456789..")));
    const auto parsed = Money::parse(text);
    if (parsed.ok()) RC_ASSERT(to_text(parsed.value()) == text);
}

RC_BOOST_PROP(rounding_moves_by_at_most_half_a_fen_and_mirrors,
              (std::int32_t numerator)) {
    const auto denominator = *rc::gen::inRange(1, 100'000);
    const Rational yuan(numerator, denominator);
    const Money rounded = *round_to_fen(yuan);
    const Rational moved = abs(Rational(rational_of(rounded) - yuan));
    RC_ASSERT(moved <= Rational(1, 200));
    RC_ASSERT(*round_to_fen(-yuan) == -rounded);
    if (moved == Rational(1, 200)) RC_ASSERT(abs(rational_of(rounded)) > abs(yuan));
}

RC_BOOST_PROP(net_and_tax_make_the_amount_and_the_net_is_rounded_once, (std::int32_t fen)) {
    const auto micro_percent = *rc::gen::inRange(0, 100'000'001);
    const billing::TaxRate rate{Decimal{WideInt(micro_percent)}};
    const Money amount = Money::fen(fen);
    const auto split = billing::split_tax(amount, rate);
    RC_ASSERT(split.net + split.tax == amount);
    const Rational exact =
        rational_of(amount) * 100 / (Rational(100) + rational_of(rate.percent));
    RC_ASSERT(abs(Rational(rational_of(split.net) - exact)) <= Rational(1, 200));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::money_test
