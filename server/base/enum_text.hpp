/// Enumerators and their stable texts (stored in the database, shown in the API).
///
/// An enum gets its texts by one specialisation beside it:
///     template <> inline constexpr auto yunhe::enum_texts<OrderState> =
///         yunhe::texts_of(std::pair{OrderState::draft, "draft"}, ...);
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/assert.hpp"

namespace yunhe {

template <class E>
struct EnumText {
    E value;
    std::string_view text;
};

template <class E, class... Rest>
constexpr auto texts_of(std::pair<E, const char*> first, Rest... rest) {
    return std::array<EnumText<E>, 1 + sizeof...(Rest)>{
        EnumText<E>{first.first, first.second}, EnumText<E>{rest.first, rest.second}...};
}

/// Specialised for each enum that has texts.
template <class E>
inline constexpr int enum_texts = 0;

template <class E>
concept TextEnum = requires { enum_texts<E>.size(); };

/// The text of an enumerator. An enumerator without text is a bug.
template <TextEnum E>
constexpr std::string_view to_text(E value) {
    for (const auto& entry : enum_texts<E>)
        if (entry.value == value) return entry.text;
    fail_invariant("every enumerator has a text", __FILE__, __LINE__);
}

/// `to_text` as a text of its own, for JSON.
template <class E>
std::string word(E value) {
    return std::string(to_text(value));
}

template <TextEnum E>
constexpr std::optional<E> from_text(std::string_view text) {
    for (const auto& entry : enum_texts<E>)
        if (entry.text == text) return entry.value;
    return std::nullopt;
}

/// The enumerator of a text that we stored ourselves.
template <TextEnum E>
E stored_enum(std::string_view text) {
    const auto value = from_text<E>(text);
    YUNHE_ASSERT(value.has_value());
    return *value;
}

/// All texts of an enum, for schemas.
template <TextEnum E>
constexpr auto all_texts() {
    std::array<std::string_view, enum_texts<E>.size()> result{};
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = enum_texts<E>[i].text;
    return result;
}
template <TextEnum E>
inline constexpr auto enum_values = all_texts<E>();

}  // namespace yunhe
