/// Exact rationals and the decimal texts that they come from and go to.
///
/// Percents, weights and quality scores are texts with at most six decimals, computed with as
/// rationals over unlimited integers, because weight x usage x quality x pool outgrows 128 bits.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/multiprecision/cpp_int.hpp>

#include "base/money.hpp"
#include "base/result.hpp"

namespace yunhe {

using Rational = boost::multiprecision::cpp_rational;
using BigInt = boost::multiprecision::cpp_int;

/// An unlimited integer, like BigInt, that needs no memory of its own up to 512 bits: allocation
/// computes with many of them.
using WideInt = boost::multiprecision::number<
    boost::multiprecision::cpp_int_backend<512, 0, boost::multiprecision::signed_magnitude,
                                           boost::multiprecision::unchecked,
                                           std::allocator<boost::multiprecision::limb_type>>,
    boost::multiprecision::et_off>;

/// A decimal >= 0 with at most six decimals and without upper limit: percents, weights, usage and
/// quality scores.
struct Decimal {
    WideInt micro = 0;  ///< In 10^-6.
    /// `^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$`. Errors: malformed `bad_decimal`, without pointer.
    static Result<Decimal> parse(std::string_view text);
    friend bool operator==(const Decimal& a, const Decimal& b) { return a.micro == b.micro; }
};
/// Without needless zeros: "12.5".
std::string to_text(const Decimal& value);

/// `^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$`. Errors: malformed `bad_decimal`, without pointer.
Result<Rational> parse_decimal(std::string_view text);

/// Six decimals if that is exact, else "n/d" in lowest terms. A value below zero begins with "-".
std::string exact_text(const Rational& value);

/// The largest integer not above `value`.
BigInt floor_of(const Rational& value);

/// `yuan` rounded half away from zero to the fen; nullopt if over int64 fen.
std::optional<Money> round_to_fen(const Rational& yuan);

/// In yuan.
Rational rational_of(Money amount);
/// In units.
Rational rational_of(Quantity quantity);
/// In yuan per unit.
Rational rational_of(UnitPrice price);
Rational rational_of(const Decimal& value);

}  // namespace yunhe
