/// Exact amounts: money in fen, unit prices in 10^-6 yuan, quantities in 10^-6 units.
///
/// No floating point, no implicit rounding. Overflow inside a sum is a bug and asserts; overflow
/// that input can cause is checked with `checked_add` or at parsing.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace yunhe {

inline constexpr std::int64_t kFenPerYuan = 100;
/// Quantities, prices and percents are kept in millionths: at most six decimals.
inline constexpr std::int64_t kMicro = 1'000'000;
inline constexpr std::size_t kDecimalsMax = 6;
/// In 10^-6 percent.
inline constexpr std::int64_t kHundredPercent = 100 * kMicro;

/// int64 fen. Text form "1234.56": always two decimals, never "-0.00".
/// The errors of all parsers in this file carry no pointer: the caller adds its own.
class Money {
public:
    constexpr Money() = default;
    static constexpr Money fen(std::int64_t value) { return Money(value); }
    /// `^-?(0|[1-9][0-9]*)\.[0-9]{2}$` within int64, not "-0.00". Errors: malformed `bad_money`.
    static Result<Money> parse(std::string_view text);

    constexpr std::int64_t fen() const { return fen_; }
    constexpr bool negative() const { return fen_ < 0; }
    constexpr bool zero() const { return fen_ == 0; }

    friend Money operator+(Money a, Money b) {
        std::int64_t sum = 0;
        YUNHE_ASSERT(!__builtin_add_overflow(a.fen_, b.fen_, &sum));
        return Money(sum);
    }
    friend Money operator-(Money a, Money b) {
        std::int64_t difference = 0;
        YUNHE_ASSERT(!__builtin_sub_overflow(a.fen_, b.fen_, &difference));
        return Money(difference);
    }
    friend Money operator-(Money a) { return Money() - a; }
    Money& operator+=(Money other) { return *this = *this + other; }
    friend constexpr auto operator<=>(Money, Money) = default;

private:
    explicit constexpr Money(std::int64_t value) : fen_(value) {}
    std::int64_t fen_ = 0;
};

std::string to_text(Money amount);

/// int64 in 10^-6 yuan per unit. Text form "0.001250": always six decimals.
struct UnitPrice {
    std::int64_t micro_yuan = 0;
    /// `^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$` within int64. Errors: malformed `bad_decimal`, or
    /// `overflow` when well formed but over int64.
    static Result<UnitPrice> parse(std::string_view text);
    friend constexpr auto operator<=>(UnitPrice, UnitPrice) = default;
};
std::string to_text(UnitPrice price);

/// int64 in 10^-6 units, >= 0: no text gives another. Only what is taken back, on a red charge
/// line, is below zero. Text form without needless zeros: "12.5".
struct Quantity {
    std::int64_t micro = 0;
    /// `^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$` within int64. Errors: malformed `bad_decimal`, or
    /// `overflow` when well formed but over int64.
    static Result<Quantity> parse(std::string_view text);
    friend constexpr auto operator<=>(Quantity, Quantity) = default;
};
std::string to_text(Quantity quantity);
/// nullopt on overflow.
std::optional<Quantity> checked_add(Quantity a, Quantity b);

}  // namespace yunhe
