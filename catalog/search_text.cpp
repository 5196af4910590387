#include "catalog/search_text.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

constexpr std::size_t kWordMax = 40;

bool between(char32_t c, char32_t first, char32_t last) { return first <= c && c <= last; }

/// Written without spaces between words: Chinese, kana, Korean syllables.
bool ideograph(char32_t c) {
    return between(c, 0x4E00, 0x9FFF) || between(c, 0x3400, 0x4DBF) || c == 0x3007 ||
           between(c, 0xF900, 0xFAFF) || between(c, 0x20000, 0x323AF) ||
           between(c, 0x3041, 0x30FF) || between(c, 0xAC00, 0xD7A3);
}

bool word_character(char32_t c) {
    return between(c, U'a', U'z') || between(c, U'0', U'9') ||
           (between(c, 0x00DF, 0x024F) && c != 0x00F7) || between(c, 0x0370, 0x03FF) ||
           between(c, 0x0400, 0x04FF);
}

char32_t narrow(char32_t c) {
    if (between(c, 0xFF01, 0xFF5E)) return c - 0xFEE0;
    if (c == 0x3000) return U' ';
    if (between(c, 0x2080, 0x2089)) return c - 0x2080 + U'0';
    if (c == 0x00B2 || c == 0x00B3) return c - 0x00B2 + U'2';
    if (c == 0x00B9) return U'1';
    return c;
}

char32_t small(char32_t c) {
    if (between(c, U'A', U'Z')) return c + 32;
    if (between(c, 0x00C0, 0x00DE) && c != 0x00D7) return c + 32;
    if (between(c, 0x0391, 0x03A9)) return c + 32;
    if (between(c, 0x0410, 0x042F)) return c + 32;
    if (between(c, 0x0400, 0x040F)) return c + 80;
    // In the extended Latin block capitals are even and their small letters follow.
    if (between(c, 0x0100, 0x0137) && c % 2 == 0) return c + 1;
    return c;
}

std::u32string folded_characters(std::string_view text) {
    auto characters = code_points(text);
    for (auto& c : characters) c = small(narrow(c));
    return characters;
}

/// A run of characters of one sort.
struct Run {
    std::size_t from = 0;
    std::size_t length = 0;
    bool ideographs = false;
};

std::vector<Run> runs_of(const std::u32string& characters) {
    std::vector<Run> runs;
    bool open = false;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const bool han = ideograph(characters[i]);
        if (!han && !word_character(characters[i])) {
            open = false;
            continue;
        }
        if (!open || runs.back().ideographs != han) runs.push_back({i, 0, han});
        open = true;
        ++runs.back().length;
    }
    return runs;
}

std::string piece(const std::u32string& characters, std::size_t from, std::size_t length) {
    return utf8_of(std::u32string_view(characters).substr(from, length));
}

std::vector<std::string> tokens_of(std::string_view text, bool asked) {
    const auto characters = folded_characters(text);
    std::vector<std::string> tokens;
    for (const auto& run : runs_of(characters)) {
        if (!run.ideographs) {
            tokens.push_back(piece(characters, run.from, std::min(run.length, kWordMax)));
            continue;
        }
        for (std::size_t i = 0; i + 1 < run.length; ++i)
            tokens.push_back(piece(characters, run.from + i, 2));
        if (asked && run.length > 1) continue;
        for (std::size_t i = 0; i < run.length; ++i)
            tokens.push_back(piece(characters, run.from + i, 1));
    }
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    return tokens;
}

/// Does the token stand here, as a whole word if it is one?
bool stands_at(const std::u32string& characters, const std::u32string& token, std::size_t at) {
    if (characters.compare(at, token.size(), token) != 0) return false;
    if (ideograph(token.front())) return true;
    const auto end = at + token.size();
    if (at > 0 && word_character(characters[at - 1])) return false;
    return token.size() == kWordMax || end >= characters.size() ||
           !word_character(characters[end]);
}

}  // namespace

std::string folded(std::string_view text) { return utf8_of(folded_characters(text)); }

std::vector<std::string> text_tokens(std::string_view text) { return tokens_of(text, false); }

std::vector<std::string> query_tokens(std::string_view text) { return tokens_of(text, true); }

std::vector<TextRange> highlight_ranges(std::string_view text,
                                        const std::vector<std::string>& tokens) {
    const auto characters = folded_characters(text);
    std::vector<bool> marked(characters.size());
    for (const auto& one : tokens) {
        const auto token = code_points(one);
        if (token.empty()) continue;
        for (std::size_t at = 0; at + token.size() <= characters.size(); ++at)
            if (stands_at(characters, token, at))
                for (std::size_t i = 0; i < token.size(); ++i) marked[at + i] = true;
    }
    std::vector<TextRange> ranges;
    for (std::size_t i = 0; i < marked.size(); ++i) {
        if (!marked[i]) continue;
        if (i == 0 || !marked[i - 1]) ranges.push_back({i, 0});
        ++ranges.back().length;
    }
    return ranges;
}

}  // namespace yunhe::catalog
