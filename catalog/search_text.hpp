/// How text is cut into tokens for the search.
///
/// Characters are folded first: full-width forms to their narrow ones, letters to small ones. A run
/// of Chinese characters gives each character and each pair of neighbours; a run of letters and
/// digits is one word. Everything else separates. A query of several characters asks for the pairs,
/// one of a single character for that character. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace yunhe::catalog {

/// Width and case folded: "ＡＢc１" -> "abc1". One character for each. REQUIRES: valid UTF-8.
std::string folded(std::string_view text);

/// What the text is found by, sorted, each once. Words longer than 40 characters are cut.
/// REQUIRES: valid UTF-8.
std::vector<std::string> text_tokens(std::string_view text);
/// What the text asks for: of a run of Chinese characters the pairs alone, or the one character.
std::vector<std::string> query_tokens(std::string_view text);

/// A stretch of a text in characters (not bytes).
struct TextRange {
    std::size_t from = 0;
    std::size_t length = 0;
    friend bool operator==(const TextRange&, const TextRange&) = default;
};
/// Where these tokens stand in the text: ascending, disjoint, neighbours joined.
std::vector<TextRange> highlight_ranges(std::string_view text,
                                        const std::vector<std::string>& tokens);

}  // namespace yunhe::catalog
