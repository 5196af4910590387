/// What codes of an outside system look like, written as a short pattern by a tenant. No regular
/// expression: a pattern can't be made that takes long to compare. Pure, thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace yunhe {

/// `9` a digit, `A` a capital letter, `X` either of them; any other character itself, `\` before a
/// character makes it itself. After it `{20}` or `{8,20}` says how often. `|` parts alternatives.
/// "9{20}" or "32|33" or "A{2}9{6,18}".
class CodePattern {
public:
    /// At most 200 bytes, printable ASCII, of which nothing repeats more than 64 times.
    /// Errors: malformed `bad_code_pattern`, without pointer.
    static Result<CodePattern> parse(std::string_view text);

    /// Does the whole of `code` look so?
    bool matches(std::string_view code) const;

private:
    enum class Kind { digit, capital, either, itself };
    struct Item {
        Kind kind = Kind::itself;
        char character = 0;
        std::size_t least = 1;
        std::size_t most = 1;
    };
    static bool takes(const Item& item, char c);
    static bool matches(const std::vector<Item>& items, std::string_view code);
    std::vector<std::vector<Item>> alternatives_;
};

}  // namespace yunhe
