#include "base/id.hpp"

namespace yunhe {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford base32.
constexpr std::size_t kDigitCount = 13;                                  // 65 bits hold 64.

}  // namespace

std::string id_text(std::string_view prefix, std::uint64_t value) {
    std::string text(kDigitCount, '0');
    for (std::size_t i = kDigitCount; i > 0; --i, value >>= 5) text[i - 1] = kDigits[value & 31];
    return std::string(prefix) + "_" + text;
}

Result<std::uint64_t> id_value(std::string_view prefix, std::string_view text) {
    if (text.size() != prefix.size() + 1 + kDigitCount || !text.starts_with(prefix) ||
        text[prefix.size()] != '_')
        return not_found();
    const auto digits = text.substr(prefix.size() + 1);
    if (kDigits.find(digits.front()) > 15) return not_found();  // Would overflow 64 bits.
    std::uint64_t value = 0;
    for (const char digit : digits) {
        const auto index = kDigits.find(digit);
        if (index == std::string_view::npos) return not_found();
        value = (value << 5) | index;
    }
    return value;
}

}  // namespace yunhe
