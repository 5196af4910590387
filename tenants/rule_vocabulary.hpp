/// The words in which rule packs are written: every key, the shape of its value and what a tenant's
/// policy may do to it. One vocabulary for all packs, so code asks for a key and never for a city.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace yunhe::tenants {

/// What a rule's `value` looks like.
enum class ValueShape {
    flag,               ///< true | false
    integer,            ///< a whole number >= 0; the unit is the key's last word(s)
    text,               ///< any text
    code,               ///< one snake_case word
    codes,              ///< distinct snake_case words
    role,               ///< the text of a Role
    roles,              ///< distinct texts of Role, in order where order means something (routes)
    items,              ///< objects with code, title, article and the members in `detail`
    stages,             ///< the ordered stages of admission
    months_by_subject,  ///< an object: subject -> months
    month_day,          ///< {month, day}, every year
};

/// In which direction a tenant's policy may move the pack's number.
enum class Tightening {
    none,   ///< the policy may set the value only where the pack is silent or leaves it open (null)
    lower,  ///< a ceiling: may be lowered
    higher,  ///< a floor: may be raised
};

struct VocabularyEntry {
    std::string_view key;
    ValueShape shape;
    /// code, codes: the words allowed, separated by blanks; empty = any.
    /// items: members beside code, title, article and force; one with `!` must be there.
    std::string_view detail = {};
    Tightening tightening = Tightening::none;
};

/// All keys, grouped by subject.
std::span<const VocabularyEntry> rule_vocabulary();

/// nullptr where there is no such key.
const VocabularyEntry* find_vocabulary(std::string_view key);

/// Is `word` one of the blank-separated words of `words`?
bool has_word(std::string_view words, std::string_view word);

}  // namespace yunhe::tenants
