#include "billing/bill_payment_code.hpp"

#include "base/text.hpp"

namespace yunhe::billing {
namespace {

constexpr std::size_t kBillDigitsMin = 6;
constexpr std::size_t kBillDigitsMax = 18;
constexpr std::size_t kBillCheckDigits = 2;

/// Of the number with two zeros behind it, as ISO 7064 mod 97-10 says: the whole is 1 modulo 97.
std::string bill_check_digits(std::string_view digits) {
    unsigned rest = 0;
    for (const char c : digits) rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 97;
    const unsigned check = 98 - rest * 100 % 97;
    return {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
}

/// The number whose code begins with these digits; nothing if the check fails.
std::optional<std::uint64_t> checked_bill_number(std::string_view digits) {
    if (digits.size() < kBillDigitsMin + kBillCheckDigits ||
        digits.size() > kBillDigitsMax + kBillCheckDigits)
        return std::nullopt;
    const auto number = digits.substr(0, digits.size() - kBillCheckDigits);
    if (bill_check_digits(number) != digits.substr(number.size())) return std::nullopt;
    return std::stoull(std::string(number));
}

}  // namespace

std::string bill_payment_code(std::uint64_t number) {
    auto digits = std::to_string(number);
    if (digits.size() < kBillDigitsMin) digits.insert(0, kBillDigitsMin - digits.size(), '0');
    return "ZD" + digits + bill_check_digits(digits);
}

std::optional<std::uint64_t> bill_number_in(std::string_view remark) {
    const auto text = lower_case(remark);
    std::optional<std::uint64_t> found;
    for (std::size_t at = text.find("zd"); at != text.npos; at = text.find("zd", at + 1)) {
        std::size_t end = at + 2;
        while (end < text.size() && is_digit(text[end])) ++end;
        const auto digits = std::string_view(text).substr(at + 2, end - at - 2);
        const auto number = checked_bill_number(digits);
        if (!number) continue;
        if (found && *found != *number) return std::nullopt;
        found = number;
    }
    return found;
}

}  // namespace yunhe::billing
