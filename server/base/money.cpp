#include "base/money.hpp"
#include "base/text.hpp"

#include <limits>

namespace yunhe {
namespace {



/// How many digits `^(0|[1-9][0-9]*)` takes; 0 if it doesn't match.
std::size_t integer_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length])) ++length;
    if (length > 1 && text.front() == '0') return 0;
    return length;
}

/// Appends a digit; false on overflow.
bool push_digit(std::int64_t& value, char digit) {
    return !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
           !__builtin_add_overflow(value, std::int64_t{digit - '0'}, &value);
}

Error error_without_pointer(std::string code) { return {Errc::malformed, std::move(code)}; }

/// `^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$` in 10^-6.
Result<std::int64_t> parse_micro(std::string_view text) {
    const std::size_t whole = integer_length(text);
    if (whole == 0) return error_without_pointer("bad_decimal");
    const std::string_view rest = text.substr(whole);
    const std::string_view decimals = rest.empty() ? rest : rest.substr(1);
    if (!rest.empty() && (rest.front() != '.' || decimals.empty() ||
                          decimals.size() > kDecimalsMax))
        return error_without_pointer("bad_decimal");
    for (const char c : decimals)
        if (!is_digit(c)) return error_without_pointer("bad_decimal");

    std::int64_t micro = 0;
    bool fits = true;
    for (const char c : text.substr(0, whole)) fits = fits && push_digit(micro, c);
    for (std::size_t i = 0; i < kDecimalsMax; ++i)
        fits = fits && push_digit(micro, i < decimals.size() ? decimals[i] : '0');
    if (!fits) return error_without_pointer("overflow");
    return micro;
}

std::string six_decimals(std::int64_t micro) {
    std::string decimals = std::to_string(micro % kMicro);
    decimals.insert(0, kDecimalsMax - decimals.size(), '0');
    return std::to_string(micro / kMicro) + "." + decimals;
}

}  // namespace

Result<Money> Money::parse(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    const std::size_t whole = integer_length(text);
    if (whole == 0 || text.size() != whole + 3 || text[whole] != '.' ||
        !is_digit(text[whole + 1]) || !is_digit(text[whole + 2]))
        return error_without_pointer("bad_money");

    // Counted downwards, because the smallest int64 has no positive counterpart.
    std::int64_t value = 0;
    for (const char c : text) {
        if (c == '.') continue;
        if (__builtin_mul_overflow(value, std::int64_t{10}, &value) ||
            __builtin_sub_overflow(value, std::int64_t{c - '0'}, &value))
            return error_without_pointer("bad_money");
    }
    if (negative) {
        if (value == 0) return error_without_pointer("bad_money");
        return Money::fen(value);
    }
    if (value == std::numeric_limits<std::int64_t>::min())
        return error_without_pointer("bad_money");
    return Money::fen(-value);
}

std::string to_text(Money amount) {
    // As unsigned, because the smallest int64 has no positive counterpart.
    const std::uint64_t magnitude = amount.negative() ? 0 - static_cast<std::uint64_t>(amount.fen())
                                                      : static_cast<std::uint64_t>(amount.fen());
    const std::uint64_t cents = magnitude % kFenPerYuan;
    std::string text = amount.negative() ? "-" : "";
    text += std::to_string(magnitude / kFenPerYuan);
    text += '.';
    text += static_cast<char>('0' + cents / 10);
    text += static_cast<char>('0' + cents % 10);
    return text;
}

Result<UnitPrice> UnitPrice::parse(std::string_view text) {
    YUNHE_TRY(micro, parse_micro(text));
    return UnitPrice{micro};
}

std::string to_text(UnitPrice price) {
    YUNHE_ASSERT(price.micro_yuan >= 0);
    return six_decimals(price.micro_yuan);
}

Result<Quantity> Quantity::parse(std::string_view text) {
    YUNHE_TRY(micro, parse_micro(text));
    return Quantity{micro};
}

std::string to_text(Quantity quantity) {
    if (quantity.micro < 0) return "-" + to_text(Quantity{-quantity.micro});
    std::string text = six_decimals(quantity.micro);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

std::optional<Quantity> checked_add(Quantity a, Quantity b) {
    Quantity sum;
    if (__builtin_add_overflow(a.micro, b.micro, &sum.micro)) return std::nullopt;
    return sum;
}

}  // namespace yunhe
