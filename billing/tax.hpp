/// Tax that is contained in an amount. Pure.
#pragma once

#include <string_view>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/result.hpp"

namespace yunhe::billing {

/// In percent of the net amount, 0 to 100. Value-added tax on services in China is 6.
struct TaxRate {
    Decimal percent;
    /// Errors: malformed `bad_decimal`, or `bad_percent` if over 100; both without pointer.
    static Result<TaxRate> parse(std::string_view text);
};

/// net + tax = the amount that was split, always.
struct TaxSplit {
    Money net;
    Money tax;
};

/// Splits a tax-inclusive amount: net = amount x 100 / (100 + percent), rounded once, half away
/// from zero; the tax is the rest. An amount below zero is the mirror of its positive.
TaxSplit split_tax(Money amount, const TaxRate& rate);

}  // namespace yunhe::billing
