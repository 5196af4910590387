#include "billing/money_words.hpp"

#include <string_view>

namespace yunhe::billing {
namespace {

constexpr std::string_view kDigitWords[] = {"零", "壹", "贰", "叁", "肆",
                                            "伍", "陆", "柒", "捌", "玖"};
constexpr std::string_view kPlaceWords[] = {"", "拾", "佰", "仟"};
struct BigUnit {
    std::uint64_t value;
    std::string_view word;
};
constexpr BigUnit kBigUnits[] = {{100'000'000, "亿"}, {10'000, "万"}};

/// Four digits, without leading zeros: 1005 -> 壹仟零伍.
std::string group_in_words(std::uint64_t group) {
    std::string words;
    bool gap = false;
    std::uint64_t unit = 1000;
    for (int place = 3; place >= 0; --place, unit /= 10) {
        const auto digit = group / unit % 10;
        if (digit == 0) {
            gap = !words.empty();
            continue;
        }
        if (gap) words += kDigitWords[0];
        gap = false;
        words.append(kDigitWords[digit]).append(kPlaceWords[place]);
    }
    return words;
}

std::string yuan_in_words(std::uint64_t yuan) {
    for (const auto& unit : kBigUnits) {
        if (yuan < unit.value) continue;
        auto words = yuan_in_words(yuan / unit.value);
        words += unit.word;
        const auto rest = yuan % unit.value;
        if (rest == 0) return words;
        if (rest < unit.value / 10) words += kDigitWords[0];
        return words + yuan_in_words(rest);
    }
    return group_in_words(yuan);
}

}  // namespace

std::string money_in_words(Money amount) {
    std::string words = "人民币";
    if (amount.negative()) words += "负";
    const auto fen = amount.negative() ? std::uint64_t{0} - static_cast<std::uint64_t>(amount.fen())
                                       : static_cast<std::uint64_t>(amount.fen());
    const auto yuan = fen / 100;
    const auto jiao = fen / 10 % 10;
    const auto rest = fen % 10;
    if (fen == 0) return words + "零元整";
    if (yuan > 0) words += yuan_in_words(yuan) + "元";
    if (jiao == 0 && rest == 0) return words + "整";
    if (jiao > 0) words.append(kDigitWords[jiao]).append("角");
    else if (yuan > 0) words += kDigitWords[0];
    if (rest == 0) return words + "整";
    return words.append(kDigitWords[rest]).append("分");
}

}  // namespace yunhe::billing
