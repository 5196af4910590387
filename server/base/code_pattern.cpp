#include "base/code_pattern.hpp"

namespace yunhe {
namespace {

constexpr std::size_t kPatternBytesMax = 200;
constexpr std::size_t kRepeatMax = 64;

Error bad_pattern() { return malformed("", "bad_code_pattern"); }

bool printable(std::string_view text) {
    for (const char c : text)
        if (c < ' ' || c > '~') return false;
    return true;
}

/// Takes a number off the front of `text`; nullopt: none, or too large.
std::optional<std::size_t> take_number(std::string_view& text) {
    std::size_t value = 0;
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && digits < 3)
        value = value * 10 + static_cast<std::size_t>(text[digits++] - '0');
    if (digits == 0 || value > kRepeatMax) return std::nullopt;
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

Result<CodePattern> CodePattern::parse(std::string_view text) {
    if (text.empty() || text.size() > kPatternBytesMax || !printable(text)) return bad_pattern();
    CodePattern pattern;
    pattern.alternatives_.emplace_back();
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '|') {
            if (pattern.alternatives_.back().empty()) return bad_pattern();
            pattern.alternatives_.emplace_back();
            continue;
        }
        if (c == '{' || c == '}') return bad_pattern();
        Item item{.character = c};
        if (c == '9') item.kind = Kind::digit;
        if (c == 'A') item.kind = Kind::capital;
        if (c == 'X') item.kind = Kind::either;
        if (c == '\\') {
            if (text.empty()) return bad_pattern();
            item.character = text.front();
            text.remove_prefix(1);
        }
        if (take(text, '{')) {
            const auto least = take_number(text);
            const auto most = take(text, ',') ? take_number(text) : least;
            if (!least || !most || *most < *least || *most == 0 || !take(text, '}'))
                return bad_pattern();
            item.least = *least;
            item.most = *most;
        }
        pattern.alternatives_.back().push_back(item);
    }
    if (pattern.alternatives_.back().empty()) return bad_pattern();
    return pattern;
}

bool CodePattern::takes(const Item& item, char c) {
    const bool digit = c >= '0' && c <= '9';
    const bool capital = c >= 'A' && c <= 'Z';
    if (item.kind == Kind::digit) return digit;
    if (item.kind == Kind::capital) return capital;
    if (item.kind == Kind::either) return digit || capital;
    return c == item.character;
}

bool CodePattern::matches(const std::vector<Item>& items, std::string_view code) {
    // Which prefixes of the code the items so far can be: items x length steps, whatever they are.
    std::vector<bool> reached(code.size() + 1, false);
    reached[0] = true;
    for (const auto& item : items) {
        std::vector<bool> next(code.size() + 1, false);
        for (std::size_t from = 0; from <= code.size(); ++from) {
            if (!reached[from]) continue;
            for (std::size_t count = 0; count <= item.most; ++count) {
                if (count >= item.least) next[from + count] = true;
                if (from + count >= code.size() || !takes(item, code[from + count])) break;
            }
        }
        reached = std::move(next);
    }
    return reached[code.size()];
}

bool CodePattern::matches(std::string_view code) const {
    for (const auto& items : alternatives_)
        if (matches(items, code)) return true;
    return false;
}

}  // namespace yunhe
