#include "base/text.hpp"

#include "base/assert.hpp"

namespace yunhe {
namespace {

struct Decoded {
    char32_t character = 0;
    std::size_t length = 0;  // 0: not UTF-8.
};

/// The character that `text` begins with (RFC 3629, section 4). REQUIRES: not empty.
Decoded first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80) return {first, 1};

    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
    char32_t character = first & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0u) != 0x80u) return {};
        character = (character << 6) | (byte(i) & 0x3Fu);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (character < kLeast[length] || character > 0x10FFFF || surrogate) return {};
    return {character, length};
}

bool white_space(char32_t c) {
    return c == U' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

}  // namespace

std::optional<std::size_t> character_count(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        const auto decoded = first_character(text);
        if (decoded.length == 0) return std::nullopt;
        text.remove_prefix(decoded.length);
        ++count;
    }
    return count;
}

bool valid_utf8(std::string_view text) { return character_count(text).has_value(); }

std::u32string code_points(std::string_view text) {
    std::u32string characters;
    while (!text.empty()) {
        const auto decoded = first_character(text);
        YUNHE_ASSERT(decoded.length != 0);
        characters += decoded.character;
        text.remove_prefix(decoded.length);
    }
    return characters;
}

std::string utf8_of(std::u32string_view characters) {
    std::string text;
    const auto add = [&](char32_t bits) { text += static_cast<char>(bits); };
    for (const char32_t c : characters) {
        if (c < 0x80) {
            add(c);
            continue;
        }
        if (c < 0x800) {
            add(0xC0 | (c >> 6));
        } else if (c < 0x10000) {
            add(0xE0 | (c >> 12));
            add(0x80 | ((c >> 6) & 0x3F));
        } else {
            add(0xF0 | (c >> 18));
            add(0x80 | ((c >> 12) & 0x3F));
            add(0x80 | ((c >> 6) & 0x3F));
        }
        add(0x80 | (c & 0x3F));
    }
    return text;
}

std::string_view trim(std::string_view text) {
    std::size_t begin = text.size();
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto decoded = first_character(text.substr(at));
        YUNHE_ASSERT(decoded.length != 0);
        if (!white_space(decoded.character)) {
            begin = std::min(begin, at);
            end = at + decoded.length;
        }
        at += decoded.length;
    }
    return end == 0 ? std::string_view() : text.substr(begin, end - begin);
}

bool blank(std::string_view text) { return trim(text).empty(); }

bool has_control_characters(std::string_view text) {
    const auto plain = [](char c) { return c >= 0x20 && c < 0x7F; };
    if (std::all_of(text.begin(), text.end(), plain)) return false;  // ASCII needs no decoding.
    for (const char32_t c : code_points(text)) {
        if (c == U'\n' || c == U'\t') continue;
        if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;
    }
    return false;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts) {
        if (&part != &parts.front()) text += separator;
        text += part;
    }
    return text;
}

std::string one_line(std::string_view text) {
    std::string line(trim(text));
    for (auto& character : line)
        if (character == '\n' || character == '\t') character = ' ';
    return line;
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool valid_uscc(std::string_view code) {
    constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    constexpr std::size_t kLength = 18;
    if (code.size() != kLength) return false;
    std::size_t sum = 0;
    std::size_t weight = 1;  // 3^i mod 31.
    for (std::size_t i = 0; i + 1 < kLength; ++i) {
        const auto value = kCharacters.find(code[i]);
        if (value == std::string_view::npos) return false;
        const bool division = i >= 2 && i < 8;
        if (division && value > 9) return false;
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return code.back() == kCharacters[(31 - sum % 31) % 31];
}

}  // namespace yunhe
