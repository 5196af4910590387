#include "catalog/buyer.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

constexpr std::size_t kPhoneLeast = 5;
constexpr std::size_t kPhoneMost = 32;
constexpr std::size_t kDigitsShown = 4;

bool valid_phone(std::string_view phone) {
    if (phone.size() < kPhoneLeast || phone.size() > kPhoneMost) return false;
    return std::all_of(phone.begin(), phone.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == ' ';
    });
}

}  // namespace

Status check_buyer(const Buyer& buyer) {
    if (buyer.uscc && buyer.kind == BuyerKind::individual)
        return malformed("/uscc", "not_for_individuals");
    if (buyer.uscc && !valid_uscc(*buyer.uscc)) return malformed("/uscc", "bad_uscc");
    if (buyer.contact_phone && !valid_phone(*buyer.contact_phone))
        return malformed("/contact_phone", "bad_phone");
    return Done{};
}

std::string masked_contact_name(std::string_view name) {
    auto characters = code_points(name);
    for (std::size_t i = 1; i < characters.size(); ++i) characters[i] = U'*';
    return utf8_of(characters);
}

std::string masked_phone(std::string_view phone) {
    const auto shown = phone.size() > 2 * kDigitsShown ? kDigitsShown : 0;
    return std::string(phone.size() - shown, '*') +
           std::string(phone.substr(phone.size() - shown));
}

}  // namespace yunhe::catalog
