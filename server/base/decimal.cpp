#include "base/decimal.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <limits>

namespace yunhe {
namespace {

/// So many digits surely fit an unsigned 64-bit integer.
constexpr std::size_t kDigitsOfWord = 19;


/// Whether the text is `^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$`.
bool well_formed(std::string_view text) {
    std::size_t whole = 0;
    while (whole < text.size() && is_digit(text[whole])) ++whole;
    if (whole == 0 || (whole > 1 && text.front() == '0')) return false;
    if (whole == text.size()) return true;
    const std::string_view decimals = text.substr(whole + 1);
    if (text[whole] != '.' || decimals.empty() || decimals.size() > kDecimalsMax) return false;
    return std::all_of(decimals.begin(), decimals.end(), is_digit);
}

/// The digits of a well-formed text, without its point, and then `zeros` zeros.
WideInt integer_of(std::string_view text, std::size_t zeros) {
    if (text.size() + zeros <= kDigitsOfWord) {
        std::uint64_t value = 0;
        for (const char c : text)
            if (c != '.') value = value * 10 + static_cast<std::uint64_t>(c - '0');
        for (; zeros > 0; --zeros) value *= 10;
        return value;
    }
    std::string digits(text);
    std::erase(digits, '.');
    digits.append(zeros, '0');
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    return WideInt(digits.substr(first));  // A leading zero would mean octal.
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
    if (!well_formed(text)) return Error{Errc::malformed, "bad_decimal"};
    const std::size_t point = text.find('.');
    const std::size_t decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
    return Decimal{integer_of(text, kDecimalsMax - decimals)};
}

std::string to_text(const Decimal& value) {
    YUNHE_ASSERT(value.micro >= 0);
    std::string text = WideInt(value.micro / kMicro).str();
    const std::string micro = WideInt(value.micro % kMicro).str();
    if (micro == "0") return text;
    std::string decimals = std::string(kDecimalsMax - micro.size(), '0') + micro;
    decimals.erase(decimals.find_last_not_of('0') + 1);
    return text + "." + decimals;
}

Result<Rational> parse_decimal(std::string_view text) {
    YUNHE_TRY(value, Decimal::parse(text));
    return rational_of(value);
}

std::string exact_text(const Rational& value) {
    const Rational micro = value * kMicro;
    if (denominator(micro) != 1) return value.str();
    const BigInt magnitude = abs(numerator(micro));
    const std::string decimals = BigInt(magnitude % kMicro).str();
    return (value < 0 ? "-" : "") + BigInt(magnitude / kMicro).str() + "." +
           std::string(kDecimalsMax - decimals.size(), '0') + decimals;
}

BigInt floor_of(const Rational& value) {
    BigInt quotient;
    BigInt remainder;
    divide_qr(BigInt(numerator(value)), BigInt(denominator(value)), quotient, remainder);
    if (remainder < 0) --quotient;  // Division cuts towards zero.
    return quotient;
}

std::optional<Money> round_to_fen(const Rational& yuan) {
    const Rational magnitude = abs(Rational(yuan * kFenPerYuan));
    const BigInt rounded = floor_of(magnitude + Rational(1, 2));
    const BigInt fen = yuan < 0 ? BigInt(-rounded) : rounded;
    if (fen > std::numeric_limits<std::int64_t>::max() ||
        fen < std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return Money::fen(static_cast<std::int64_t>(fen));
}

Rational rational_of(Money amount) { return Rational(amount.fen(), kFenPerYuan); }

Rational rational_of(Quantity quantity) { return Rational(quantity.micro, kMicro); }

Rational rational_of(UnitPrice price) { return Rational(price.micro_yuan, kMicro); }

Rational rational_of(const Decimal& value) {
    return Rational(BigInt(value.micro), BigInt(kMicro));
}

}  // namespace yunhe
