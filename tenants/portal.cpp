#include "tenants/portal.hpp"

#include <algorithm>

namespace yunhe::tenants {
namespace {

constexpr std::size_t kPersonalDigitsMin = 7;

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Is this a byte inside a UTF-8 character?
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string masked_name(std::string_view name) {
    std::size_t length = name.empty() ? 0 : 1;
    while (length < name.size() && continues(name[length])) ++length;
    return std::string(name.substr(0, length)) + "**";
}

std::string without_numbers(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const auto run = static_cast<std::size_t>(
            std::ranges::find_if_not(text, digit) - text.begin());
        if (run == 0) {
            shown += text.front();
            text.remove_prefix(1);
            continue;
        }
        const bool personal = run >= kPersonalDigitsMin;
        auto taken = run;
        if (personal && taken < text.size() && (text[taken] == 'X' || text[taken] == 'x')) ++taken;
        shown += personal ? std::string(taken, '*') : std::string(text.substr(0, run));
        text.remove_prefix(taken);
    }
    return shown;
}

}  // namespace yunhe::tenants
