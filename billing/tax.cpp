#include "billing/tax.hpp"

namespace yunhe::billing {
namespace {


}  // namespace

Result<TaxRate> TaxRate::parse(std::string_view text) {
    YUNHE_TRY(percent, Decimal::parse(text));
    if (percent.micro > kHundredPercent) return Error{Errc::malformed, "bad_percent"};
    return TaxRate{percent};
}

TaxSplit split_tax(Money amount, const TaxRate& rate) {
    const Rational share(BigInt(kHundredPercent), BigInt(kHundredPercent + rate.percent.micro));
    const auto net = round_to_fen(rational_of(amount) * share);
    YUNHE_ASSERT(net.has_value());
    return {*net, amount - *net};
}

}  // namespace yunhe::billing
